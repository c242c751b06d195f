"""Times the public pages of whatever the database holds, counts their queries, and times the
import of a long Word document."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.test.utils import override_settings

from articles.models import Article, Topic
from authors.models import Author, MedicalReviewer
from wellness.management.bench_documents import time_a_document
from wellness.measuring import lines, measure


class Command(BaseCommand):
    help = "Time the public pages, count their queries, and time the import of a document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--requests", type=int, default=200, help="How often each page is asked for."
        )

    def handle(self, *args: Any, requests: int, **options: Any) -> None:
        with override_settings(DEBUG=False):
            measured = [
                measure(Client(SERVER_NAME="127.0.0.1"), name, address, requests)
                for name, address in self._pages()
            ]
        for line in lines(measured):
            self.stdout.write(line)
        self.stdout.write(f"\n{time_a_document()}")

    def _pages(self) -> Iterator[tuple[str, str]]:
        article = Article.objects.published().order_by("pk").first()
        if article is None:
            raise CommandError(
                "Nothing is published, so there are no pages to time. `make run` fills an empty "
                "database with the sample magazine."
            )
        yield "home", "/"
        yield "archive", "/articles/"
        yield "search", "/search/?q=sleep"
        for name, thing in (
            ("article", article),
            ("topic", Topic.objects.filter(articles=article).first()),
            ("author", Author.objects.filter(articles=article).first()),
            ("reviewer", MedicalReviewer.objects.first()),
        ):
            if thing is not None:
                yield name, thing.get_absolute_url()

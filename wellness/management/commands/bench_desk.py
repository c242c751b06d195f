"""Times the desk with ten thousand articles and counts its queries, on a database made for it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from articles.models import Article, Status
from authors.models import User
from wellness.large_desk import LargeDesk
from wellness.measuring import lines, measure

LIST: Final = "/admin/articles/article/"


class Command(BaseCommand):
    help = "Time the desk with many articles, on a database that is made for it and removed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, default=10_000, help="How many articles.")
        parser.add_argument(
            "--requests", type=int, default=20, help="How often each page is asked for."
        )

    def handle(self, *args: Any, articles: int, requests: int, **options: Any) -> None:
        before = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"{before}_bench_desk"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            people = LargeDesk(articles, self.stdout.write).fill()
            self.stdout.write("")
            with override_settings(DEBUG=False):
                for user in (people.editor, people.writer, people.reviewer):
                    self._measure(user, requests)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)

    def _measure(self, user: User, requests: int) -> None:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        self.stdout.write(f"{user}")
        pages = list(self._pages(user))
        for line in lines(measure(client, name, at, requests) for name, at in pages):
            self.stdout.write(line)
        self.stdout.write("")

    def _pages(self, user: User) -> Iterator[tuple[str, str]]:
        word = Article.objects.values_list("subtitle", flat=True).latest("pk").split()[0]
        yield "Today", "/admin/"
        yield "calendar", f"{LIST}calendar/"
        yield "list", LIST
        yield "last page", f"{LIST}?p={-(-Article.objects.visible_to(user).count() // 50)}"
        yield "state", f"{LIST}?state=in_review"
        yield "turn", f"{LIST}?turn=writer"
        yield "topic, author", f"{LIST}?topic=3&author=5"
        yield "reviewer", f"{LIST}?reviewer=2"
        yield "wanted", f"{LIST}?wanted=late"
        yield "due again", f"{LIST}?again=overdue"
        yield "sorted", f"{LIST}?o=2"
        yield "search", f"{LIST}?q={word}"
        yield "search, 2 words", f"{LIST}?q={word}+{word[:2]}"
        yield "nothing found", f"{LIST}?q=xyzzy"
        seen = Article.objects.visible_to(user).filter(status=Status.PUBLISHED)
        article = seen.order_by("pk").first()
        if article is not None:
            yield "an article", f"{LIST}{article.pk}/change/"

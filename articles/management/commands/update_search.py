"""Makes the index of search anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.models import Q

from articles.models import Article, LiveText
from articles.search import engine, live_texts


class Command(BaseCommand):
    """May run at any time, beside people who publish: each article is read under its lock."""

    help = (
        "Write the live text of every published article anew and hand all of them to the search "
        "engine. Needed after the engine was changed or lost; publishing keeps it up by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Do nothing where every published article has its live text already.",
        )

    def handle(self, *args: Any, verbosity: int, if_needed: bool, **options: Any) -> None:
        if if_needed and not live_texts.out_of_step():
            return
        concerned = Article.objects.filter(
            Q(live_revision__isnull=False) | Q(live_text__isnull=False)
        )
        pks = list(concerned.order_by("pk").values_list("pk", flat=True))
        for number, pk in enumerate(pks, 1):
            live_texts.refresh(pk)
            if verbosity and (number % 100 == 0 or number == len(pks)):
                self.stdout.write(f"{number:,} of {len(pks):,} articles")
                self.stdout.flush()
        if engine.in_database():
            index = engine.engine().get_index_for_model(LiveText)
            index.delete_stale_model_entries(LiveText)
            index._refresh_title_norms(full=True)  # by the average of all titles as it is now
        else:
            # A new index is filled beside the old one and takes its place at once.
            call_command("rebuild_modelsearch_index", backend_name="default", verbosity=verbosity)
        if verbosity:
            self.stdout.write("Search is up to date.")

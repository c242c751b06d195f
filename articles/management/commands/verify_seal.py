"""Looks whether everything that readers see is proven."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import proof
from articles.models import Article, Revision


class Command(BaseCommand):
    """For a cron job, after a restore, and for whoever wants to know. It reads and never writes."""

    help = (
        "Check the promise from outside: the triggers in the database are the ones that the code "
        "declares, each revision has its digest, each live text a standing approval and its "
        "pictures. Says what is wrong and ends with an error if anything is."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        wrong = self._say("Triggers", len(proof.seals()), list(proof.wrong_triggers()))
        wrong += self._say("Revisions", Revision.objects.count(), list(proof.wrong_bytes()))
        live = Article.objects.published().select_related("topic", "live_revision").order_by("slug")
        total, found = live.count(), []
        for number, article in enumerate(live.iterator(chunk_size=100), 1):
            found += [f"{article.slug}: {sentence}" for sentence in proof.wrong_article(article)]
            if verbosity and number % 500 == 0:
                self.stdout.write(f"  {number:,} of {total:,} live articles …")
                self.stdout.flush()
        wrong += self._say("Live articles", total, found)
        if wrong:
            things = "thing is" if wrong == 1 else "things are"
            raise CommandError(f"{wrong:,} {things} not as promised.")
        if verbosity:
            self.stdout.write("Everything that readers see was approved in exactly these words.")

    def _say(self, what: str, number: int, wrong: list[str]) -> int:
        if self.verbosity or wrong:
            state = f"{len(wrong):,} wrong" if wrong else "in order"
            self.stdout.write(f"{what:<14}{number:>8,}  {state}")
        for sentence in wrong:
            self.stderr.write(f"  {sentence}")
        return len(wrong)

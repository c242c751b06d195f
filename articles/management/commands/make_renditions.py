"""Makes what is missing of the smaller copies of pictures, and of the cards for sharing."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import renditions, social_cards
from articles.models import Renditions


class Command(BaseCommand):
    """May run at any time, beside the worker; what is there already is not made again."""

    help = (
        "Make the smaller copies of every picture that has none yet. Needed after an update that "
        "makes them differently, or when files were lost; uploads are followed by themselves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="Make all of them anew, also those that are there."
        )

    def handle(self, *args: Any, verbosity: int, again: bool, **options: Any) -> None:
        renditions.add_missing()
        if again:
            Renditions.objects.update(recipe=0)
        cards = social_cards.add_missing()
        rows = list(renditions.due().values_list("pk", "source"))
        began, failed = time.monotonic(), 0
        for number, (sha256, source) in enumerate(rows, 1):
            made = renditions.make(sha256)
            failed += not made
            if verbosity:
                self.stdout.write(
                    f"{number:,} of {len(rows):,}  {source}{'' if made else '  FAILED'}"
                )
                self.stdout.flush()
        for number, pk in enumerate(cards, 1):
            drawn = social_cards.draw_or_try_again(pk)
            if verbosity:
                self.stdout.write(f"Card {number:,} of {len(cards):,}{'' if drawn else '  FAILED'}")
        if verbosity:
            self.stdout.write(
                f"All pictures have their copies ({time.monotonic() - began:.0f} s)."
                if not failed
                else f"{len(rows) - failed:,} of {len(rows):,} pictures have their copies."
            )
        if failed:
            raise CommandError(
                f"{failed:,} pictures could not be read; the log says why. Pages show the "
                "pictures themselves."
            )

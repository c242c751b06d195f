"""Erases what reports of readers say of the readers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from articles.reports import verbs


class Command(BaseCommand):
    """For a cron job, every night."""

    help = (
        "Erase the e-mail addresses in reports of readers that were closed "
        "WELLNESS_REPORTS_FORGET_DAYS ago, and the hashed network addresses of all that are older "
        "than a day. What was reported stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        number = verbs.forget(settings.REPORTS_FORGET_DAYS)
        noun = "address" if number == 1 else "addresses"
        self.stdout.write(f"{number:,} e-mail {noun} erased.")

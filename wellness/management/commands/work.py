"""Does what happens outside of requests: queued tasks, articles whose time has come, mails."""

from __future__ import annotations

import logging
import signal
import threading
import time
from argparse import ArgumentParser, BooleanOptionalAction
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections
from django.utils.autoreload import run_with_reloader
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from articles import actions
from articles.notices import mailing, reminding
from articles.unsaved import keeping

log = logging.getLogger(__name__)

LOOK_FOR_TASKS = 1.0
"""Seconds between two looks into the queue."""

LOOK_AT_CLOCK = 15.0
"""Seconds between two looks at the schedule; an article is at most that late."""

TIDY = 3600.0
"""Seconds between two looks for unsaved text that nobody came back for."""

LOOK_FOR_REMINDERS = 900.0
"""Seconds between two looks for what people have to be reminded of."""

AFTER_TROUBLE = 5.0
"""Seconds before the next attempt when the database didn't answer."""

LAST_TASK = 8.0
"""Seconds that a task in progress is given before the code is loaded anew."""


class Command(BaseCommand):
    """Any number of these may run at once, on any machine: each task and each scheduled article
    is locked in the database by the one that takes it.
    """

    help = "Run queued tasks and publish scheduled articles, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="Do what is due now, then end; for a cron job, or to catch up.",
        )
        parser.add_argument(
            "--reload",
            action=BooleanOptionalAction,
            default=settings.DEBUG,
            help="Start again when the code changes (default: in development).",
        )

    def handle(self, *args: Any, once: bool, reload: bool, **options: Any) -> None:
        # The library says a line each time that the queue is found empty.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        self.stopping = threading.Event()
        self.working = threading.Lock()
        self.worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=LOOK_FOR_TASKS,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        if once:
            self.worker.run()
            self.publish_due()
            keeping.forget_old()
            self.remind()
            self.mail_due()
        elif reload:
            try:
                run_with_reloader(self.run)
            finally:
                self.stop()
                self.working.acquire(timeout=LAST_TASK)
        else:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self.stop)
            self.run()

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Finish the task at hand, then end."""
        self.stopping.set()
        self.worker.running = False

    def run(self) -> None:
        """Look at the queue and the clock by turns."""
        looked_at_clock, tidied = -LOOK_AT_CLOCK, -TIDY
        looked_for_reminders = -LOOK_FOR_REMINDERS
        with self.working:
            while not self.stopping.is_set():
                try:
                    self.worker.run()
                    if time.monotonic() - looked_at_clock >= LOOK_AT_CLOCK:
                        looked_at_clock = time.monotonic()
                        self.publish_due()
                        if time.monotonic() - looked_for_reminders >= LOOK_FOR_REMINDERS:
                            looked_for_reminders = time.monotonic()
                            self.remind()
                        self.mail_due()
                    if time.monotonic() - tidied >= TIDY:
                        tidied = time.monotonic()
                        keeping.forget_old()
                except Exception:
                    # Nobody stands beside a worker to start it again: after a restart of the
                    # database, or an error in one article, it goes on.
                    log.exception("The worker met trouble and tries again in %d s", AFTER_TROUBLE)
                    connections.close_all()
                    self.stopping.wait(AFTER_TROUBLE)
                self.stopping.wait(LOOK_FOR_TASKS)

    def publish_due(self) -> None:
        """Publish the scheduled articles whose time has come."""
        close_old_connections()
        for article in actions.publish_due():
            log.info("Published as scheduled: %s", article)

    def remind(self) -> None:
        """Write the reminders whose day has come."""
        if written := reminding.remind():
            log.info("Wrote %d reminders", written)

    def mail_due(self) -> None:
        """Mail what a task could not, and the digests whose hour has come."""
        if sent := mailing.mail_due():
            log.info("Sent %d mails of the clock", sent)

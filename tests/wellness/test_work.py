"""The worker runs what is queued and publishes what is due."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from pytest_django import Settings

from articles.models import Status
from authors.models import Author
from tests.factories import Cast, article_at, author, step


@task()
def rename(pk: int, name: str) -> None:
    Author.objects.filter(pk=pk).update(name=name)


@pytest.mark.django_db(transaction=True)
def test_queued_tasks_are_run(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    person = author("Wanda Writer")
    result = rename.enqueue(person.pk, "Wanda Wells")
    assert result.status == TaskResultStatus.READY

    call_command("work", once=True)

    result.refresh()
    assert result.status == TaskResultStatus.SUCCESSFUL
    person.refresh_from_db()
    assert person.name == "Wanda Wells"


@pytest.mark.django_db(transaction=True)
def test_an_article_is_published_when_its_time_has_come_and_not_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = timezone.now() + dt.timedelta(hours=1)
    first = article_at(Status.APPROVED, cast)
    second = article_at(Status.APPROVED, cast)
    step(first, "schedule", cast, at=morning)
    step(second, "schedule", cast, at=morning + dt.timedelta(days=1))

    call_command("work", once=True)
    first.refresh_from_db()
    assert first.status == Status.SCHEDULED

    monkeypatch.setattr(timezone, "now", lambda: morning)
    call_command("work", once=True)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.status == Status.PUBLISHED
    assert second.status == Status.SCHEDULED

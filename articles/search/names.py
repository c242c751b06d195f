"""Articles are found by the names of their authors and topics, so a new name is followed."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from articles.models import LiveText, Topic
from articles.search import engine, tasks
from authors.models import Author


def watch() -> None:
    """Follow names from now on; called when the program starts."""
    post_save.connect(_author_saved, sender=Author, dispatch_uid="search.author")
    post_save.connect(_topic_saved, sender=Topic, dispatch_uid="search.topic")


def _author_saved(instance: Author, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        texts = LiveText.objects.filter(authors=instance)
        if engine.in_database():
            texts = texts.exclude(author_names__contains=instance.name)
        _refresh(texts)  # a service has the slugs of the authors as well


def _topic_saved(instance: Topic, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _refresh(LiveText.objects.filter(topic=instance).exclude(topic_name=instance.name))


def _refresh(stale: Any) -> None:
    pks = list(stale.values_list("pk", flat=True))
    if pks:
        transaction.on_commit(lambda: tasks.refresh_all.enqueue(pks))

"""What the pickers of the desk offer while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse

from articles.models import Article, Image
from authors.models import Author, MedicalReviewer, User

LIMIT: Final = 12
"""Rows shown at once; more words in the search find the others."""


@dataclass(frozen=True)
class Choice:
    """A row that can be chosen: its key, what it is called, and what tells it from another."""

    key: str
    label: str
    detail: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Source:
    """Where the rows of a picker come from.

    Attributes:
        all: every row, with what `say` needs loaded along.
        offered: the rows that this person may choose.
        columns: where the typed words are looked for.
        say: a row as a choice.
    """

    all: Callable[[], QuerySet[Any]]
    offered: Callable[[User], Q]
    columns: tuple[str, ...]
    say: Callable[[Any], Choice]

    def named(self, keys: Iterable[str]) -> list[Choice]:
        """The rows with these keys, whoever may choose them."""
        wanted = list(keys)
        return [self.say(row) for row in self.all().filter(pk__in=wanted)] if wanted else []

    def search(self, text: str, user: User, *, without: str = "") -> list[Choice]:
        rows = self.all().filter(self.offered(user))
        if without.isdecimal():
            rows = rows.exclude(pk=without)
        for word in text.replace("\x00", "").split()[:8]:
            found = Q()
            for column in self.columns:
                found |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(found)
        return [self.say(row) for row in rows.distinct()[:LIMIT]]


def _everybody(user: User) -> Q:
    return Q()


def _active(user: User) -> Q:
    return Q(is_active=True)


def _articles_to_name(user: User) -> Q:
    """Other people's unpublished titles are not for everyone."""
    visible = Article.objects.visible_to(user).order_by().values("pk")
    return Q(live_revision__isnull=False) | Q(pk__in=visible)


def _plain(row: Model) -> Choice:
    return Choice(str(row.pk), str(row), getattr(row, "job_title", ""))


def _reviewer(row: MedicalReviewer) -> Choice:
    return Choice(str(row.pk), row.name_with_credentials, row.job_title)


def _article(row: Article) -> Choice:
    return Choice(str(row.pk), row.title, f"{row.topic} · {row.get_status_display()}")


def _image(row: Image) -> Choice:
    return Choice(str(row.pk), row.title, f"{row.width} × {row.height} pixels", row.file.url)


SOURCES: Final[dict[str, Source]] = {
    "authors": Source(Author.objects.all, _active, ("name", "job_title"), _plain),
    "reviewers_asked": Source(
        lambda: MedicalReviewer.objects.prefetch_related("credentials"),
        _active,
        ("name", "credentials__title"),
        _reviewer,
    ),
    "related": Source(
        lambda: Article.objects.select_related("topic"),
        _articles_to_name,
        ("title", "topic__name", "slug"),
        _article,
    ),
    "hero": Source(Image.objects.all, _everybody, ("title", "alt", "caption", "credit"), _image),
}


def view(request: HttpRequest, source: str) -> JsonResponse:
    """Rows for what was typed, for people who write articles.

    Raises:
        PermissionDenied: they don't.
        Http404: there is no such picker.
    """
    user = request.user
    if not isinstance(user, User) or not (user.is_writer or user.is_editor):
        raise PermissionDenied
    if source not in SOURCES:
        raise Http404
    choices = SOURCES[source].search(
        request.GET.get("q", "")[:200], user, without=request.GET.get("exclude", "")
    )
    return JsonResponse({"choices": [asdict(choice) for choice in choices], "limit": LIMIT})

"""Which old addresses may lead where. Every door (the desk, the import) comes through here.

No chain: what leads to a place that itself leads on is made to lead to the end. No loop. Nothing
that answers today is covered, and nothing leads to another site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve, reverse

from articles.models import Article
from wellness.redirects.models import LONGEST, OldAddress

_STEPS: Final = 6
"""Redirects that are followed to the end of a way; the program itself makes two at most."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Where an old address leads, after everything was looked at."""

    path: str
    target: str
    article: Article | None


def key(path: str) -> str:
    """The form in which old addresses are compared: without a slash at the end."""
    before, mark, query = path.partition("?")
    return (before.rstrip("/") or "/") + mark + query


def settle(path: str, to: str) -> Settled:
    """Look at an old address and the place where it shall lead.

    Raises:
        ValidationError: with a sentence, on the field ``path`` or ``to``.
    """
    old = key(_path_of_ours(path, "path"))
    place = _path_of_ours(to, "to").partition("#")[0]
    if key(place) == old:
        raise ValidationError({"to": f"“{old}” would lead to itself."})
    if _answer(old) != 404:
        raise ValidationError(
            {"path": f"“{old}” answers today: what readers find there must not be covered."}
        )
    end = _end(place, old)
    article = _article_at(end)
    return Settled(path=old, target="" if article else end, article=article)


@transaction.atomic
def keep(settled: Settled, row: OldAddress | None = None) -> tuple[OldAddress, bool]:
    """Write an old address down, and send on whatever led to it.

    Returns:
        The row, and whether anything changed.
    """
    found = row or OldAddress.objects.filter(path=settled.path).first() or OldAddress()
    columns = ("path", "target", "article_id")
    before = OldAddress.objects.filter(pk=found.pk).values_list(*columns).first()
    found.path, found.target, found.article = settled.path, settled.target, settled.article
    changed = before != tuple(getattr(found, column) for column in columns)
    if changed:
        found.full_clean()
        found.save()
    # A page that was a target once may be gone: what leads there now leads on in one step.
    through = OldAddress.objects.filter(target__in=[found.path, f"{found.path}/"])
    through.update(target=settled.target, article=settled.article)
    return found, changed


def leading_from(path: str, query: str) -> OldAddress | None:
    """The old address that a request means: with its query before without, in one query."""
    wanted = [key(path)]
    if query:
        wanted.insert(0, f"{key(path)}?{query}")
    if any("\x00" in text for text in wanted):
        return None
    rows = OldAddress.objects.select_related("article").filter(
        path__in=[text for text in wanted if len(text) <= LONGEST]
    )
    return max(rows, key=lambda row: len(row.path), default=None)


def _path_of_ours(typed: str, field: str) -> str:
    text = typed.strip()
    if text.startswith(f"{settings.SITE_URL}/"):
        text = text.removeprefix(settings.SITE_URL)
    parts = urlsplit(text) if "[" not in text and "]" not in text else None
    if (
        parts is None
        or parts.scheme
        or parts.netloc
        or not text.startswith("/")
        or text.startswith("//")
        or "\\" in text
        or any(character.isspace() or ord(character) < 32 for character in text)
    ):
        raise ValidationError(
            {field: f"“{typed}” is no address of this site: begin with one slash, as in /old/page."}
        )
    if len(text) > LONGEST:
        raise ValidationError({field: f"An address has {LONGEST} characters at most."})
    if text.startswith((reverse("admin:index"), settings.STATIC_URL, settings.MEDIA_URL)):
        raise ValidationError({field: f"“{text}” belongs to the desk or to files of the site."})
    before, mark, query = text.partition("?")
    return unquote(before) + mark + query


def _end(place: str, old: str) -> str:
    """Where the way from ``place`` ends: at a page that answers, in its own form; never at old."""
    for _ in range(_STEPS):
        place = _with_its_slash(place)
        status, location = _look(place)
        row = leading_from(*_split(place)) if status == 404 else None
        if row is not None and row.path == old:
            raise ValidationError({"to": f"“{place}” leads back to “{old}”: a loop."})
        if row is not None:
            place = row.leads_to
        elif status in {301, 302, 308}:
            place = location
        elif status in {200, 410}:
            return place
        else:
            break
    raise ValidationError({"to": f"There is nothing at “{place}” to lead to."})


def _article_at(path: str) -> Article | None:
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    if match.view_name != "articles:article":
        return None
    return Article.objects.filter(
        slug=match.kwargs["slug"], first_published_at__isnull=False
    ).first()


def _split(path: str) -> tuple[str, str]:
    before, _, query = path.partition("?")
    return before, query


def _answer(path: str) -> int:
    return _look(path)[0]


def _look(path: str) -> tuple[int, str]:
    """What the program answers at a path today, without old addresses: status and Location."""
    before, query = _split(_with_its_slash(path))
    try:
        match = resolve(before)
    except Resolver404:
        return 404, ""
    request = RequestFactory().get(before, QUERY_STRING=query)
    request.user = AnonymousUser()
    request.resolver_match = match
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return 404, ""
    return response.status_code, response.headers.get("Location", "")


def _with_its_slash(path: str) -> str:
    """The path as Django would complete it: with a slash where only that is an address."""
    before, mark, query = path.partition("?")
    if _resolves(before) or not _resolves(f"{before}/"):
        return path
    return f"{before}/{mark}{query}"


def _resolves(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True

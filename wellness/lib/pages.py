"""What the views of public pages have in common.

A public page is a pure function of published data: no session, cookie, token or other bit of the
visitor goes into it, so any cache may keep it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from wellness.lib.json_ld import Node, absolute

PUBLIC_SECONDS: Final = 60
"""How long a cache may show a page without asking again: the longest that a reader can go on
seeing an article that was taken down."""

T = TypeVar("T")

_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


class Picture(Protocol):
    """A picture that stands for a page where the page is shared."""

    @property
    def src(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def alt(self) -> str: ...


def public(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    path: str,
    share_title: str,
    description: str = "",
    graph: Node | None = None,
    picture: Picture | None = None,
    accent: str = "",
    status: int = 200,
) -> HttpResponse:
    """Print a public page with its head; caches may keep it for PUBLIC_SECONDS.

    Args:
        path: the one address of this page; it becomes the canonical link.
        share_title: what other sites call the page.
        graph: its structured data.
        accent: the coloured paper that it is printed on; plain where empty.
    """
    head: dict[str, Any] = {
        "canonical": absolute(path),
        "share_title": share_title,
        "description": description,
        "graph": graph,
        "accent": accent,
    }
    if picture is not None:
        head |= {"share_picture": picture, "share_picture_url": absolute(picture.src)}
    return render(request, template, head | (context or {}), status=status)


def page_of(
    request: HttpRequest, rows: QuerySet[Any], size: int, read: Callable[[QuerySet[Any]], list[T]]
) -> Page[T]:
    """The page of a list that the address asks for, its rows read by ``read``.

    Raises:
        Http404: ``page`` is no number, or there is no such page (docs/adr/0022).
    """
    asked = request.GET.get("page", "1")
    if not _NUMBER.fullmatch(asked):
        raise Http404("Pages are counted from 1.")
    pages: Paginator[Any] = Paginator(rows, size)
    number = int(asked)
    if number > pages.num_pages:
        raise Http404(f"There are {pages.num_pages} pages.")
    start = (number - 1) * size
    return Page(read(rows[start : start + size]), number, pages)


def numbered(path: str, page: Page[Any]) -> str:
    """The canonical address of a page of a list: the first has no number."""
    return path if page.number == 1 else f"{path}?page={page.number}"


class MovedForEver(HttpResponsePermanentRedirect):
    """An address in another case, or of former days: 301 to the one that holds."""

    def __init__(self, request: HttpRequest, path: str) -> None:
        query = request.META.get("QUERY_STRING", "")
        super().__init__(f"{path}?{query}" if query else path)

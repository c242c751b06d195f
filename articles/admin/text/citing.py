"""The door by which a writer's script has pasted sources read and looked up, and the button that
numbers references anew.

The door answers in JSON and writes nothing: its rows fill fields of the page, which are saved with
the text or not at all. Problems with what was pasted are answers (200 with a sentence); refusals
are those of the neighbour `unsaved`, and 429 for somebody who asks too much of other services.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import URLPattern, path

from articles.admin import access
from articles.admin.text.unsaved import door, said
from articles.citing import order, taking
from articles.citing.sources import Failed, Source, year_in
from authors import throttle

if TYPE_CHECKING:
    from articles.admin.article import ArticleAdmin

NUMBER: Final = "_number"
"""The name of the button that numbers the references by appearance."""

_MOST_ROWS: Final = 400
_PREFIX: Final = "references"
_TEXTS: Final = ("authors", "title", "publisher", "url", "doi", "pmid")


def urls(model_admin: ArticleAdmin) -> list[URLPattern]:
    """The addresses, to stand before Django's own."""

    def cite(request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if refused := _why_not(model_admin, request, pk):
            return refused
        return _answer(request)

    base = "articles_article_citing"
    return [
        path("add/citing/", door(cite), name=f"{base}_new"),
        path("<int:pk>/citing/", door(cite), name=base),
    ]


def _why_not(
    model_admin: ArticleAdmin, request: HttpRequest, pk: int | None
) -> HttpResponse | None:
    """The refusal for somebody who may not write this text now; nothing for one who may."""
    if pk is None:
        may_begin = model_admin.has_add_permission(request)
        return None if may_begin else said("Only writers and editors begin articles.", 403)
    article = access.get_article(pk)
    if article is None:
        return said("There is no article at this address of the desk.", 404)
    user = access.person(request)
    if not model_admin.has_view_permission(request, article):
        return said(access.why_not(article, user), 403)
    sentence = access.may_write(article, user)
    return said(sentence, 403) if sentence else None


def _answer(request: HttpRequest) -> HttpResponse:
    pasted = taking.understood(request.POST.get("text", ""))
    if pasted.problem:
        return JsonResponse({"problem": pasted.problem, "more": "", "items": []})
    if pasted.asks:
        user = access.person(request)
        until = throttle.spent_until(throttle.LOOKING_UP, user, pasted.asks)
        if until is not None:
            return said(
                "You had a great many references looked up in a short time. You can go on in "
                f"{throttle.wait_in_words(until)}, or fill in the rest by hand.",
                429,
            )
    rows = list(_rows(request.POST.get("rows", "")))
    items = [_item(taken) for taken in taking.take(pasted, rows)]
    return JsonResponse({"problem": "", "more": pasted.more, "items": items})


def _rows(sent: str) -> Iterator[tuple[int, Source]]:
    """The references on the page, saved or not, with their numbers there."""
    try:
        rows = json.loads(sent or "[]")
    except (ValueError, RecursionError):
        return
    for row in rows[:_MOST_ROWS] if isinstance(rows, list) else ():
        if not isinstance(row, dict) or not isinstance(row.get("number"), int):
            continue
        texts = {name: v.strip() for name in _TEXTS if isinstance(v := row.get(name), str)}
        yield row["number"], Source(**texts, year=year_in(row.get("year")))


def _item(taken: taking.Taken) -> dict[str, Any]:
    outcome = taken.outcome
    item: dict[str, Any] = {
        "state": "there" if taken.number else "new",
        "number": taken.number,
        "twice": taken.twice,
        "line": outcome.line,
        "label": "",
        "reason": "",
        "notes": [],
        "fields": outcome.source.as_typed() if outcome.source else None,
    }
    if isinstance(outcome, Failed):
        return item | {"state": "failed", "label": outcome.label, "reason": outcome.reason}
    return item | {"notes": list(outcome.notes)}


# -- the order of the references ------------------------------------------------------------------


def numbered(posted: QueryDict) -> QueryDict:
    """What was posted, with its references numbered as the text cites them.

    Every typed word stays, whether it can be saved or not; a reference that is to be removed
    comes last.
    """
    data = posted.copy()
    forms = [number for number in range(_count(data)) if f"{_PREFIX}-{number}-title" in data]
    forms.sort(key=lambda number: (_is_removed(data, number), _place(data, number)))
    staying = [number for number in forms if not _is_removed(data, number)]
    removed = forms[len(staying) :]
    body, in_order = order.renumbered(data.get("body", ""), staying)
    data["body"] = body
    for place, number in enumerate([*in_order, *removed], start=1):
        for name in (*_TEXTS, "year", "ORDER", "DELETE"):
            values = posted.getlist(f"{_PREFIX}-{number}-{name}")
            data.setlist(f"{_PREFIX}-{place - 1}-{name}", values)
            if not values:
                del data[f"{_PREFIX}-{place - 1}-{name}"]
        data[f"{_PREFIX}-{place - 1}-ORDER"] = str(place)
    data[f"{_PREFIX}-TOTAL_FORMS"] = str(len(forms))
    return data


def _count(data: QueryDict) -> int:
    total = data.get(f"{_PREFIX}-TOTAL_FORMS", "")
    return min(int(total), _MOST_ROWS) if total.isdecimal() and len(total) < 6 else 0


def _place(data: QueryDict, number: int) -> int:
    place = data.get(f"{_PREFIX}-{number}-ORDER", "")
    return int(place) if place.isdecimal() and len(place) < 6 else _MOST_ROWS + number


def _is_removed(data: QueryDict, number: int) -> bool:
    return bool(data.get(f"{_PREFIX}-{number}-DELETE"))

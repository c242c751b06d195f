"""The doors by which typing is kept while it is unsaved, and the offer to bring it back.

The script of the page (static/js/admin-unsaved.js) speaks with these doors in JSON and understands
their refusals: 401 the session ended, 403 this person may not change the article now, 409 the page
is over, 413 too much text. Each holds a sentence for people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from articles.admin import access
from articles.admin.text import loose
from articles.admin.text.writing import Typed
from articles.admin.two_people import conflict
from articles.admin.two_people.conflict import Compared, Difference
from articles.desk import DeskCopy
from articles.models import Article
from articles.unsaved import keeping
from articles.unsaved.models import UnsavedText
from authors.models import User
from wellness.lib import dates

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin

SESSION_ENDED: Final = "Your session has ended."
SOMEBODY_ELSE: Final = "Somebody else is logged in in this browser now."
_CONTROL: Final = (
    "csrfmiddlewaretoken",
    "person",
    "turn",
    "sitting",
    "replaces",
    "receipt",
    "over",
    "combine",
    "by_hand",
    "_save",
    "_close",
    "_restore",
)
"""What a page sends besides the words, and is not kept."""


def said(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A door for the script of a page: it answers in JSON and leads nobody to the login page."""

    def open_it(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return said(SESSION_ENDED, 401)
        if not access.is_of_the_desk(request):
            return said(access.NO_ROLE, 403)
        # Two people may share a browser: what one typed is not put down as the other's.
        if request.POST.get("person") != str(request.user.pk):
            answer = said(SOMEBODY_ELSE, 409)
            answer.headers["X-Somebody-Else"] = "1"
            return answer
        return view(request, *args, **more)

    return never_cache(require_POST(csrf_protect(open_it)))


def urls(model_admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The addresses, to stand before Django's own."""

    def keep(request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if pk is None:
            if not model_admin.has_add_permission(request):
                return said("Only writers and editors begin articles.", 403)
            return _keep(request, None)
        article = access.get_article(pk)
        if article is None:
            return said("There is no article at this address of the desk.", 404)
        user = access.person(request)
        if not model_admin.has_view_permission(request, article):
            return said(access.why_not(article, user), 403)
        if not model_admin.has_change_permission(request, article):
            return said(access.may_write(article, user), 403)
        return _keep(request, article)

    base = "articles_article_unsaved"
    return [
        path("add/unsaved/", door(keep), name=f"{base}_new"),
        path("<int:pk>/unsaved/", door(keep), name=base),
        path(
            "unsaved/discard/",
            model_admin.admin_site.admin_view(require_POST(discard)),
            name=f"{base}_discard",
        ),
    ]


def _keep(request: HttpRequest, article: Article | None) -> HttpResponse:
    data = request.POST
    sitting, turn = data.get("sitting", ""), data.get("turn", "")
    if not keeping.is_sitting(sitting) or not turn.isdecimal() or len(turn) > 9:
        return said("This page did not say which page it is.", 400)
    if not data.get("parts"):
        return said("There is no text to keep.", 400)
    words = data.copy()
    for name in _CONTROL:
        words.pop(name, None)
    version = data.get("version", "")
    user = access.person(request)
    try:
        row = keeping.keep(
            by=user,
            article=article,
            sitting=sitting,
            turn=int(turn),
            form=words.urlencode(),
            version=int(version) if version.isdecimal() and len(version) < 10 else None,
        )
    except keeping.TooLong as error:
        return said(str(error), 413)
    except keeping.NotKept as error:
        return said(str(error), 409)
    if replaced := keeping.sittings(data.get("replaces", "")):
        keeping.close(by=user, names=replaced)
    moved = article is not None and row.version is not None and row.version != article.version
    kept_at = timezone.localtime(row.kept_at)
    return JsonResponse({"kept": f"{kept_at:%H:%M:%S}", "moved": moved})


def discard(request: HttpRequest) -> HttpResponse:
    """Throw away what this person typed on one page and did not save."""
    names = keeping.sittings(request.POST.get("sitting", ""))
    keeping.close(by=access.person(request), names=names)
    number = request.POST.get("article", "")
    article = access.get_article(number)
    return HttpResponseRedirect(
        reverse("admin:articles_article_change", args=[article.pk])
        if article
        else reverse("admin:articles_article_add")
    )


def close_after_save(request: HttpRequest) -> None:
    """What was typed on this page has arrived: it is not offered again."""
    names = keeping.sittings(request.POST.get("sitting", ""))
    names += keeping.sittings(request.POST.get("replaces", ""))
    if names:
        keeping.close(by=access.person(request), names=names)


@dataclass(frozen=True)
class Offer:
    """Unsaved text of this person, to bring back or to throw away.

    Attributes:
        differences: from what is on the desk now to what was typed.
    """

    row: UnsavedText
    differences: list[Difference]

    @property
    def when(self) -> str:
        """The time of the last word, with its day unless that is today."""
        return dates.lately(self.row.kept_at)


def typed_before(row: UnsavedText, article: Article | None, user: User) -> Typed:
    """The forms as this row holds them."""
    return Typed.posted(QueryDict(row.form), article, user)


def offers(article: Article | None, user: User) -> list[Offer]:
    """What this person typed on the page of this article and did not save.

    Text that says what the desk says already is not offered: it was saved in another way.
    """
    found = []
    rows = keeping.unsaved(by=user, article=article)
    now = _now_there(article, user) if rows else {}
    for row in rows:
        typed = typed_before(row, article, user)
        mine = {n: piece for n, piece in loose.pieces(typed).items() if n in now}
        compared = Compared(mine=mine, theirs=now, base=typed.base)
        differences = [d for d in compared.differences if d.by_me]
        if differences:
            found.append(Offer(row, differences))
    return found


def _now_there(article: Article | None, user: User) -> dict[str, conflict.Piece]:
    if article is not None:
        # As the fields show it: a notice that readers have already is not typed again.
        shown = conflict.of_text(DeskCopy.to_write_on(article))
        return {**conflict.on_the_desk(article), **shown}
    return conflict.of_first_page(user)


def chosen(request: HttpRequest, article: Article | None) -> UnsavedText | None:
    """The unsaved text that this person asks to have back in the fields."""
    number = request.GET.get("typed", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    rows = keeping.unsaved(by=access.person(request), article=article)
    return next((row for row in rows if row.pk == int(number)), None)

"""What a press of a button on an article's page does, and where it leads."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from psycopg2.errors import UniqueViolation

from articles import workflow
from articles.admin import access
from articles.admin.one_article import steps
from articles.admin.one_article.page import Page
from articles.admin.one_article.step_forms import StepForm
from articles.admin.one_article.ways import KEPT, kept_filters
from articles.admin.text import unsaved, writing
from articles.admin.text.writing import Typed
from articles.admin.two_people.combining import Conflict
from articles.models import Article
from articles.workflow import Refused

SAME_MOMENT: Final = (
    "Somebody took the same address at this very moment. Nothing of yours is lost: save again."
)

RECEIPTS: Final = "desk-saved"
"""A cookie that tells the browser which of its saves arrived (see static/js/admin-safety.js)."""


def attempt(
    request: HttpRequest,
    article: Article,
    *,
    verb: str = "",
) -> tuple[Article | None, Page]:
    """Save what was posted, and take the step ``verb`` with it.

    Returns:
        The article as it now is, or None and the page that says why not, with every word on it.
    """
    user = access.person(request)
    typed = Typed.posted(request.POST, article, user)
    desk = steps.DESK.get(verb)
    form: StepForm | None = None
    if desk is not None:
        form = desk.form(request.POST, article=article, prefix=steps.prefix(verb))
    valid = typed.is_valid
    if (form is not None and not form.is_valid()) or not valid:
        return None, Page(request, article, typed=typed, pressed=verb)
    words = form.given() if form is not None else {}
    try:
        if typed.by_hand is not None and not verb:
            combined = writing.by_hand(_again(article), typed, user)
            return None, Page(request, _again(article), typed=combined, is_combined=True)
        saved = writing.save(
            article,
            typed,
            user,
            then=(lambda fresh: steps.take(verb, fresh, user, words)) if verb else None,
            reads=bool(desk and desk.saves),
        )
    except Conflict as found:
        page = Page(request, _again(article), typed=typed, pressed=verb, found=found)
    except Refused as refused:
        page = Page(request, _again(article), typed=typed, pressed=verb, problem=str(refused))
    except ValidationError as error:
        page = _blamed(request, article, typed, verb, error)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        page = Page(request, _again(article), typed=typed, pressed=verb, problem=SAME_MOMENT)
    else:
        return saved, Page(request, saved)
    return None, page


def _blamed(
    request: HttpRequest, article: Article, typed: Typed, verb: str, error: ValidationError
) -> Page:
    """The page with the sentences of a refused action beside their fields."""
    page = Page(request, _again(article), typed=typed, pressed=verb)
    offer = next((offer for offer in page.offers if offer.verb == verb), None)
    named = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    rest: dict[str, list[str]] = {}
    for name, sentences in named.items():
        if offer is not None and name in offer.form.fields:
            offer.form.add_error(name, sentences)
        else:
            rest[name] = sentences
    if rest:
        typed.blame(ValidationError(rest) if "" not in rest else ValidationError(rest[""]))
    return page


def _again(article: Article) -> Article:
    """The article as it is now, after what was tried is rolled back."""
    return access.get_article(article.pk) or article


def begin(request: HttpRequest) -> tuple[Article | None, Page]:
    """Begin an article from what was posted; as `attempt`."""
    user = access.person(request)
    typed = Typed.posted(request.POST, None, user)
    if typed.text is None or typed.around is None or not typed.is_valid:
        return None, Page(request, None, typed=typed)
    try:
        with transaction.atomic():
            article = writing.create(typed, user)
    except Refused as refused:
        return None, Page(request, None, typed=typed, problem=str(refused))
    except ValidationError as error:
        typed.blame(error)
        return None, Page(request, None, typed=typed)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        return None, Page(request, None, typed=typed, problem=SAME_MOMENT)
    return article, Page(request, article)


def saved_message(before: Article, after: Article, *, combined: bool = False) -> str:
    """What a save did, in a sentence."""
    was, now = before.current_revision, after.current_revision
    if now is not None and (was is None or now.pk != was.pk):
        if before.status != after.status:
            return f"Saved as revision {now.number}, a draft. It is reviewed before readers see it."
        return f"Saved as revision {now.number}."
    if before.version != after.version:
        return "Saved."
    if combined:
        return "You chose what is on the desk already, so nothing was saved."
    return "Nothing had changed, so nothing was saved."


def redirect_after(request: HttpRequest, article: Article) -> HttpResponse:
    """On to the article, or to the list where the person asked for it or may not see it now."""
    unsaved.close_after_save(request)
    stays = "_close" not in request.POST and workflow.may_see(article, access.person(request))
    filters = request.GET.get(KEPT, "")
    response = HttpResponseRedirect(
        reverse("admin:articles_article_change", args=[article.pk]) + kept_filters(request)
        if stays
        else reverse("admin:articles_article_changelist") + (f"?{filters}" if filters else "")
    )
    receipt = request.POST.get("receipt", "")
    if receipt.isdecimal() and len(receipt) <= 40:
        before = request.COOKIES.get(RECEIPTS, "").split(".")
        known = [part for part in before if part.isdecimal() and len(part) <= 40]
        response.set_cookie(
            RECEIPTS,
            ".".join([*known[-4:], receipt]),
            path=reverse("admin:index"),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response

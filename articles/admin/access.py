"""Who may open what on the desk, and the page that says why not.

The questions are `articles.workflow`'s; here they meet a request. A person who may not see an
article is told so in a sentence, with status 403, in the look of the desk; whatever they had typed
comes back to them on the same page, because a role can be taken away while somebody writes.
"""

from __future__ import annotations

from typing import Final

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles import workflow
from articles.admin.text.forms import TextForm
from articles.models import Article
from authors.models import User

NO_ROLE = (
    "Your account has no role on the desk yet. An administrator can make you a writer, a "
    "medical reviewer or an editor."
)


SOMEBODY_ELSE: Final = (
    "This page was opened by somebody else, and you are logged in in this browser now: nothing of "
    "it is put down in your name. Whoever opened it can log in again and go on."
)


def is_of_somebody_else(request: HttpRequest) -> bool:
    """Whether what was posted comes from a page that another account had opened.

    Logging in gives the browser a new token, which would refuse such a page; but pages on which
    people write renew theirs, so that no word is lost when a session ends.
    """
    return request.POST.get("person", str(request.user.pk)) != str(request.user.pk)


def person(request: HttpRequest) -> User:
    """The account behind the request; the admin lets nobody else in."""
    user = request.user
    assert isinstance(user, User)
    return user


def is_of_the_desk(request: HttpRequest) -> bool:
    """Whether the account holds any role; staff without one see nothing."""
    user = request.user
    return isinstance(user, User) and user.is_active and user.is_staff and bool(user.roles)


def may_write(article: Article, user: User) -> str:
    """Why this person can't change the text now; empty when they can."""
    return workflow.check(article, "edit", user)


def may_arrange(article: Article, user: User) -> str:
    return workflow.check(article, "arrange", user)


def why_not(article: Article, user: User) -> str:
    """Why this person may not see the article, as a sentence."""
    if not user.roles:
        return NO_ROLE
    if user.is_medical_reviewer and article.status in workflow.EDITABLE:
        return (
            "This text isn't handed in: you see it when its writer hands it in, or when you are "
            "asked to review it."
        )
    return "This article belongs to other writers."


def get_article(pk: str | int) -> Article | None:
    """The article with what its page shows loaded along; None when there is none."""
    if not str(pk).isdecimal() or len(str(pk)) > 18:
        return None
    return (
        Article.objects.select_related(
            "topic", "hero", "current_revision", "live_revision", "created_by"
        )
        .filter(pk=pk)
        .first()
    )


def refusal(
    request: HttpRequest, model_admin: ModelAdmin[Article], sentence: str, *, status: int = 403
) -> HttpResponse:
    """The page that says why not, with what was typed, if anything was."""
    return TemplateResponse(
        request,
        "admin/articles/refused.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": "Not found" if status == 404 else "Not possible",
            "sentence": sentence,
            "typed": list(_typed(request)),
        },
        status=status,
    )


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The longer texts in a posted form, by the label of their field."""
    if request.method != "POST":
        return []
    labels = {name: str(field.label) for name, field in TextForm.base_fields.items()}
    labels |= {
        "decision-statement": "Statement",
        "decision-interests": "Declared interests",
        "take_down-notice": "Public notice",
        "note": "Note",
    }
    return [
        (labels[name], value)
        for name in labels
        if (value := request.POST.get(name, "").strip()) and name != "hero"
    ]


def not_there(request: HttpRequest, model_admin: ModelAdmin[Article]) -> HttpResponse:
    return refusal(
        request, model_admin, "There is no article at this address of the desk.", status=404
    )

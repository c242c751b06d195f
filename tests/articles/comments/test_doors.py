"""Every door at which something is said, for everybody of the cast; and the framed preview."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import actions
from articles.comments import verbs
from articles.comments.anchors import Anchor
from articles.comments.models import Comment, Mark
from articles.models import Article, Status
from tests.doors import PEOPLE, client_of, leads_to_login, page_for, person
from tests.factories import Cast, article_at, desk
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

SEES = {
    Status.DRAFT: {"writer", "editor", "superuser"},
    Status.IN_REVIEW: {"writer", "reviewer", "editor", "superuser"},
}
SAID = "Between us at the desk."


def at(name: str, *args: object) -> str:
    return reverse(f"admin:articles_article_{name}", args=args)


def doors(client: Client, article: Article, thread: Comment) -> dict[str, Any]:
    """What each door answers."""
    gets = {name: at(name, article.pk) for name in ("comments", "comment_people", "preview_desk")}
    posts = {
        what: at("comment", article.pk, thread.pk, what) for what in ("reply", "resolve", "reopen")
    }
    return {
        **{name: client.get(address) for name, address in gets.items()},
        "begin": client.post(gets["comments"], {"text": "May I?"}),
        **{what: client.post(address, {"text": "And I?"}) for what, address in posts.items()},
    }


@pytest.mark.parametrize("status", list(SEES))
@pytest.mark.parametrize("name", PEOPLE)
def test_every_door_is_for_whoever_may_see_the_article(
    name: str, status: Status, cast: Cast
) -> None:
    article = article_at(status, cast, copy=desk("A secret title"))
    thread = verbs.begin(article, by=cast.writer, text=SAID)
    may = name in SEES[status]
    for door, answer in doors(client_of(person(cast, name)), article, thread).items():
        if name == "anonymous":
            assert leads_to_login(answer), door
        elif may:
            assert answer.status_code in {200, 302}, door
        else:
            assert answer.status_code == 403, door
        if not may:
            assert SAID not in answer.content.decode(), door
            assert "A secret title" not in answer.content.decode(), door
    assert Comment.objects.count() == (3 if may else 1)
    assert Mark.objects.count() == (2 if may else 0)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_looking_changes_nothing(method: str, cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    for name in ("preview_desk", "comment_people"):
        answer = getattr(client_of(cast.writer), method)(at(name, article.pk))
        assert answer.status_code == 405


# -- the preview with its frame -------------------------------------------------------------------


def test_the_preview_stands_in_a_frame_without_scripts_and_comments_beside_it(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    verbs.begin(article, by=cast.reviewer, text=SAID)
    page = page_for(cast.writer, at("preview_desk", article.pk))
    frame = page.one("//iframe")
    assert frame.get("src") == at("preview", article.pk) + "?revision=1"
    assert frame.get("sandbox") == "allow-same-origin"
    assert SAID in page.words("//section[@id='comments']")
    assert page.all("//section[@id='comments']//input[@name='from']/@value")[0] == "preview"
    form = page_for(cast.writer, at("change", article.pk))
    assert at("preview_desk", article.pk) in form.all("//a/@href")


def test_the_framed_page_knows_nothing_of_comments(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    client = client_of(cast.writer)
    before = client.get(at("preview", article.pk)).content
    verbs.begin(article, by=cast.reviewer, text=SAID, anchor=Anchor("body", "Sleep helps"))
    assert client.get(at("preview", article.pk)).content == before


def test_an_older_revision_is_previewed_without_comments(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    actions.save(article, desk=desk("Newer"), by=cast.writer)
    verbs.begin(article, by=cast.editor, text=SAID)
    page = page_for(cast.writer, at("preview_desk", article.pk) + "?revision=1")
    assert page.one("//iframe").get("src").endswith("?revision=1")
    assert SAID not in page.words()
    assert "Comments are about that" in page.words("//main")
    missing = page_for(cast.writer, at("preview_desk", article.pk) + "?revision=9", 404)
    assert "There are revisions 1 to 2." in missing.words()


def test_what_is_posted_from_the_preview_leads_back_there(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    answer = client_of(cast.reviewer).post(
        at("comments", article.pk), {"text": "Here.", "from": "preview"}
    )
    thread = Comment.objects.get()
    assert answer.headers["Location"] == f"{at('preview_desk', article.pk)}#comment-{thread.pk}"


# -- parts that only the page shows ---------------------------------------------------------------

REFERENCE = {
    "authors": "Doe J", "title": "A study of sleep", "publisher": "Example Journal",
    "year": 2021, "url": "", "doi": "10.1000/182", "pmid": "",
}  # fmt: skip


def test_a_reference_is_commented_and_not_reworded(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", references=(REFERENCE,)))
    client = client_of(cast.reviewer)
    quoted = {"quote": "Example Journal, 2021.", "text": "Is this the right year?"}
    answer = client.post(
        at("comments", article.pk), {**quoted, "suggests": "on", "suggestion": "Example, 2022."}
    )
    assert answer.status_code == 400
    assert "A reference has fields of its own" in Sheet(answer).words("//form[@data-comment-form]")
    client.post(at("comments", article.pk), quoted)
    assert Comment.objects.get().part == "references"


def test_words_of_a_notice_are_taken_over(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    copy = desk("On sleep", correction_kind="material", correction="It said 50 mg. It is 5 mg.")
    article = actions.save(article, desk=copy, by=cast.writer)
    thread = verbs.begin(
        article, by=cast.editor, anchor=Anchor("correction", "It said"), suggestion="We wrote"
    )
    article = verbs.accept(thread, by=cast.writer)
    assert article.correction == "We wrote 50 mg. It is 5 mg."

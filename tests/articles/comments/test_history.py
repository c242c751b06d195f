"""What was said about a text stands in its history, settled threads too."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.admin.past.timeline import Timeline
from articles.comments import verbs
from articles.comments.anchors import Anchor
from articles.models import Article, Status
from tests.doors import client_of, page_for
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.IN_REVIEW, cast, copy=desk("On sleep"))


def history(article: Article) -> str:
    return reverse("admin:articles_article_history", args=[article.pk])


def test_threads_and_what_became_of_them_are_lines_of_the_history(
    article: Article, cast: Cast
) -> None:
    about = verbs.begin(article, by=cast.reviewer, text="Who is this for?")
    wording = verbs.begin(
        article,
        by=cast.reviewer,
        text="Too strong.",
        anchor=Anchor("body", "Sleep helps"),
        suggestion="Sleep may help",
    )
    gone = verbs.begin(article, by=cast.editor, anchor=Anchor("title", "On"), suggestion="")
    step(article, "request_changes", cast)
    verbs.accept(wording, by=cast.writer)
    verbs.resolve(about, by=cast.writer)
    verbs.reopen(about, by=cast.editor)
    article.refresh_from_db()
    entries = Timeline(article, cast.editor).page(None).object_list
    said = [f"{entry.who} {entry.what}" for entry in entries if entry.thread]
    assert said == [
        "Edith Editor opened a comment on the text again",
        "Wanda Writer settled a comment on the text",
        "Wanda Writer took the suggested words for “Sleep helps” over",
        "Edith Editor suggested other words for “On” in revision 1",
        "Rita Reviewer suggested other words for “Sleep helps” in revision 1",
        "Rita Reviewer commented on the text in revision 1",
    ]
    page = page_for(cast.editor, history(article))
    words = page.words()
    for note in ("Who is this for?", "“Sleep may help”", "Too strong.", "To leave them out."):
        assert note in words
    place = reverse("admin:articles_article_comments", args=[article.pk])
    links = page.all("//a/@href")
    for thread in (about, wording, gone):
        assert f"{place}#comment-{thread.pk}" in links


def test_settled_threads_stay_readable(article: Article, cast: Cast) -> None:
    thread = verbs.begin(article, by=cast.reviewer, text="Says who?")
    verbs.reply(thread, by=cast.writer, text="A study does.")
    verbs.resolve(thread, by=cast.reviewer)
    for verb in ("approve", "publish"):
        article = step(article, verb, cast)
    place = reverse("admin:articles_article_comments", args=[article.pk])
    settled = page_for(cast.editor, place).words("//details")
    for words in ("Says who?", "A study does.", "Settled by Rita Reviewer"):
        assert words in settled


def test_more_that_was_said_costs_no_more_queries(article: Article, cast: Cast) -> None:
    client = client_of(cast.editor)

    def price() -> int:
        client.get(history(article))
        with counted() as queries:
            client.get(history(article))
        return int(queries)

    verbs.resolve(verbs.begin(article, by=cast.reviewer, text="One."), by=cast.writer)
    few = price()
    for number in range(4):
        thread = verbs.begin(article, by=cast.reviewer, text=f"Number {number}.")
        verbs.resolve(thread, by=cast.writer)
    assert price() == few

"""Comments at the desk: who may speak, what becomes of threads, and wording that is taken over."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from articles import actions
from articles.comments import anchors, verbs
from articles.comments.anchors import Anchor
from articles.comments.models import Comment, Mark
from articles.content import Content
from articles.models import Article, Status
from articles.workflow import Refused
from tests.articles.admin.desk_form import DeskForm
from tests.doors import PEOPLE, client_of, page_for, person
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

BODY = "<h2>What is known</h2><p>Sleep helps. Coffee <em>does not</em> help. Sleep helps.</p>"


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", BODY))


def address(article: Article, thread: Comment | None = None, what: str = "") -> str:
    if thread is None:
        return reverse("admin:articles_article_comments", args=[article.pk])
    return reverse("admin:articles_article_comment", args=[article.pk, thread.pk, what])


def speak(client: Client, article: Article, **fields: Any) -> Any:
    return client.post(address(article), {"from": "comments", **fields})


def suggestion(article: Article, cast: Cast, words: str = "can help") -> Comment:
    return verbs.begin(
        article,
        by=cast.reviewer,
        text="Too strong.",
        anchor=Anchor("body", "Sleep helps", before="does not help. "),
        suggestion=words,
    )


# -- speaking -------------------------------------------------------------------------------------


def test_a_comment_on_a_passage_is_read_by_everybody_at_the_desk(
    article: Article, cast: Cast
) -> None:
    answer = speak(
        client_of(cast.reviewer), article, quote="Coffee does\nnot help", text="Says who?"
    )
    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/comments/#comment-{comment.pk}")
    assert (comment.part, comment.quote) == ("body", "Coffee does not help")
    assert comment.before.endswith("Sleep helps. ")
    for user in (cast.writer, cast.reviewer, cast.editor):
        words = DeskForm(user, article).page.words("//section[@id='comments']")
        assert "Coffee does not help" in words
        assert "Rita Reviewer" in words
        assert "Says who?" in words


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_speak(name: str, article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    client = client_of(person(cast, name))
    may = name in {"writer", "reviewer", "editor", "superuser"}
    expected = 302 if name == "anonymous" else 403
    assert client.get(address(article)).status_code == (200 if may else expected)
    spoken = speak(client, article, text="May I?")
    answered = client.post(address(article, thread, "reply"), {"text": "And here?"})
    settled = client.post(address(article, thread, "resolve"))
    for answer in (spoken, answered, settled):
        assert answer.status_code == (302 if may else expected)
    assert Comment.objects.filter(by_name__startswith="Stan").count() == 0
    assert Comment.objects.count() == (3 if may else 1)
    assert Mark.objects.count() == (1 if may else 0)


def test_a_second_writer_reads_nothing_of_it(article: Article, cast: Cast) -> None:
    suggestion(article, cast)
    answer = client_of(cast.second_writer).get(address(article))
    assert answer.status_code == 403
    assert "Too strong" not in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quote": "Sleep helps"}, "Write what you have to say."),
        ({"quote": "Tea helps", "text": "Who?"}, "These words are not in the text as it is now."),
        ({"suggests": "on", "suggestion": "x"}, "A suggestion is for words that you quote here."),
        (
            {"quote": "Coffee", "suggests": "on", "suggestion": "Coffee"},
            "This is what the text says already.",
        ),
        (
            {"quote": "offe", "suggests": "on", "suggestion": "Tea"},
            "This passage begins or ends inside of a word. Quote whole words",
        ),
        (
            {"quote": "Sleep helps", "suggests": "on", "suggestion": "Sleep may help"},
            "These words stand in the text several times. Quote more of them",
        ),
        ({"text": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_what_cannot_be_said_comes_back_with_its_words(
    fields: dict[str, str], sentence: str, article: Article, cast: Cast
) -> None:
    answer = speak(client_of(cast.reviewer), article, **fields)
    assert answer.status_code == 400
    page = Sheet(answer)
    assert sentence in page.words("//form[@data-comment-form]")
    for name in {"quote", "text", "suggestion"} & set(fields):
        assert page.one(f"//textarea[@name='{name}']").text.strip() == fields[name]
    assert not Comment.objects.exists()


def test_markup_in_a_comment_is_shown_and_not_run(article: Article, cast: Cast) -> None:
    speak(client_of(cast.reviewer), article, text="<script>alert(1)</script><img src=x onerror=y>")
    page = DeskForm(cast.editor, article).page
    assert page.all("//section[@id='comments']//*[self::script or self::img]") == []
    assert "<script>alert(1)</script>" in page.words("//section[@id='comments']")


def test_readers_see_nothing_of_it(article: Article, cast: Cast, client: Client) -> None:
    verbs.begin(article, by=cast.reviewer, text="Between us.")
    for verb in ("approve", "publish"):
        step(article, verb, cast)
    assert "Between us" not in client.get(article.get_absolute_url()).content.decode()


# -- threads --------------------------------------------------------------------------------------


def test_a_thread_is_answered_settled_and_goes_on(article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    client = client_of(cast.writer)
    client.post(address(article, thread, "reply"), {"text": "I will look."})
    client.post(address(article, thread, "resolve"))
    page = Sheet(client.get(address(article)))
    assert "1 settled" in page.words("//details")
    assert "I will look." in page.words("//details")
    client.post(address(article, thread, "reply"), {"text": "One more thing."})
    page = Sheet(client.get(address(article)))
    assert page.all("//details") == []
    assert [mark.kind for mark in thread.marks.all()] == ["resolved", "reopened"]


def test_an_answer_that_is_too_long_comes_back_whole(article: Article, cast: Cast) -> None:
    thread = verbs.begin(article, by=cast.reviewer, text="One.")
    long = "word " * 401
    sent = {"from": "comments", "text": long}
    answer = client_of(cast.writer).post(address(article, thread, "reply"), sent)
    page = Sheet(answer)
    assert "This is 2004 characters; the limit is 2000." in page.words("//*[@role='alert']")
    assert page.one(f"//textarea[@id='answer-{thread.pk}']").text.strip() == long.strip()
    # No browser cuts off what is pasted.
    assert not page.all("//section[@id='comments']//textarea[@maxlength]")
    assert not thread.replies.exists()


def test_open_threads_stand_as_their_passages_do(article: Article, cast: Cast) -> None:
    body = Anchor("body", "Coffee does not")
    later, title, whole, heading = (
        verbs.begin(article, by=cast.reviewer, text="One.", anchor=anchor)
        for anchor in (body, Anchor("title", "On sleep"), None, Anchor("body", "What is known"))
    )
    page = page_for(cast.writer, address(article))
    order = page.all("//ol[@class='desk-threads']/li/@id")
    assert order == [f"comment-{one.pk}" for one in (title, heading, later, whole)]


def test_an_empty_answer_is_refused_with_a_sentence(article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    answer = client_of(cast.writer).post(address(article, thread, "reply"), {"text": " "})
    assert answer.status_code == 403
    assert "Write what you have to say." in Sheet(answer).words("//section[@id='comments']")


def test_a_step_that_there_is_not(article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    client = client_of(cast.editor)
    assert client.post(address(article, thread, "erase")).status_code == 404
    assert client.get(address(article, thread, "resolve")).status_code == 405
    other = article_at(Status.IN_REVIEW, cast)
    assert client.post(address(other, thread, "resolve")).status_code == 404


def test_a_passage_survives_edits_around_it(article: Article, cast: Cast) -> None:
    suggestion(article, cast)
    article = step(article, "request_changes", cast)
    longer = BODY.replace("<p>", "<p>A new beginning. ")
    actions.save(article, desk=desk("On sleep", longer), by=cast.writer)
    page = Sheet(client_of(cast.writer).get(address(article)))
    assert "no longer in the text" not in page.words("//section[@id='comments']")
    actions.save(article, desk=desk("On sleep", "<p>All new.</p>"), by=cast.writer)
    page = Sheet(client_of(cast.writer).get(address(article)))
    assert "These words are no longer in the text. They were in revision 1." in page.words(
        "//section[@id='comments']"
    )


# -- wording that is taken over -------------------------------------------------------------------


def test_the_writer_takes_suggested_words_over_with_one_press(article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    step(article, "request_changes", cast)
    answer = client_of(cast.writer).post(address(article, thread, "accept"), {"from": "article"})
    assert answer.headers["Location"].endswith(f"/change/#comment-{thread.pk}")
    article.refresh_from_db()
    revision = article.current_revision
    assert revision is not None
    assert revision.data.body.endswith(
        "<p>Sleep helps. Coffee <em>does not</em> help. can help.</p>"
    )
    assert revision.created_by_name == "Wanda Writer"
    assert revision.note == "Wording suggested by Rita Reviewer"
    mark = thread.marks.get()
    assert (mark.kind, mark.revision) == ("accepted", revision)


def test_words_for_a_title_and_for_nothing(article: Article, cast: Cast) -> None:
    title = verbs.begin(
        article, by=cast.reviewer, anchor=Anchor("title", "sleep"), suggestion="rest"
    )
    gone = suggestion(article, cast, "")
    step(article, "request_changes", cast)
    for thread in (title, gone):
        verbs.accept(thread, by=cast.writer)
    article.refresh_from_db()
    assert article.title == "On rest"
    assert article.current_revision is not None
    assert article.current_revision.data.body.endswith("help. .</p>")


def test_who_takes_words_over_answers_for_them(article: Article, cast: Cast) -> None:
    """An editor who does is a writer of the text, and cannot approve it."""
    thread = suggestion(article, cast)
    article = step(article, "request_changes", cast)
    verbs.accept(thread, by=cast.editor)
    article = actions.submit(article, by=cast.writer)
    article = step(article, "approve", cast)
    assert article.status == Status.APPROVED
    assert article.current_revision is not None
    assert article.current_revision.created_by == cast.editor


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_take_words_over(name: str, article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    step(article, "request_changes", cast)
    answer = client_of(person(cast, name)).post(address(article, thread, "accept"))
    may = name in {"writer", "editor", "superuser"}
    assert answer.status_code == (302 if may or name == "anonymous" else 403)
    assert Mark.objects.filter(kind="accepted").exists() == may


def test_frozen_text_takes_no_words(article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    with pytest.raises(Refused, match="not possible while the article is in review"):
        verbs.accept(thread, by=cast.writer)
    assert "Take the words over" not in DeskForm(cast.writer, article).page.words("//main")


def test_words_for_a_passage_that_is_gone_or_twice_there(article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    article = step(article, "request_changes", cast)
    actions.save(article, desk=desk("On sleep", "<p>All new.</p>"), by=cast.writer)
    with pytest.raises(Refused, match="Change the text by hand"):
        verbs.accept(thread, by=cast.writer)
    again = "<p>Sleep helps.</p>" * 2
    actions.save(article, desk=desk("On sleep", again), by=cast.writer)
    first = Anchor("body", "Sleep", after=" helps.\nSleep")
    twice = verbs.begin(article, by=cast.editor, anchor=first, suggestion="Rest")
    assert twice.before == ""
    actions.save(article, desk=desk("On sleep", "<p>Rest. Sleep, Sleep.</p>"), by=cast.writer)
    with pytest.raises(Refused, match="Change the text by hand"):
        verbs.accept(twice, by=cast.writer)


def test_of_typed_words_those_that_stand_alone_are_meant(article: Article, cast: Cast) -> None:
    article = step(article, "request_changes", cast)
    actions.save(article, desk=desk("On sleep", "<p>Unslept, asleep, sleep.</p>"), by=cast.writer)
    with pytest.raises(ValidationError, match="several times"):  # in the title as well
        verbs.begin(article, by=cast.editor, anchor=Anchor("", "sleep"), suggestion="rest")
    anchor = Anchor("body", "sleep")
    thread = verbs.begin(article, by=cast.editor, anchor=anchor, suggestion="rest")
    assert thread.before == "Unslept, asleep, "
    article = verbs.accept(thread, by=cast.writer)
    assert article.body == "<p>Unslept, asleep, rest.</p>"


def test_no_word_is_cut_where_the_quoted_one_grew(article: Article, cast: Cast) -> None:
    """All that was kept before it still stands there: only the word itself became another."""
    thread = verbs.begin(
        article, by=cast.reviewer, anchor=Anchor("body", "Coffee"), suggestion="Cocoa"
    )
    article = step(article, "request_changes", cast)
    body = BODY.replace("Coffee", "Coffeehouses")
    actions.save(article, desk=desk("On sleep", body), by=cast.writer)
    with pytest.raises(Refused, match="Change the text by hand"):
        verbs.accept(thread, by=cast.writer)


def test_words_are_taken_over_once(article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    step(article, "request_changes", cast)
    verbs.accept(thread, by=cast.writer)
    with pytest.raises(Refused, match="This thread is closed"):
        verbs.accept(thread, by=cast.writer)


# -- history --------------------------------------------------------------------------------------


def test_what_was_said_stays_said(article: Article, cast: Cast) -> None:
    thread = suggestion(article, cast)
    verbs.resolve(thread, by=cast.writer)
    for rows in (Comment.objects.all(), Mark.objects.all()):
        with pytest.raises(IntegrityError, match="are history"), transaction.atomic():
            rows.update(by_name="Somebody")
        with pytest.raises(IntegrityError, match="are history"), transaction.atomic():
            rows._raw_delete(rows.db)


def test_the_name_outlives_the_account(article: Article, cast: Cast) -> None:
    verbs.begin(article, by=cast.second_editor, text="Before I go.")
    cast.second_editor.delete()
    words = DeskForm(cast.editor, article).page.words("//section[@id='comments']")
    assert "Emil Editor" in words


def test_more_threads_cost_no_more_queries(article: Article, cast: Cast) -> None:
    client = client_of(cast.editor)
    verbs.reply(suggestion(article, cast), by=cast.writer, text="Yes.")
    client.get(address(article))
    with counted() as few:
        client.get(address(article))
    for number in range(6):
        thread = suggestion(article, cast, f"words {number}")
        verbs.reply(thread, by=cast.writer, text="Yes.")
        verbs.resolve(thread, by=cast.writer)
    with counted() as many:
        client.get(address(article))
    assert int(many) == int(few)


def test_each_part_is_read_once_however_many_threads_are_about_it(
    article: Article, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        suggestion(article, cast, f"words {number}")
    read: list[str] = []
    text_of = anchors.text_of

    def spy(content: Content, part: str) -> str:
        read.append(part)
        return text_of(content, part)

    monkeypatch.setattr(anchors, "text_of", spy)
    client_of(cast.editor).get(address(article))
    assert read == ["body"]
    read.clear()
    verbs.begin(article, by=cast.reviewer, text="Where?", anchor=Anchor("", "Sleep helps"))
    assert sorted(read) == sorted(set(read))

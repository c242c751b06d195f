"""Whom a comment names with “@”: who can be, who is told, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from articles import actions, workflow
from articles.comments import mentions, verbs
from articles.comments.models import Comment, Mention
from articles.models import Article, Status
from articles.notices import audiences, mailing, telling
from articles.notices.models import Delivery, Notice
from authors.models import User
from authors.roles import Role
from tests import factories
from tests.doors import PEOPLE, client_of, leads_to_login, person
from tests.factories import Cast, account, article_at, desk, step
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

EVERYBODY = "editor second_editor writer second_writer reviewer second_reviewer stranger superuser"


@pytest.fixture(autouse=True)
def everybody(cast: Cast) -> None:
    for name in EVERYBODY.split():
        getattr(cast, name)


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.IN_REVIEW, cast, copy=desk("On sleep"))


@pytest.fixture
def told_of(article: Article) -> Callable[[Comment], set[tuple[str, str]]]:
    def told(comment: Comment) -> set[tuple[str, str]]:
        rows = Notice.objects.filter(comment=comment).select_related("person")
        return {(row.person.name, row.kind) for row in rows}

    return told


Told = Callable[[Comment], set[tuple[str, str]]]


def comments(article: Article) -> str:
    return reverse("admin:articles_article_comments", args=[article.pk])


def people(article: Article) -> str:
    return reverse("admin:articles_article_comment_people", args=[article.pk])


def offered(user: User, article: Article) -> set[str]:
    answer = client_of(user).get(people(article))
    return {one["write"] for one in answer.json()["people"]}


def today(user: User) -> Sheet:
    return Sheet(client_of(user).get(reverse("admin:index")))


# -- who can be named -----------------------------------------------------------------------------


@pytest.mark.parametrize("status", list(Status))
def test_those_who_may_see_an_article_are_whom_the_workflow_says(
    cast: Cast, status: Status
) -> None:
    both = account("Bo Both", Role.WRITER, Role.MEDICAL_REVIEWER)
    in_byline = account("Bea Byline", Role.WRITER)
    article = article_at(Status.DRAFT, cast)
    actions.arrange(
        article,
        by=cast.writer,
        authors=[cast.author, factories.author("Bea Byline", in_byline)],
        reviewers_asked=[cast.second_reviewer.medicalreviewer],
    )
    other = article_at(status, cast)
    seen = {
        one.pk: set(audiences.who_may_see(one).values_list("pk", flat=True))
        for one in (article, other)
    }
    for one in (article, other):
        for user in [*(getattr(cast, name) for name in EVERYBODY.split()), both, in_byline]:
            assert (user.pk in seen[one.pk]) == workflow.may_see(one, user), (user, one.status)


def test_somebody_who_is_switched_off_may_see_nothing(article: Article, cast: Cast) -> None:
    cast.editor.is_active = False
    cast.editor.save()
    assert cast.editor not in audiences.who_may_see(article)


def test_the_desk_offers_those_who_may_see_the_article(article: Article, cast: Cast) -> None:
    able = {"Wanda Writer", "Rita Reviewer", "Ravi Reviewer", "Edith Editor", "Emil Editor"}
    assert offered(cast.writer, article) == (able | {"Ada Admin"}) - {"Wanda Writer"}
    assert offered(cast.editor, article) == (able | {"Ada Admin"}) - {"Edith Editor"}
    draft = article_at(Status.DRAFT, cast)
    assert offered(cast.writer, draft) == {"Edith Editor", "Emil Editor", "Ada Admin"}
    found = client_of(cast.writer).get(people(article)).json()["people"]
    assert {one["name"]: one["detail"] for one in found}["Rita Reviewer"] == "Medical reviewer"


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_no_name_is_told_to_whoever_may_not_see_the_article(
    name: str, status: Status, cast: Cast
) -> None:
    answer = client_of(person(cast, name)).get(people(article_at(status, cast)))
    may = name in {"writer", "editor", "superuser"} or (
        name == "reviewer" and status is Status.IN_REVIEW
    )
    if name == "anonymous":
        assert leads_to_login(answer)
    else:
        assert answer.status_code == (200 if may else 403)
    if not may:
        assert "Emil Editor" not in answer.content.decode()


def test_more_people_cost_no_more_queries(article: Article, cast: Cast) -> None:
    client = client_of(cast.writer)
    client.get(people(article))
    with counted() as few:
        client.get(people(article))
    for number in range(5):
        account(f"Editor {number}", Role.EDITOR)
    with counted() as many:
        client.get(people(article))
    assert int(many) == int(few)


# -- how a name is written ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "@Edith Editor, please look.",
        "Please look, @edith  editor!",
        "(@Edith\nEditor)",
        "Ask @Edith Editor’s opinion, @Edith Editor.",
        pytest.param(f"@Edith{' ' * 400}Editor", id="far apart"),
    ],
)
def test_a_full_name_after_an_at_is_understood(
    text: str, article: Article, cast: Cast, told_of: Told
) -> None:
    comment = verbs.begin(article, by=cast.reviewer, text=text)
    assert told_of(comment) == {("Edith Editor", "mentioned")}
    page = Sheet(client_of(cast.editor).get(comments(article)))
    assert "edith" in page.texts("//*[@class='desk-mention']")[0].lower()


@pytest.mark.parametrize(
    "text",
    [
        "Edith Editor should look.",
        "Write to press@edith editor.",
        "https://example.org/@Edith Editor-like",
        "5 @ 6 pm, @ home, @7, not @_",
    ],
)
def test_what_is_no_mention_tells_nobody(text: str, article: Article, cast: Cast) -> None:
    verbs.begin(article, by=cast.reviewer, text=text)
    assert not Mention.objects.exists()
    assert not Notice.objects.exclude(comment=None).exists()


def test_the_longest_name_is_meant(article: Article, cast: Cast, told_of: Told) -> None:
    account("Edith Editor-Smith", Role.EDITOR)
    comment = verbs.begin(article, by=cast.writer, text="@Edith Editor-Smith knows.")
    assert told_of(comment) == {("Edith Editor-Smith", "mentioned")}


def test_of_two_with_one_name_the_address_says_which(
    article: Article, cast: Cast, told_of: Told
) -> None:
    twin = account("Edith Editor", Role.EDITOR, email="edith.too@example.org")
    answer = client_of(cast.writer).post(comments(article), {"text": "@Edith Editor?"})
    assert answer.status_code == 400
    words = Sheet(answer).words("//form[@data-comment-form]")
    assert "Several people are called Edith Editor. Write the e-mail address" in words
    assert "@edith.too@example.org" in words
    assert not Comment.objects.exists()
    assert "edith.too@example.org" in offered(cast.writer, article)
    comment = verbs.begin(article, by=cast.writer, text="@edith.too@example.org?")
    assert Notice.objects.get(comment=comment).person == twin
    assert Mention.objects.get().person_name == "Edith Editor"


def test_a_namesake_who_may_not_see_it_is_not_meant(
    article: Article, cast: Cast, told_of: Told
) -> None:
    account("Edith Editor", Role.WRITER)
    comment = verbs.begin(article, by=cast.writer, text="@Edith Editor?")
    assert Notice.objects.get(comment=comment).person == cast.editor


# -- who can't be told ----------------------------------------------------------------------------


def refusal(client: Client, article: Article, text: str) -> str:
    """What the page says when it refuses a comment."""
    answer = client.post(comments(article), {"text": text, "quote": "Sleep helps"})
    assert answer.status_code == 400
    page = Sheet(answer)
    assert page.one("//textarea[@name='text' and @id='id_text']").text.strip() == text
    assert page.one("//textarea[@name='quote']").text.strip() == "Sleep helps"
    return " ".join(page.texts("//form[@data-comment-form]//*[contains(@class, 'errorlist')]"))


@pytest.mark.parametrize("by", ["name", "email"])
@pytest.mark.parametrize(
    "name", ["stranger", "second_writer", "switched_off", "late_reviewer", "nobody"]
)
def test_somebody_who_cannot_be_told_is_refused_like_somebody_who_is_not_there(
    name: str, by: str, article: Article, cast: Cast
) -> None:
    match name:
        case "switched_off":
            cast.second_editor.is_active = False
            cast.second_editor.save()
            who = cast.second_editor
        case "late_reviewer":
            article = actions.withdraw_submission(article, by=cast.writer)
            who = cast.second_reviewer
        case "nobody":
            who = User(name="Nemo Nobody", email="nemo@example.org")
        case _:
            who = getattr(cast, name)
    typed = getattr(who, by)
    text = f"@Edith Editor and @{typed}, what do you think?"
    client = client_of(cast.writer)
    sentence = mentions.nobody(f"@{typed.split()[0]}")
    assert refusal(client, article, text) == sentence
    thread = verbs.begin(article, by=cast.writer, text="A thread")
    place = reverse("admin:articles_article_comment", args=[article.pk, thread.pk, "reply"])
    answer = client.post(place, {"text": text})
    assert answer.status_code == 403
    page = Sheet(answer)
    assert sentence in page.words("//section[@id='comments']")
    assert page.one(f"//textarea[@id='answer-{thread.pk}']").text.strip() == text
    assert Comment.objects.count() == 1
    assert not Mention.objects.exists()
    assert not Notice.objects.exclude(comment=None).exists()


def test_an_address_does_not_tell_whose_it_is(article: Article, cast: Cast) -> None:
    for user in (cast.stranger, cast.second_writer):
        said = refusal(client_of(cast.writer), article, f"@{user.email}?")
        assert f"“@{user.email}” names nobody" in said
        assert user.name not in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@Edith should look.", "@Edith"),
        ("@Edith Editorial is another.", "@Edith"),
        ("@Edith Editor-Smith, perhaps?", "@Edith"),
        ("(@Edith)", "@Edith"),
        ("@Edith Editor, not @edİth edİtor", "@edİth"),  # a letter of another alphabet
        ("@" + "x" * 400, "@" + "x" * 59),
    ],
)
def test_a_name_that_is_not_written_whole_is_refused(
    text: str, words: str, article: Article, cast: Cast
) -> None:
    account("Edith Editor-Smith", Role.WRITER)
    said = refusal(client_of(cast.writer), article, text)
    assert said == mentions.nobody(words)


def test_an_address_is_not_taken_for_a_longer_one(article: Article, cast: Cast) -> None:
    said = refusal(client_of(cast.writer), article, f"@{cast.editor.email}.uk?")
    assert said == mentions.nobody(f"@{cast.editor.email}.uk")


# -- who is told ----------------------------------------------------------------------------------


def test_a_mention_is_told_once_at_the_desk_and_by_mail(
    article: Article, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        comment = verbs.begin(
            article, by=cast.reviewer, text="Is this right, @Wanda Writer? @wanda writer!"
        )
        assert mail.outbox == []  # before the commit
    mailing.mail_comment(comment.pk)
    mailing.mail_due()
    (letter,) = [letter for letter in mail.outbox if letter.to == [cast.writer.email]]
    assert letter.subject == "You are mentioned: “On sleep”"
    place = f"{comments(article)}#comment-{comment.pk}"
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    for words in (str(letter.body), html):
        assert "Rita Reviewer mentions you in a comment on “On sleep”." in words
        assert "Is this right, @Wanda Writer?" in words
        assert place in words
    assert "Open the comment" in html
    notice = Notice.objects.get(comment=comment)
    assert notice.get_absolute_url() == place
    page = Sheet(client_of(cast.writer).get(reverse("admin:notices_notice_changelist")))
    assert "Rita Reviewer mentions you in a comment on “On sleep”." in page.words("//main")
    assert "Is this right" in page.words("//main")


@pytest.mark.parametrize("delivery", [Delivery.DIGEST, Delivery.NONE])
def test_a_mention_is_told_as_the_person_chose(
    delivery: Delivery, article: Article, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    telling.prefer(cast.writer, delivery, 7)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        comment = verbs.begin(article, by=cast.reviewer, text="@Wanda Writer?")
    assert mail.outbox == []
    notice = Notice.objects.get(comment=comment)
    assert notice.in_digest == (delivery is Delivery.DIGEST)
    assert (notice.mail_at is not None) == (delivery is Delivery.DIGEST)


def test_nobody_is_told_of_a_comment_that_was_rolled_back(
    article: Article, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                verbs.begin(article, by=cast.reviewer, text="@Wanda Writer?")
                raise RuntimeError
        except RuntimeError:
            pass
    assert mail.outbox == []
    assert not Notice.objects.exclude(comment=None).exists()


def test_nobody_is_told_of_what_they_said_themselves(
    article: Article, cast: Cast, told_of: Told
) -> None:
    comment = verbs.begin(article, by=cast.writer, text="Note for @Wanda Writer.")
    assert told_of(comment) == set()


def test_the_database_keeps_one_notice_of_a_comment(article: Article, cast: Cast) -> None:
    comment = verbs.begin(article, by=cast.reviewer, text="@Wanda Writer?")
    again = Notice(person=cast.writer, article=article, comment=comment, kind="answered")
    with pytest.raises(IntegrityError, match="notice_once_for_each_comment"), transaction.atomic():
        again.save()


def test_an_answer_tells_those_who_spoke_before_and_a_mention_comes_first(
    article: Article, cast: Cast, told_of: Told
) -> None:
    thread = verbs.begin(article, by=cast.reviewer, text="Says who?")
    first = verbs.reply(thread, by=cast.writer, text="I will look.")
    assert told_of(first) == {("Rita Reviewer", "answered")}
    second = verbs.reply(thread, by=cast.editor, text="@Wanda Writer, did you? @Emil Editor?")
    assert told_of(second) == {
        ("Rita Reviewer", "answered"),
        ("Wanda Writer", "mentioned"),
        ("Emil Editor", "mentioned"),
    }
    assert Notice.objects.get(comment=first).sentence == (
        "Wanda Writer answered where you spoke about “On sleep”."
    )


def test_who_may_not_see_the_article_any_more_hears_nothing(
    article: Article, cast: Cast, told_of: Told
) -> None:
    thread = verbs.begin(article, by=cast.second_reviewer, text="Says who?")
    verbs.reply(thread, by=cast.second_editor, text="Wait.")
    cast.second_editor.is_active = False
    cast.second_editor.save()
    article = actions.withdraw_submission(article, by=cast.writer)
    answer = verbs.reply(thread, by=cast.writer, text="I do.")
    assert told_of(answer) == set()


def test_a_comment_needs_no_more_queries_for_more_people(article: Article, cast: Cast) -> None:
    def speak(names: str) -> int:
        with counted() as queries:
            verbs.begin(article, by=cast.writer, text=f"{names}?")
        return int(queries)

    few = speak("@Edith Editor")
    assert speak("@Edith Editor, @Emil Editor, @Rita Reviewer, @Ravi Reviewer, @Ada Admin") == few


# -- what becomes of it ---------------------------------------------------------------------------


def open_of(user: User) -> int:
    return Notice.objects.of(user).open().filter(kind="mentioned").count()


def test_a_mention_waits_until_the_person_answers(article: Article, cast: Cast) -> None:
    thread = verbs.begin(article, by=cast.reviewer, text="@Wanda Writer, @Edith Editor?")
    other = verbs.begin(article, by=cast.reviewer, text="@Wanda Writer, here too?")
    client_of(cast.writer).get(comments(article))  # reading alone is no answer
    assert open_of(cast.writer) == 2
    verbs.reply(thread, by=cast.writer, text="Yes.")
    assert (open_of(cast.writer), open_of(cast.editor)) == (1, 1)
    assert Notice.objects.of(cast.writer).open().get(kind="mentioned").comment == other


@pytest.mark.parametrize("how", ["resolve", "accept"])
def test_a_mention_is_over_when_its_thread_is_closed(
    how: str, article: Article, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    from articles.comments.anchors import Anchor

    telling.prefer(cast.writer, Delivery.DIGEST, 7)
    thread = verbs.begin(
        article,
        by=cast.reviewer,
        text="@Wanda Writer?",
        anchor=Anchor("body", "Sleep helps"),
        suggestion="Sleep may help",
    )
    step(article, "request_changes", cast)
    getattr(verbs, how)(thread, by=cast.editor)
    assert open_of(cast.writer) == 0
    verbs.reopen(thread, by=cast.editor)
    assert open_of(cast.writer) == 0


def test_opening_the_comments_reads_what_was_said(article: Article, cast: Cast) -> None:
    verbs.begin(article, by=cast.writer, text="@Rita Reviewer?")
    client_of(cast.reviewer).get(comments(article))
    unread = Notice.objects.of(cast.reviewer).unread()
    assert [row.kind for row in unread] == ["to_review"]


def test_mentions_wait_on_the_start_page(article: Article, cast: Cast) -> None:
    assert "You are mentioned" not in today(cast.editor).words("//main")
    for number in range(7):
        thread = verbs.begin(article, by=cast.reviewer, text=f"@Edith Editor, number {number}?")
    group = "//section[@aria-labelledby='mentions']"
    page = today(cast.editor)
    words = page.words(group)
    assert "7" in words
    assert "number 6?" in words
    assert "2 more" in words
    link = page.all(f"{group}//a[@class='desk-queue__title']/@href")[0]
    assert link == f"{comments(article)}#comment-{thread.pk}"
    for user in (cast.writer, cast.second_writer, cast.stranger):
        assert "number 6?" not in today(user).words()


def test_the_start_page_costs_the_same_with_many_mentions(article: Article, cast: Cast) -> None:
    def price() -> int:
        client = client_of(cast.editor)
        client.get(reverse("admin:index"))
        with counted() as queries:
            client.get(reverse("admin:index"))
        return int(queries)

    verbs.begin(article, by=cast.reviewer, text="@Edith Editor?")
    few = price()
    for _ in range(4):
        thread = verbs.begin(article, by=cast.reviewer, text="@Edith Editor?")
        verbs.reply(thread, by=cast.writer, text="@Edith Editor?")
    assert price() == few


def test_who_loses_sight_of_the_article_is_reminded_of_no_mention(
    article: Article, cast: Cast
) -> None:
    verbs.begin(article, by=cast.writer, text="A secret for @Ravi Reviewer.")
    assert "A secret" in today(cast.second_reviewer).words("//main")
    actions.withdraw_submission(article, by=cast.writer)
    assert "A secret" not in today(cast.second_reviewer).words("//main")


# -- history --------------------------------------------------------------------------------------


def test_a_mention_keeps_the_name_as_it_was(article: Article, cast: Cast) -> None:
    verbs.begin(article, by=cast.reviewer, text="Ask @Edith Editor.")
    cast.editor.name = "Edith Renamed"
    cast.editor.save()

    def names() -> list[str]:
        page = Sheet(client_of(cast.superuser).get(comments(article)))
        return page.texts("//*[@class='desk-mention']")

    assert names() == ["@Edith Editor"]
    assert Mention.objects.get().person_name == "Edith Editor"
    cast.editor.delete()
    assert names() == ["@Edith Editor"]


def test_mentions_are_only_added(article: Article, cast: Cast) -> None:
    verbs.begin(article, by=cast.reviewer, text="Ask @Edith Editor.")
    rows = Mention.objects.all()
    with pytest.raises(IntegrityError, match="are history"), transaction.atomic():
        rows.update(person_name="Somebody")
    with pytest.raises(IntegrityError, match="are history"), transaction.atomic():
        rows._raw_delete(rows.db)


def test_markup_beside_a_mention_is_shown_and_not_run(
    article: Article, cast: Cast, client: Client
) -> None:
    verbs.begin(article, by=cast.reviewer, text="<b>@Edith Editor</b><script>x</script>")
    page = Sheet(client_of(cast.editor).get(comments(article)))
    assert page.words("//*[@class='desk-comment__words']") == (
        "<b>@Edith Editor</b><script>x</script>"
    )

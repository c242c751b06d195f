"""The history of an article at the desk: what it says, to whom, and how it takes back approvals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import actions, workflow
from articles.admin.past.timeline import PER_PAGE, Timeline
from articles.content import digest
from articles.models import Article, Event, FactCheck, Revision, Revocation, Status
from tests import factories
from tests.doors import answers, client_of, leads_to_login, page_for
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted

pytestmark = pytest.mark.django_db

LINES = "//*[contains(@class, 'entry__line')]"


def address(article: Article, **query: object) -> str:
    base = reverse("admin:articles_article_history", args=[article.pk])
    return base + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def revocation(article: Article, check: FactCheck) -> str:
    return reverse("admin:articles_article_revocation", args=[article.pk, check.pk])


def lines(cast: Cast, article: Article) -> list[str]:
    """Who did what, latest first, without marks and times."""
    page = Timeline(article, cast.editor).page(None)
    return [f"{entry.who} {entry.what}" for entry in page.object_list]


# --- what it says --------------------------------------------------------------------------------


def test_the_whole_way_of_an_article_is_one_line(cast: Cast) -> None:
    article = article_at(Status.CHANGES_REQUESTED, cast)
    article = actions.save(article, desk=desk("Better"), by=cast.writer, note="Source named")
    article = actions.submit(article, by=cast.writer)
    article = step(article, "approve", cast)
    article = step(article, "schedule", cast)
    article = actions.unschedule(article, by=cast.editor)
    article = actions.publish(article, by=cast.editor)
    article = step(article, "take_down", cast)
    actions.restore(article, by=cast.editor)
    article.refresh_from_db()
    assert lines(cast, article) == [
        "Edith Editor brought the article back to the desk",
        "Edith Editor took the article down",
        "Edith Editor published revision 2",
        "Edith Editor took revision 2 off the schedule",
        "Edith Editor scheduled revision 2",
        "Rita Reviewer approved revision 2",
        "Wanda Writer handed in revision 2 for review",
        "Wanda Writer saved revision 2",
        "Rita Reviewer asked for changes in revision 1",
        "Wanda Writer handed in revision 1 for review",
        "Wanda Writer changed what surrounds the text",
        "Wanda Writer began the article",
    ]
    page = page_for(cast.editor, address(article))
    assert len(page.texts(LINES)) == 12
    words = page.words()
    assert "Source named" in words
    assert "Withdrawn while we check a source." in words
    assert "In review → became Changes requested" in words


def test_every_verb_of_the_workflow_has_its_words() -> None:
    from articles.admin.past.timeline import _VERBS

    assert {row.verb for row in workflow.TRANSITIONS} <= set(_VERBS)


def test_a_decision_says_who_signed_it_with_which_credential_as_it_was(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    credential = cast.reviewer.medicalreviewer.credentials.get()
    number, issuer = credential.number, credential.issuer
    credential.number, credential.issuer = "NEW-1", "Another board"
    credential.save()
    cast.reviewer.name = "Rita Renamed"
    cast.reviewer.save()
    words = page_for(cast.editor, address(article)).words()
    assert "Rita Reviewer approved revision 1" in words
    assert "Checked against the sources." in words
    assert "Declared interests None" in words
    assert f"PA-C · {issuer} · licence {number} · Example State · valid from" in words
    assert "NEW-1" not in words
    assert "Rita Renamed" not in words


def test_names_outlive_their_accounts(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    before = lines(cast, article)
    reader = cast.superuser
    for user in (cast.writer, cast.reviewer, cast.editor):
        user.delete()
    article.refresh_from_db()
    page = Timeline(article, reader).page(None)
    assert [f"{entry.who} {entry.what}" for entry in page.object_list] == before
    assert "Wanda Writer" in page_for(reader, address(article)).words()


def test_marks_say_which_revision_is_live_approved_and_on_the_desk(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(article, desk=desk("Second"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    article = step(article, "approve", cast)
    article = actions.save(article, desk=desk("Third"), by=cast.writer)
    page = page_for(cast.editor, address(article))
    marked = {
        line.split(" revision ")[1][0] if " revision " in line else "1": line
        for line in page.texts(LINES)
        if "saved" in line or "began" in line
    }
    assert "On the desk" in marked["3"]
    assert "Approved" in marked["2"]
    assert "Live" in marked["1"]
    assert "Live" not in marked["2"]
    assert "revision 2 is approved and can be published" in page.words()


def test_a_withdrawn_article_says_what_readers_find(cast: Cast) -> None:
    article = article_at(Status.WITHDRAWN, cast)
    words = page_for(cast.editor, address(article)).words()
    assert "a notice since" in words
    assert "nothing yet" in page_for(cast.writer, address(article_at(Status.DRAFT, cast))).words()


def test_a_scheduled_article_says_when(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    at = timezone.now().replace(hour=9, minute=30) + timedelta(days=40)
    article = actions.schedule(article, by=cast.editor, at=at)
    words = page_for(cast.editor, address(article)).words()
    shown = f"{at.day} {at:%B %Y}, 09:30"
    assert f"scheduled revision 1 for {shown}" in words
    assert f"scheduled for {shown}" in words


def test_what_surrounds_the_text_is_told_in_words(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    other = factories.topic("Movement")
    actions.arrange(article, by=cast.writer, topic=other, reviewers_asked=[])
    words = page_for(cast.writer, address(article)).words()
    assert f"Topic {article.topic} → became {other}" in words


def test_rows_without_an_event_are_there_too(cast: Cast) -> None:
    """Nothing that the tables hold is missing, by whichever door it came."""
    article = article_at(Status.DRAFT, cast)
    first = article.current_revision
    assert first is not None
    content = first.content.replace("Sleep helps", "Sleep may help")
    by_hand = Revision.objects.create(
        article=article,
        number=2,
        content=content,
        digest=digest(content),
        policy_version=1,
        created_by_name="Somebody at the database",
    )
    Article.objects.filter(pk=article.pk).update(
        current_revision=by_hand, version=article.version + 1
    )
    article = step(article, "submit", cast)
    decision: dict[str, Any] = {
        "revision": by_hand,
        "digest": by_hand.digest,
        "interests": "None",
        "decided_by": cast.second_reviewer,
    }
    check = FactCheck.objects.create(decision="changes_requested", statement="By hand.", **decision)
    approval = FactCheck.objects.create(
        decision="approved",
        statement="By hand as well.",
        **decision,
        **signed(cast.second_reviewer),
    )
    Revocation.objects.create(
        fact_check=approval, reason="By hand, too.", revoked_by=cast.second_reviewer
    )
    found = lines(cast, article)
    assert found[:5] == [
        "Ravi Reviewer revoked an approval of revision 2",
        "Ravi Reviewer approved revision 2",
        "Ravi Reviewer asked for changes in revision 2",
        "Wanda Writer handed in revision 2 for review",
        "Somebody at the database wrote revision 2",
    ]
    words = page_for(cast.editor, address(article)).words()
    for text in (check.statement, approval.statement, "By hand, too.", "Changed: text."):
        assert text in words


def signed(user: object) -> dict[str, object]:
    reviewer = user.medicalreviewer  # type: ignore[attr-defined]
    credential = reviewer.credentials.get()
    return {
        "reviewer": reviewer,
        "reviewer_name": reviewer.name,
        "credential_id_then": credential.pk,
        **{
            f"credential_{name}": getattr(credential, name)
            for name in ("title", "issuer", "number", "region", "valid_from", "valid_until")
        },
    }


def test_a_revision_says_what_it_changed(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    copy = desk("New title", subtitle="New subtitle", key_points="One point")
    actions.save(article, desk=copy, by=cast.writer)
    words = page_for(cast.writer, address(article)).words()
    assert "Changed: title, subtitle and key points." in words
    assert "The first text." in words


def test_what_people_wrote_is_shown_and_not_obeyed(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    attack = "<script>alert(1)</script><b>bold</b>"
    cast.writer.name = attack
    cast.writer.save()
    article = actions.save(article, desk=desk(attack), by=cast.writer, note=attack)
    article = actions.submit(article, by=cast.writer)
    article = step(article, "request_changes", cast, statement=attack)
    page = page_for(cast.editor, address(article))
    assert attack in page.words()
    assert not page.all("//blockquote//script | //blockquote//b | //dd//script | //strong//script")
    assert "<script>alert(1)</script>" not in page.raw


# --- many pages ----------------------------------------------------------------------------------


@pytest.fixture
def long_article(cast: Cast) -> Article:
    article = article_at(Status.DRAFT, cast)
    for number in range(PER_PAGE + 5):
        article = actions.save(article, desk=desk(f"Version {number}"), by=cast.writer)
    return article


def test_a_long_history_has_pages_and_each_line_is_on_one(
    long_article: Article, cast: Cast
) -> None:
    first, second = (page_for(cast.writer, address(long_article, page=n)) for n in (1, 2))
    assert len(first.all(LINES)) == PER_PAGE
    together = first.texts(LINES) + second.texts(LINES)
    assert len(together) == Event.objects.filter(article=long_article).count()
    assert "began the article" in together[-1]


@pytest.mark.parametrize(("page", "like"), [("abc", 1), ("-3", 2), ("0", 2), ("1000000000", 2)])
def test_a_page_that_is_not_there_gives_one_that_is(
    long_article: Article, cast: Cast, page: str, like: int
) -> None:
    expected = page_for(cast.writer, address(long_article, page=like)).texts(LINES)
    assert page_for(cast.writer, address(long_article, page=page)).texts(LINES) == expected


def test_queries_stay_the_same_when_the_history_doubles(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)

    def round_of_review(number: int) -> None:
        fresh = actions.save(article, desk=desk(f"Round {number}"), by=cast.writer)
        fresh = step(step(fresh, "submit", cast), "approve", cast)
        step(fresh, "publish", cast)

    def count() -> int:
        client = client_of(cast.editor)
        client.get(address(article))
        with counted() as queries:
            client.get(address(article))
        return int(queries)

    for number in range(2):
        round_of_review(number)
    few = count()
    for number in range(2, 6):
        round_of_review(number)
    assert count() == few


# --- taking an approval back ---------------------------------------------------------------------


def test_the_table_asks_the_same_of_every_line_that_revokes() -> None:
    """The timeline asks the workflow once for all decisions of one kind; that rests on this."""
    rows = [row for row in workflow.TRANSITIONS if row.verb == "revoke"]
    assert len({(row.roles, row.guards) for row in rows}) == 1


def approval_of(article: Article) -> FactCheck:
    approval = article.standing_approval(article.live_revision or article.current_revision)
    assert approval is not None
    return approval


BUTTON = "//a[contains(., 'Revoke…')]"
DISABLED = "//button[@disabled and contains(., 'Revoke…')]"


def test_an_editor_revokes_an_approval_and_the_article_leaves_the_site(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    page = page_for(cast.editor, address(article))
    link = page.one(BUTTON).get("href")
    assert "The article leaves the site in the same moment" in page_for(cast.editor, link).words()
    response = client_of(cast.editor).post(link, {"reason": "  The licence was forged. "})
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN
    page = page_for(cast.editor, response.headers["Location"])
    assert "Revoked by Edith Editor" in page.words()
    assert "The licence was forged." in page.words()
    assert not page.all(BUTTON)


@pytest.mark.parametrize(
    ("status", "consequence", "after"),
    [
        (Status.APPROVED, "The article goes back to draft", Status.DRAFT),
        (Status.SCHEDULED, "The article goes back to draft", Status.DRAFT),
        (Status.PUBLISHED, "The article leaves the site", Status.WITHDRAWN),
        (Status.WITHDRAWN, "The article stays withdrawn", Status.WITHDRAWN),
    ],
)
def test_the_page_says_beforehand_what_will_happen(
    cast: Cast, status: Status, consequence: str, after: Status
) -> None:
    article = article_at(status, cast)
    link = revocation(article, article.fact_checks.get())
    assert consequence in page_for(cast.editor, link).words()
    assert client_of(cast.editor).post(link, {"reason": "Wrong."}).status_code == 302
    article.refresh_from_db()
    assert article.status == after


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_revocation_needs_its_reason(cast: Cast, reason: str) -> None:
    article = article_at(Status.PUBLISHED, cast)
    response = client_of(cast.editor).post(
        revocation(article, approval_of(article)), {"reason": reason}
    )
    assert "Say why the approval is revoked." in response.content.decode()
    assert not Revocation.objects.exists()


def test_a_reason_that_is_too_long_comes_back_whole(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    response = client_of(cast.editor).post(
        revocation(article, approval_of(article)), {"reason": "x" * 2001}
    )
    assert "the limit is 2000" in response.content.decode()
    assert "x" * 2001 in response.content.decode()
    assert not Revocation.objects.exists()


def test_who_cannot_revoke_reads_why_or_sees_no_button(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    assert page_for(cast.reviewer, address(article)).all(BUTTON)
    other = page_for(cast.second_reviewer, address(article))
    assert other.all(DISABLED)
    assert not other.all(BUTTON)
    assert "Only an editor, or the reviewer who approved, can revoke" in other.words()
    writer = page_for(cast.writer, address(article))
    assert not writer.all(BUTTON)
    assert not writer.all(DISABLED)


@pytest.mark.parametrize("who", ["writer", "second_reviewer", "stranger", "second_writer"])
def test_whoever_posts_past_the_button_is_refused(cast: Cast, who: str) -> None:
    article = article_at(Status.PUBLISHED, cast)
    link = revocation(article, approval_of(article))
    response = client_of(getattr(cast, who)).post(link, {"reason": "Because I can."})
    assert response.status_code == 403
    assert not Revocation.objects.exists()
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED


def test_an_approval_is_revoked_once(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    link = revocation(article, approval_of(article))
    client_of(cast.reviewer).post(link, {"reason": "First."})
    response = client_of(cast.editor).post(link, {"reason": "Second."})
    assert response.status_code == 403
    assert "This approval is revoked already." in response.content.decode()
    assert Revocation.objects.get().reason == "First."


def test_a_minor_approval_holds_no_longer_when_the_full_one_is_revoked(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    full = approval_of(article)
    article = actions.save(article, desk=desk("Minor"), by=cast.writer)
    article = actions.submit(article, by=cast.writer, minor=True)
    article = step(article, "approve", cast)
    assert "it rests on the approval of" in page_for(cast.editor, address(article)).words()
    actions.revoke(full, by=cast.editor, reason="Wrong.")
    words = page_for(cast.editor, address(article)).words()
    assert "an approval that it relies on was revoked" in words


def test_a_decision_of_another_article_is_not_found_here(cast: Cast) -> None:
    one, other = (article_at(Status.APPROVED, cast) for _ in range(2))
    assert client_of(cast.editor).get(revocation(one, approval_of(other))).status_code == 404


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "reviewer"), [(Status.DRAFT, 403), (Status.IN_REVIEW, 200), (Status.PUBLISHED, 200)]
)
def test_the_history_is_for_whoever_may_see_the_desk_copy(
    cast: Cast, status: Status, reviewer: int
) -> None:
    article = article_at(status, cast)
    assert answers(cast, address(article)) == {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 403,
        "reviewer": reviewer,
        "editor": 200,
        "superuser": 200,
    }


def test_the_door_to_revoking_is_closed_like_the_history(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    assert answers(cast, revocation(article, approval_of(article))) == {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 403,
        "reviewer": 200,
        "editor": 200,
        "superuser": 200,
    }


def test_nobody_revokes_without_logging_in(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    link = revocation(article, approval_of(article))
    assert leads_to_login(client_of(None).post(link, {"reason": "No."}))
    assert not Revocation.objects.exists()


@pytest.mark.parametrize("pk", ["999999999", "abc", "1%00", "9" * 30, "-1", "_31"])
def test_an_article_that_is_not_there_is_not_found(cast: Cast, pk: str) -> None:
    response = client_of(cast.editor).get(f"/admin/articles/article/{pk}/history/")
    assert response.status_code in {404, 302}
    assert "Traceback" not in response.content.decode()

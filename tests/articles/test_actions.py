"""The way of an article, through the verbs."""

import pytest

from articles import actions
from articles.actions import Refused
from articles.models import Article, Status
from tests import factories
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", list(Status))
def test_every_state_can_be_walked_to(status: Status, cast: Cast) -> None:
    article = article_at(status, cast)
    assert Article.objects.get(pk=article.pk).status == status
    assert article.events.first().to_status == status


def test_the_first_article(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    live = article.live_revision
    assert live.number == 1
    approval = article.standing_approval(live)
    assert approval.signature == "Rita Reviewer, PA-C"
    # An edit opens a draft; readers keep the approved text.
    article = actions.save(article, desk=desk("Sleep, the heart and age"), by=cast.writer)
    assert (article.status, article.live_revision, article.current_revision.number) == (
        Status.DRAFT,
        live,
        2,
    )
    # Saving the same again makes no revision and voids nothing.
    again = actions.save(article, desk=desk("Sleep, the heart and age"), by=cast.writer)
    assert again.current_revision == article.current_revision
    assert again.version == article.version


def test_approved_revision_is_published_though_newer_text_exists(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    approved = article.current_revision
    article = actions.save(article, desk=desk("Newer text"), by=cast.writer)
    article = actions.publish(article, by=cast.editor)
    assert article.live_revision == approved
    assert article.status == Status.DRAFT


def test_nobody_approves_their_own_words(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast, topic=factories.topic(requires_medical_review=False))
    article = actions.save(article, desk=desk("By the editor"), by=cast.editor)
    article = actions.submit(article, by=cast.writer)
    with pytest.raises(Refused, match="You wrote revision 2"):
        actions.approve(article, by=cast.editor, statement="Fine.", interests="None")
    assert (
        actions.approve(article, by=cast.second_editor, statement="Fine.", interests="None").status
        == Status.APPROVED
    )


def test_a_revoked_approval_takes_its_text_from_the_site(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    approval = article.standing_approval(article.live_revision)
    article = actions.revoke(approval, by=cast.editor, reason="The licence was forged.")
    assert article.status == Status.WITHDRAWN
    assert article.live_revision is None
    assert "revoked" in article.withdrawal_notice
    article = actions.restore(article, by=cast.editor)
    assert article.status == Status.DRAFT


def test_a_minor_revision_keeps_the_review_date_and_the_full_approval(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    full = article.standing_approval(article.live_revision)
    article = actions.save(article, desk=desk("Sleep & the heart"), by=cast.writer)
    article = actions.submit(article, by=cast.writer, minor=True)
    article = factories.step(article, "approve", cast)
    article = actions.publish(article, by=cast.editor)
    minor = article.standing_approval(article.live_revision)
    assert minor.rests_on == full
    assert minor.review_date == full.review_date
    # Without the full approval the minor one does not hold.
    article = actions.revoke(full, by=cast.reviewer, reason="I was wrong.")
    assert article.status == Status.WITHDRAWN


def test_renewing_the_review_of_a_live_text(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = actions.renew(article, by=cast.editor)
    assert article.live_revision is not None
    article = actions.approve(
        article, by=cast.second_reviewer, statement="Still right.", interests="None"
    )
    assert article.status == Status.PUBLISHED
    assert article.standing_approval(article.live_revision).signature == "Ravi Reviewer, MD"


def test_discarding_a_draft(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    title = article.title
    article = actions.save(article, desk=desk("Another title"), by=cast.writer)
    article = actions.discard_changes(article, by=cast.writer)
    assert (article.status, article.title) == (Status.PUBLISHED, title)


def test_the_clock_publishes_what_is_due(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    assert actions.publish_due() == []
    assert actions.publish_due(article.scheduled_for) == [article]
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert article.events.first().actor_name == "Scheduler"

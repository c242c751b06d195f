"""The sample magazine on the desk: every state, walked to by the people whose turn it was."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from articles.models import Article, Event, FactCheck, Image, Revision, Status, Topic
from authors.models import Author, Credential, MedicalReviewer, User
from tests.factories import Cast
from wellness.promotions.models import Promotion
from wellness.sample import loader, magazine
from wellness.sample.accounts import ACCOUNTS


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The sample magazine, loaded once for this module; the value is what the command said."""
    said = io.StringIO()
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=media):
        call_command("load_sample", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def article(slug: str) -> Article:
    return Article.objects.get(slug=slug)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of the program's own tables."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for app in ("articles", "authors", "promotions")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }


def test_every_state_of_the_workflow_is_there() -> None:
    assert set(Article.objects.values_list("status", flat=True)) == set(Status)
    assert Article.objects.published().count() >= 9
    assert Article.objects.count() == len(magazine.articles())
    assert not Article.objects.filter(is_sample=False).exists()


def test_each_article_ends_where_its_way_leads() -> None:
    ends = {way.article: way.ends for way in magazine.ways()}
    assert dict(Article.objects.values_list("slug", "status")) == ends


def test_readers_get_every_live_article(client: Client) -> None:
    for live in Article.objects.published():
        page = client.get(live.get_absolute_url())
        assert page.status_code == 200
        assert b"Sample" in page.content
    home = client.get("/").content.decode()
    assert article("the-case-for-the-ordinary-walk").title in home


def test_a_draft_is_not_for_readers(client: Client) -> None:
    hidden = Article.objects.filter(live_revision=None).exclude(status=Status.WITHDRAWN)
    assert hidden.count() == 5
    for draft in hidden:
        assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_withdrawn_article_leaves_its_notice(client: Client) -> None:
    withdrawn = Article.objects.withdrawn().get()
    page = client.get(withdrawn.get_absolute_url())
    assert page.status_code == 410
    assert "We took this article down ourselves." in page.content.decode()


def test_newer_text_on_the_desk_is_not_live() -> None:
    pinch = article("a-pinch-less")
    assert pinch.status == Status.DRAFT
    assert pinch.live_revision is not None
    assert "hiding the shaker does" in pinch.body
    assert "hiding the shaker does" not in pinch.live_revision.data.body


def test_a_round_of_changes_is_in_the_history() -> None:
    for slug in ("awake-at-three", "the-ordinary-bad-back"):
        decisions = article(slug).fact_checks.order_by("pk").values_list("decision", flat=True)
        assert list(decisions) == ["changes_requested", "approved"]
        assert article(slug).revisions.count() == 2


def test_a_typographical_change_moved_no_review_date() -> None:
    first, second = article("the-hour-before-bed").fact_checks.order_by("pk")
    assert second.rests_on == first


def test_a_correction_was_approved_and_published_with_its_change(client: Client) -> None:
    foot = article("one-foot-then-the-other")
    assert foot.revisions.count() == foot.fact_checks.count() == 2
    correction = foot.corrections.get()
    assert correction.revision == foot.live_revision
    assert correction.kind == "material"
    for address in (foot.get_absolute_url(), "/corrections/"):
        assert correction.text in client.get(address).content.decode()
    before, after = foot.revisions.order_by("number")
    assert "the number of people who fell by about 23 percent" in before.data.body
    assert "the rate of falls by about 23 percent" in after.data.body


def test_an_interest_is_disclosed(client: Client) -> None:
    back = article("the-ordinary-bad-back")
    assert back.live_revision is not None
    assert back.live_revision.data.disclosure.startswith("Augustin Pellwright")
    assert "treats backs for a living" in client.get(back.get_absolute_url()).content.decode()


def test_a_submission_was_taken_back() -> None:
    beans = article("beans-slowly")
    assert Event.objects.filter(article=beans, verb="withdraw_submission").exists()


def test_what_is_live_was_approved_by_somebody_else_who_was_entitled() -> None:
    for live in Article.objects.published().select_related("live_revision", "topic"):
        approval = live.standing_approval(live.live_revision)
        assert approval is not None
        writers = set(Revision.objects.filter(article=live).values_list("created_by", flat=True))
        assert approval.decided_by_id not in writers
        if live.topic.requires_medical_review:
            assert approval.reviewer is not None
            assert approval.credential_number.startswith("SAMPLE-")
        else:
            assert approval.reviewer is None


def test_only_people_of_the_magazine_acted() -> None:
    accounts = set(User.objects.values_list("name", flat=True))
    assert set(Event.objects.values_list("actor_name", flat=True)) <= accounts
    assert set(FactCheck.objects.values_list("decided_by_name", flat=True)) <= accounts


def test_credentials_were_verified_by_an_editor_who_is_not_the_reviewer() -> None:
    for credential in Credential.objects.all():
        assert credential.verified_at is not None
        assert credential.verified_by != credential.reviewer.user
        assert credential.is_valid_on(timezone.localdate())


def test_the_letter_goes_out_next_monday_morning() -> None:
    letter = article("the-letter-you-meant-to-write")
    assert letter.scheduled_for is not None
    at = timezone.localtime(letter.scheduled_for)
    assert (at.weekday(), at.hour, at.minute) == (0, loader.PUBLISHING_HOUR, 0)
    assert dt.timedelta(0) < at - timezone.now() <= dt.timedelta(days=8)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.UTC), dt.date(2026, 11, 23)),
        (dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC), dt.date(2026, 11, 30)),
        (dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), dt.date(2026, 11, 30)),
    ],
)
def test_next_monday_is_never_today(now: dt.datetime, monday: dt.date) -> None:
    assert timezone.localtime(loader.next_monday(now)).date() == monday


def test_issues_are_spread_over_the_past_year() -> None:
    dates = Article.objects.published().values_list("originally_published", flat=True)
    days = sorted((timezone.localdate() - date).days for date in dates if date)
    assert len(days) == 10
    assert 0 <= days[0] < 7
    assert 300 < days[-1] < 366


def test_pictures_are_in_the_library_with_their_facts() -> None:
    assert Image.objects.count() == len(magazine.articles())
    for image in Image.objects.all():
        assert image.alt
        assert image.credit == loader.CREDIT
        assert image.licence == loader.LICENCE
        assert (image.width, image.height) == (1600, 1000)


def test_people_have_portraits_and_pages(client: Client) -> None:
    people: list[Author | MedicalReviewer] = [*Author.objects.all(), *MedicalReviewer.objects.all()]
    for person in people:
        assert person.portrait
        page = client.get(person.get_absolute_url())
        assert page.status_code == 200
        assert "is an invented person" in page.content.decode()


def test_promotions_are_labeled() -> None:
    assert {promotion.placement for promotion in Promotion.objects.standing()} == {
        "announcement",
        "in_article",
        "closing",
    }


def test_everybody_can_log_in(client: Client) -> None:
    for account in ACCOUNTS:
        assert client.login(username=account.email, password=account.password)
        assert client.get("/admin/").status_code == 200
        client.logout()


def test_the_command_says_what_it_did(loaded: str) -> None:
    assert "16 articles" in loaded
    for account in ACCOUNTS:
        assert account.email in loaded
        assert account.password in loaded


def test_a_second_run_changes_nothing_and_says_so() -> None:
    before = everything()
    said = io.StringIO()
    call_command("load_sample", stdout=said)
    assert "is here already; nothing was changed" in said.getvalue()
    assert everything() == before


def test_a_second_run_leaves_what_people_did_since() -> None:
    before = article("a-sunday-without-a-plan")
    Topic.objects.filter(slug="sleep").update(description="Changed by an editor.")
    call_command("load_sample", stdout=io.StringIO())
    assert Topic.objects.get(slug="sleep").description == "Changed by an editor."
    assert article("a-sunday-without-a-plan").version == before.version


def test_a_production_site_is_told_that_nobody_can_log_in(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--force-sample"):
        call_command("load_sample", stdout=io.StringIO())
    said = io.StringIO()
    call_command("load_sample", "--force-sample", stdout=said)
    assert "none: cannot log in" in said.getvalue()
    assert ACCOUNTS[0].password not in said.getvalue()


def test_the_rest_of_the_desk_works_beside_it(cast: Cast) -> None:
    """A person who joins the sample magazine sees what their role lets them see, no more."""
    assert not Article.objects.visible_to(cast.stranger).exists()
    assert not Article.objects.editable_by(cast.second_writer).exists()
    assert Article.objects.visible_to(cast.editor).count() == len(magazine.articles())

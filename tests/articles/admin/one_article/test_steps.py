"""The steps panel: what is offered, what each step asks for, and what a refusal keeps."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from pytest_django import Settings

from articles import actions
from articles.models import Article, FactCheck, Status
from tests import factories
from tests.articles.admin.desk_form import DeskForm, errors_of, problem_of
from tests.doors import client_of
from tests.factories import Cast, article_at, desk, step
from tests.reading import Sheet
from wellness.lib import dates

pytestmark = pytest.mark.django_db


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def after(form: DeskForm, response: object) -> str:
    """The words of the page that follows a step that was taken."""
    assert response.status_code == 302, problem_of(form.page)  # type: ignore[attr-defined]
    return Sheet(form.client.get(response.headers["Location"])).words("//main")  # type: ignore[attr-defined]


# -- the panel -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "name", "sentence"),
    [
        (Status.DRAFT, "writer", "It is your turn: write, then hand it in."),
        (Status.IN_REVIEW, "writer", "It is a medical reviewer’s turn."),
        (Status.IN_REVIEW, "reviewer", "It is your turn: read the text, then decide."),
        (Status.CHANGES_REQUESTED, "reviewer", "It is the writer’s turn."),
        (Status.APPROVED, "writer", "It is an editor’s turn: to publish it."),
        (Status.APPROVED, "editor", "It is your turn: publish it now, or schedule it."),
        (Status.SCHEDULED, "writer", "It goes live by itself on"),
        (Status.PUBLISHED, "editor", "Nobody has to do anything"),
        (Status.WITHDRAWN, "editor", "It is your turn: readers find a notice"),
        (Status.WITHDRAWN, "writer", "It is an editor’s turn: readers find a notice"),
    ],
)
def test_whose_turn_it_is_is_said_to_the_person(
    status: Status, name: str, sentence: str, cast: Cast
) -> None:
    page = DeskForm(getattr(cast, name), article_at(status, cast)).page
    assert page.words("//h2[@id='turn']").startswith(sentence)


def test_the_reviewer_who_is_asked_is_named(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    asked = [cast.second_reviewer.medicalreviewer]
    actions.submit(actions.arrange(article, by=cast.writer, reviewers_asked=asked), by=cast.writer)
    page = DeskForm(cast.writer, article).page
    assert "It is Ravi Reviewer’s turn." in page.words("//h2[@id='turn']")


def test_what_is_live_stands_beside_what_is_on_the_desk(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    actions.save(article, desk=desk("Newer"), by=cast.writer)
    words = DeskForm(cast.writer, article).page.words("//section[@aria-labelledby='turn']")
    assert "Revision 2" in words
    assert "Revision 1, since" in words
    assert "Compare with the live text" in words


def test_the_request_for_changes_stands_over_the_text(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    factories.step(article, "request_changes", cast, statement="Please name the trial.")
    words = DeskForm(cast.writer, article).page.words("//section[@aria-labelledby='asked']")
    assert "Rita Reviewer, PA-C asked for changes" in words
    assert "Please name the trial." in words


def test_a_step_that_cannot_be_taken_says_why_beside_its_button(cast: Cast) -> None:
    article = actions.create(topic=factories.topic(), desk=desk(), by=cast.writer)
    page = DeskForm(cast.writer, article).page
    button = page.one("//button[@aria-disabled='true']")
    assert button.text_content() == "Hand in for review"
    reason = page.words(f"//*[@id='{button.get('aria-describedby')}']")
    assert reason == "The article has no author yet: add one to the byline."


# -- handing in ----------------------------------------------------------------------------------


def test_handing_in_saves_first_what_is_typed(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.writer, article)
    form.set(title="The title at the last moment")
    words = after(form, form.step("submit", note="The second source is new"))
    assert "Handed in: it is a medical reviewer’s turn now." in words
    article = fresh(article)
    assert article.status == Status.IN_REVIEW
    assert article.current_revision.title == "The title at the last moment"
    assert article.events.first().note == "The second source is new"


def test_a_text_with_a_mistake_is_not_handed_in_and_nothing_is_lost(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.writer, article)
    form.set(title="", body="<p>Typed for an hour.</p>")
    assert form.step("submit", note="Please").status_code == 200
    assert errors_of(form.page, "title") == ["An article needs a title."]
    assert form.value("submit-note") == "Please"
    assert form.value("body") == "<p>Typed for an hour.</p>"
    assert fresh(article).version == article.version


def test_saving_and_the_step_happen_both_or_not_at_all(cast: Cast) -> None:
    """The save alone would pass; the step is refused, so the save is taken back with it."""
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(article, desk=desk("Newer"), by=cast.writer)
    live = article.live_revision.data
    form = DeskForm(cast.writer, article)
    form.set(title=live.title, body=live.body, subtitle=live.subtitle)
    assert form.step("submit").status_code == 403
    assert "This text is live already, word for word" in problem_of(form.page)
    assert form.value("title") == live.title
    assert fresh(article).title == "Newer"
    assert fresh(article).version == article.version


def test_a_minor_change_is_offered_for_live_articles_only(cast: Cast) -> None:
    draft = DeskForm(cast.writer, article_at(Status.DRAFT, cast))
    assert draft.page.all("//input[@name='submit-minor']") == []
    article = article_at(Status.PUBLISHED, cast)
    form = DeskForm(cast.writer, article)
    form.press(title="Sleep & the heart")
    form = DeskForm(cast.writer, article)
    after(form, form.step("submit", minor="on"))
    assert fresh(article).submitted_as_minor


# -- deciding ------------------------------------------------------------------------------------


def test_a_reviewer_reads_what_readers_will_see_and_approves_it(cast: Cast) -> None:
    article = article_at(
        Status.IN_REVIEW,
        cast,
        copy=desk(body='<p onclick="x()">Sleep helps.</p><script>y</script>', key_points="One"),
    )
    form = DeskForm(cast.reviewer, article)
    reading = form.page.one("//article")
    assert "Sleep helps." in reading.text_content()
    assert reading.xpath(".//script | .//*[@onclick]") == []
    words = after(form, form.step("approve", statement="Read it all.", interests="None"))
    assert "Approved: an editor can publish it now." in words
    check = FactCheck.objects.get()
    assert (check.revision, check.statement) == (article.current_revision, "Read it all.")


@pytest.mark.parametrize(
    ("verb", "words", "field", "sentence"),
    [
        ("approve", {"statement": " ", "interests": "None"}, "statement", "Say what you checked"),
        ("approve", {"statement": "Fine", "interests": ""}, "interests", "Declare interests"),
        ("approve", {"statement": "x" * 2001, "interests": "None"}, "statement", "limit is 2000"),
        ("request_changes", {"statement": ""}, "statement", "what has to change"),
    ],
)
def test_a_decision_without_its_words_says_so_and_keeps_the_others(
    verb: str, words: dict[str, str], field: str, sentence: str, cast: Cast
) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    form = DeskForm(cast.reviewer, article)
    assert form.step(verb, **words).status_code == 200
    assert sentence in " ".join(errors_of(form.page, f"decision-{field}"))
    for name, value in words.items():
        assert form.value(f"decision-{name}") == value
    assert fresh(article).status == Status.IN_REVIEW


def test_asking_for_changes_needs_no_declared_interests(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    form = DeskForm(cast.reviewer, article)
    words = after(form, form.step("request_changes", statement="Name the trial."))
    assert "Changes requested: it is the writer’s turn now." in words


def test_a_decision_is_on_the_revision_that_was_read(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    form = DeskForm(cast.reviewer, article)
    article = actions.withdraw_submission(article, by=cast.writer)
    article = actions.save(article, desk=desk("Something else"), by=cast.writer)
    actions.submit(article, by=cast.writer)
    response = form.step("approve", statement="Read it all.", interests="None")
    assert response.status_code == 403
    assert "Revision 2 is in review now, not revision 1: read it first." in problem_of(form.page)
    assert form.value("decision-statement") == "Read it all."
    assert form.value("decision-revision") == "2"  # the page shows that one now
    assert "Something else" in form.page.words("//article")
    assert not FactCheck.objects.exists()


def test_a_decision_that_does_not_say_what_was_read_is_refused(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    form = DeskForm(cast.reviewer, article)
    response = form.step("approve", statement="Fine.", interests="None", revision=None)
    assert response.status_code == 200
    assert "doesn't say which text you saw" in form.page.words("//main")
    assert fresh(article).status == Status.IN_REVIEW


def test_who_wrote_the_text_cannot_approve_it_and_reads_why(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast, topic=factories.topic(requires_medical_review=False))
    article = actions.save(article, desk=desk("By the editor"), by=cast.editor)
    article = actions.submit(article, by=cast.writer)
    form = DeskForm(cast.editor, article)
    assert "You wrote revision 2" in form.page.words("//*[@id='reason-approve']")
    response = form.step("approve", statement="Fine.", interests="None")
    assert response.status_code == 403
    assert "You wrote revision 2" in problem_of(form.page)
    second = DeskForm(cast.second_editor, article)
    after(second, second.step("approve", statement="Fine.", interests="None"))


# -- publishing ----------------------------------------------------------------------------------


def test_publishing_puts_live_the_revision_that_was_seen(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    form = DeskForm(cast.editor, article)
    assert "Puts revision 1 live, exactly as it was approved." in form.page.words("//main")
    assert "Revision 1 is live." in after(form, form.step("publish"))
    assert fresh(article).live_revision.number == 1


def test_publishing_what_is_scheduled_says_that_its_time_is_given_up(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    form = DeskForm(cast.editor, article)
    when = dates.moment(article.scheduled_for)
    assert f"It goes live now, and not on {when}." in form.page.words("//main")


def test_publishing_another_revision_than_the_one_seen_is_refused(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    form = DeskForm(cast.editor, article)
    article = actions.save(article, desk=desk("Second"), by=cast.writer)
    article = factories.step(actions.submit(article, by=cast.writer), "approve", cast)
    form.set(parts="")
    assert form.step("publish").status_code == 403
    assert "Revision 2 is the approved one now, not revision 1" in problem_of(form.page)
    assert fresh(article).live_revision is None
    assert form.value("publish-revision") == "2"


def test_text_typed_beside_publish_is_saved_as_a_draft_and_not_published(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    form = DeskForm(cast.editor, article)
    form.set(title="A title nobody approved")
    assert "Revision 1 is live." in after(form, form.step("publish"))
    article = fresh(article)
    assert article.status == Status.DRAFT
    assert article.title == "A title nobody approved"
    assert article.live_revision.title != article.title


def test_an_approved_revision_behind_newer_text_is_offered(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    actions.save(article, desk=desk("Newer"), by=cast.writer)
    form = DeskForm(cast.editor, article)
    words = form.page.words("//main")
    assert "Revision 1, waiting behind newer text" in words
    assert "Puts revision 1 live, which is approved. The newer text stays on the desk" in words
    after(form, form.step("publish"))
    assert fresh(article).live_revision.number == 1


def test_scheduling_takes_a_time_in_the_desks_zone(cast: Cast, settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    timezone.get_default_timezone.cache_clear()
    article = article_at(Status.APPROVED, cast)
    form = DeskForm(cast.editor, article)
    assert "Time zone of the desk: Europe/Berlin" in form.page.words("//main")
    year = timezone.localtime().year + 1
    words = after(form, form.step("schedule", at=f"{year}-07-01T09:30"))
    assert f"it goes live on 1 July {year}, 09:30 (Europe/Berlin)" in words
    assert fresh(article).scheduled_for == dt.datetime(year, 7, 1, 7, 30, tzinfo=dt.UTC)


def test_a_scheduled_time_is_changed_in_one_step(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    was = timezone.localtime(article.scheduled_for)
    form = DeskForm(cast.editor, article)
    assert "Change the time" in form.page.words("//main")
    assert f"and not on {dates.moment(was)}." in form.page.words("//main")
    assert form.value("schedule-at") == f"{was:%Y-%m-%dT%H:%M}", "it begins at the time that it has"
    later = was + dt.timedelta(days=3)
    words = after(form, form.step("schedule", at=f"{later:%Y-%m-%dT%H:%M}"))
    assert f"Scheduled: it goes live on {dates.moment(later)}." in words
    article = fresh(article)
    assert article.status == Status.SCHEDULED
    assert article.scheduled_for == later.replace(second=0, microsecond=0)
    assert actions.publish_due(was + dt.timedelta(hours=1)) == []
    assert actions.publish_due(later + dt.timedelta(hours=1)) == [article]


def test_what_was_approved_since_is_not_scheduled_unseen(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    form = DeskForm(cast.editor, article)
    article = actions.save(article, desk=desk("Newer text"), by=cast.writer)
    step(step(article, "submit", cast), "approve", cast)
    at = timezone.localtime() + dt.timedelta(days=1)
    response = form.step("schedule", at=f"{at:%Y-%m-%dT%H:%M}")
    assert "not revision 1: look at it again" in Sheet(response).words("//main")
    assert fresh(article).status == Status.APPROVED


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("", "Choose the day and the time."),
        ("tomorrow at nine", "This is not a date with a time that can be read"),
        ("2020-01-01T09:00", "Choose a time in the future."),
        ("0001-01-01T00:00", "Choose a time in the future."),
        ("2200-01-01T09:00", "Choose a time before the year 2200."),
        ("9999-12-31T23:59", "Choose a time before the year 2200."),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(at: str, sentence: str, cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    form = DeskForm(cast.editor, article)
    assert form.step("schedule", at=at, note="For Sunday").status_code == 200
    assert sentence in " ".join(errors_of(form.page, "schedule-at"))
    assert form.value("schedule-note") == "For Sunday"
    assert form.page.texts("//details[@open and @name='step']/summary") == ["Schedule"]
    assert fresh(article).status == Status.APPROVED


def test_taking_down_needs_a_notice_and_shows_it(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    form = DeskForm(cast.editor, article)
    assert form.step("take_down", notice="  ").status_code == 200
    assert "Write the notice" in " ".join(errors_of(form.page, "take_down-notice"))
    words = after(form, form.step("take_down", notice="We are checking a source."))
    assert "We are checking a source." in words
    form = DeskForm(cast.editor, article)
    assert "It is not live until it is published again." in after(form, form.step("restore"))


def test_discarding_a_draft_brings_the_live_text_back(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    title = article.title
    article = actions.save(article, desk=desk("Newer"), by=cast.writer)
    form = DeskForm(cast.writer, article)
    assert "Puts the desk copy back to the live text, revision 1." in form.page.words("//main")
    assert "The draft is discarded" in after(form, form.step("discard_changes"))
    assert fresh(article).title == title


def test_words_of_another_step_survive_a_refusal(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    form = DeskForm(cast.editor, article)
    form.set(schedule__note="For Sunday")
    form.step("schedule", at="nonsense")
    form.set(publish__note="Go")
    form.step("schedule", at="nonsense")
    assert form.value("publish-note") == "Go"
    assert form.value("schedule-at") == "nonsense"


# -- decisions -----------------------------------------------------------------------------------


def test_an_approval_is_revoked_from_the_list_of_decisions(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    page = DeskForm(cast.editor, article).page
    link = page.one("//section[@aria-labelledby='decisions-title']//a[contains(., 'Revoke')]")
    assert re.search(r"/revocations/\d+/$", link.get("href"))
    assert client_of(cast.editor).get(link.get("href")).status_code == 200
    other = DeskForm(cast.second_reviewer, article).page
    assert other.all("//a[contains(., 'Revoke')]") == []


def test_a_revoked_approval_is_shown_as_such(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    actions.revoke(FactCheck.objects.get(), by=cast.editor, reason="Wrong article.")
    words = DeskForm(cast.writer, article).page.words(
        "//section[@aria-labelledby='decisions-title']"
    )
    assert "Revoked by Edith Editor: Wrong article." in words


def test_an_unknown_step_is_not_found(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    for verb in ("burn", "edit", "arrange", "revoke"):
        response = client_of(cast.editor).post(
            f"/admin/articles/article/{article.pk}/steps/{verb}/", {"parts": ""}
        )
        assert response.status_code == 404

"""Two people at one article: a stale save is refused with both versions, and no word is lost."""

from __future__ import annotations

import json
import threading
import time

import pytest
from django.db import connection, transaction

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Status
from tests import factories
from tests.articles.admin.desk_form import DeskForm, errors_of, problem_of
from tests.factories import Cast, article_at, desk
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

SOURCE = {"authors": "", "title": "A source", "publisher": "", "year": None, "url": "", "doi": "",
          "pmid": ""}  # fmt: skip


@pytest.fixture
def article(cast: Cast) -> Article:
    text = desk("Sleep", "<p>Sleep helps the heart.</p>", references=(SOURCE,))
    return article_at(Status.DRAFT, cast, copy=text)


def theirs(article: Article, cast: Cast, **changes: object) -> Article:
    """The editor saves meanwhile."""
    copy = DeskCopy.of_article(Article.objects.get(pk=article.pk)).change(**changes)
    return actions.save(article, desk=copy, by=cast.editor)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def fields(page: Sheet) -> dict[str, str]:
    """The differing fields by label, with who changed them."""
    headings = page.texts("//*[contains(@class, 'desk-conflict')]//h3")
    known = ("changed by both", "changed by them; the form shows theirs", "changed by you")
    return {h.removesuffix(k).strip(): k for h in headings for k in known if h.endswith(k)}


def test_a_stale_save_is_refused_with_both_versions_and_everything_typed(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title", body="<p>Sleep helps the head.</p>")
    response = form.press(
        title="My title", body="<p>Sleep helps the whole heart.</p>", subtitle="Mine", note="Why"
    )
    assert response.status_code == 409
    assert fresh(article).title == "Their title"
    # Everything typed is in the form.
    assert form.value("title") == "My title"
    assert form.value("body") == "<p>Sleep helps the whole heart.</p>"
    assert form.value("subtitle") == "Mine"
    assert form.value("note") == "Why"
    # And both versions are there to read.
    said = problem_of(form.page)
    assert "Edith Editor" in said
    assert fields(form.page) == {
        "Title": "changed by both",
        "Subtitle": "changed by you",
        "Text": "changed by both",
    }
    removed = form.page.texts("//*[contains(@class, 'desk-difference')]//del")
    added = form.page.texts("//*[contains(@class, 'desk-difference')]//ins")
    assert any("head" in text for text in removed)
    assert any("whole heart" in text for text in added)
    assert {"Their title", "My title"} <= set(form.page.texts("//dl//dd"))


def test_saving_mine_over_theirs_takes_an_explicit_press(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    form.press(title="My title")
    # Pressing the plain button again is still refused.
    assert form.press().status_code == 409
    over = form.page.all("//button[@name='over']/@value")
    assert over == [str(fresh(article).version)] * 2
    assert form.press("nothing", over=over[0]).status_code == 302
    assert fresh(article).title == "My title"
    titles = [revision.title for revision in article.revisions.order_by("number")]
    assert titles == ["Sleep", "Their title", "My title"]  # theirs stays in the history


def test_a_third_save_in_between_is_noticed_too(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    form.press(title="My title")
    over = form.page.all("//button[@name='over']/@value")[0]
    theirs(article, cast, title="A third title")
    assert form.press("nothing", over=over).status_code == 409
    assert form.value("title") == "My title"
    assert "A third title" in form.page.texts("//dl//dd")
    assert fresh(article).title == "A third title"


def test_what_only_they_changed_is_not_undone_by_saving_mine(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    other = {**SOURCE, "title": "Their source"}
    theirs(article, cast, body="<p>Their text.</p>", references=(SOURCE, other))
    actions.arrange(fresh(article), by=cast.editor, authors=[factories.author("Oda Other")])
    assert form.press(title="My title").status_code == 409
    assert fields(form.page) == {
        "Title": "changed by you",
        "Text": "changed by them; the form shows theirs",
        "References": "changed by them; the form shows theirs",
        "Byline": "changed by them; the form shows theirs",
    }
    assert "You changed different things" in problem_of(form.page)
    over = form.page.all("//button[@name='over']/@value")[0]
    assert form.press("nothing", over=over).status_code == 302
    saved = fresh(article)
    assert (saved.title, saved.current_revision.data.body) == ("My title", "<p>Their text.</p>")
    assert [r.title for r in saved.references.all()] == ["A source", "Their source"]
    assert [str(b) for b in saved.bylines.all()] == ["Oda Other"]


def test_the_byline_can_be_contested_as_well(article: Article, cast: Cast) -> None:
    mine, other = factories.author("Mira Mine"), factories.author("Oda Other")
    form = DeskForm(cast.second_editor, article)
    actions.arrange(article, by=cast.editor, authors=[other])
    assert form.press(authors=[mine.pk]).status_code == 409
    assert fields(form.page) == {"Byline": "changed by both"}
    assert form.fields["authors"] == [str(mine.pk)]
    assert [str(b) for b in fresh(article).bylines.all()] == ["Oda Other"]


def test_a_step_that_they_took_is_no_conflict_of_texts(cast: Cast) -> None:
    """The version counts steps as well; where the text is the same there is nothing to decide."""
    article = article_at(Status.PUBLISHED, cast)
    form = DeskForm(cast.writer, article)
    actions.renew(article, by=cast.editor)
    actions.withdraw_submission(article, by=cast.editor)
    assert form.press(title="My title").status_code == 302
    assert fresh(article).title == "My title"


def test_opening_and_saving_after_somebody_else_changes_nothing(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    after = theirs(article, cast, title="Their title")
    response = form.press()
    assert response.status_code == 302
    assert fresh(article).version == after.version
    page = Sheet(form.client.get(response.headers["Location"]))
    assert "Nothing had changed" in page.words("//main")


def test_text_that_was_not_read_is_not_handed_in(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    assert form.step("submit").status_code == 403
    assert "Read the text as it is now" in problem_of(form.page)
    assert fresh(article).status == Status.DRAFT


def test_a_page_that_opens_for_writing_after_a_refusal_is_no_stale_page(cast: Cast) -> None:
    """The text was frozen when the page was opened; the refusal comes back with its fields."""
    article = article_at(Status.IN_REVIEW, cast)
    form = DeskForm(cast.editor, article)
    article = actions.withdraw_submission(article, by=cast.writer)
    theirs(article, cast, title="Their title")
    assert form.step("request_changes", statement="Why?").status_code == 403
    assert form.value("title") == "Their title"
    assert form.press(subtitle="Mine").status_code == 302
    assert fresh(article).subtitle == "Mine"


def test_a_stale_hand_in_keeps_the_words_of_the_step(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    form.set(title="My title")
    assert form.step("submit", note="Please look at the second source").status_code == 409
    assert form.value("submit-note") == "Please look at the second source"
    assert fresh(article).status == Status.DRAFT


def test_a_form_that_lost_its_hidden_fields_overwrites_nothing(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    after = theirs(article, cast, title="Their title")
    for lost in ({"base": None}, {"version": None}, {"base": "]["}, {"base": "[1]"}):
        stale = DeskForm(cast.writer, article)
        stale.fields = {**form.fields}
        assert stale.press(title="My title", **lost).status_code == 409
    assert fresh(article).version == after.version


def test_the_prints_of_a_page_name_every_field(article: Article, cast: Cast) -> None:
    """A field without a print would count as changed by both."""
    base = json.loads(DeskForm(cast.editor, article).value("base"))
    form = DeskForm(cast.editor, article)
    shown = {name for name in form.fields if "-" not in name}
    unsaved = {"parts", "version", "base", "receipt", "note", "sitting", "replaces"}
    assert shown - unsaved <= set(base)
    assert {"authors", "related", "reviewers_asked", "references"} <= set(base)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_take_one_address_at_one_moment(cast: Cast) -> None:
    """The second waits for the first, and is then told so with everything that it typed."""
    topic = factories.topic()
    form = DeskForm(cast.editor)
    form.set(title="Another title", slug="the-same", topic=topic.pk, body="<p>Typed.</p>")
    answers: list[int] = []

    def second() -> None:
        answers.append(form.press().status_code)
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        actions.create(topic=topic, desk=desk(), by=cast.writer, slug="the-same")
        thread.start()
        wait_until_somebody_waits()
    thread.join()
    assert answers == [200]
    (sentence,) = errors_of(form.page, "slug")
    assert sentence == "Another article has, or once had, the address “the-same”."
    assert form.value("body") == "<p>Typed.</p>"
    assert Article.objects.count() == 1


def wait_until_somebody_waits() -> None:
    """Return once another connection to this database waits for a lock."""
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            # Within one transaction PostgreSQL shows the same activity again unless it is asked.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits: the second save went past the first.")


def test_no_markup_of_theirs_runs_in_the_comparison(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(
        article,
        cast,
        title="<script>alert(1)</script>",
        body="<p onclick=x>T</p><script>y</script>",
    )
    form.press(title="<img src=x onerror=alert(1)>", body="<p>Mine <svg onload=z></p>")
    panel = form.page.one("//section[contains(@class, 'desk-conflict')]")
    assert panel.xpath(".//script | .//svg | .//img | .//*[@onclick or @onerror or @onload]") == []

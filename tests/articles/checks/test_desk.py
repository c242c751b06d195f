"""The checks at the desk: who sees them, what they lead to, and that asking saves nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from articles import actions
from articles.checks.findings import Level
from articles.checks.models import AskedLink, TopicCheck
from articles.checks.registry import CHECKS
from articles.checks.report import levels_of
from articles.desk import DeskCopy
from articles.models import Article, Status, Topic
from articles.workflow import Refused
from tests import factories
from tests.articles.admin.desk_form import DeskForm, change_url, problem_of
from tests.doors import PEOPLE, client_of, page_for, person
from tests.factories import Cast, article_at, desk
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

FLAWED = "<h2>Sleep</h2><p>This tea cures colds. Ask your doctor.</p>"
BROKEN = '<p>Sleep helps <a href="#reference-2">(2)</a>. Ask your doctor.</p>'


def checks_url(article: Article) -> str:
    return reverse("admin:articles_article_checks", args=[article.pk])


def draft(cast: Cast, body: str = FLAWED, **fields: Any) -> Article:
    return article_at(Status.DRAFT, cast, copy=desk(body=body), **fields)


# -- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_whoever_may_see_an_article_sees_its_checks_and_nobody_else(
    cast: Cast, status: Status
) -> None:
    article = article_at(status, cast, copy=desk(body=FLAWED))
    readers = {"writer", "editor", "superuser"}
    if status is Status.IN_REVIEW:
        readers.add("reviewer")
    for name in PEOPLE:
        client = client_of(person(cast, name))
        posted = client.post(checks_url(article), {"parts": ""}, headers={"X-Checks-Only": "1"})
        expected = 302 if name == "anonymous" else 200 if name in readers else 403
        assert posted.status_code == expected, name
        assert ("cures" in posted.content.decode()) == (name in readers), name
        shown = client.get(change_url(article)).content.decode()
        assert ('id="checks"' in shown) == (name in readers), name


def test_asking_wants_the_token_against_forged_requests(cast: Cast) -> None:
    from django.test import Client

    article = draft(cast)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    assert client.post(checks_url(article), {"parts": ""}).status_code == 403


def test_an_article_that_is_not_there_has_no_checks(cast: Cast) -> None:
    url = reverse("admin:articles_article_checks", args=[999_999])
    assert client_of(cast.editor).post(url).status_code == 404


def test_whoever_comes_back_by_a_link_finds_the_page(cast: Cast) -> None:
    article = draft(cast)
    response = client_of(cast.writer).get(checks_url(article))
    assert response.status_code == 302
    assert response.headers["Location"] == change_url(article)


# -- the panel ------------------------------------------------------------------------------------


def test_a_finding_says_what_and_leads_to_its_field(cast: Cast) -> None:
    page = page_for(cast.writer, change_url(draft(cast)))
    panel = page.words("//section[@id='checks']")
    assert "“cures” promises more than anybody can know" in panel
    link = page.one("//section[@id='checks']//a[@data-check-quote='cures']")
    assert link.get("href") == "#id_body"
    assert page.all("//textarea[@id='id_body']")
    for target in page.all("//section[@id='checks']//a/@href"):
        assert page.all(f"//*[@id='{target[1:]}']"), target


def test_a_reader_of_the_text_is_led_into_the_reading(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=desk(body=FLAWED))
    page = page_for(cast.reviewer, change_url(article))
    link = page.one("//section[@id='checks']//a[@data-check-quote='cures']")
    assert page.all(f"//*[@id='{link.get('href')[1:]}']//p[contains(., 'cures')]")
    assert not page.all("//section[@id='checks']//button")


def test_a_text_without_findings_says_so(cast: Cast) -> None:
    topic = factories.topic()
    for check in CHECKS:
        TopicCheck.objects.create(topic=topic, check_name=check.name, level=Level.OFF)
    page = page_for(cast.writer, change_url(draft(cast, topic=topic)))
    assert "Nothing found." in page.words("//section[@id='checks']")


def test_the_panel_adds_two_queries_at_most(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from articles.admin.one_article.page import Page
    from articles.checks import report

    article = draft(cast, FLAWED + '<p><a href="https://example.org/">A page</a></p>')

    def count() -> int:
        client = client_of(cast.writer)
        client.get(change_url(article))
        with counted() as queries:
            client.get(change_url(article))
        return int(queries)

    with_it = count()
    monkeypatch.setattr(report, "saved_report", lambda article: None)
    monkeypatch.setattr(Page, "checks", None)
    assert with_it - count() <= 2


# -- checking what is typed -----------------------------------------------------------------------


def ask(form: DeskForm, **headers: str) -> Any:
    assert form.article is not None
    return form.client.post(checks_url(form.article), form.fields, headers=headers)


def test_checking_looks_at_what_is_typed_and_saves_nothing(cast: Cast) -> None:
    article = draft(cast)
    form = DeskForm(cast.writer, article).set(body="<p>It is completely harmless.</p>", title="")
    fragment = ask(form, **{"X-Checks-Only": "1"}).content.decode()
    assert "completely harmless" in fragment
    assert "cures" not in fragment
    assert "<html" not in fragment
    article.refresh_from_db()
    assert article.body == FLAWED
    assert article.revisions.count() == 1


def test_without_a_script_the_page_comes_back_with_every_word(cast: Cast) -> None:
    form = DeskForm(cast.writer, draft(cast))
    form.set(body="<p>It always works.</p>", title="Typed", note="Mine")
    page = Sheet(ask(form))
    assert page.one("//*[@name='title']").value == "Typed"
    assert "It always works." in page.one("//*[@name='body']").text
    assert page.one("//*[@name='note']").value == "Mine"
    assert "“always works”" in page.words("//section[@id='checks']")
    assert page.one("//form[@id='article_form']").get("data-safety-changed") == "yes"


def test_whoever_may_not_write_asks_about_the_saved_text_only(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=desk(body=FLAWED))
    posted = {"parts": "text", "title": "x", "body": "<p>It never fails.</p>"}
    response = client_of(cast.reviewer).post(
        checks_url(article), posted, headers={"X-Checks-Only": "1"}
    )
    assert "never fails" not in response.content.decode()
    assert "cures" in response.content.decode()


def test_a_text_that_cannot_be_read_is_answered_in_words(cast: Cast) -> None:
    form = DeskForm(cast.writer, draft(cast)).set(body="<p>x</p>" * 200_000)
    page = Sheet(ask(form))
    assert "This text is" in problem_of(page)
    assert len(page.one("//*[@name='body']").text) > 1_000_000 or page.all("//*[@name='body']")


@pytest.mark.parametrize("raw", ["", "<script>x</script>", "\x00", "<h2>" * 50, "“” said X Y"])
def test_nothing_typed_breaks_the_panel(cast: Cast, raw: str) -> None:
    form = DeskForm(cast.writer, draft(cast))
    form.set(body=raw, title=raw, description=raw * 500, key_points=raw)
    assert ask(form, **{"X-Checks-Only": "1"}).status_code == 200


# -- handing in -----------------------------------------------------------------------------------


def test_what_blocks_stops_the_hand_in_with_one_sentence_everywhere(cast: Cast) -> None:
    article = draft(cast, BROKEN)
    sentence = "A citation leads to reference 2, but there are no references"
    page = page_for(cast.writer, change_url(article))
    assert sentence in page.words("//*[@id='reason-submit']")
    with pytest.raises(Refused, match=sentence):
        actions.submit(article, by=cast.writer)
    form = DeskForm(cast.writer, article)
    assert sentence in problem_of(Sheet(form.step("submit")))
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_saving_and_putting_it_right_are_never_stopped(cast: Cast) -> None:
    article = draft(cast, BROKEN)
    copy = DeskCopy.of_article(article)
    article = actions.save(article, desk=copy.change(title="Still broken"), by=cast.writer)
    article = actions.save(article, desk=copy.change(body=FLAWED), by=cast.writer)
    assert actions.submit(article, by=cast.writer).status == Status.IN_REVIEW


def test_a_live_text_may_be_asked_about_again_whatever_the_checks_find(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast, copy=desk(body=FLAWED))
    TopicCheck.objects.create(
        topic=article.topic, check_name="absolute_promises", level=Level.BLOCKS
    )
    assert actions.renew(article, by=cast.writer).status == Status.IN_REVIEW


# -- a topic's own levels -------------------------------------------------------------------------


def topic_url(topic: Topic) -> str:
    return reverse("admin:articles_topic_change", args=[topic.pk])


def choose(cast: Cast, who: str, topic: Topic, **levels: str) -> Any:
    data = {
        "name": topic.name, "slug": topic.slug, "description": "", "review_months": 12,
        "accent": topic.accent, "position": 0, "requires_medical_review": "on",
        **{f"check_levels_{name}": level for name, level in levels.items()},
    }  # fmt: skip
    return client_of(person(cast, who)).post(topic_url(topic), data)


def test_editors_choose_what_a_finding_does_in_a_topic(cast: Cast) -> None:
    topic = factories.topic()
    article = draft(cast, topic=topic)
    assert choose(cast, "editor", topic, absolute_promises="blocks").status_code == 302
    with pytest.raises(Refused, match="“cures” promises"):
        actions.submit(article, by=cast.writer)
    page = page_for(cast.editor, topic_url(topic))
    assert page.one("//*[@name='check_levels_absolute_promises']").value == "blocks"
    choose(cast, "editor", topic, absolute_promises="")
    assert not TopicCheck.objects.exists()
    assert actions.submit(article, by=cast.writer).status == Status.IN_REVIEW


@pytest.mark.parametrize("who", ["stranger", "writer", "reviewer"])
def test_nobody_else_does(cast: Cast, who: str) -> None:
    topic = factories.topic()
    assert choose(cast, who, topic, absolute_promises="off").status_code == 403
    assert not TopicCheck.objects.exists()


def test_whoever_only_reads_a_topic_reads_its_levels(cast: Cast) -> None:
    topic = factories.topic()
    choose(cast, "editor", topic, absolute_promises="blocks")
    page = page_for(cast.writer, topic_url(topic))
    assert "Promises: blocks" in page.words("//main")
    assert not page.all("//select[starts-with(@name, 'check_levels')]")


def test_a_level_that_does_not_exist_is_refused(cast: Cast) -> None:
    topic = factories.topic()
    response = choose(cast, "editor", topic, absolute_promises="maybe")
    assert "“maybe” is not a level" in response.content.decode()
    assert not TopicCheck.objects.exists()


def test_the_reading_grade_only_informs_whatever_a_topic_says(cast: Cast) -> None:
    topic = factories.topic()
    response = choose(cast, "editor", topic, reading_grade="blocks")
    assert "“blocks” is not a level of “Reading grade”" in response.content.decode()
    page = page_for(cast.editor, topic_url(topic))
    offered = page.texts("//select[@name='check_levels_reading_grade']/option")
    assert offered == ["As usual: informs", "Informs", "Off"]
    choose(cast, "editor", topic, reading_grade="off")
    assert levels_of(topic) == {"reading_grade": Level.OFF}
    # A row of former days that says more counts for nothing.
    topic.check_levels.update(level=Level.BLOCKS)
    assert levels_of(topic) == {}


def test_an_empty_topic_goes_with_its_levels(cast: Cast) -> None:
    topic = factories.topic()
    choose(cast, "editor", topic, absolute_promises="off")
    delete = reverse("admin:articles_topic_delete", args=[topic.pk])
    assert client_of(cast.editor).post(delete, {"post": "yes"}).status_code == 302
    assert not TopicCheck.objects.exists()


def test_a_dead_link_is_found_once_it_was_asked(cast: Cast) -> None:
    from django.utils import timezone

    from articles.checks.links import _digest

    address = "https://example.org/gone"
    article = draft(cast, f'<p>Ask your doctor, or <a href="{address}">the register</a>.</p>')
    AskedLink.objects.create(
        digest=_digest(address), address=address, asked_at=timezone.now(),
        problem="There is no page at this address any more (404).",
    )  # fmt: skip
    panel = page_for(cast.writer, change_url(article)).words("//section[@id='checks']")
    assert "There is no page at this address any more (404). It was asked on" in panel

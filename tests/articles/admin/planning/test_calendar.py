"""The calendar: what stands in it, for whom, and what it costs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.models import Article, Image, Status
from tests import factories
from tests.doors import answers, client_of, page_for
from tests.factories import Cast, article_at, desk
from tests.past import let_time_pass
from tests.queries import counted
from tests.reading import Sheet
from wellness.promotions.models import Promotion

pytestmark = pytest.mark.django_db

CALENDAR = "/admin/articles/article/calendar/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def everybody(cast: Cast) -> None:
    assert cast.reviewer
    assert cast.author


def at(day: dt.date, **query: str) -> dict[str, str]:
    return {"month": f"{day:%Y-%m}", "as": "list", **query}


def agenda(page: Sheet) -> dict[str, list[str]]:
    """The days of the list with what is on them."""
    return {
        section.get("id").removeprefix("day-"): [
            " ".join(link.text_content().split()) for link in section.xpath(".//li/a")
        ]
        for section in page.all("//section[contains(@class, 'desk-agenda__day')]")
    }


def on(user: object, day: dt.date, **query: str) -> list[str]:
    """What this person finds on a day."""
    page = Sheet(client_of(user).get(CALENDAR, at(day, **query)))  # type: ignore[arg-type]
    return agenda(page).get(day.isoformat(), [])


def scheduled(cast: Cast, when: dt.datetime, **fields: object) -> Article:
    return actions.schedule(article_at(Status.APPROVED, cast, **fields), by=cast.editor, at=when)


def wanted(cast: Cast, day: dt.date) -> Article:
    asked = [cast.reviewer.medicalreviewer]
    article = article_at(Status.IN_REVIEW, cast)
    return actions.assign(article, by=cast.editor, reviewers=asked, day=day)


def test_who_opens_the_calendar(cast: Cast) -> None:
    of_the_desk = ("writer", "second_writer", "reviewer", "editor", "superuser")
    desk_people = dict.fromkeys(of_the_desk, 200)
    assert answers(cast, CALENDAR) == {"anonymous": 302, "stranger": 403, **desk_people}
    assert client_of(cast.editor).post(CALENDAR).status_code == 405


def test_everything_that_is_planned_stands_on_its_day(cast: Cast) -> None:
    when = timezone.localtime(timezone.now() + 40 * DAY).replace(hour=9, minute=30)
    day = when.date()
    goes = scheduled(cast, when)
    review = wanted(cast, day)
    assert on(cast.editor, day) == [f"Goes live 09:30 {goes}", f"Review wanted {review}"]
    page = Sheet(client_of(cast.editor).get(CALENDAR, at(day)))
    assert "Rita Reviewer · in 40 days" in page.words("//main")
    assert f"({timezone.get_default_timezone_name()})" in page.words("//main")


def test_a_review_falls_due_again_on_its_day(cast: Cast) -> None:
    article = let_time_pass(article_at(Status.PUBLISHED, cast), 100 * DAY)
    day = article.live_text.checked_on.replace(year=article.live_text.checked_on.year + 1)
    assert on(cast.editor, day) == [f"Review due again {article}"]


def test_licences_and_promotions_stand_in_it(cast: Cast) -> None:
    day = timezone.localdate() + 3 * DAY
    image = factories.image("Cat")
    article = article_at(Status.PUBLISHED, cast, copy=desk("Cats", hero=image, hero_alt="A cat"))
    factories.image("Dog, on no page", colour="brown")
    Image.objects.update(expires_on=day)
    start = timezone.make_aware(dt.datetime.combine(day, dt.time(8)))
    Promotion.objects.create(placement="closing", heading="Subscribe", starts_at=start)
    assert on(cast.editor, day) == ["Promotion begins 08:00 Subscribe", "Licence ends Cat"]
    page = Sheet(client_of(cast.editor).get(CALENDAR, at(day)))
    assert f"in “{article}”" in page.words("//main")
    assert on(cast.writer, day) == ["Licence ends Cat"]
    assert on(cast.second_writer, day) == []


def test_each_sees_what_they_may_see(cast: Cast) -> None:
    day = timezone.localdate() + 2 * DAY
    when = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    goes, review = scheduled(cast, when), wanted(cast, day)
    draft = actions.assign(article_at(Status.DRAFT, cast), by=cast.editor, day=day)
    lines = [f"Goes live 12:00 {goes}", f"Review wanted {review}", f"Review wanted {draft}"]
    for name in ("writer", "editor", "superuser"):
        assert on(getattr(cast, name), day) == lines, name
    assert on(cast.reviewer, day) == lines[:2]
    assert on(cast.second_writer, day) == []


def test_what_is_late_stands_at_the_top_in_words(cast: Cast) -> None:
    old = let_time_pass(article_at(Status.PUBLISHED, cast), 400 * DAY)
    review = wanted(cast, timezone.localdate())
    Article.objects.filter(pk=review.pk).update(review_wanted_by=timezone.localdate() - DAY)
    page = page_for(cast.editor, CALENDAR)
    late = page.words("//section[@aria-labelledby='late']")
    assert f"Review due again, late {old}" in late
    assert f"Review wanted, late {review}" in late
    assert "1 day late" in late
    for link in page.all("//section[@aria-labelledby='late']/p/a/@href"):
        assert client_of(cast.editor).get(link).status_code == 200
    assert page_for(cast.second_writer, CALENDAR).all("//section[@aria-labelledby='late']") == []


def test_it_is_narrowed_by_kind_topic_and_person(cast: Cast) -> None:
    day = timezone.localdate() + 2 * DAY
    when = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    topic = factories.topic("Heart")
    goes, review = scheduled(cast, when, topic=topic), wanted(cast, day)
    go, want = f"Goes live 12:00 {goes}", f"Review wanted {review}"
    other = factories.author("Oda Other")
    asked = cast.reviewer.medicalreviewer
    assert on(cast.editor, day, kind="scheduled") == [go]
    assert on(cast.editor, day, kind="wanted") == [want]
    assert on(cast.editor, day, topic=str(topic.pk)) == [go]
    assert on(cast.editor, day, person=f"author-{cast.author.pk}") == [go, want]
    assert on(cast.editor, day, person=f"author-{other.pk}") == []
    assert on(cast.editor, day, person=f"reviewer-{asked.pk}") == [want]
    # What nobody offered narrows nothing, and breaks nothing.
    nonsense = {"kind": "x", "topic": "' OR 1", "person": "author-99999999999999999999"}
    assert on(cast.editor, day, **nonsense) == [go, want]


@pytest.mark.parametrize(
    "month",
    ["", "2026", "2026-13", "2026-00", "26-1", "9999-12", "0001-01", "x", "2026-1x", "²026-01"],
)
def test_what_is_no_month_shows_this_one(month: str, cast: Cast) -> None:
    page = Sheet(client_of(cast.editor).get(CALENDAR, {"month": month}))
    assert page.words("//h2[@id='month']") == f"{timezone.localdate():%B %Y}"


def test_months_are_addresses_and_keep_what_was_chosen(cast: Cast) -> None:
    page = Sheet(client_of(cast.editor).get(CALENDAR, {"month": "2027-12", "kind": "wanted"}))
    assert page.one("//a[@rel='prev']/@href") == "?month=2027-11&kind=wanted"
    assert page.one("//a[@rel='next']/@href") == "?month=2028-01&kind=wanted"
    first = Sheet(client_of(cast.editor).get(CALENDAR, {"month": "2000-01"}))
    assert first.all("//a[@rel='prev']") == []
    last = Sheet(client_of(cast.editor).get(CALENDAR, {"month": "2199-12"}))
    assert last.all("//a[@rel='next']") == []


def test_the_table_has_headings_whole_weeks_and_today(cast: Cast) -> None:
    page = page_for(cast.editor, CALENDAR)
    heads = page.texts("//table//th[@scope='col']")
    assert (heads[0], heads[-1], len(heads)) == ("Monday", "Sunday", 7)
    assert {len(row.xpath("td")) for row in page.all("//tbody/tr")} == {7}
    today = page.one("//td[@aria-current='date']")
    assert today.xpath(".//time/@datetime") == [timezone.localdate().isoformat()]
    assert "Today" in today.text_content()


def test_a_full_day_leads_to_its_list(cast: Cast) -> None:
    day = timezone.localdate()
    for _ in range(6):
        wanted(cast, day)
    page = page_for(cast.editor, CALENDAR)
    link = page.one("//p[@class='desk-month__more']/a")
    assert link.text_content().startswith("2 more")
    address, _, anchor = link.get("href").partition("#")
    assert len(agenda(page_for(cast.editor, CALENDAR + address))[anchor.removeprefix("day-")]) == 6


def test_an_empty_month_says_so(cast: Cast) -> None:
    page = Sheet(client_of(cast.writer).get(CALENDAR, {"month": "2031-05", "as": "list"}))
    assert "Nothing is planned in May 2031" in page.words("//main")


@pytest.mark.parametrize("name", ["writer", "reviewer", "editor"])
def test_the_number_of_queries_does_not_grow(name: str, cast: Cast) -> None:
    day = timezone.localdate() + DAY
    when = timezone.now() + DAY

    def grow() -> None:
        scheduled(cast, when)
        wanted(cast, day)
        let_time_pass(article_at(Status.PUBLISHED, cast), 370 * DAY)
        copy = desk("Cats", hero=factories.image("Cat"), hero_alt="A cat")
        article_at(Status.PUBLISHED, cast, copy=copy)
        Image.objects.update(expires_on=day)

    client = client_of(getattr(cast, name))
    grow()
    client.get(CALENDAR)
    with counted(at_most=14) as few:  # the desk promises fewer than 15
        client.get(CALENDAR)
    grow()
    grow()
    with counted(at_most=int(few)):
        assert client.get(CALENDAR).status_code == 200


def test_the_sidebar_leads_to_it(cast: Cast) -> None:
    for user in (cast.writer, cast.reviewer, cast.editor):
        page = page_for(user, reverse("admin:index"))
        assert len(page.all(f"//nav[@id='nav-sidebar-inner']//a[@href='{CALENDAR}']")) == 1

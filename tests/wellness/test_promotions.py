"""Promotions stand in their time and place, labelled, and never inside an approved text."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from articles.models import Status
from tests.factories import Cast, article_at
from tests.queries import counted
from tests.reading import sheet
from wellness.promotions.models import Promotion

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def promotion(**fields: Any) -> Promotion:
    words = {"placement": "announcement", "label": "Promotion", "text": "Half price"} | fields
    return Promotion.objects.create(**words)


def standing() -> list[str]:
    return [str(p) for p in Promotion.objects.standing()]


def test_it_stands_from_its_start_until_its_end() -> None:
    now = timezone.now()
    promotion(text="now", starts_at=now - HOUR, ends_at=now + HOUR)
    promotion(text="for ever", starts_at=now - 2 * HOUR)
    promotion(text="over", starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    promotion(text="not yet", starts_at=now + HOUR)
    promotion(text="off", starts_at=now - HOUR, is_active=False)
    assert standing() == ["now", "for ever"]


def test_the_first_moment_belongs_to_it_and_the_last_does_not() -> None:
    now = timezone.now()
    one = promotion(starts_at=now, ends_at=now + HOUR)
    assert list(Promotion.objects.standing(now)) == [one]
    assert list(Promotion.objects.standing(now + HOUR)) == []


def test_its_state_is_said_in_a_word() -> None:
    now = timezone.now()
    assert promotion().state == "standing"
    assert promotion(starts_at=now + HOUR).state == "not yet"
    assert promotion(starts_at=now - 2 * HOUR, ends_at=now - HOUR).state == "over"
    assert promotion(is_active=False).state == "switched off"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_at": dt.datetime(2001, 1, 1, tzinfo=dt.UTC)}, "ends after it starts"),
        ({"url": "javascript:alert(1)", "button_label": "x"}, "web address"),
        ({"url": "//evil.example", "button_label": "x"}, "web address"),
        ({"url": "/\\evil.example", "button_label": "x"}, "web address"),
        ({"url": "shop", "button_label": "x"}, "web address"),
        ({"url": "/shop/\n", "button_label": "x"}, "web address"),
        ({"url": "/shop/", "button_label": ""}, "go together"),
        ({"url": "", "button_label": "Buy"}, "go together"),
        ({"text": "", "heading": ""}, "heading or a text"),
        ({"placement": "in_text"}, "not a valid choice"),
    ],
)
def test_what_makes_no_sense_is_refused_by_form_and_database(
    fields: dict[str, Any], sentence: str
) -> None:
    words = {"placement": "announcement", "text": "Half price"} | fields
    with pytest.raises(ValidationError, match=sentence):
        Promotion(**words).full_clean()
    with pytest.raises(IntegrityError):
        Promotion.objects.create(**words)


def test_it_cannot_go_without_a_label() -> None:
    with pytest.raises(IntegrityError):
        promotion(label="")


def test_the_announcement_stands_over_every_page(client: Client, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    promotion(label="Ad", text="Free shipping", url="/shop/", button_label="Shop")
    for path in ("/", "/articles/", article.get_absolute_url(), "/about/medical-review/"):
        bar = sheet(client, path).words("//aside[@class='announcement']")
        assert bar == "Ad Free shipping Shop"
    missing = sheet(client, "/nothing/", 404)
    assert missing.one("//aside[@class='announcement']//a").get("href") == "/shop/"


def test_one_stands_in_a_place_and_a_topics_own_comes_first(client: Client, cast: Cast) -> None:
    article, other = article_at(Status.PUBLISHED, cast), article_at(Status.PUBLISHED, cast)
    promotion(placement="in_article", text="general, newest")
    promotion(
        placement="in_article",
        text="of the topic",
        topic=article.topic,
        starts_at=timezone.now() - HOUR,
    )
    own = sheet(client, article.get_absolute_url())
    assert own.texts("//aside[@class='promotion']") == ["Promotion of the topic"]
    assert sheet(client, other.get_absolute_url()).texts("//aside[@class='promotion']") == [
        "Promotion general, newest"
    ]


def test_promotions_stand_after_the_text_and_say_what_they_are(client: Client, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    promotion(
        placement="in_article", heading="Join", url="https://shop.example/", button_label="Go"
    )
    promotion(placement="closing", heading="Ready?", text="Stop waiting.")
    page = sheet(client, article.get_absolute_url())
    box = page.one("//aside[@class='promotion']")
    assert box.get("aria-label") == "Promotion: Join"
    assert page.all("//div[@class='prose']//aside") == []
    assert page.raw.index('class="prose"') < page.raw.index('class="promotion"')
    assert "sponsored" in box.xpath(".//a/@rel")[0]
    closing = page.words("//aside[@class='closing']")
    assert closing == "Promotion Ready? Stop waiting."


def test_all_places_of_a_page_cost_one_query(client: Client, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    for placement in ("announcement", "in_article", "closing"):
        promotion(placement=placement)
    with counted() as count:
        client.get(article.get_absolute_url())
    assert sum("promotions_promotion" in sql for sql in count.queries) == 1


def test_words_of_a_promotion_are_never_markup(client: Client) -> None:
    promotion(text="<script>alert(1)</script>", label="<i>Ad</i>")
    page = sheet(client, "/")
    assert "<script>alert" not in page.raw
    assert "<i>Ad" not in page.raw


def test_an_editor_manages_them_and_a_stranger_does_not(client: Client, cast: Cast) -> None:
    promotion()
    client.force_login(cast.editor)
    assert "Half price" in client.get("/admin/promotions/promotion/").content.decode()
    client.force_login(cast.stranger)
    assert client.get("/admin/promotions/promotion/").status_code in {302, 403}


def test_the_desk_writes_its_times_with_the_day_first(client: Client, cast: Cast) -> None:
    promotion(starts_at=dt.datetime(2031, 3, 4, 17, 5, tzinfo=dt.UTC))
    client.force_login(cast.editor)
    assert "4 March 2031, 17:05" in sheet(client, "/admin/promotions/promotion/").words("//table")

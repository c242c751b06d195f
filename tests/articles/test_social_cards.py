"""The card of a shared article: live words only, and gone when the article is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image as Pixels

from articles import actions
from articles.models import Article, Image, SocialCard, Status
from articles.tasks import draw_social_card
from tests import factories
from tests.factories import Cast, article_at, desk, step
from tests.reading import sheet
from wellness.lib import social_card

pytestmark = pytest.mark.django_db


def shared(client: Client, article: Article) -> dict[str, str]:
    """What the head of the page says to other sites."""
    page = sheet(client, article.get_absolute_url())
    return {
        meta.get("property") or meta.get("name"): meta.get("content")
        for meta in page.all("//head/meta[@property or starts-with(@name, 'twitter')]")
    }


def path_of(client: Client, article: Article) -> str:
    return shared(client, article)["og:image"].removeprefix(settings.SITE_URL)


def test_a_card_is_drawn_of_what_is_live(client: Client, cast: Cast, media: Path) -> None:
    image = factories.image(width=800, height=500)
    article = article_at(
        Status.PUBLISHED, cast, copy=desk("Sleep & Łucja", hero=image, hero_alt="A bed")
    )
    assert path_of(client, article) == image.file.url  # before it is drawn
    draw_social_card.func(article.pk)
    said = shared(client, article)
    assert re.search(r"/media/cards/../[0-9a-f]{64}\.jpg$", said["og:image"])
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"] == f"{article.topic.name}: Sleep & Łucja"
    assert said["twitter:card"] == "summary_large_image"
    path = path_of(client, article)
    with Pixels.open(media / path.removeprefix("/media/")) as card:
        assert (card.format, card.size) == ("JPEG", (1200, 630))
    response = client.get(path)
    assert response.headers["Content-Type"] == "image/jpeg"
    response.close()


def test_an_article_without_a_picture_has_a_card_too(client: Client, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    assert path_of(client, article).endswith("img/logo.png")
    draw_social_card.func(article.pk)
    assert "/cards/" in path_of(client, article)


def test_the_desk_copy_is_never_on_it_and_a_new_live_text_is(
    client: Client, cast: Cast, media: Path, django_capture_on_commit_callbacks: object
) -> None:
    article = article_at(Status.PUBLISHED, cast, copy=desk("Live words"))
    draw_social_card.func(article.pk)
    before = path_of(client, article)
    article = actions.save(article, desk=desk("Words on the desk"), by=cast.writer)
    draw_social_card.func(article.pk)
    assert path_of(client, article) == before
    for verb in ("submit", "approve"):
        article = step(article, verb, cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        article = step(article, "publish", cast)
        assert "/cards/" not in path_of(client, article)
        draw_social_card.func(article.pk)
    assert path_of(client, article) not in (before, "")
    assert not (media / before.removeprefix("/media/")).exists()


def test_a_withdrawn_article_loses_its_card(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    article = article_at(Status.PUBLISHED, cast)
    draw_social_card.func(article.pk)
    card = path_of(client, article)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        step(article, "take_down", cast)
    assert client.get(card).status_code == 404
    assert not SocialCard.objects.exists()
    draw_social_card.func(article.pk)  # a task that comes too late
    assert not SocialCard.objects.exists()


def test_the_card_follows_the_focus_of_the_picture(client: Client, cast: Cast) -> None:
    image = factories.image(width=800, height=500)
    article = article_at(Status.PUBLISHED, cast, copy=desk(hero=image, hero_alt="A bed"))
    draw_social_card.func(article.pk)
    state = SocialCard.objects.get().state
    image = Image.objects.get(pk=image.pk)
    image.focus_x = 10
    image.save()
    assert SocialCard.objects.get().state != state


def test_a_title_that_cannot_be_drawn_leaves_the_page_its_picture(
    client: Client, cast: Cast
) -> None:
    article = article_at(Status.PUBLISHED, cast, copy=desk("睡眠"))
    draw_social_card.func(article.pk)
    assert path_of(client, article).endswith("img/logo.png")
    assert "no “睡”" in SocialCard.objects.get().problem


def test_the_papers_of_cards_are_those_of_the_pages() -> None:
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    for accent, colour in social_card.PAPER.items():
        rule = re.search(rf'\[data-accent="{accent}"\] {{\s*--accent-field: (#\w+);', tokens)
        assert rule
        assert rule[1] == colour

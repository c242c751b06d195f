"""Smaller copies of pictures: made after the response, printed once they are there."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks import task_backends
from PIL import Image as Pixels
from PIL import features

from articles import actions, library, renditions
from articles.models import Image, Renditions, Status
from articles.tasks import make_renditions
from tests import factories
from tests.factories import Cast, article_at, desk, picture
from tests.queries import counted
from tests.reading import sheet
from wellness.lib import renditions as lib
from wellness.lib import rich_text

pytestmark = pytest.mark.django_db

FORMATS = {"avif", "webp"} if features.check("avif") else {"webp"}


def made(image: Image) -> Renditions:
    """The copies of a picture, made as the worker does."""
    make_renditions.func(image.sha256)
    return Renditions.objects.get(pk=image.sha256)


def body_with(image: Image, alt: str = "A cup &gt; a mug") -> str:
    return rich_text.clean(
        f'<p>Before.</p><figure class="image"><img src="{image.file.url}" alt="{alt}">'
        "<figcaption>The cup.</figcaption></figure>"
    )


# --- making them ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "made"),
    [
        (80, [80]),
        (360, [360]),
        (700, [360, 640, 700]),
        (1600, [360, 640, 960, 1280, 1600]),
        (1920, [360, 640, 960, 1280, 1920]),
        (2400, [360, 640, 960, 1280, 1920]),
    ],
)
def test_no_copy_is_wider_than_the_picture(width: int, made: list[int]) -> None:
    assert lib.widths_for(width, lib.WIDTHS) == made


def test_copies_have_the_sizes_and_the_types_that_they_say(media: Path) -> None:
    row = made(factories.image(width=700, height=420))
    assert {(f["format"], f["width"]) for f in row.files} == {
        (kind, width) for kind in FORMATS for width in (360, 640, 700)
    }
    for file in row.files:
        with Pixels.open(media / file["name"]) as copy:
            assert copy.format == file["format"].upper()
            assert copy.size == (file["width"], round(file["width"] * 0.6))
            assert not copy.info.get("exif")
        assert renditions.hash_in(file["name"])
    assert (row.width, row.height, row.attempts, row.problem) == (700, 420, 0, "")


def test_copies_are_named_by_their_bytes_and_kept_by_readers_for_ever(client: Client) -> None:
    for file in made(factories.image(width=400, height=300)).files:
        response = client.get(f"/media/{file['name']}")
        assert response.headers["Content-Type"] == f"image/{file['format']}"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in response.headers["Cache-Control"]
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        response.close()
        assert lib.Copy(file["format"], 0, 0, content).sha256 in file["name"]


def test_transparency_stays() -> None:
    out = io.BytesIO()
    Pixels.new("RGBA", (400, 300), (0, 128, 128, 0)).save(out, "PNG")
    upload = SimpleUploadedFile("see-through.png", out.getvalue(), "image/png")
    image = Image.objects.create(title="See-through", file=upload)
    with image.file.open() as stored:
        content = stored.read()
    for copy in lib.copies(content, lib.WIDTHS):
        with Pixels.open(io.BytesIO(copy.content)) as pixels:
            assert pixels.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_without_an_avif_encoder_there_is_webp(monkeypatch: pytest.MonkeyPatch) -> None:
    check = features.check
    monkeypatch.setattr(features, "check", lambda name: name != "avif" and check(name))
    row = made(factories.image(width=400, height=300))
    assert {file["format"] for file in row.files} == {"webp"}


def test_an_upload_asks_for_copies_once_and_waits_for_none(cast: Cast) -> None:
    queue: Any = task_backends["later"]
    queue.clear()
    image = library.take(SimpleUploadedFile("a.png", picture(400, 300)), by=cast.writer)
    assert [result.args for result in queue.results] == [[image.sha256]]
    assert Renditions.objects.get().recipe == 0
    image.caption = "Other words"
    image.save()
    library.take(SimpleUploadedFile("b.png", picture(400, 300)), by=cast.editor)
    assert len(queue.results) == 1


def test_done_twice_is_done_once(media: Path) -> None:
    image = factories.image(width=400, height=300)
    first = made(image)
    files = sorted(media.rglob("*"))
    again = made(image)
    assert again.made_at == first.made_at
    assert sorted(media.rglob("*")) == files


def test_a_failure_is_logged_and_tried_again_and_then_left(
    media: Path, caplog: pytest.LogCaptureFixture
) -> None:
    image = factories.image()
    path = media / str(image.file.name)
    content = path.read_bytes()
    path.write_bytes(b"RIFF of nothing")
    queue: Any = task_backends["later"]
    queue.clear()
    waits = []
    for _attempt in range(5):
        make_renditions.func(image.sha256)
    waits = [result.task.run_after - timezone.now() for result in queue.results]
    assert len(waits) == len(renditions.AGAIN_AFTER)
    assert waits == sorted(waits)
    assert caplog.text.count("No copies could be made of the picture") == 5
    row = Renditions.objects.get()
    assert (row.attempts, row.recipe, row.files) == (5, 0, [])
    assert "UnidentifiedImageError" in row.problem
    path.write_bytes(content)
    assert made(image).problem == ""


def test_the_command_catches_up_tells_how_far_it_is_and_has_nothing_to_do_twice(
    cast: Cast,
) -> None:
    for number in range(3):
        factories.image(f"{number}", width=100 + number)
    person = factories.author("Wanda Writer")
    person.portrait = SimpleUploadedFile("face.png", picture(700, 700, "peru"))
    person.save()
    Renditions.objects.all().delete()  # a magazine from before there were copies
    said = io.StringIO()
    call_command("make_renditions", stdout=said)
    assert "1 of 4" in said.getvalue()
    assert "All pictures have their copies" in said.getvalue()
    assert not renditions.due().exists()
    portrait = Renditions.objects.get(source=person.portrait.name)
    assert {file["width"] for file in portrait.files} == {160, 320, 640}
    said = io.StringIO()
    call_command("make_renditions", stdout=said)
    assert " of " not in said.getvalue()


def test_the_command_goes_on_after_a_bad_file_and_says_so(
    media: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    bad, good = factories.image(colour="red"), factories.image(colour="blue")
    (media / str(bad.file.name)).unlink()
    with pytest.raises(CommandError, match="1 pictures could not be read"):
        call_command("make_renditions", stdout=io.StringIO())
    assert Renditions.objects.get(pk=good.sha256).recipe == lib.RECIPE


# --- printing them -------------------------------------------------------------------------------


def test_before_they_are_there_the_page_shows_the_picture_itself(
    client: Client, cast: Cast
) -> None:
    image = factories.image(width=800, height=500)
    inside = factories.image(width=700, height=420, colour="red")
    article = article_at(
        Status.PUBLISHED, cast, copy=desk(hero=image, hero_alt="A bed", body=body_with(inside))
    )
    page = sheet(client, article.get_absolute_url())
    hero = page.one("//figure[contains(@class, 'hero')]/img")
    assert hero.get("src") == image.file.url
    assert not page.all("//main//source")
    assert not page.all("//main//img[@srcset]")
    for picture_ in page.all("//main//img"):
        assert picture_.get("width")
        assert picture_.get("height")


def test_afterwards_the_page_offers_every_size_and_says_the_same_words(
    client: Client, cast: Cast
) -> None:
    image = factories.image(width=1000, height=625)
    inside = factories.image(width=700, height=420, colour="red")
    article = article_at(
        Status.PUBLISHED,
        cast,
        copy=desk(hero=image, hero_alt="A bed", hero_caption="Mine.", body=body_with(inside)),
    )
    before = sheet(client, article.get_absolute_url()).words("//main")
    made(image)
    made(inside)
    page = sheet(client, article.get_absolute_url())
    assert page.words("//main") == before

    hero = page.one("//figure[contains(@class, 'hero')]//img")
    assert (hero.get("src"), hero.get("alt")) == (image.file.url, "A bed")
    assert (hero.get("width"), hero.get("height")) == ("1000", "625")
    assert hero.get("fetchpriority") == "high"
    assert hero.get("loading") is None
    assert [part.split()[1] for part in hero.get("srcset").split(", ")] == [
        "360w", "640w", "960w", "1000w",
    ]  # fmt: skip
    if "avif" in FORMATS:
        source = page.one("//figure[contains(@class, 'hero')]/picture/source")
        assert source.get("type") == "image/avif"
        assert source.get("sizes") == hero.get("sizes")
        assert source.get("srcset").count(".avif ") == 4

    cup = page.one("//div[@class='prose']//img")
    assert (cup.get("src"), cup.get("alt")) == (inside.file.url, "A cup > a mug")
    assert (cup.get("width"), cup.get("height")) == ("700", "420")
    assert (cup.get("loading"), cup.get("decoding")) == ("lazy", "async")
    assert cup.get("srcset").count(" 360w") == 1
    for address in [part.split()[0] for part in cup.get("srcset").split(", ")]:
        response = client.get(address)
        assert response.status_code == 200
        response.close()


def test_what_is_sealed_stays_as_it_is(client: Client, cast: Cast) -> None:
    inside = factories.image(width=400, height=300)
    article = article_at(Status.PUBLISHED, cast, copy=desk(body=body_with(inside)))
    before = client.get(f"{article.get_absolute_url()}provenance/content.json").content
    made(inside)
    assert client.get(f"{article.get_absolute_url()}provenance/content.json").content == before
    assert "srcset" not in before.decode()


def test_portraits_come_in_sizes(client: Client, cast: Cast) -> None:
    cast.author.portrait = SimpleUploadedFile("face.png", picture(700, 700, "peru"))
    cast.author.portrait_alt = "Wanda laughs"
    cast.author.save()
    article = article_at(Status.PUBLISHED, cast)
    renditions.make(renditions.hash_in(cast.author.portrait.name))
    for address in (article.get_absolute_url(), cast.author.get_absolute_url(), "/authors/"):
        portrait = sheet(client, address).one("//img[@class='portrait']")
        assert portrait.get("alt") == "Wanda laughs"
        assert portrait.get("srcset").count("w, ") == 2
        assert (portrait.get("width"), portrait.get("height")) == ("700", "700")


def test_cards_never_load_more_than_they_show(client: Client, cast: Cast) -> None:
    topic = factories.topic()
    for colour in ("red", "green", "blue"):
        image = factories.image(width=1300, height=800, colour=colour)
        article_at(Status.PUBLISHED, cast, topic=topic, copy=desk(hero=image, hero_alt=colour))
        made(image)
    page = sheet(client, "/articles/")
    cards = page.all("//article//img")
    assert len(cards) == 3
    assert [card.get("loading") for card in cards] == [None, "lazy", "lazy"]
    for card in cards:
        assert "1280w" not in card.get("srcset")
        assert card.get("sizes")
    lead = sheet(client, "/").one("//div[@class='cover__picture']//img")
    assert lead.get("fetchpriority") == "high"
    assert "1280w" in lead.get("srcset")


@pytest.mark.parametrize("address", ["/", "/articles/", "/authors/", "article"])
def test_more_pictures_need_no_more_queries(client: Client, cast: Cast, address: str) -> None:
    def publish(number: int) -> str:
        inside = [factories.image(width=90 + number * 2 + k, height=60) for k in range(number)]
        hero = factories.image(width=200 + number)
        for image in [hero, *inside]:
            made(image)
        body = "".join(body_with(image) for image in inside) or "<p>Text</p>"
        article = article_at(
            Status.PUBLISHED, cast, copy=desk(f"{number}", body, hero=hero, hero_alt="x")
        )
        person = factories.author(f"Author {number}")
        person.portrait = SimpleUploadedFile("face.png", picture(200 + number, 200, "peru"))
        person.save()
        actions.arrange(article, by=cast.editor, authors=[cast.author, person])
        return article.get_absolute_url()

    def count(page: str) -> int:
        with counted() as queries:
            assert client.get(page).status_code == 200
        return int(queries)

    for number in range(4):
        last = publish(number)
    few = count(last if address == "article" else address)
    for number in range(4, 8):
        last = publish(number)
    assert count(last if address == "article" else address) == few


def test_the_focus_says_which_part_of_a_picture_stays(client: Client, cast: Cast) -> None:
    image = factories.image(width=400, height=300)
    article = article_at(Status.PUBLISHED, cast, copy=desk(hero=image, hero_alt="A bed"))
    page = sheet(client, article.get_absolute_url())
    assert page.one("//figure[contains(@class, 'hero')]//img").get("class") == "picture"
    Image.objects.update(focus_x=12, focus_y=81)
    for address in (article.get_absolute_url(), "/articles/"):
        shown = sheet(client, address).one("//main//img[contains(@class, 'picture')]")
        assert shown.get("class") == "picture focus-x-10 focus-y-80"
    rules = (Path(__file__).parents[2] / "static/css/site.css").read_text()
    assert ".focus-x-10 {" in rules
    assert ".focus-y-80 {" in rules

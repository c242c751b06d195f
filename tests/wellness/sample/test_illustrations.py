"""The pictures of the sample magazine: one for each article and person, the same on every run."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from wellness.sample import illustrations, magazine
from wellness.sample.illustrations.curves import read, smooth


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "WEBP"
    return picture


def test_every_article_has_a_picture_of_its_own() -> None:
    heroes = [article.hero for article in magazine.articles().values()]
    assert sorted(heroes) == sorted(illustrations.KEYS)


def test_everybody_has_a_portrait_of_their_own() -> None:
    people = magazine.people()
    assert sorted(illustrations.PORTRAITS) == sorted(
        person.slug for person in (*people.authors, *people.reviewers)
    )


def test_a_picture_is_the_same_every_time() -> None:
    first = illustrations.draw("moon-clock")
    assert opened(first).size == illustrations.HERO_SIZE
    assert illustrations.draw("moon-clock") == first


def test_a_portrait_is_the_same_every_time() -> None:
    first = illustrations.portrait("suki-larkbridge")
    assert opened(first).size == illustrations.PORTRAIT_SIZE
    assert illustrations.portrait("suki-larkbridge") == first


def test_a_picture_is_more_than_a_flat_colour() -> None:
    colours = opened(illustrations.draw("heron")).convert("RGB").getcolors(maxcolors=1_600_000)
    assert colours is not None
    assert len(colours) > 10_000


def test_a_picture_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(KeyError, match=r"no picture “sunflower”.*moon-clock"):
        illustrations.draw("sunflower")
    with pytest.raises(KeyError, match=r"no portrait “nobody”.*bram-saltmarsh"):
        illustrations.portrait("nobody")


def test_an_outline_can_be_written_as_text() -> None:
    assert read("0,0! 10,-2.5") == [(0, 0, 1), (10, -2.5)]
    assert smooth("0,0! 9,0! 9,9!") == smooth([(0, 0, 1), (9, 0, 1), (9, 9, 1)])


def test_between_two_corners_scissors_go_straight() -> None:
    edge = smooth("0,0! 12,0! 12,12!", steps=4)[:4]
    assert edge[0] == (0, 0)
    assert all(y == 0 for _, y in edge)
    assert [x for x, _ in edge] == sorted(x for x, _ in edge)

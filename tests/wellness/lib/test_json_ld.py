"""Nodes of structured data say what is known and leave out the rest."""

import datetime as dt

from pytest_django import Settings

from wellness.lib import json_ld


def test_what_says_nothing_is_left_out() -> None:
    node = json_ld.node("Person", name="Ada", jobTitle="", sameAs=[], image=None, description="x")
    assert node == {"@type": "Person", "name": "Ada", "description": "x"}


def test_nothing_is_not_the_same_as_zero() -> None:
    assert json_ld.node("ListItem", position=0)["position"] == 0


def test_dates_are_written_in_iso_8601() -> None:
    node = json_ld.node("Article", datePublished=dt.date(2026, 1, 2), hasPart=[dt.date(2026, 3, 4)])
    assert node["datePublished"] == "2026-01-02"
    assert node["hasPart"] == ["2026-03-04"]


def test_addresses_are_those_that_readers_use(settings: Settings) -> None:
    settings.SITE_URL = "https://magazine.example"
    assert json_ld.absolute("/a/") == "https://magazine.example/a/"
    assert json_ld.absolute("https://elsewhere.example/") == "https://elsewhere.example/"
    assert json_ld.ref("/#x") == {"@id": "https://magazine.example/#x"}


def test_breadcrumbs_begin_at_the_front_page(settings: Settings) -> None:
    settings.SITE_URL = "https://magazine.example"
    trail = json_ld.breadcrumbs("/a/b/", ("A", "/a/"), ("B", "/a/b/"))["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in trail] == [
        (1, "Wellness", "https://magazine.example/"),
        (2, "A", "https://magazine.example/a/"),
        (3, "B", "https://magazine.example/a/b/"),
    ]

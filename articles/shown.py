"""Pictures as they stand on a page: the stored one, and the smaller copies that are ready.

Which copies are ready is read with the page, in one query or within the page's own; a template
only prints. The words that belong to a picture come from where they were approved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from articles.content import Content, HeroContent
from articles.models import Image, Renditions
from articles.pictures import files
from articles.renditions import hash_in
from authors.models import Person
from wellness.lib.body_pictures import Sources

SMALL: Final = 960
"""The widest copy that a card is offered, in pixels: it is never wider on a page."""

Facts = Mapping[str, Any]
"""What is known of a stored picture: width, height, files, focus_x, focus_y."""

_STEP: Final = 5
"""The focus is printed as a class, because no page has inline styles, in steps of so many per
cent; static/css/focus.css has a rule for each."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with the words that go with it, and its copies as values of ``srcset``.

    Attributes:
        avif, webp: every copy; empty before they are made.
        small_avif, small_webp: those for places that are never wide.
        focus: classes that say which part stays when an edge is cut off; empty for the middle.
    """

    src: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    avif: str = ""
    webp: str = ""
    small_avif: str = ""
    small_webp: str = ""
    focus: str = ""


def facts_of(column: str) -> Subquery:
    """SQL: what is known of the picture whose hash a column of the outer query holds, as JSON."""
    rows = Renditions.objects.filter(pk=OuterRef(column))
    return Subquery(_facts(rows).values("facts")[:1])


def known(hashes: Iterable[str]) -> dict[str, Facts]:
    """What is known of these pictures, by hash, in one query; in none for no pictures."""
    wanted = set(hashes) - {""}
    if not wanted:
        return {}
    rows = _facts(Renditions.objects.filter(pk__in=wanted))
    return dict(rows.values_list("pk", "facts"))


def _facts(rows: QuerySet[Renditions]) -> QuerySet[Any]:
    image = Image.objects.filter(sha256=OuterRef("pk")).order_by("pk")
    return rows.annotate(
        facts=JSONObject(
            width=Coalesce(Subquery(image.values("width")[:1]), F("width")),
            height=Coalesce(Subquery(image.values("height")[:1]), F("height")),
            files=F("files"),
            focus_x=Subquery(image.values("focus_x")[:1]),
            focus_y=Subquery(image.values("focus_y")[:1]),
        )
    )


def of_content(content: Content, people: Sequence[Person] = ()) -> dict[str, Facts]:
    """What is known of the pictures of a text and of people's portraits, in one query."""
    names = [*files(content), *(str(person.portrait) for person in people if person.portrait)]
    return known(hash_in(name) for name in names)


def hero(content: HeroContent | None, facts: Facts | None) -> Shown | None:
    """The picture at the top of an article, with the words that were approved."""
    if content is None:
        return None
    return Shown(
        src=content.src,
        width=content.width,
        height=content.height,
        alt=content.alt,
        caption=content.caption,
        credit=content.credit,
        focus=_focus(facts),
        **_srcsets(facts),
    )


def with_portraits(people: Iterable[Person], facts: Mapping[str, Facts] | None = None) -> None:
    """Give each person the portrait that pages print, in one query or with what is known."""
    people = [person for person in people if person.portrait]
    hashes = {person: hash_in(str(person.portrait)) for person in people}
    facts = known(hashes.values()) if facts is None else facts
    for person in people:
        about = facts.get(hashes[person])
        person.portrait_shown = Shown(
            src=person.portrait.url,
            width=(about or {}).get("width") or 600,
            height=(about or {}).get("height") or 600,
            alt=person.portrait_alt,
            **_srcsets(about),
        )


def in_body(facts: Mapping[str, Facts]) -> dict[str, Sources]:
    """The copies of the pictures of a body, by hash."""
    return {
        sha256: Sources(
            width=about["width"],
            height=about["height"],
            avif=sets.get("avif", ""),
            webp=sets.get("webp", ""),
        )
        for sha256, about in facts.items()
        for sets in [_srcsets(about)]
    }


def thumbnail(facts: Facts | None) -> str:
    """The address of the narrowest copy; empty before there is one."""
    rows = [row for row in (facts or {}).get("files", ()) if row["format"] == "webp"]
    return f"{settings.MEDIA_URL}{rows[0]['name']}" if rows else ""


def _srcsets(facts: Facts | None) -> dict[str, str]:
    if not facts or not facts["files"]:
        return {}
    sets: dict[str, list[str]] = {"avif": [], "webp": [], "small_avif": [], "small_webp": []}
    for row in facts["files"]:
        candidate = f"{settings.MEDIA_URL}{row['name']} {row['width']}w"
        sets[row["format"]].append(candidate)
        if row["width"] <= SMALL:
            sets[f"small_{row['format']}"].append(candidate)
    return {name: ", ".join(candidates) for name, candidates in sets.items()}


def _focus(facts: Facts | None) -> str:
    classes = []
    for axis in ("x", "y"):
        value = (facts or {}).get(f"focus_{axis}")
        step = round((50 if value is None else value) / _STEP) * _STEP
        if step != 50:
            classes.append(f"focus-{axis}-{step}")
    return " ".join(classes)

"""What an approval binds to: the words a reader sees, as one sequence of bytes.

A revision stores its content as canonical JSON: keys sorted, no white space between tokens,
UTF-8, nothing escaped that need not be. The digest is the SHA-256 of exactly those bytes, so
anybody can download the content of a page and compute the digest with a tool of their own
(``sha256sum``); the database computes it too and refuses a row where the two differ.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from wellness.lib import rich_text
from wellness.lib.text import one_line

SCHEMA = 1
"""Version of the shape below; part of the bytes, so that a new shape never reuses a digest."""


@dataclass(frozen=True, slots=True)
class ReferenceContent:
    """A cited source as it is printed: numbered by its place in the list."""

    authors: str = ""
    title: str = ""
    publisher: str = ""
    year: int | None = None
    url: str = ""
    doi: str = ""
    pmid: str = ""


@dataclass(frozen=True, slots=True)
class HeroContent:
    """The picture over the article, named by the hash of its bytes."""

    src: str
    sha256: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything of an article that a reviewer approves."""

    title: str
    subtitle: str = ""
    description: str = ""
    key_points: tuple[str, ...] = ()
    body: str = ""
    references: tuple[ReferenceContent, ...] = ()
    hero: HeroContent | None = None
    schema: int = field(default=SCHEMA)

    def canonical(self) -> str:
        """The canonical JSON text of this content."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def parse(cls, canonical: str) -> "Content":
        """The content that a canonical text stands for.

        Raises:
            ValueError: the text has another schema version than this code reads.
        """
        data = json.loads(canonical)
        if data.get("schema") != SCHEMA:
            raise ValueError(f"Content of schema {data.get('schema')!r}; this code reads {SCHEMA}.")
        return cls(
            **data
            | {
                "key_points": tuple(data["key_points"]),
                "references": tuple(ReferenceContent(**row) for row in data["references"]),
                "hero": HeroContent(**data["hero"]) if data["hero"] else None,
            }
        )

    def changed_fields(self, other: "Content") -> list[str]:
        """Names of the fields in which two contents differ, in the order of this class."""
        return [f.name for f in fields(self) if getattr(self, f.name) != getattr(other, f.name)]


def digest(canonical: str) -> str:
    """SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def compose(
    *,
    title: str,
    subtitle: str,
    description: str,
    key_points: str,
    body: str,
    references: list[Mapping[str, Any]],
    hero: HeroContent | None,
) -> Content:
    """Content from what was typed: text normalised, HTML sanitised, one key point a line."""
    return Content(
        title=one_line(title),
        subtitle=one_line(subtitle),
        description=one_line(description),
        key_points=tuple(point for row in key_points.splitlines() if (point := one_line(row))),
        body=rich_text.clean(body),
        references=tuple(_reference(row) for row in references),
        hero=hero,
    )


def _reference(row: Mapping[str, Any]) -> ReferenceContent:
    values: dict[str, Any] = {
        name: row[name] if name == "year" else one_line(row[name])
        for name in ReferenceContent.__slots__
    }
    return ReferenceContent(**values)


def objection(canonical: str) -> str:
    """Why these bytes are not what the program would write, as a sentence; empty where they are.

    What comes through the desk is in order by the way it is composed. This looks again at what
    may have come in beside it, before somebody puts their name under it.
    """
    try:
        content = Content.parse(canonical)
        again = compose(
            title=content.title,
            subtitle=content.subtitle,
            description=content.description,
            key_points="\n".join(content.key_points),
            body=content.body,
            references=[asdict(row) for row in content.references],
            hero=content.hero,
        )
    except (ValueError, TypeError, AttributeError, KeyError):
        return "This revision was not written by the program: save the text again."
    if again.canonical() != canonical:
        parts = ", ".join(again.changed_fields(content)) or "form"
        return (
            f"The rules for text would write this revision differently ({parts}): "
            "take it back from review and save it again."
        )
    return ""

"""What an approval binds to: the words a reader sees, as one sequence of bytes.

A revision stores its content as canonical JSON: keys sorted, no white space between tokens,
UTF-8, nothing escaped that need not be. The digest is the SHA-256 of exactly those bytes, so
anybody can download the content of a page and compute the digest with a tool of their own
(``sha256sum``); the database computes it too and refuses a row where the two differ.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from django.db import models

from wellness.lib import rich_text
from wellness.lib.text import one_line

SINCE: Final[dict[int, frozenset[str]]] = {
    1: frozenset(),
    2: frozenset({"correction", "disclosure"}),
}
"""Versions of the shape below, with the fields that each brought.

The version is part of the bytes. A content is written in the first version that can say it all:
text without the newer fields has the bytes, the digest and the approval that it always had
(docs/adr/0070).
"""


class CorrectionKind(models.TextChoices):
    """What a correction notice is to its readers."""

    MATERIAL = "material", "Correction"
    CLARIFICATION = "clarification", "Clarification"


@dataclass(frozen=True, slots=True)
class CorrectionContent:
    """The notice of the change that a revision makes to what readers have seen before."""

    kind: str
    text: str

    @property
    def is_material(self) -> bool:
        return self.kind == CorrectionKind.MATERIAL

    @property
    def label(self) -> str:
        """What the notice calls itself."""
        return str(CorrectionKind(self.kind).label)


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
    correction: CorrectionContent | None = None
    disclosure: str = ""

    @property
    def schema(self) -> int:
        """The first version of the shape that can say this."""
        return max(
            n for n, names in SINCE.items() if not names or any(getattr(self, x) for x in names)
        )

    def canonical(self) -> str:
        """The canonical JSON text of this content."""
        schema = self.schema
        newer = frozenset().union(*(names for number, names in SINCE.items() if number > schema))
        data = {name: value for name, value in asdict(self).items() if name not in newer}
        return json.dumps(
            data | {"schema": schema}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @classmethod
    def parse(cls, canonical: str) -> "Content":
        """The content that a canonical text stands for.

        Raises:
            ValueError: the text has a schema version that this code doesn't read.
        """
        data = json.loads(canonical)
        schema = data.pop("schema", None)
        if schema not in SINCE:
            raise ValueError(f"Content of schema {schema!r}; this code reads {max(SINCE)}.")
        correction = data.get("correction")
        return cls(
            **data
            | {
                "key_points": tuple(data["key_points"]),
                "references": tuple(ReferenceContent(**row) for row in data["references"]),
                "hero": HeroContent(**data["hero"]) if data["hero"] else None,
                "correction": CorrectionContent(**correction) if correction else None,
            }
        )

    def without_notice(self) -> "Content":
        """The same without its correction notice: what the article says."""
        return replace(self, correction=None)

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
    correction_kind: str = "",
    correction: str = "",
    disclosure: str = "",
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
        correction=notice(correction_kind, correction),
        disclosure=one_line(disclosure),
    )


def notice(kind: str, text: str) -> CorrectionContent | None:
    """The correction notice that was typed; half of one is none."""
    text = one_line(text)
    return CorrectionContent(kind, text) if kind in CorrectionKind.values and text else None


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
            correction_kind=content.correction.kind if content.correction else "",
            correction=content.correction.text if content.correction else "",
            disclosure=content.disclosure,
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

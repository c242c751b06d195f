"""Names of authors as the magazine writes them: “Doe JQ, Roe R”, and “et al.” after many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

MOST_NAMED: Final = 6
"""So many authors are all named; of more the first three are, after the AMA Manual of Style."""

NAMED_OF_MANY: Final = 3

_BODY: Final = re.compile(
    r"\b(?:academy|administration|agency|alliance|association|board|cent(?:er|re)|clinic|collaborat\w+|"
    r"college|commission|committee|consortium|council|department|editors|federation|force|foundation|"
    r"group|hospital|initiative|institutes?|investigators|ministry|network|office|organi[sz]ation|panel|"
    r"programme?|school|service|society|staff|team|trust|union|university|writers)\b",
    re.I,
)
"""Words that no person is called by: the name of a body of people stays as it is."""

_SUFFIX: Final = re.compile(r"(?:jr|sr|[2-4](?:nd|rd|th)|i{2,3}|iv)\.?", re.I)


def is_suffix(words: str) -> bool:
    return bool(_SUFFIX.fullmatch(words))


def person(family: str, given: str = "", suffix: str = "") -> str:
    """“Doe JQ Jr” from the parts of a name."""
    family, suffix = family.strip(" ,"), suffix.strip(" ,.")
    return " ".join(part for part in (family, _initials(given), suffix) if part)


def typed(name: str) -> str:
    """A name written “Doe, John Q.” or “Doe, John Q., Jr.”; any other stays as it is."""
    family, comma, rest = name.partition(",")
    if not comma or _BODY.search(name):
        return name.strip(" ,")
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    suffix = next((part for part in parts if is_suffix(part)), "")
    given = " ".join(part for part in parts if part != suffix)
    return person(family, given, suffix)


def spoken(name: str) -> str:
    """A name that may be written “John Q. Doe” as well; a body of people stays as it is."""
    words = name.split()
    if "," in name or not 2 <= len(words) <= 5 or _BODY.search(name):
        return typed(name)
    if len(words) == 2 and re.fullmatch(r"[A-Z]{1,3}", words[1]):
        return name.strip()  # “Doe JQ” already
    if not all(word[0].isupper() for word in (words[0], words[-1])):
        return name.strip()
    family = len(words) - 1
    while family > 1 and words[family - 1].islower():  # van der Berg
        family -= 1
    return person(" ".join(words[family:]), " ".join(words[:family]))


def _initials(given: str) -> str:
    given = given.strip()
    if re.fullmatch(r"[A-Z]{1,4}", given):
        return given
    words = re.split(r"[\s.‐‑-]+", given)
    return "".join(word[0].upper() for word in words if word and word[0].isalpha())


def in_one_line(names: Sequence[str], others: bool, limit: int) -> str:
    """The names with commas between them, within a limit of characters."""
    named = [name for name in names if name]
    if len(named) > MOST_NAMED:
        named, others = named[:NAMED_OF_MANY], True
    while named:
        line = ", ".join([*named, *(["et al."] if others else [])])
        if len(line) <= limit:
            return line
        if len(named) == 1:
            return named[0][: limit - 1].rstrip() + "…"
        named, others = named[:-1], True
    return ""

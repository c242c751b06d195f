"""Names of medicines and authorities, and the forms in which they are often written wrongly.

The table is `names.toml` beside this file; its head says how to add a row.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("names.toml")


@dataclass(frozen=True, slots=True)
class Name:
    """One row of the table: how to write it, how not to, and a sentence why where that helps."""

    right: str
    wrong: tuple[str, ...]
    why: str = ""


@cache
def table() -> tuple[Name, ...]:
    """The rows of `names.toml`."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["name"]
    return tuple(Name(row["right"], tuple(row["wrong"]), row.get("why", "")) for row in rows)


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, Name]]:
    names = {_key(wrong): name for name in table() for wrong in name.wrong}
    # The longest first, or a short form would win inside a long one.
    forms = sorted(names, key=len, reverse=True)
    found = "|".join(re.escape(form).replace(r"\ ", r"[\s-]+") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{found})(?![\w-])", re.IGNORECASE), names


def _key(text: str) -> str:
    return " ".join(text.replace("-", " ").casefold().split())


def wrong_names(text: str) -> Iterator[tuple[int, int, Name]]:
    """Each wrong form in a text: where it begins and ends, and its row."""
    pattern, names = _patterns()
    for match in pattern.finditer(text):
        if name := names.get(_key(match[0])):
            yield match.start(), match.end(), name

"""Whom a comment names with “@”, read from its words.

A mention is typed as “@” and a full name, or, of two people with the same name, “@” and the
e-mail address. The list that the desk offers writes no more than that, so that a comment says by
itself whom it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower, StrIndex

from authors.models import User
from wellness.lib.text import one_line

LONGEST: Final = 60
"""Characters of what was typed that the sentence repeats."""

_ANY: Final = re.compile(r"(?<![^\s(\[{“‘„\"'«])@(?=[^\W\d_])\S*\w")
"""An “@” where a name can begin, with the word after it; not within an address of the web."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a comment, which name somebody or don't."""

    words: str
    is_name: bool = False


def named(text: str, able: QuerySet[User]) -> dict[int, str]:
    """The accounts that a text mentions, by number, each as it is written there.

    Nobody else is looked for: of other names and addresses nothing tells whether there is an
    account, because nothing here knows.

    Args:
        able: who may see what the text is about.

    Raises:
        ValidationError: an “@” names none of them, or several, with a sentence about it.
    """
    if "@" not in text:
        return {}
    by_name: dict[str, list[User]] = {}
    for user in _called(text, able):
        for name in {_folded(str(user)), _folded(user.email)} - {""}:
            by_name.setdefault(name, []).append(user)
    found: dict[int, str] = {}
    problems: dict[str, None] = {}
    known: set[int] = set()
    for match in _names(by_name).finditer(text) if by_name else ():
        they = by_name.get(_folded(match["name"]), [])
        if not they:  # where two alphabets write one letter: that is no name of anybody
            continue
        known.add(match.start())
        if len(they) == 1:
            found.setdefault(they[0].pk, " ".join(match["name"].split()))
        else:
            problems[_several(they)] = None
    for match in _ANY.finditer(text):
        if match.start() not in known:
            problems[nobody(match.group()[:LONGEST])] = None
    if problems:
        raise ValidationError({"text": list(problems)})
    return found


def in_pieces(text: str, written: Iterable[str]) -> list[Piece]:
    """A text with the names in it apart, as they are written there."""
    names = dict.fromkeys(_folded(name) for name in written)
    if not names:
        return [Piece(text)]
    found, end = [], 0
    for match in _names(names).finditer(text):
        found += [Piece(text[end : match.start()]), Piece(match.group(), is_name=True)]
        end = match.end()
    return [piece for piece in [*found, Piece(text[end:])] if piece.words]


def _called(text: str, able: QuerySet[User]) -> list[User]:
    """Those of these accounts whose name or address stands after an “@”."""
    words = Lower(Value(one_line(text), output_field=TextField()))
    at = Value("@", output_field=TextField())
    return list(
        able.annotate(
            by_name=StrIndex(words, Concat(at, Lower("name"))),
            by_address=StrIndex(words, Concat(at, Lower("email"))),
        ).filter(Q(by_name__gt=0) & ~Q(name="") | Q(by_address__gt=0))
    )


def _names(names: Mapping[str, object]) -> re.Pattern[str]:
    """What finds any of these names after an “@”, the longest that fits."""
    longest = sorted(names, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<!\w)@(?P<name>{either})(?![-.]?\w)", re.IGNORECASE)


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


def nobody(words: str) -> str:
    """Said for every reason alike: no account of this name, one that is switched off, or one that
    may not see the article. It repeats what was typed, and nothing that an account says."""
    return (
        f"“{words}” names nobody who may see this article. Choose somebody from the list that "
        "opens after the “@”, write their full name, or leave the “@” out."
    )


def _several(people: Sequence[User]) -> str:
    addresses = " or ".join(f"@{user.email}" for user in people)
    return (
        f"Several people are called {people[0]}. Write the e-mail address after the “@” instead: "
        f"{addresses}."
    )

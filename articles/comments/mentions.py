"""Whom a comment names with “@”, read from its words.

A mention is typed as “@” and a full name, or, of two people with the same name, “@” and the
e-mail address. The list that the desk offers writes no more than that, so that a comment says by
itself whom it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower, StrIndex

from authors.models import User
from wellness.lib.text import one_line


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a comment, which name somebody or don't."""

    words: str
    is_name: bool = False


def named(text: str, able: QuerySet[User]) -> dict[int, str]:
    """The accounts that a text mentions, by number, each as it is written there.

    Args:
        able: who may see what the text is about.

    Raises:
        ValidationError: somebody is named who can't be told, with a sentence about them.
    """
    people = _called(text)
    if not people:
        return {}
    seen = set(able.filter(pk__in=[user.pk for user in people]).values_list("pk", flat=True))
    by_name: dict[str, list[User]] = {}
    for user in people:
        for name in {_folded(str(user)), _folded(user.email)}:
            by_name.setdefault(name, []).append(user)
    found: dict[int, str] = {}
    problems: dict[str, None] = {}
    for match in _names(by_name).finditer(text):
        candidates = by_name.get(_folded(match["name"]), [])
        they = [user for user in candidates if user.pk in seen]
        if len(they) == 1:
            found.setdefault(they[0].pk, " ".join(match["name"].split()))
        elif candidates:  # none where two alphabets write one letter: that is no name of anybody
            problems[_problem(they or candidates, can_see=bool(they))] = None
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


def _called(text: str) -> list[User]:
    """Accounts whose name or address stands after an “@”, whoever they are."""
    if "@" not in text:
        return []
    words = Lower(Value(one_line(text), output_field=TextField()))
    at = Value("@", output_field=TextField())
    return list(
        User.objects.annotate(
            by_name=StrIndex(words, Concat(at, Lower("name"))),
            by_address=StrIndex(words, Concat(at, Lower("email"))),
        ).filter(Q(by_name__gt=0) & ~Q(name="") | Q(by_address__gt=0))
    )


def _names(names: Mapping[str, object]) -> re.Pattern[str]:
    """What finds any of these names after an “@”, the longest that fits."""
    longest = sorted(names, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<!\w)@(?P<name>{either})(?!\w)", re.IGNORECASE)


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


def _problem(people: Sequence[User], *, can_see: bool) -> str:
    name = str(people[0])
    if can_see:
        addresses = " or ".join(f"@{user.email}" for user in people)
        return (
            f"Several people are called {name}. Write the e-mail address after the “@” instead: "
            f"{addresses}."
        )
    if not any(user.is_active for user in people):
        return (
            f"The account of {name} is switched off. Leave the “@” before the name out, or mention "
            "somebody else."
        )
    return (
        f"{name} may not see this article, and would not find what you write. Leave the “@” before "
        "the name out, or ask an editor."
    )

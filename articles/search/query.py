"""What a reader typed, as words, phrases and what is to be left out.

Any text is a query: marks that mean something elsewhere mean nothing here unless they are ours.
Ours are quotation marks around a phrase, a minus before a word or phrase to leave out, and OR (or
``|``) between alternatives.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from modelsearch.query import And, Not, Or, Phrase, PlainText, SearchQuery

from wellness.lib.text import excerpt, one_line

LIMIT: Final = 200
"""Characters of a query that are read; what follows is cut off, and the page says so."""

TERMS: Final = 24
"""Words and phrases that are looked for: more than anybody types, few enough for the database."""

_PART = re.compile(
    r"""(?P<minus>(?<!\S)[-−])? (?: "(?P<phrase>[^"]*)"? | (?P<word>[^\s"|]+) ) | (?P<bar>\|)""",
    re.VERBOSE,
)
_QUOTES: Final = {ord(mark): '"' for mark in "“”„‟«»＂"}
_OR: Final = "OR"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a phrase whose words follow one another."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False

    def compiled(self) -> SearchQuery:
        if self.is_phrase:
            return Phrase(self.text)
        return PlainText(self.text)


@dataclass(frozen=True)
class Query:
    """A search.

    Attributes:
        text: what was typed, on one line and cut to LIMIT.
        was_cut: whether something was cut off.
        alternatives: terms that have to be met together, for each side of an OR.
    """

    text: str
    was_cut: bool
    alternatives: tuple[tuple[Term, ...], ...]

    @classmethod
    def read(cls, typed: str) -> "Query":
        """The query that any text stands for."""
        whole = one_line(typed[: LIMIT * 10])
        text = excerpt(whole, LIMIT).removesuffix("…") if len(whole) > LIMIT else whole
        return cls(
            text=text,
            was_cut=len(whole) > LIMIT or len(typed) > LIMIT * 10,
            alternatives=_alternatives(text.translate(_QUOTES)),
        )

    @cached_property
    def wanted(self) -> list[str]:
        """Single words that are looked for, in lower case and in their order."""
        words = [
            word.lower()
            for terms in self.alternatives
            for term in terms
            if not term.is_excluded
            for word in re.findall(r"\w+", term.text)
        ]
        return list(dict.fromkeys(words))

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or a digit to look for."""
        return bool(self.wanted)

    def compiled(self) -> SearchQuery:
        """The query for an engine; ask only where it says something."""
        return _any([_all(terms) for terms in self.alternatives])

    def loosened(self) -> SearchQuery:
        """The same words, of which any one will do."""
        return _any([PlainText(word) for word in self.wanted[:TERMS]])


def _alternatives(text: str) -> tuple[tuple[Term, ...], ...]:
    groups: list[list[Term]] = [[]]
    count = 0
    for part in _PART.finditer(text):
        word = part["word"] or ""
        if part["bar"] or word == _OR:
            groups.append([])
            continue
        is_phrase = part["phrase"] is not None
        # Only runs of letters and digits: nothing else reaches the language of an engine.
        words = re.findall(r"\w+(?:['’.]\w+)*", part["phrase"] if is_phrase else word)
        count += bool(words)
        if not words or count > TERMS:
            continue
        if is_phrase and len(words) > 1:
            groups[-1].append(Term(" ".join(words), True, bool(part["minus"])))
        else:
            groups[-1].extend(Term(word, False, bool(part["minus"])) for word in words)
    return tuple(_meant(terms) for terms in groups if terms)


def _meant(terms: list[Term]) -> tuple[Term, ...]:
    """Where everything is to be left out nothing would be looked for: then a minus is a dash."""
    if all(term.is_excluded for term in terms):
        return tuple(Term(term.text, term.is_phrase) for term in terms)
    return tuple(terms)


def _all(terms: tuple[Term, ...]) -> SearchQuery:
    wanted = " ".join(term.text for term in terms if not term.is_phrase and not term.is_excluded)
    parts: list[SearchQuery] = [PlainText(wanted)] if wanted else []
    parts += [term.compiled() for term in terms if term.is_phrase and not term.is_excluded]
    parts += [Not(term.compiled()) for term in terms if term.is_excluded]
    return parts[0] if len(parts) == 1 else And(parts)


def _any(queries: list[SearchQuery]) -> SearchQuery:
    return queries[0] if len(queries) == 1 else Or(queries)

"""A spelling that titles and names have."""

import re
from difflib import SequenceMatcher
from typing import Final

from django.db import connection

from articles.search.query import Query

LIKE: Final = 0.66
"""How like a known word must be to be suggested: 1 is equal; “sleping” and “sleep” are 0.67."""

SHORTEST: Final = 4
"""Letters of the shortest word that is looked at: short ones are like too many others."""

_WORD = re.compile(r"[^\W\d_]+")

_KNOWN_LIKE = """
SELECT typed.word, known.word, known.ndoc
FROM unnest(%s::text[]) AS typed(word)
LEFT JOIN ts_stat('SELECT words FROM articles_livetext') AS known
    ON left(known.word, 1) = left(typed.word, 1)
    AND length(known.word) BETWEEN length(typed.word) - 2 AND length(typed.word) + 2
"""


def suggestion(query: Query) -> str:
    """The text with its unknown words in the spelling of titles and names; empty without a better.

    One query, made only where nothing was found. It looks at words that begin with the same letter
    and are about as long.
    """
    words = [word for word in query.wanted if len(word) >= SHORTEST and _WORD.fullmatch(word)]
    if not words:
        return ""
    better = {word: _best(word, known) for word, known in _known_like(words).items()}
    changed = {word: other for word, other in better.items() if other and other != word}
    if not changed:
        return ""
    return _WORD.sub(lambda found: changed.get(found[0].lower(), found[0]), query.text)


def _known_like(words: list[str]) -> dict[str, dict[str, int]]:
    """For each word those that resemble it, with the number of articles that have them."""
    found: dict[str, dict[str, int]] = {word: {} for word in words}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_LIKE, [words])
        for word, known, articles in cursor.fetchall():
            if known is not None:
                found[word][known] = articles
    return found


def _best(word: str, known: dict[str, int]) -> str:
    """The word that is most like it, by preference one that more articles have."""
    if word in known:
        return ""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    best, best_score = "", (LIKE, 0)
    for candidate, articles in sorted(known.items()):
        matcher.set_seq1(candidate)
        if matcher.quick_ratio() >= best_score[0]:
            score = (matcher.ratio(), articles)
            if score > best_score:
                best, best_score = candidate, score
    return best

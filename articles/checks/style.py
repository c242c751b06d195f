"""Checks of how a text reads."""

import re
from functools import lru_cache
from typing import Final

from articles.checks.findings import Finds, Found, Place
from articles.checks.subject import Subject, sentences

TITLE_LIMIT: Final = 65
"""Characters of a title that result pages of search engines usually show."""

DESCRIPTION_LIMITS: Final = (50, 160)
"""Characters between which a description says something and is usually shown whole."""

GRADE_LIMIT: Final = 12.0
FEWEST_WORDS: Final = 100
"""Below this many words a grade says more about chance than about the text."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_VOWELS: Final = re.compile(r"[aeiouyà-öø-ÿ]+")
_REPEATED: Final = re.compile(r"\b([^\W\d_]+)\s+(\1)\b", re.IGNORECASE)
_MAY_REPEAT: Final = frozenset({"had", "that"})


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Syllables of an English word, by counting groups of vowels.

    A silent e at the end (`make`, `makes`, `baked`) counts for nothing, `-le` after a consonant
    (`table`) for one, and every word has at least one.
    """
    word = word.lower()
    count = len(_VOWELS.findall(word))
    if re.search(r"[^aeiouylr]es$|[^aeiouytd]ed$|[^aeiouyl]e$|[aeiouy]le$|[^aeiouy]re$", word) and (
        not re.search(r"(?:[sxz]|[cs]h|[cg])es$", word)
    ):
        count -= 1
    return max(count, 1)


def reading_grade_of(subject: Subject) -> float | None:
    """The Flesch–Kincaid grade of the body; None for a text too short to tell.

    Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, “Derivation of New
    Readability Formulas for Navy Enlisted Personnel”, Research Branch Report 8-75 (1975):
    0.39 × words per sentence + 11.8 × syllables per word − 15.59.
    """
    count = words = spoken = 0
    for passage in subject.passages:
        if passage.tag not in ("p", "li"):
            continue
        for start, end in sentences(passage.text):
            found = _WORD.findall(passage.text, start, end)
            if found:
                count += 1
                words += len(found)
                spoken += sum(syllables(word) for word in found)
    if words < FEWEST_WORDS:
        return None
    return 0.39 * words / count + 11.8 * spoken / words - 15.59


def reading_grade(subject: Subject) -> Finds:
    """A text that needs more than twelve years of school loses readers."""
    grade = reading_grade_of(subject)
    if grade is not None and grade > GRADE_LIMIT:
        yield Found(
            f"The text reads like grade {grade:.0f} (Flesch–Kincaid): shorter sentences and "
            "plainer words would reach more readers.",
            Place("body"),
        )


def search_lengths(subject: Subject) -> Finds:
    """Title and description fit the space that search engines give them."""
    content = subject.content
    if len(content.title) > TITLE_LIMIT:
        yield Found(
            f"The title has {len(content.title)} characters, and search engines usually show "
            f"{TITLE_LIMIT}: put what matters first, or shorten it.",
            Place("title"),
        )
    shortest, longest = DESCRIPTION_LIMITS
    length = len(content.description)
    if not length:
        yield Found(
            "There is no description: search engines and cards will cut one from the text.",
            Place("description"),
        )
    elif length < shortest:
        yield Found(
            f"The description has only {length} characters: there is room for {longest}.",
            Place("description"),
        )
    elif length > longest:
        yield Found(
            f"The description has {length} characters, and search engines usually show {longest}.",
            Place("description"),
        )


def repeated_words(subject: Subject) -> Finds:
    """A word stands twice in a row only on purpose."""
    for passage in subject.all_text:
        for match in _REPEATED.finditer(passage.text):
            first, second = match.groups()
            # Names may repeat themselves, as Baden Baden does.
            if first.lower() in _MAY_REPEAT or (first[0].isupper() and second[0].isupper()):
                continue
            yield Found(
                f"“{match[0]}” has a word twice: take one out.",
                subject.place(passage, *match.span()),
            )

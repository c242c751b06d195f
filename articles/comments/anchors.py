"""Where a quoted passage is in a text now, and other words put in its place.

A passage is kept as its words and some words on both sides, not as a position: positions change
with each edit before them. White space does not count, because a browser's selection and our
stored text break lines at different places. Neither do the numbers of citations in the body: they
change when references are moved, and are no words of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import models

from articles.content import Content, ReferenceContent
from wellness.lib import rich_text
from wellness.lib.html_tree import Element, parse, serialise
from wellness.lib.rich_text_features import CITATION
from wellness.lib.text import cuts_a_word

CONTEXT: Final = 80
"""Characters kept on each side of a passage."""

ENOUGH: Final = 12
"""Characters, without white space, that have to be the same on both sides of a passage for it to
be known beyond doubt, where all that was kept is the same on neither."""

MOST: Final = 200
"""Places of a passage's words that are compared with what was kept around it, at most: a single
letter stands in a long text a hundred thousand times."""

_INLINE: Final = frozenset({"a", "em", "strong", "sub", "sup"})


class Part(models.TextChoices):
    """What of a text a passage can be in; the value is the name of its field."""

    TITLE = "title", "title"
    SUBTITLE = "subtitle", "subtitle"
    HERO_CAPTION = "hero_caption", "caption of the picture at the top"
    KEY_POINTS = "key_points", "key points"
    CORRECTION = "correction", "correction notice"
    BODY = "body", "text"
    DISCLOSURE = "disclosure", "disclosure"
    REFERENCES = "references", "references"
    DESCRIPTION = "description", "description"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage: its part of the text, its words, and words before and after it."""

    part: str
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage is: offsets into the part's text.

    Attributes:
        is_certain: whether this is the passage that was quoted beyond doubt: no other place fits
            as well, the words around it are still those that were kept, on one side all of
            them or on both sides the nearest, and it cuts no word in two.
        is_alone: whether no other place fits as well.
    """

    start: int
    end: int
    is_certain: bool
    is_alone: bool = True


def text_of(content: Content, part: str) -> str:
    """The words of one part of a text, as its page prints them."""
    match part:
        case Part.KEY_POINTS:
            return "\n".join(content.key_points)
        case Part.BODY:
            return "".join(text for _, _, text in _texts(parse(content.body)))
        case Part.HERO_CAPTION:
            return content.hero.caption if content.hero else ""
        case Part.CORRECTION:
            return content.correction.text if content.correction else ""
        case Part.REFERENCES:
            return "\n".join(_printed(reference) for reference in content.references)
        case _:
            return str(getattr(content, part))


class Words:
    """One part of a text, in which passages are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._kept = [index for index, character in enumerate(text) if not character.isspace()]
        self._squeezed = "".join(text[index] for index in self._kept)

    def find(self, anchor: Anchor) -> Place | None:
        """The place of a passage; None where its words are there no more.

        Of places that fit as well, one of whole words is meant. Where its words stand too often to
        look at each, and nowhere between all that was kept, it is one of them, and none is certain.
        """
        text = self._squeezed
        quote, before, after = map(_squeeze, (anchor.quote, anchor.before, anchor.after))
        if not quote:
            return None
        # Nothing fits better than all that was kept, and that is found without comparing.
        whole = self._starts(before + quote + after, MOST + 1)
        starts = [start + len(before) for start in whole] or self._starts(quote, MOST + 1)
        found: list[tuple[int, bool, int, int, int]] = []
        for at in starts[:MOST]:
            end = at + len(quote)
            left = _common(text[max(0, at - len(before)) : at][::-1], before[::-1])
            right = _common(text[end : end + len(after)], after)
            is_whole = not any(cuts_a_word(self.text, edge) for edge in self._offsets(at, end))
            found.append((left + right, is_whole, -at, left, right))
        if not found:
            return None
        fits, is_whole, minus_at, left, right = max(found)
        alike = sum(one[:2] == (fits, is_whole) for one in found)
        is_alone = alike == 1 and len(starts) <= MOST
        at = -minus_at
        end = at + len(quote)
        is_it = (
            not (before or after)
            or (left >= ENOUGH and right >= ENOUGH)
            or _is_whole(anchor.before, before, left, at)
            or _is_whole(anchor.after, after, right, len(text) - end)
        )
        is_certain = is_alone and is_whole and is_it
        return Place(*self._offsets(at, end), is_certain, is_alone)

    def _offsets(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text the characters between two positions without white space are."""
        return self._kept[start], self._kept[end - 1] + 1

    def _starts(self, words: str, most: int) -> list[int]:
        """Where words begin, the first places of them."""
        found: list[int] = []
        at = self._squeezed.find(words)
        while at != -1 and len(found) < most:
            found.append(at)
            at = self._squeezed.find(words, at + 1)
        return found


class Texts:
    """The parts of one text, each read when the first passage is looked for in it."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._words: dict[str, Words] = {}

    def __getitem__(self, part: str) -> Words:
        if part not in self._words:
            self._words[part] = Words(text_of(self._content, part))
        return self._words[part]


def find(text: str, anchor: Anchor) -> Place | None:
    """The place of a passage in the text of its part; None where its words are there no more."""
    return Words(text).find(anchor)


def _is_whole(kept: str, squeezed: str, common: int, left_over: int) -> bool:
    """Whether all words that were kept of one side still stand there.

    Where fewer were kept than fit, the text ended there, and it has to end there still: of two
    passages the one at the beginning is not told from the other by having nothing before it.
    """
    return common == len(squeezed) and (len(kept) >= CONTEXT or left_over == common)


def around(text: str, place: Place) -> tuple[str, str]:
    """The words before and after a place, as many as are kept."""
    before = text[max(0, place.start - CONTEXT) : place.start]
    return before, text[place.end : place.end + CONTEXT]


def replaced(html: str, place: Place, words: str) -> str:
    """A clean body with other words at a place of its text; markup around them stays.

    Where the passage runs over several elements the words go into the first of them, and what
    has no words left goes. Citations in the passage stay.
    """
    root = parse(html)
    position, left = 0, words
    for parent, index, text in _texts(root):
        start, end = max(place.start - position, 0), min(place.end - position, len(text))
        position += len(text)
        if parent is not None and start < end:
            parent.children[index] = text[:start] + left + text[end:]
            left = ""
    return rich_text.clean(serialise(root.children))


def _texts(root: Element) -> list[tuple[Element | None, int, str]]:
    """Each text of a tree with the element and the place in it where it stands, in order.

    Between blocks stands a line break that is in no element, so that words of two paragraphs are
    never read as one.
    """
    found: list[tuple[Element | None, int, str]] = []
    is_new = False
    for parent, index, text in _walk(root):
        if parent is None:
            is_new = bool(found)
            continue
        if is_new:
            found.append((None, 0, "\n"))
            is_new = False
        found.append((parent, index, text))
    return found


def _walk(element: Element) -> Iterator[tuple[Element | None, int, str]]:
    """The texts of a tree, and nothing where a block begins or ends."""
    for index, child in enumerate(element.children):
        if isinstance(child, str):
            yield element, index, child
        elif not child.has_class(CITATION):
            is_block = child.tag not in _INLINE
            if is_block:
                yield None, 0, ""
            yield from _walk(child)
            if is_block:
                yield None, 0, ""


def _printed(reference: ReferenceContent) -> str:
    """A reference as templates/components/_reference.html prints it; a test compares the two."""
    year = f"{reference.year}." if reference.year else ""
    pieces = [
        _ended(reference.authors, ".") if reference.authors else "",
        _ended(reference.title, ".?!"),
        f"{reference.publisher}{',' if year else '.'}" if reference.publisher else "",
        year,
        f"doi:{reference.doi}" if reference.doi else "",
        f"PubMed {reference.pmid}" if reference.pmid else "",
        reference.url,
    ]
    return " ".join(piece for piece in pieces if piece)


def _ended(words: str, ends: str) -> str:
    return words if words[-1:] in ends else f"{words}."


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count

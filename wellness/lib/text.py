"""Plain text: what may stand in it, how long it is, and how to shorten it.

Every function here takes and returns text without markup. Nothing in this module knows a model.
"""

from __future__ import annotations

import math
import re
import unicodedata

WORDS_PER_MINUTE = 238
"""Silent reading speed of adults for English non-fiction, in words a minute.

Source: Marc Brysbaert, "How many words do we read per minute? A review and meta-analysis of
reading rate", Journal of Memory and Language 109 (2019), 104047.
"""

# Characters that nobody can see and that no article needs. Tab and line feed stay, and so do the
# joiners that emoji and several scripts are written with. Overrides of the writing direction go,
# because with them a page can show other words than the ones that were approved.
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls
    "\u200b\u2060\ufeff"  # zero width space, word joiner, byte order mark
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates of direction
    "\ufff9-\ufffb"  # interlinear annotation
    "\ufdd0-\ufdef\ufffe\uffff"  # not characters at all
    "\ud800-\udfff"  # halves of surrogate pairs, which UTF-8 can't carry
    "\U000e0000-\U000e007f"  # invisible copies of ASCII
    "]"
)
_LINE_ENDS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_WORD = re.compile(r"\w+(?:['’‑.,-]\w+)*")
_SPACES = re.compile(r"\s+")

LONGEST_WORD = 40
"""Characters from which on a run is taken for no word: text of a script without spaces, say."""


def strip_controls(text: str) -> str:
    """The text without characters that cannot be seen, with every line end as one line feed."""
    for line_end in _LINE_ENDS:
        text = text.replace(line_end, "\n")
    return _UNSEEN.sub("", text)


def normalise(text: str) -> str:
    """The text without unseen characters and in Unicode's composed form (NFC).

    Two texts that look alike because one writes é as a letter and an accent become equal, so that
    a digest changes only where a reader could notice.
    """
    return unicodedata.normalize("NFC", strip_controls(text))


def one_line(text: str) -> str:
    """The normalised text with every run of white space as one space, for titles and labels."""
    return _SPACES.sub(" ", normalise(text)).strip()


def word_count(text: str) -> int:
    """How many words the text has; `well-being`, `patient's` and `0.5` count as one word each."""
    return sum(1 for _ in _WORD.finditer(text))


def cuts_a_word(text: str, at: int) -> bool:
    """Whether the place before the character at `at` is in a word, as `word_count` counts them."""
    start = max(0, at - LONGEST_WORD - 1)
    words = _WORD.finditer(text[start : at + LONGEST_WORD + 1])
    spans = ((start + word.start(), start + word.end()) for word in words)
    return any(first < at < last and last - first <= LONGEST_WORD for first, last in spans)


def reading_minutes(words: int) -> int:
    """Whole minutes that an adult needs for so many words, at least one (see WORDS_PER_MINUTE)."""
    return max(1, math.floor(words / WORDS_PER_MINUTE + 0.5))


def excerpt(text: str, limit: int = 160) -> str:
    """The beginning of the text on one line, at most `limit` characters, cut after a whole word.

    A cut is shown by an ellipsis, which counts. A single word longer than the limit is cut
    inside, because there is nowhere else to cut it.
    """
    line = one_line(text)
    if len(line) <= limit:
        return line
    head = line[: max(limit - 1, 0)]
    if not line[len(head)].isspace():
        whole, space, _rest = head.rpartition(" ")
        head = whole if space else head
    return head.rstrip(" ,;:–—-") + "…"


def human_bytes(size: int) -> str:
    """A size in bytes as people say it: `512 bytes`, `1.5 MB`.

    A kilobyte is 1,024 bytes here, as file managers and Django's `filesizeformat` count.
    """
    if size == 1:
        return "1 byte"
    if size < 1024:
        return f"{size} bytes"
    value = float(size)
    for unit in ("KB", "MB", "GB"):
        value /= 1024
        if value < 1024 or unit == "GB":
            break
    figure = f"{value:,.1f}".removesuffix(".0")
    return f"{figure} {unit}"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: `1 word`, `1,200 words`."""
    return f"{number:,} {one if number == 1 else many}"

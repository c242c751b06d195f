"""Facts of a file's front matter, taken out by name and kind; what is wrong is said by line."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from wellness.lib.front_matter import FrontMatter
from wellness.lib.text import one_line


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of a file. ``field`` is empty where it is the whole file."""

    line: int
    field: str
    sentence: str


@dataclass
class Problems:
    """What was found in one file: errors keep it out, warnings do not."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def error(self, line: int, name: str, sentence: str) -> None:
        self.errors.append(Problem(line, name, sentence))

    def warn(self, line: int, name: str, sentence: str) -> None:
        self.warnings.append(Problem(line, name, sentence))


class Facts:
    """The named values of a file, or of one entry of a list in it.

    Each method answers with a value of the right kind, or notes the problem and answers with
    nothing, so that one reading finds everything that is wrong.
    """

    def __init__(
        self,
        front: FrontMatter,
        problems: Problems,
        data: dict[str, Any] | None = None,
        path: tuple[str | int, ...] = (),
    ) -> None:
        self.front = front
        self.problems = problems
        self.data = front.data if data is None else data
        self.path = path

    def __contains__(self, name: str) -> bool:
        return name in self.data

    def line(self, *path: str | int) -> int:
        return self.front.line_of(*self.path, *path)

    def error(self, sentence: str, *path: str | int) -> None:
        self.problems.error(self.line(*path), self.name(*path), sentence)

    def warn(self, sentence: str, *path: str | int) -> None:
        self.problems.warn(self.line(*path), self.name(*path), sentence)

    def name(self, *path: str | int) -> str:
        """The place in words: “related.2.date” is the date of the second related post."""
        whole = (*self.path, *path)
        return ".".join(str(part + 1 if isinstance(part, int) else part) for part in whole)

    def only(self, known: Collection[str]) -> None:
        """Warn of names that nobody reads, with the name that was probably meant."""
        for name in self.data:
            if name in known:
                continue
            close = get_close_matches(name.lower().replace("-", "_"), known, n=1, cutoff=0.7)
            if close and close[0] in self.data:
                advice = f"“{close[0]}” is there already"
            elif close:
                advice = f"“{close[0]}” is probably meant"
            else:
                advice = "known are " + ", ".join(sorted(known))
            self.warn(f"“{_short(name)}” is not read: {advice}.", name)

    def text(self, name: str) -> str:
        """A text on one line; numbers and days are taken as they were written."""
        value = self.data.get(name)
        return self._text(value, name) or ""

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts, without repetitions; None where the file does not speak of it."""
        if name not in self.data:
            return None
        value = self.data[name]
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        found: dict[str, None] = {}
        for place, item in enumerate(items):
            where = (name, place) if isinstance(value, list) else (name,)
            text = self._text(item, *where)
            if text in found:
                self.warn(f"“{text}” stands here twice; once is enough.", *where)
            elif text:
                found[text] = None
            elif text is not None:
                self.error("This entry is empty: fill it in or take it out.", *where)
        return tuple(found)

    def rows(self, name: str, example: str) -> Iterator["Facts"]:
        """The entries of a list of named values; ``example`` shows one."""
        value = self.data.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.error(
                f"This has to be a list, and it is {_kind(value)}: begin each entry with a dash, "
                f"as in “- {example}”.",
                name,
            )
            return
        for place, item in enumerate(value):
            if isinstance(item, dict):
                yield Facts(self.front, self.problems, item, (*self.path, name, place))
            else:
                self.error(
                    f"Each entry here has names for its facts, and this is {_kind(item)}: write it "
                    f"as “- {example}”.",
                    name,
                    place,
                )

    def day(self, name: str) -> dt.date | None:
        """A day in the past or today, written 2024-01-16."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, dt.date):
            self.error(_day_sentence(value), name)
            return None
        if value > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
            # One day of grace: west of the date line it is tomorrow here already.
            self.error(
                f"{value} is still to come: this is the day on which the article first appeared.",
                name,
            )
            return None
        return value

    def number(self, name: str) -> int | None:
        """A whole number."""
        value = self.data.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.error(f"This has to be a whole number, and it is {_kind(value)}.", name)
        return None

    def _text(self, value: Any, *path: str | int) -> str | None:
        if value is None:
            return ""
        if isinstance(value, bool):
            self.error(
                f"“{str(value).lower()}” alone means yes or no here: put it in quotation marks if "
                "it is a text.",
                *path,
            )
            return None
        if isinstance(value, str | int | dt.date):
            return one_line(str(value))
        self.error(f"This has to be a text, and it is {_kind(value)}.", *path)
        return None


def _kind(value: Any) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return "yes or no"
        case int():
            return "a number"
        case dt.date():
            return "a date"
        case list():
            return "a list"
        case dict():
            return "a group of named values"
    return f"the text “{_short(str(value))}”"


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 60 else line[:59] + "…"


_DAYS_IN_WORDS: Final = (
    "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B %Y", "%d %b %Y", "%d. %B %Y", "%Y/%m/%d",
    "%d.%m.%Y", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
)  # fmt: skip
"""Forms in which people write a day and only one day can be meant: not 01/02/2024."""


def _day_sentence(value: Any) -> str:
    for form in _DAYS_IN_WORDS:
        try:
            meant = dt.datetime.strptime(one_line(str(value)), form).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        return f"“{_short(str(value))}” has to be written as year-month-day: {meant:%Y-%m-%d}."
    return (
        f"{_kind(value)[0].upper()}{_kind(value)[1:]} is not a day: "
        "write year-month-day, as in 2024-01-16."
    )

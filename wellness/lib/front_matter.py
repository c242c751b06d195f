"""The facts in front of an article that is handed in as a file, written as YAML.

Everything that is wrong with them is said with the line on which it stands, so that a writer who
has never heard of YAML can put it right. Of YAML only what such facts need is read: texts, whole
numbers, dates, true and false, lists and named values. `No`, `on` and `12:30` are texts.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from wellness.lib.text import human_bytes, strip_controls

MAX_FILE_BYTES: Final = 2 * 1024 * 1024
MAX_FRONT_MATTER_BYTES: Final = 64 * 1024
_MAX_DEPTH: Final = 5
_MAX_VALUES: Final = 2000

Value = Any  # str, int, bool, date, None, or a list or mapping of these
Path = tuple[str | int, ...]


class BadFrontMatter(ValueError):
    """The file cannot be read as an article. `line` counts from 1, `sentence` says why."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"Line {line}: {sentence}")
        self.line = line
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The facts of a file by name, and the text after them, which begins on `body_line`."""

    data: dict[str, Value]
    body: str
    body_line: int
    lines: Mapping[Path, int] = field(default_factory=dict, repr=False)

    def line_of(self, *path: str | int) -> int:
        """The line of a fact: `line_of("related")`, `line_of("related", 0, "date")`.

        For a fact that is not there it is the line of what should contain it.
        """
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def front_matter(source: str | bytes, *, required: bool = True) -> FrontMatter:
    """The facts and the text of a file.

    Args:
        required: whether the file must have facts; otherwise it may be nothing but text.

    Raises:
        BadFrontMatter: the file is too large, is not UTF-8, has no front matter or one that
            cannot be read, or says the same thing twice.
    """
    text = strip_controls(_decoded(source))
    if not required and not _begins(text):
        return FrontMatter({}, text, 1)
    head, body, body_line = _parted(text)
    _check_events(head)
    try:
        node = yaml.compose(head, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _explained(error) from error
    if node is None:
        return FrontMatter({}, body, body_line)
    if not isinstance(node, yaml.MappingNode):
        raise BadFrontMatter(
            _line(node), "The front matter must be a list of facts such as `title: …`."
        )
    lines: dict[Path, int] = {}
    data = _mapping(node, (), lines)
    return FrontMatter(data, body, body_line, lines)


def _decoded(source: str | bytes) -> str:
    size = len(source.encode("utf-8", "replace")) if isinstance(source, str) else len(source)
    if size > MAX_FILE_BYTES:
        raise BadFrontMatter(
            1,
            f"The file is {human_bytes(size)} large; an article in Markdown may have "
            f"{human_bytes(MAX_FILE_BYTES)} at most.",
        )
    if isinstance(source, str):
        return source
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadFrontMatter(1, "The file is written in UTF-16. Please save it as UTF-8.")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        byte = source[error.start]
        raise BadFrontMatter(
            line,
            f"The file is not UTF-8: the byte {byte:#04x} stands for no character there. Please "
            "save it as UTF-8.",
        ) from error


def _begins(text: str) -> bool:
    """Whether a text begins with a line of dashes."""
    return text.removeprefix("\ufeff").partition("\n")[0].rstrip() == "---"


def _parted(text: str) -> tuple[str, str, int]:
    """What stands between the first two lines of dashes, what follows, and on which line."""
    lines = text.removeprefix("\ufeff").split("\n")
    if not _begins(text):
        raise BadFrontMatter(
            1,
            "The file must begin with its front matter: a line of three dashes (---), then the "
            "title and other facts, then a line of three dashes.",
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            head = "\n".join(lines[1:number])
            if (size := len(head.encode())) > MAX_FRONT_MATTER_BYTES:
                raise BadFrontMatter(
                    1,
                    f"The front matter is {human_bytes(size)} long; "
                    f"{human_bytes(MAX_FRONT_MATTER_BYTES)} are the limit.",
                )
            # The opening line is line 1, so a line of `head` is one further down in the file.
            return head, "\n".join(lines[number + 1 :]).lstrip("\n"), _body_line(lines, number)
    raise BadFrontMatter(
        1, "The front matter begins here and never ends: a second line of three dashes is missing."
    )


def _body_line(lines: list[str], end: int) -> int:
    for number, line in enumerate(lines[end + 1 :], start=end + 2):
        if line:
            return number
    return min(end + 2, len(lines))


class _Loader(yaml.SafeLoader):
    """Reads the few kinds of values that the module's text names."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:timestamp", re.compile(r"^\d{4}-\d{2}-\d{2}$"), list("0123456789")
)


def _check_events(head: str) -> None:
    """Refuse what front matter never needs and what could make reading it endless."""
    depth = values = 0
    try:
        for event in yaml.parse(head, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise BadFrontMatter(
                    _line(event),
                    "Anchors and aliases (& and *) are not read here; please write the value out, "
                    "and put a text that begins with one of these signs in quotation marks.",
                )
            if getattr(event, "tag", None):
                raise BadFrontMatter(
                    _line(event),
                    "Tags (!) are not read here; please put a text that begins with an "
                    "exclamation mark in quotation marks.",
                )
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            values += 1
            if depth > _MAX_DEPTH or values > _MAX_VALUES * 2:
                raise BadFrontMatter(_line(event), "The front matter is nested or long beyond use.")
    except yaml.YAMLError as error:
        raise _explained(error) from error


def _line(place: Any) -> int:
    """The line in the file: YAML counts from 0, and the opening dashes are the first line."""
    return int(place.start_mark.line) + 2


def _value(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Value:
    lines[path] = _line(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), lines) for index, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Value]:
    data: dict[str, Value] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not key.value:
            raise BadFrontMatter(_line(key), "A fact needs a name before its colon.")
        name = str(key.value)
        if name in data:
            first = lines[(*path, name)]
            raise BadFrontMatter(
                _line(key), f"“{name}” is given a second time; the first is on line {first}."
            )
        data[name] = _value(value, (*path, name), lines)
        lines[(*path, name)] = _line(key)
    return data


def _scalar(node: yaml.Node) -> Value:
    text = str(node.value)
    match node.tag:
        case "tag:yaml.org,2002:bool":
            return text.lower() == "true"
        case "tag:yaml.org,2002:int":
            return int(text)
        case "tag:yaml.org,2002:null":
            return None
        case "tag:yaml.org,2002:timestamp":
            try:
                return dt.date.fromisoformat(text)
            except ValueError:  # 2024-02-30: whoever wants a date there can say so by field
                return text
    return text


_HINTS: Final = {
    "mapping values are not allowed": (
        "each fact needs a line of its own that begins where the others begin, and a text with a "
        'colon in it needs quotation marks, as in `title: "Sleep: a guide"`.'
    ),
    "cannot start any token": (
        "a text cannot begin with this sign; please put it in quotation marks, and indent with "
        "spaces rather than tabs."
    ),
    "could not find expected ':'": "each fact is a name, a colon, a space and a value.",
    "expected <block end>": (
        "this line is indented differently from the lines around it, or a quotation mark inside "
        "the text ends it too early."
    ),
    "unexpected end of stream": "a quotation mark is opened and never closed.",
    "expected ',' or": (
        "a bracket or brace is opened and never closed; please put a text that begins with one in "
        "quotation marks."
    ),
    "unknown escape character": (
        "a backslash in double quotation marks has a meaning of its own; please use single "
        "quotation marks."
    ),
}
"""What PyYAML says, and what a writer can do about it."""


def _explained(error: yaml.YAMLError) -> BadFrontMatter:
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if any(sign in problem for sign in ("end of stream", "expected ',' or", "expected ':'")):
        mark = getattr(error, "context_mark", None) or mark  # where it began
    line = 1 if mark is None else int(mark.line) + 2
    for sign, hint in _HINTS.items():
        if sign in problem:
            return BadFrontMatter(line, f"This cannot be read: {hint}")
    return BadFrontMatter(line, f"This cannot be read as YAML ({problem}).")

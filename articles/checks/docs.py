"""The checks as a page for people: ``docs/checks.md`` is what ``render`` returns."""

from collections.abc import Iterator
from dataclasses import asdict
from html import escape

from articles.checks import names
from articles.checks.findings import Level
from articles.checks.registry import CHECKS, Check
from articles.checks.subject import Subject
from articles.content import Content

_HEAD = """\
<!-- Written by `make docs` from articles/checks/registry.py: change it there. -->

# Checks before hand-in

The program looks at the text of an article and says what it found, each finding with the place
where it is. It understands nothing: it finds patterns, and a person decides. What it must not miss
is the medical reviewer's to see.

A check has one of these levels. Editors choose another one for a topic, on the topic's page of the
desk.
"""

_USE = """\
Only **Hand in for review** asks the checks, also for a minor change. Saving, asking for a fresh
review and publishing do not, and drafts that are imported are never refused.

“Dead links” finds something only where the site may ask other servers (`WELLNESS_CHECK_LINKS`, see
[deployment.md](deployment.md)). It asks in the background after a text is saved, at most once a
week for each address, and reaches public addresses only.
"""


def render() -> str:
    """The whole page, as Markdown."""
    parts = [
        _HEAD,
        "\n".join(_levels()) + "\n",
        _USE,
        "## All of them\n",
        "\n".join(_table()) + "\n",
        "## One by one\n",
        *("\n".join(_details(check)) + "\n" for check in CHECKS),
        "## Names that are often written wrongly\n",
        "The table is `articles/checks/names.toml`; its head says how to add a row.\n",
        "\n".join(_names()) + "\n",
    ]
    return "\n".join(parts)


def _levels() -> Iterator[str]:
    yield "| level | what it means |"
    yield "|---|---|"
    for level in Level:
        yield f"| {level.label} | {level.means} |"


def _table() -> Iterator[str]:
    yield "| check | name | usual level |"
    yield "|---|---|---|"
    for check in CHECKS:
        yield f"| {check.title} | `{check.name}` | {check.level.label} |"


def _details(check: Check) -> Iterator[str]:
    yield f"### {check.title}"
    yield ""
    yield _on_one_line(check.look.__doc__)
    yield ""
    if check.may_be != tuple(Level):
        yield f"In every topic: {' or '.join(level.label for level in check.may_be)}."
        yield ""
    yield f"Finds nothing in:{_shown(check.passes)}"
    yield ""
    yield f"Finds something in:{_shown(check.fails)}"
    yield ""
    for found in check.fails_with:
        yield f"- {_quoted(found)}"


def _quoted(sentence: str) -> str:
    return escape(sentence, quote=False)


def _shown(subject: Subject) -> str:
    """The fields of an example that are filled in."""
    empty = asdict(Content(""))
    fields = {k: v for k, v in asdict(subject.content).items() if v != empty[k]}
    lines = ["", "", "```text"]
    for name, value in fields.items():
        lines.append(f"{name}: {_short(name, value)}")
    for address, why in subject.unreachable.items():
        lines.append(f"asked: {address}: {why}")
    return "\n".join([*lines, "```"])


def _short(name: str, value: object) -> str:
    match value:
        case dict():
            return f"a picture with the alternative text “{value['alt']}”"
        case tuple() | list():
            return "; ".join(str(row["title"]) for row in value)
        case str() if len(value) > 400:
            return f"{value[:170]}… (and so on)"
    return str(value)


def _names() -> Iterator[str]:
    yield "| write | not |"
    yield "|---|---|"
    for name in names.table():
        yield f"| {name.right} | {', '.join(name.wrong)} |"


def _on_one_line(docstring: str | None) -> str:
    return " ".join((docstring or "").split())

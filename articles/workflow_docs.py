"""The workflow as a page for people: ``docs/workflow.md`` is what ``render`` returns.

Everything on the page is read from the table in ``articles.workflow``; the sentences around it
explain how to read it.
"""

from collections.abc import Callable, Iterable, Iterator

from articles import actions
from articles.workflow import (
    CLOCK,
    EDITABLE,
    EVERY,
    IMPORT,
    OPENS_A_DRAFT,
    TRANSITIONS,
    Status,
    Transition,
)
from authors.roles import Role

_HEAD = """\
<!-- Written by `python manage.py workflow_docs` from articles/workflow.py: change it there. -->

# The workflow

An article has two sides. Readers see its **live revision**, or nothing. The desk works on the
**desk copy**, and the desk copy is what has a state. So an article can be a draft again while
readers keep reading the text that was approved before.

This page is written from the table that the program itself asks. The sentence that disables a
button, refuses a call and explains an error comes from the same table.
"""

_TURNS = """\
Where a topic does not require medical review, a second editor takes the medical reviewer's turn.
"""

_PICTURE = """\
Steps that leave the state as it is are not drawn; the table below has them all. An arrow from the
box starts in each of its states, and only for an article that readers can see.
"""

_TABLE = """\
“Who” is asked first. “When” picks between lines of the same step. What stands under “Holds to” is
then asked in order; the first that objects says why.
"""

_SYSTEM = """\
Two actors are no people and have no role. They take only these steps, and neither can approve:
"""

_LABELS = {row.verb: row.label for row in reversed(TRANSITIONS)}
"""The first label of each verb."""


def action_of(verb: str) -> Callable[..., object]:
    """The function in ``articles.actions`` that takes a step of the table."""
    action: Callable[..., object] = getattr(actions, "save" if verb == "edit" else verb)
    return action


def render() -> str:
    """The whole page, as Markdown with a Mermaid diagram."""
    parts = [
        _HEAD,
        "## States, and whose turn it is\n",
        "\n".join(_states()) + "\n",
        _TURNS,
        "## The way of an article\n",
        _PICTURE,
        "```mermaid\n" + "\n".join(_diagram()) + "\n```\n",
        "## Every step\n",
        _TABLE,
        "\n".join(_steps()) + "\n",
        "## What each step does\n",
        "\n".join(
            f"- **{_LABELS[verb]}** `{verb}`: {_beginning(action_of(verb).__doc__)}"
            for verb in _verbs()
        )
        + "\n",
        "## Steps without a person\n",
        _SYSTEM,
        "\n".join(
            f"- **{actor}**: {_and(f'`{verb}`' for verb in _verbs() if verb in actor.verbs)}"
            for actor in (CLOCK, IMPORT)
        )
        + "\n",
    ]
    return "\n".join(parts)


def _states() -> Iterator[str]:
    yield "| state | whose turn | the text |"
    yield "|---|---|---|"
    for status in Status:
        yield f"| {status.label} | {status.whose_turn} | {_text_of(status)} |"


def _text_of(status: Status) -> str:
    if status in EDITABLE:
        return "can be changed"
    if status in OPENS_A_DRAFT:
        return "a change opens a draft"
    return "frozen"


def _diagram() -> Iterator[str]:
    """Lines of a state diagram; steps out of all other states start from a box around those."""
    boxed = [row for row in TRANSITIONS if row.target and row.sources == EVERY - {row.target}]
    outside = {row.target for row in boxed}
    yield "stateDiagram-v2"
    for status in Status:
        if status in outside:
            yield f'    state "{status.label}" as {status}'
    yield '    state "At the desk" as desk {'
    for status in Status:
        if status not in outside:
            yield f'        state "{status.label}" as {status}'
    yield "    }"
    yield f"    [*] --> {Status.DRAFT}: Begin"
    arrows: dict[tuple[str, str], dict[str, None]] = {}
    for row in TRANSITIONS:
        if row.target is None:
            continue
        starts = ["desk"] if row in boxed else _in_order(row.sources - {row.target})
        for start in starts:
            arrows.setdefault((str(start), str(row.target)), {})[row.label] = None
    for (start, end), labels in arrows.items():
        yield f"    {start} --> {end}: {' / '.join(labels)}"


def _steps() -> Iterator[str]:
    yield "| step | from | to | who | when | holds to |"
    yield "|---|---|---|---|---|---|"
    for row in TRANSITIONS:
        cells = (
            f"**{row.label}** `{row.verb}`",
            _sources(row),
            Status(row.target).label if row.target else "stays",
            _and(f"{role.label.lower()}s" for role in Role if role in row.roles),
            row.when.says if row.when else "",
            " ".join(_on_one_line(guard.__doc__) for guard in row.guards),
        )
        yield "| " + " | ".join(cells) + " |"


def _sources(row: Transition) -> str:
    missing = EVERY - row.sources
    if not missing:
        return "every state"
    if len(missing) == 1:
        return f"every state but {_labels(missing)}"
    return _labels(row.sources)


def _on_one_line(docstring: str | None) -> str:
    return " ".join((docstring or "").split())


def _beginning(docstring: str | None) -> str:
    """The first paragraph; what follows speaks to programmers."""
    return _on_one_line((docstring or "").partition("\n\n")[0])


def _labels(statuses: frozenset[Status]) -> str:
    return _and(str(status.label) for status in _in_order(statuses))


def _in_order(statuses: frozenset[Status]) -> list[Status]:
    return [status for status in Status if status in statuses]


def _verbs() -> list[str]:
    return list(dict.fromkeys(row.verb for row in TRANSITIONS))


def _and(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last

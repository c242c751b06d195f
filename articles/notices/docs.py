"""The table of notices for the editorial guide, written from the code."""

from articles.notices.table import OF_COMMENTS, OF_REPORTS, TABLE
from articles.workflow import TRANSITIONS

_SPEAKING = {"begin": "Comment", "reply": "Answer", "file": "A reader reports an error"}


def render() -> str:
    """Each step with the notices it brings and whom they go to, as Markdown."""
    labels = {row.verb: row.label for row in reversed(TRANSITIONS)}
    labels |= {"ask_instead": "Ask another reviewer"} | _SPEAKING
    lines = ["| step | notice | who is told |", "|---|---|---|"]
    for verb, rows in (TABLE | OF_COMMENTS | OF_REPORTS).items():
        for row in rows:
            people = ", ".join(whom.value for whom in row.whom)
            if row.if_nobody:
                people = f"{people}, where nobody can approve it"
            if row.changed:
                people = f"{people}, if the day changed"
            if row.targets:
                states = ", ".join(sorted(state.label.lower() for state in row.targets))
                people = f"{people}, if it is {states} then"
            lines.append(f"| {labels[verb]} | {row.kind.label} | {people} |")
    return "\n".join(lines)

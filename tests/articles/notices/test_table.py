"""The table says of every step whom it concerns."""

from __future__ import annotations

import ast

import pytest

from articles.notices.kinds import FACTS, OF_DUE_REVIEWS, OF_WANTED_REVIEWS, Kind
from articles.notices.table import OF_COMMENTS, OF_REPORTS, TABLE, lines_of
from articles.workflow import TRANSITIONS
from tests.project.committed import ROOT, files


def written_verbs() -> set[str]:
    """The verbs that the actions write into the history beside the workflow's."""
    found = set()
    for path in files(".py"):
        if not path.is_relative_to(ROOT / "articles"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "event"
                and len(node.args) > 1
                and isinstance(node.args[1], ast.Constant)
            ):
                found.add(node.args[1].value)
    return found


def test_every_verb_says_whom_it_concerns() -> None:
    verbs = {row.verb for row in TRANSITIONS} | written_verbs()
    assert "create" in verbs
    assert verbs == set(TABLE)


def test_every_verb_of_comments_says_whom_it_concerns() -> None:
    tree = ast.parse((ROOT / "articles/comments/verbs.py").read_text())
    verbs = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(by, ast.Name) and by.id == "verb" for by in node.decorator_list)
    }
    assert "begin" in verbs
    assert verbs == set(OF_COMMENTS)


def test_every_step_of_a_report_says_whom_it_concerns() -> None:
    """Those that write a line about it, and the one with which it begins."""
    tree = ast.parse((ROOT / "articles/reports/verbs.py").read_text())
    verbs = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(call, ast.Name) and call.id == "_step" for call in ast.walk(node))
    }
    assert "take" in verbs
    assert verbs | {"file"} == set(OF_REPORTS)


def test_a_verb_without_a_line_stops() -> None:
    with pytest.raises(LookupError, match="does not say whom 'dance' concerns"):
        lines_of("dance")


def test_every_kind_has_its_words_and_a_step_or_a_day_that_brings_it() -> None:
    assert set(FACTS) == set(Kind)
    brought = {line.kind for lines in (TABLE | OF_COMMENTS | OF_REPORTS).values() for line in lines}
    days = {Kind.WAITING} | OF_WANTED_REVIEWS | OF_DUE_REVIEWS
    assert set(Kind) - brought == days


def test_states_of_a_line_are_states_that_its_verb_leads_to() -> None:
    for verb, lines in TABLE.items():
        rows = [row for row in TRANSITIONS if row.verb == verb]
        targets = {state for row in rows for state in ({row.target} if row.target else row.sources)}
        for line in lines:
            assert not targets or line.targets <= targets, verb

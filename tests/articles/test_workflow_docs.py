"""The page about the workflow says what the table says."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.workflow import TRANSITIONS, Status
from articles.workflow_docs import render


def test_the_page_in_the_repository_is_fresh() -> None:
    call_command("workflow_docs", check=True)


def test_the_page_names_every_state_step_and_guard() -> None:
    page = render()
    for status in Status:
        assert f"| {status.label} | {status.whose_turn} |" in page
    for row in TRANSITIONS:
        assert f"**{row.label}** `{row.verb}`" in page
        for guard in row.guards:
            assert guard.__doc__, f"{guard.__name__} says nothing to editors"
            assert guard.__doc__.splitlines()[0] in page


def test_every_change_of_state_is_an_arrow() -> None:
    diagram = render().partition("```mermaid\n")[2].partition("```")[0]
    for row in TRANSITIONS:
        for source, target in row.pairs:
            if source != target:
                starts = (f"{source} --> {target}: ", f"desk --> {target}: ")
                assert any(start in diagram for start in starts), (source, target)


def test_a_stale_page_fails_the_check_and_is_written_anew(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "workflow.md"
    with pytest.raises(CommandError, match="does not say what the table says"):
        call_command("workflow_docs", check=True, path=page)
    assert not page.exists()
    call_command("workflow_docs", path=page)
    assert page.read_text(encoding="utf-8") == render()
    page.write_text("something else", encoding="utf-8")
    with pytest.raises(CommandError, match=r"workflow\.md"):
        call_command("workflow_docs", check=True, path=page)

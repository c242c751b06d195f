"""Fragments of pages say what they take, and trust in markup has one place."""

from __future__ import annotations

import re

from tests.project.committed import ROOT, files

FRAGMENTS = [
    path
    for path in files(".html")
    if path.is_relative_to(ROOT / "templates/components") and path.name.startswith("_")
]


def test_every_fragment_states_its_inputs_at_its_top() -> None:
    silent = [
        path.name
        for path in FRAGMENTS
        if not re.match(
            r"\{#[^#]*\b(Inputs|No inputs)\b|\{% comment %\}.*?\bInputs\b", path.read_text(), re.S
        )
    ]
    assert FRAGMENTS
    assert silent == []


def test_markup_is_trusted_in_one_module() -> None:
    strays = [
        str(path.relative_to(ROOT))
        for path in files(".py")
        if not path.is_relative_to(ROOT / "tests")
        and path != ROOT / "wellness/lib/trusted_html.py"
        and re.search(r"\bmark_safe\b|\bSafeString\(|\bSafeText\(", path.read_text())
    ]
    assert strays == []

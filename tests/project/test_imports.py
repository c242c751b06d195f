"""Imports run one way: wellness.lib <- authors <- articles <- wellness."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.committed import ROOT, files

LAYERS = ("wellness.lib", "authors", "articles", "wellness")


def layer(module: str) -> int | None:
    """How far up a module is; nothing for a module that is not ours."""
    for number, package in enumerate(LAYERS):
        if module == package or module.startswith(f"{package}."):
            return number
    return None


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the name of every module that a file imports, also inside of functions."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            # `from wellness import lib` imports wellness.lib.
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"


def upward(path: Path) -> Iterator[str]:
    own = layer(".".join(path.relative_to(ROOT).with_suffix("").parts))
    if own is None:
        return
    for line, module in imported(path):
        other = layer(module)
        if other is not None and other > own:
            yield f"{path.relative_to(ROOT)}:{line} imports {module}"


def test_no_module_imports_from_a_layer_above_its_own() -> None:
    assert [line for path in files(".py") for line in upward(path)] == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("wellness/lib/x.py", "from authors.models import User"),
        ("wellness/lib/x.py", "import wellness.settings"),
        ("wellness/lib/x.py", "from ..settings import env"),
        ("authors/x.py", "def f():\n    from articles import models"),
        ("articles/models/x.py", "from wellness.promotions.models import Promotion"),
    ],
)
def test_a_way_back_is_found(name: str, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", lambda self: source)
    assert len(list(upward(ROOT / name))) == 1


def test_tests_are_imported_by_tests_only() -> None:
    strays = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files(".py")
        if path.relative_to(ROOT).parts[0] != "tests"
        for line, module in imported(path)
        if module.split(".")[0] == "tests"
    ]
    assert strays == []

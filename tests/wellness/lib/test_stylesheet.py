"""One style sheet, put together from small ones, and never stale."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from wellness.lib import stylesheet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in stylesheet.SHEETS:
        (tmp_path / f"{name}.css").write_text(f"/* {name} */\n.{name} {{\n  color: red;\n}}\n")
    return tmp_path


def test_the_layers_are_declared_before_any_rule(folder: Path) -> None:
    lines = stylesheet.assemble(folder).splitlines()
    assert lines[1] == "@layer tokens, base, layout, components, pages, print;"


def test_sheets_stand_in_their_order_and_every_layer_has_its_sheet(folder: Path) -> None:
    text = stylesheet.assemble(folder)
    places = [text.index(f".{name} {{") for name in stylesheet.SHEETS]
    assert places == sorted(places)


def test_every_layer_is_filled_and_no_sheet_makes_its_own() -> None:
    folder = settings.BASE_DIR / "static/css"
    used = {
        name
        for sheet in stylesheet.SHEETS
        for name in re.findall(r"@layer (\w+)", (folder / f"{sheet}.css").read_text())
    }
    assert used == set(stylesheet.LAYERS)


def test_comments_go_and_quoted_text_stays() -> None:
    css = 'a::before { content: "/* kept */"; } /* gone */\n\n  b { color: red; }'
    assert stylesheet.without_comments(css) == (
        'a::before { content: "/* kept */"; }\nb { color: red; }'
    )


def test_a_missing_sheet_stops_the_assembly(folder: Path) -> None:
    (folder / "print.css").unlink()
    with pytest.raises(FileNotFoundError):
        stylesheet.assemble(folder)


def test_the_committed_sheet_is_fresh() -> None:
    call_command("build_css", check=True)


def test_a_stale_sheet_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = folder / "static" / "css"
    base.mkdir(parents=True)
    for sheet in folder.glob("*.css"):
        sheet.rename(base / sheet.name)
    monkeypatch.setattr(settings, "BASE_DIR", folder)
    with pytest.raises(CommandError, match=r"site\.css is stale"):
        call_command("build_css", check=True)
    call_command("build_css")
    call_command("build_css", check=True)


def test_no_sheet_loads_anything_from_elsewhere() -> None:
    site = (settings.BASE_DIR / "static/css/site.css").read_text()
    assert "@import" not in site
    assert "http:" not in site
    assert "https:" not in site

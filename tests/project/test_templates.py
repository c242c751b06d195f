"""House rules of the templates."""

from __future__ import annotations

import re

from tests.project.committed import ROOT, files

PAGES = [
    path
    for path in files(".html")
    if path.is_relative_to(ROOT / "templates") and not path.name.startswith("_")
]


def test_every_page_fills_its_title() -> None:
    untitled = [
        str(path.relative_to(ROOT))
        for path in PAGES
        if re.search(r"""{%\s*extends\s+["']base\.html""", (text := path.read_text()))
        and not re.search(
            r"{%\s*block title\s*%}\s*[^\s{]|{%\s*block title\s*%}\s*{[{%]\s*(?!endblock)", text
        )
    ]
    assert untitled == []


def test_no_page_trusts_markup_by_itself() -> None:
    """What may be printed without escaping is decided in one place, in Python."""
    strays = [
        str(path.relative_to(ROOT))
        for path in files(".html")
        if path.is_relative_to(ROOT / "templates")
        and re.search(r"\|\s*safe\b|{%\s*autoescape\s+off", path.read_text())
    ]
    assert strays == []


def test_public_pages_carry_no_inline_script_or_style() -> None:
    """The Content-Security-Policy would stop them in the browser, without a word to the reader."""
    inline = re.compile(
        r"<script(?![^>]*\b(?:src|type=\"application/ld\+json\"))|<style\b|\sstyle=|\son[a-z]+=\"",
        re.I,
    )
    strays = [
        f"{path.relative_to(ROOT)}: {found.group().strip()}"
        for path in files(".html")
        if path.is_relative_to(ROOT / "templates")
        and path.relative_to(ROOT).parts[1] not in {"admin", "emails"}
        and (found := inline.search(path.read_text()))
    ]
    assert strays == []

"""One style sheet for readers, put together from small ones (docs/adr/0020)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

LAYERS: Final = ("tokens", "base", "layout", "components", "pages", "print")
"""Cascade layers, weakest first: a later one wins whatever the selectors."""

SHEETS: Final = (
    *("fonts", "tokens", "base", "layout"),
    *("components", "frame", "cards", "focus"),
    *("article", "reading", "prose", "home", "search", "report", "pages"),
    "print",
)
"""Names of the files in static/css/, in the order in which they are put together."""

SITE: Final = "site.css"
"""The file that pages load, in the same folder, so that addresses in it need no change."""

_COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", re.S)


def without_comments(css: str) -> str:
    """The sheet without comments, indentation and empty lines; quoted text stays as it is."""
    bare = _COMMENT_OR_STRING.sub(lambda match: match[1] or "", css)
    lines = (line.strip() for line in bare.splitlines())
    return "\n".join(line for line in lines if line)


def assemble(folder: Path) -> str:
    """What ``site.css`` has to say, from the sheets in ``folder``.

    Raises:
        FileNotFoundError: one of SHEETS is missing.
    """
    sheets = (without_comments((folder / f"{name}.css").read_text()) for name in SHEETS)
    order = f"@layer {', '.join(LAYERS)};"
    return "\n".join(
        ["/* Assembled by manage.py build_css; edit the sheets beside it. */", order, *sheets, ""]
    )

"""Data that nobody of this project wrote, where it lies beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "corpora"

needs_corpora = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the corpora do not lie beside this checkout"
)


def hostile_html() -> list[str]:
    """Some eight thousand vectors, and each known event handler in three elements."""
    folder = FOLDER / "xss"
    vectors = [
        entry["vector"] for entry in json.loads((folder / "vectors.json").read_text())["vectors"]
    ]
    vectors += (
        (folder / "payloadbox.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    )
    for handler in (folder / "event-handlers.txt").read_text().split():
        vectors += [
            f'<img src="/media/a.png" {handler}="owned()">',
            f"<p {handler}=owned()>x</p>",
            f'<a href="/x" {handler}="owned()" tabindex=1>x</a>',
        ]
    return vectors

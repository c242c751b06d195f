"""The project's files, for tests that read the project itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__", "staticfiles"}


def files(*suffixes: str) -> list[Path]:
    """The files as they would be committed, by their endings; without an ending, all."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = [ROOT / name for name in listed.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.parts)]
    return sorted(
        path for path in found if path.is_file() and (not suffixes or path.suffix in suffixes)
    )

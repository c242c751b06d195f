"""Fetches what `make audit` measures with, and says what is missing."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HOME = HERE.parents[1] / "var" / "audit"
VNU = HOME / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = HOME / "node_modules" / "lighthouse" / "cli" / "index.js"

NEEDED = {
    "java": "Java 17 or newer (Debian: `sudo apt-get install default-jre-headless`)",
    "node": "Node.js 20 or newer (Debian: `sudo apt-get install nodejs npm`)",
    "npm": "npm, which comes with Node.js",
}


def missing() -> str:
    """What this machine lacks, as a sentence; empty where it lacks nothing."""
    lacks = [what for program, what in NEEDED.items() if shutil.which(program) is None]
    return f"`make audit` needs {'; and '.join(lacks)}." if lacks else ""


def fetch() -> None:
    """Install exactly what package-lock.json names, by its hashes, unless it is there."""
    lock = HOME / "package-lock.json"
    if VNU.exists() and lock.exists() and filecmp.cmp(lock, HERE / "package-lock.json", False):
        return
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, HOME / name)
    subprocess.run(["npm", "ci", "--no-fund", "--no-audit"], cwd=HOME, check=True)


if __name__ == "__main__":
    if sentence := missing():
        sys.exit(sentence)
    fetch()

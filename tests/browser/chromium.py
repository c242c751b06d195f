"""Where the browser of the stories is, and with which switches it runs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

SWITCHES = (
    "--no-sandbox",  # root, as in a container, can't have a sandbox; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # A browser that calls home would fail the test that no request leaves this machine.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = (
    "The stories in tests/browser need Chromium, and there is none on this machine. Get it with "
    "`sudo apt-get install chromium` (Debian, Ubuntu), `brew install --cask chromium` (macOS) or "
    "`.venv/bin/playwright install --with-deps chromium`, or name the program of a Chromium or "
    "Chrome that you have in the variable CHROMIUM. `.ci/run` installs it by itself."
)


def find() -> Path | None:
    """The browser's program: the one that CHROMIUM names, the system's, or playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if os.access(named, os.X_OK) else None
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


if __name__ == "__main__":
    if find() is None:
        sys.exit(MISSING)

"""Commands of the project, run as on a machine that knows nothing of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

from tests.project.committed import ROOT


class Run(Protocol):
    """Runs Python with the given arguments and no environment variables but the given ones."""

    def __call__(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs Python in an environment that holds nothing but what the test says."""

    def run_python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "WELLNESS_DATA_DIR": str(tmp_path / "var"),
                **variables,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run_python

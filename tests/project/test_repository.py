"""What is committed fits every machine, and nothing in it is stale."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement

from tests.project.committed import ROOT, files
from wellness import documents

LOCKS = ("requirements/base.txt", "requirements/dev.txt")

# Split, or this file would be found by its own test.
FOLDERS = "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers", "t" + "mp"])
MACHINE = re.compile(rf"(?<![\w.~>-])/(?:{FOLDERS})/[A-Za-z.]")
REGISTRY = re.compile(
    "|".join(
        ["pypi" + r"\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "--" + "index-url"]
    )
)


def lines_of_text() -> list[tuple[str, str]]:
    found = []
    for path in files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        name = path.relative_to(ROOT)
        found += [(f"{name}:{n}", line) for n, line in enumerate(text.splitlines(), start=1)]
    return found


def test_no_path_of_one_machine_and_no_registry_is_committed() -> None:
    strays = [
        f"{place}: {line.strip()[:100]}"
        for place, line in lines_of_text()
        if MACHINE.search(line) or REGISTRY.search(line)
    ]
    assert strays == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    packages = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    assert len(packages) > 15
    for package in packages:
        first = package.splitlines()[0]
        assert re.match(r"[a-z0-9._-]+==[\w.]+ ", first), first
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), first


def locked(name: str) -> dict[str, str]:
    pins = re.findall(r"^([a-z0-9._-]+)==([\w.]+)", (ROOT / name).read_text(), re.MULTILINE)
    return dict(pins)


def test_production_and_development_lock_the_same_versions() -> None:
    base, dev = (locked(name) for name in LOCKS)
    assert base.items() <= dev.items()


def test_every_dependency_is_locked_and_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    pins = locked("requirements/dev.txt")
    for line in wanted:
        requirement = Requirement(line)
        assert requirement.specifier.contains(pins[requirement.name.lower()]), line
        assert re.search(rf'"{re.escape(line)}",\s+# \w', text), f"{line} gives no reason"


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_generated_documents_are_fresh() -> None:
    assert [path.name for path in documents.stale()] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for path in files(".md"):
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
            if re.match(r"[a-z]+:|#|/", target):  # elsewhere, on the page, or on the site
                continue
            if not (path.parent / target.split("#")[0]).exists():
                broken.append(f"{path.relative_to(ROOT)} -> {target}")
    assert broken == []


@pytest.mark.parametrize("name", [".ci/run", "requirements/setup.sh", "requirements/lock.sh"])
def test_shell_scripts_run_and_are_well_formed(name: str) -> None:
    path = ROOT / name
    assert path.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", path], check=True)

"""The names that production gives to static files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.storage import FileSystemStorage

from wellness.lib.static_files import HashedFiles

SCRIPTS = Path(project.BASE_DIR, "static", "js")


@pytest.fixture
def gathered(tmp_path: Path) -> HashedFiles:
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(location=SCRIPTS.parent)
    names = [f"js/{path.name}" for path in SCRIPTS.glob("*.js")]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    for _, _, done in storage.post_process({name: (source, name) for name in names}):
        assert not isinstance(done, Exception), done
    return storage


def test_scripts_import_one_another_by_names_with_a_digest(gathered: HashedFiles) -> None:
    imports = 0
    for script in SCRIPTS.glob("*.js"):
        with gathered.open(gathered.stored_name(f"js/{script.name}")) as file:
            for name in re.findall(r'^import .* from "\./(.+)";$', file.read().decode(), re.M):
                imports += 1
                assert re.search(r"\.[0-9a-f]{12}\.js$", name), f"{script.name} imports {name}"
                assert gathered.exists(f"js/{name}")
    assert imports

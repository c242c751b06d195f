"""The whole cast is there before anybody tries anything."""

import pytest

from tests.factories import Cast

EVERYBODY = (
    "writer second_writer reviewer second_reviewer editor second_editor superuser stranger author"
).split()


@pytest.fixture
def cast(db: None) -> Cast:
    """Nobody is made inside a step that is taken back, who would be gone with it."""
    cast = Cast()
    for name in EVERYBODY:
        getattr(cast, name)
    return cast

"""The drawing says the whole digest."""

import hashlib
import re

import pytest

from wellness.lib import seal_drawing

DIGEST = hashlib.sha256(b"sleep").hexdigest()


def read_back(path: str) -> str:
    """The digest that a drawing was made from."""
    halves = []
    for top, height in re.findall(r"M\d+ (\d+)h2v(\d+)h-2z", path):
        up = seal_drawing.LINE - 1 - int(top)
        halves.append(f"{up:x}{int(height) - 2 - up:x}")
    return "".join(halves)


@pytest.mark.parametrize("digest", [DIGEST, "0" * 64, "f" * 64])
def test_all_256_bits_can_be_read_back(digest: str) -> None:
    assert read_back(seal_drawing.strips(digest)) == digest


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
def test_the_strips_stay_in_their_box(digest: str) -> None:
    for left, top, height in re.findall(r"M(\d+) (\d+)h2v(\d+)", seal_drawing.strips(digest)):
        assert int(left) + seal_drawing.STRIP <= seal_drawing.WIDTH
        assert int(top) >= 0
        assert int(top) + int(height) <= seal_drawing.HEIGHT


@pytest.mark.parametrize("wrong", ["", "ab", "0" * 62, "g" * 64])
def test_what_is_no_sha256_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"SHA-256|hexadecimal"):
        seal_drawing.strips(wrong)

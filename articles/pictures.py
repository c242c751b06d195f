"""Whether the pictures of a text are still the pictures that somebody looked at.

A picture is stored under the hash of its bytes, so the words that name it name its bytes too. The
database cannot see the disk: these are the questions to ask before an approval and a publication,
and from time to time (``manage.py verify_seal``).
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage

from articles.content import Content
from wellness.lib import rich_text

_NAME: Final = re.compile(r"(?:.*/)?([0-9a-f]{64})\.[a-z0-9]+")


def files(content: Content) -> Iterator[str]:
    """Names in the storage of the pictures that a text shows, the one at the top first."""
    if content.hero is not None:
        yield content.hero.src.removeprefix(settings.MEDIA_URL)
    for picture in rich_text.images(content.body):
        yield picture.src.removeprefix(rich_text.MEDIA_URL)


def objection(content: Content) -> str:
    """What is wrong with a picture of the text, as a sentence; empty where nothing is."""
    for name in files(content):
        match = _NAME.fullmatch(name)
        if match is None:
            return (
                f"The picture “{name}” is not in the library, where pictures never change: "
                "upload it there and choose it again."
            )
        if not default_storage.exists(name):
            return f"The picture “{name}” is missing: upload it again."
        with default_storage.open(name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != match[1]:
                return f"The picture “{name}” is no longer the one that was uploaded."
    return ""

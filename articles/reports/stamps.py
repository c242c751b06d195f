"""A form for readers has a stamp: this site printed it, lately, about this text, to be sent once.

There is no session on public pages, and so nothing that a token could be compared with. The stamp
is signed instead, and holds the number of the revision that the reader saw.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.utils import timezone

from articles.models import Article

SOONEST: Final = dt.timedelta(seconds=3)
LATEST: Final = dt.timedelta(hours=12)

_SIGNER: Final = "articles.reports.stamp"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp says once its signature was found right."""

    revision: int
    nonce: uuid.UUID
    age: dt.timedelta

    @property
    def is_early(self) -> bool:
        return self.age < SOONEST

    @property
    def is_expired(self) -> bool:
        return self.age > LATEST


def make(article: Article, revision: int, *, at: dt.datetime | None = None) -> str:
    """A stamp for a form about an article, printed now or ``at``."""
    printed = int((at or timezone.now()).timestamp())
    return signing.Signer(salt=_SIGNER).sign_object(
        {"a": article.pk, "r": revision, "n": uuid.uuid4().hex, "t": printed}
    )


def read(text: str, article: Article) -> Stamp | None:
    """What a stamp says; none where it is not ours, or about another article."""
    try:
        said = signing.Signer(salt=_SIGNER).unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
    if said["a"] != article.pk:
        return None
    printed = dt.datetime.fromtimestamp(said["t"], dt.UTC)
    return Stamp(said["r"], uuid.UUID(said["n"]), timezone.now() - printed)

"""What somebody typed, did not save and left behind, for the page on which the admin opens.

The page of an article offers such words by itself; this says which page that is. Whoever lost a
browser in the middle of a new article would find it nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.urls import reverse

from articles.admin.text import loose
from articles.admin.text.unsaved import Offer
from articles.admin.text.writing import Typed
from articles.admin.two_people import conflict
from articles.unsaved import keeping
from articles.unsaved.models import UnsavedText
from authors.models import User
from wellness.lib.text import one_line

SHOWN: Final = 3
"""Articles on the page, the latest first. Each is read and compared, which takes its time."""


@dataclass(frozen=True)
class Left:
    """Words that wait on the page of an article, or of one that is not begun yet."""

    row: UnsavedText
    title: str

    @property
    def when(self) -> str:
        return Offer(self.row, []).when

    @property
    def address(self) -> str:
        if self.row.article_id is None:
            return reverse("admin:articles_article_add")
        return reverse("admin:articles_article_change", args=[self.row.article_id])


def left_unsaved(user: User) -> list[Left]:
    """Where words of this person wait that are others than those the page was opened with."""
    found = []
    for row in keeping.latest(by=user, most=SHOWN):
        typed = Typed.posted(QueryDict(row.form), row.article, user)
        copy = loose.desk(typed)
        if copy is None:
            continue
        pieces = conflict.of_text(copy)
        if any(piece.print != typed.base.get(name) for name, piece in pieces.items()):
            begun = row.article.title if row.article else ""
            found.append(Left(row, begun or one_line(copy.title)))
    return found

"""What the fields of a page began from, in words: the common ground of two people's changes.

A page carries prints of its fields (see `conflict`), which say who changed what. To show what
stood there before, it also names the revisions that its text came from, and what surrounded the
text. Words are believed only where their print is the one that the page was opened with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict

from articles.admin.text.around import Around
from articles.admin.text.forms import AroundForm
from articles.admin.two_people import conflict
from articles.desk import DeskCopy
from articles.models import Article
from authors.models import User

_AT_MOST: Final = 8
"""Revisions that one page began from; it is one, and one more for each conflict it went through."""

_EMPTY: Final[dict[str, Any]] = {
    "topic": None,
    "authors": (),
    "related": (),
    "reviewers_asked": (),
    "originally_published": None,
}


@dataclass(frozen=True)
class Began:
    """Where a page's fields came from.

    Attributes:
        revisions: numbers, the latest last.
        around: what surrounded the text, as a form sends it.
    """

    revisions: tuple[int, ...] = ()
    around: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of_article(cls, article: Article, facts: Around) -> Began:
        """Of a page that shows the article as it is, with these facts around its text."""
        revision = article.current_revision
        day = facts.originally_published
        return cls(
            (revision.number,) if revision else (),
            {
                "topic": [str(facts.topic.pk)] if facts.topic else [],
                "slug": [facts.slug or ""],
                "authors": [str(row.pk) for row in facts.authors],
                "related": [str(row.pk) for row in facts.related],
                "reviewers_asked": [str(row.pk) for row in facts.reviewers_asked],
                "originally_published": [day.isoformat()] if day else [],
            },
        )

    def and_then(self, later: Began, names: set[str]) -> Began:
        """Of a page that took over what somebody else saved; around the text in these fields."""
        numbers = dict.fromkeys((*self.revisions, *later.revisions))
        around = {**self.around, **{n: v for n, v in later.around.items() if n in names}}
        return Began(tuple(numbers)[-_AT_MOST:], around)

    def written(self) -> str:
        """For a hidden field of the form."""
        return json.dumps({"revisions": self.revisions, "around": self.around})

    @classmethod
    def read(cls, raw: str) -> Began:
        """What `written` wrote; nothing where it was lost on the way."""
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(found, dict):
            return cls()
        numbers, around = found.get("revisions"), found.get("around")
        return cls(
            tuple(n for n in numbers if isinstance(n, int) and 0 < n < 2**31)[-_AT_MOST:]
            if isinstance(numbers, list)
            else (),
            {
                str(name): [value for value in values if isinstance(value, str)]
                for name, values in around.items()
                if isinstance(values, list)
            }
            if isinstance(around, dict)
            else {},
        )

    def values(self, article: Article, user: User, prints: Mapping[str, str]) -> dict[str, Any]:
        """The fields as they were, by name; a field whose words are not known is left out."""
        found: dict[str, Any] = {}
        rows = article.revisions.filter(number__in=self.revisions) if self.revisions else ()
        for revision in rows:
            desk = DeskCopy.of_revision(revision).change(body=revision.data.body)
            # A notice that readers had already was not in the fields.
            for copy in (desk, desk.change(correction_kind="", correction="")):
                _believe(found, conflict.of_text(copy), copy, prints)
        if self.around:
            data = QueryDict(mutable=True)
            for name, sent in self.around.items():
                data.setlist(name, sent)
            # The form of this person: what they may not choose they are not shown either.
            form = AroundForm(data, user=user, article=article)
            form.is_valid()
            facts = Around.of_words({**_EMPTY, **form.cleaned_data})
            _believe(found, conflict.of_around(facts), facts, prints)
        return found


def _believe(
    found: dict[str, Any],
    pieces: Mapping[str, conflict.Piece],
    whole: Any,
    prints: Mapping[str, str],
) -> None:
    for name, piece in pieces.items():
        if name not in found and piece.print == prints.get(name):
            found[name] = getattr(whole, name)

"""Excerpts with the words that were looked for.

PostgreSQL finds the words by their stems, whichever engine found the article: the live text always
lies in the database. It marks them by two characters that no stored text can contain, so that all
else is escaped before a mark becomes markup.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import LiveText
from articles.search.query import Query

_FROM: Final = "\x02"
_TO: Final = "\x03"
_CUT: Final = " … "


@dataclass(frozen=True, slots=True)
class Marked:
    """The words of a result with marks.

    Attributes:
        excerpt: passages of key points and body that have a word looked for; empty where none has.
        digest: of the revision that the words are from.
    """

    title: SafeString
    subtitle: SafeString
    excerpt: SafeString
    digest: str


def marked(pks: list[int], query: Query) -> dict[int, Marked]:
    """The marked words of these articles, in one query."""
    sought = _sought(query)
    rows = (
        LiveText.objects.filter(pk__in=pks)
        .annotate(
            marked_title=_headline("title", sought, highlight_all=True),
            marked_subtitle=_headline("subtitle", sought, highlight_all=True),
            passages=_headline(
                Concat("key_points", Value("\n"), "body", output_field=TextField()),
                sought,
                max_fragments=2,
                max_words=26,
                min_words=12,
                fragment_delimiter=_CUT,
            ),
        )
        .values_list("pk", "marked_title", "marked_subtitle", "passages", "digest")
    )
    return {
        pk: Marked(
            title=_markup(title),
            subtitle=_markup(subtitle),
            excerpt=_markup(_passage(passages) if _FROM in passages else ""),
            digest=digest,
        )
        for pk, title, subtitle, passages, digest in rows
    }


def _headline(text: Any, sought: SearchQuery, **options: Any) -> SearchHeadline:
    return SearchHeadline(text, sought, config="english", start_sel=_FROM, stop_sel=_TO, **options)


def _sought(query: Query) -> SearchQuery:
    """Everything that is not to be left out."""
    parts = [
        SearchQuery(
            term.text, config="english", search_type="phrase" if term.is_phrase else "plain"
        )
        for terms in query.alternatives
        for term in terms
        if not term.is_excluded
    ]
    return reduce(or_, parts)


def _passage(text: str) -> str:
    """The passages with a sign where a sentence was cut."""
    text = text.strip()
    bare = text.removeprefix(_FROM)
    head = "… " if bare[:1].islower() else ""
    tail = "" if text.rstrip(_TO).endswith((".", "!", "?", "”", ":")) else " …"
    return f"{head}{text}{tail}"


def _markup(text: str) -> SafeString:
    pieces = []
    for piece in " ".join(text.split()).split(_FROM):
        word, mark, rest = piece.partition(_TO)
        pieces.append((format_html("<mark>{}</mark>{}", word, rest) if mark else word,))
    return format_html_join("", "{}", pieces)

"""What people did to an article since it was last imported.

An import never overwrites work of people. What it wrote itself it recognises by the note that it
leaves on its revisions and events; what came after without that note is work of people.
"""

from dataclasses import dataclass
from typing import Any, Final

from articles.models import Article, Revision
from wellness.lib.text import excerpt

_MARK: Final = "Imported from “"


def note(short_name: str, *, as_related: bool = False) -> str:
    """The note of an import on what it writes, in the words of the history."""
    how = ", as a related post" if as_related else ""
    return f"{_MARK}{excerpt(short_name, 200)}”{how}."


def is_import(text: str) -> bool:
    """Whether a note is one of an import."""
    return text.startswith(_MARK)


@dataclass(frozen=True)
class Surrounding:
    """One of the things around the text (topic, byline …), as far as people touched it.

    Attributes:
        by_people: people changed it after the last import, or before there was any.
        left: what the last import had left, in the words of the history; None: nothing.
    """

    by_people: bool
    left: Any = None


def last_imported(article: Article) -> Revision | None:
    """The latest revision that an import wrote."""
    return article.revisions.filter(note__startswith=_MARK).order_by("-number").first()


def surroundings(article: Article) -> dict[str, Surrounding]:
    """For each name that an event of arranging used, who had the last word.

    Names that are missing were never touched since the article began; whether an import began it
    is said under the empty name.
    """
    found: dict[str, Surrounding] = {}
    begun_by_import = False
    events = article.events.filter(verb__in=["create", "arrange"]).order_by("pk")
    for verb, text, data in events.values_list("verb", "note", "data"):
        if verb == "create":
            begun_by_import = is_import(text)
            continue
        for name, change in data.items():
            before = found.get(name, Surrounding(not begun_by_import))
            if is_import(text):
                found[name] = Surrounding(False)
            elif not before.by_people:
                found[name] = Surrounding(True, change.get("from"))
    found[""] = Surrounding(not begun_by_import)
    return found


def asked_before(article: Article) -> set[str]:
    """Names of the reviewers whom an import asked already: taken off since, they stay off."""
    names: set[str] = set()
    for text, data in article.events.filter(verb="arrange").values_list("note", "data"):
        if is_import(text) and "reviewers_asked" in data:
            names |= set(data["reviewers_asked"]["to"])
    return names

"""A file as an article: its facts and its text, each checked, before anything is written."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from markdown_it import MarkdownIt

from articles import slugs
from articles.desk import DeskCopy
from articles.importing.facts import Facts, Problem, Problems
from articles.importing.files import Source, Unreadable, content
from articles.models import Reference
from wellness.lib import rich_text
from wellness.lib.front_matter import BadFrontMatter, FrontMatter, front_matter
from wellness.lib.markdown import links_lost, to_html
from wellness.lib.text import count, excerpt

KNOWN: Final = (
    "title", "subtitle", "slug", "date", "topic", "authors", "medical_reviewers", "related",
    "description", "key_points", "references", "hero", "hero_alt", "hero_caption", "disclosure",
)  # fmt: skip
_RELATED: Final = ("title", "subtitle", "date", "slug")
_HERO: Final = ("file", "alt", "caption", "credit", "licence")
_REFERENCE: Final = ("authors", "title", "publisher", "year", "url", "doi", "pmid")


@dataclass(frozen=True)
class Related:
    """A related post as the file names it."""

    title: str
    subtitle: str
    published: dt.date | None
    slug: str
    line: int
    field: str


@dataclass(frozen=True)
class Hero:
    """The picture at the top: a path relative to the file, and what the library keeps of it."""

    file: str
    credit: str
    licence: str


@dataclass
class Handed:
    """What a file says. What it does not speak of is None: the desk keeps what it has.

    Attributes:
        desk: the text, without its pictures: those are looked up when it is brought in.
        has_date: the file speaks of the day of publication.
    """

    source: Source
    problems: Problems
    front: FrontMatter
    slug: str = ""
    slug_given: bool = False
    desk: DeskCopy = field(default_factory=lambda: DeskCopy(title=""))
    hero: Hero | None = None
    topic: str = ""
    authors: tuple[str, ...] | None = None
    reviewers: tuple[str, ...] = ()
    related: tuple[Related, ...] | None = None
    published: dt.date | None = None
    has_date: bool = False

    def problem(self, name: str, sentence: str) -> Problem:
        """A problem with a field of the text, at its line."""
        if name == "body":
            return Problem(self.front.body_line, name, sentence)
        named = name in self.front.data or not name.startswith("hero")
        return Problem(self.front.line_of(name if named else "hero"), name, sentence)

    def problem_at(self, words: str, sentence: str) -> Problem:
        """A problem with the body, at the first line in which the words stand."""
        lines = self.front.body.split("\n")
        place = next((number for number, line in enumerate(lines) if words in line), 0)
        return Problem(self.front.body_line + place, "body", sentence)


def read(source: Source) -> Handed:
    """The file, with everything that is wrong with it noted."""
    problems = Problems()
    try:
        front = front_matter(content(source))
    except Unreadable as error:
        problems.errors.append(error.problem)
        return Handed(source, problems, FrontMatter({}, "", 1))
    except BadFrontMatter as error:
        problems.error(error.line, "", error.sentence)
        return Handed(source, problems, FrontMatter({}, "", 1))
    facts = Facts(front, problems)
    facts.only(KNOWN)
    handed = Handed(source, problems, front)
    _identity(handed, facts)
    _text(handed, facts)
    handed.topic = facts.text("topic")
    if not handed.topic and not _noted(handed, "topic"):
        facts.error("Every article has a topic: add one, as in “topic: Sleep”.", "topic")
    handed.authors = facts.texts("authors")
    if not handed.authors and not _noted(handed, "authors"):
        facts.warn(
            "Nobody is named: the article needs an author before it can be handed in.", "authors"
        )
    handed.reviewers = facts.texts("medical_reviewers") or ()
    handed.has_date = "date" in facts
    handed.published = facts.day("date")
    if "related" in facts:
        handed.related = tuple(_related(facts))
    return handed


def _noted(handed: Handed, name: str) -> bool:
    """Whether something is known to be wrong with a fact already."""
    return any(problem.field.split(".")[0] == name for problem in handed.problems.errors)


def _identity(handed: Handed, facts: Facts) -> None:
    title = facts.text("title")
    handed.desk = handed.desk.change(title=title)
    if not title and not _noted(handed, "title"):
        facts.error("An article needs a title.", "title")
    handed.slug = facts.text("slug")
    handed.slug_given = bool(handed.slug)
    if handed.slug:
        try:
            slugs.check_form(handed.slug)
        except ValidationError as error:
            facts.error(" ".join(error.messages), "slug")
    elif title:
        handed.slug = slugs.of_title(title)
        if not handed.slug:
            facts.error(
                "No address can be made of this title: add one, as in “slug: sleep-and-age”.",
                "title",
            )


def _text(handed: Handed, facts: Facts) -> None:
    body = handed.front.body
    _warn_of_html(handed)
    handed.hero, alt, caption = _hero(facts)
    subtitle, description = facts.text("subtitle"), facts.text("description")
    key_points = "\n".join(facts.texts("key_points") or ())
    rows = tuple(references(facts))
    html = to_html(body, references=len(rows), title=handed.desk.title)
    _warn_of_citations(handed, body, len(rows))
    _warn_of_links(handed)
    handed.desk = handed.desk.change(
        subtitle=subtitle,
        description=description,
        key_points=key_points,
        body=html,
        hero_alt=alt,
        hero_caption=caption,
        references=rows,
        disclosure=facts.text("disclosure"),
    )
    if not body.strip():
        handed.problems.warn(
            handed.front.body_line, "body", "There is no text after the front matter."
        )
    if sentence := rich_text.objection(html):
        handed.problems.error(handed.front.body_line, "body", sentence)
    for name, sentences in _errors_of(handed.desk).items():
        if _noted(handed, name):
            continue  # said before, with more about the file
        handed.problems.errors += [handed.problem(name, sentence) for sentence in sentences]


def _errors_of(desk: DeskCopy) -> dict[str, list[str]]:
    try:
        desk.validate()
    except ValidationError as error:
        return dict(error.message_dict)
    return {}


_NOTE: Final = re.compile(r"\[\^\d{1,3}(?:, ?\^?\d{1,3})*\]")
_HTML: Final = MarkdownIt("commonmark")
"""Reads HTML as HTML, which the magazine's own reader does not."""


def _warn_of_citations(handed: Handed, body: str, references: int) -> None:
    """A number for which there is no reference stays in the text, for readers to wonder at."""
    marks = _NOTE.findall(body)
    numbers = {int(number): mark for mark in marks for number in re.findall(r"\d+", mark)}
    for number, mark in sorted(numbers.items()):
        if not 1 <= number <= references:
            problem = handed.problem_at(
                mark,
                f"“{mark}” cites reference {number}, and the front matter lists "
                f"{count(references, 'reference', 'references') if references else 'none'}: "
                "it will be shown to readers as text.",
            )
            handed.problems.warnings.append(problem)


def _warn_of_links(handed: Handed) -> None:
    """A link that no article may have is gone from the text, with its words left."""
    for line, words, address in links_lost(handed.front.body):
        handed.problems.warn(
            handed.front.body_line + line,
            "body",
            f"The link “{excerpt(words, 80)}” leads to “{excerpt(address, 80)}”: only web and mail "
            "addresses and paths of this site can be links. The words stay, the link does not.",
        )


def _warn_of_html(handed: Handed) -> None:
    if found := html_in(handed.front):
        handed.problems.warn(found[0], "body", found[1])


def html_in(front: FrontMatter) -> tuple[int, str] | None:
    """Where a text has HTML and what to say of it: it comes out as text for readers to see, which
    is hardly ever what was meant. Nothing where there is none."""
    found: list[tuple[int, str]] = []
    for token in _HTML.parse(front.body):
        line = front.body_line + (token.map[0] if token.map else 0)
        if token.type == "html_block":
            found.append((line, token.content))
        found += [(line, c.content) for c in token.children or () if c.type == "html_inline"]
    if not found:
        return None
    line, html = found[0]
    tag = re.match(r"</?[a-zA-Z][\w-]*|<!--", html)
    shown = f"{tag.group()}…" if tag else html[:20]
    more = f" ({len(found)} places in all)" if len(found) > 1 else ""
    return line, (
        f"HTML is not read here: “{shown}” will be shown to readers as text{more}. "
        "Write it in Markdown, or take it out."
    )


def _hero(facts: Facts) -> tuple[Hero | None, str, str]:
    """The picture at the top with its alternative text and caption.

    Its path stands alone (``hero: lamp.jpg``) or with what the library is to know of it.
    """
    value = facts.data.get("hero")
    alt, caption = facts.text("hero_alt"), facts.text("hero_caption")
    if not isinstance(value, dict):
        file = facts.text("hero")
        return (Hero(file, "", "") if file else None), alt, caption
    inner = Facts(facts.front, facts.problems, value, (*facts.path, "hero"))
    inner.only(_HERO)
    before = len(facts.problems.errors)
    file = inner.text("file")
    if not file and len(facts.problems.errors) == before:
        inner.error("Which file? Name it, as in “file: picture.jpg”.", "file")
    hero = Hero(file, inner.text("credit"), inner.text("licence")) if file else None
    return hero, inner.text("alt") or alt, inner.text("caption") or caption


def references(facts: Facts) -> list[dict[str, object]]:
    """The rows of the references that a file lists, with everything that is wrong noted."""
    rows = []
    for entry in facts.rows("references", "title: The study, year: 2020"):
        entry.only(_REFERENCE)
        texts = {name: entry.text(name) for name in _REFERENCE if name != "year"}
        reference = Reference(**texts, year=entry.number("year"))
        before = len(facts.problems.errors)
        try:
            reference.full_clean(exclude=["article"])
        except ValidationError as error:
            if len(facts.problems.errors) == before:
                for name, sentences in error.message_dict.items():
                    for sentence in sentences:
                        entry.error(sentence, name)
        rows.append(reference.as_row())
    return rows


def _related(facts: Facts) -> list[Related]:
    found = []
    for entry in facts.rows("related", "title: Sleep and age"):
        entry.only(_RELATED)
        before = len(facts.problems.errors)
        desk = DeskCopy(title=entry.text("title"), subtitle=entry.text("subtitle"))
        slug = entry.text("slug") or slugs.of_title(desk.title)
        published = entry.day("date")
        if len(facts.problems.errors) == before:
            for name, sentences in _errors_of(desk).items():
                for sentence in sentences:
                    entry.error(sentence, name)
        if desk.title and not slug:
            entry.error(
                "No address can be made of this title: add one, as in “slug: sleep-and-age”.",
                "title",
            )
        if slug:
            try:
                slugs.check_form(slug)
            except ValidationError as error:
                entry.error(" ".join(error.messages), "slug")
        found.append(
            Related(desk.title, desk.subtitle, published, slug, entry.line(), entry.name())
        )
    return found

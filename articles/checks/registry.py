"""The table of checks: each with its level, a text that passes it and a text that does not.

A check is a function of a `Subject` that yields what it found; it knows nothing of levels, of
topics or of the screen. To add one, write the function, with a docstring for editors, and give it
a row here. The tests run every row's examples; `docs/checks.md` prints them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from articles.checks import statements, structure, style
from articles.checks.findings import Finds, Level
from articles.checks.subject import Subject
from articles.content import Content, HeroContent, ReferenceContent


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table.

    Attributes:
        look: the check itself; the name of the function is the name of the check.
        title: what the desk calls it.
        level: how much its findings matter where a topic says nothing else.
        passes: a text in which it finds nothing.
        fails: a text in which it finds something.
        may_be: the levels that a topic can choose for it.
    """

    look: Callable[[Subject], Finds]
    title: str
    level: Level
    passes: Subject
    fails: Subject
    may_be: tuple[Level, ...] = tuple(Level)

    @property
    def name(self) -> str:
        return self.look.__name__

    @property
    def fails_with(self) -> list[str]:
        """What it says of the text that does not pass, each sentence once."""
        return list(dict.fromkeys(found.sentence for found in self.look(self.fails)))


def _text(body: str = "", *, unreachable: dict[str, str] | None = None, **fields: Any) -> Subject:
    """An example: the fields that matter, and nothing else."""
    return Subject(Content(fields.pop("title", ""), body=body, **fields), True, unreachable or {})


_CITED: Final = '<sup class="citation"><a href="#reference-1">1</a></sup>'
_SOURCE: Final = ReferenceContent(title="Sleep and the heart", year=2021)
_LONG_WORDS: Final = (
    "<p>"
    + "Notwithstanding considerable methodological heterogeneity, investigators characterised "
    "cardiovascular consequences of inadequate nocturnal recuperation as multifactorial. "
    * 8
    + "</p>"
)
_SHORT_WORDS: Final = "<p>" + "We sleep at night. It is good for the heart. " * 12 + "</p>"


def _hero(alt: str) -> HeroContent:
    return HeroContent(src="/media/bed.webp", sha256="", width=1200, height=800, alt=alt)


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        structure.citations_lead_somewhere,
        "Citations",
        Level.BLOCKS,
        passes=_text(f"<p>Sleep helps.{_CITED}</p>", references=(_SOURCE,)),
        fails=_text(f"<p>Sleep helps.{_CITED}</p>"),
    ),
    Check(
        statements.unsourced_statements,
        "Statements without a source",
        Level.WARNS,
        passes=_text(
            f"<p>A study found that 38% of adults sleep badly.{_CITED}</p>"
            "<p>Is it true that one in three people snores? No study has shown it.</p>"
        ),
        fails=_text(
            "<p>A study found that many adults sleep badly. In 2021 the guidelines recommended "
            "otherwise.</p>"
        ),
    ),
    Check(
        statements.absolute_promises,
        "Promises",
        Level.WARNS,
        passes=_text("<p>Valerian does not cure insomnia, and nothing works for everyone.</p>"),
        fails=_text("<p>Valerian cures insomnia. It has no side effects.</p>"),
    ),
    Check(
        statements.when_to_see_a_clinician,
        "When to see a clinician",
        Level.WARNS,
        passes=_text("<p>Pain in the chest is an emergency: call an ambulance.</p>"),
        fails=_text("<p>Most aches go by themselves.</p>"),
    ),
    Check(
        statements.limits,
        "Limits of what is known",
        Level.INFORMS,
        passes=_text(
            f"<p>A trial found that valerian shortens the wait for sleep.{_CITED} It was small "
            "and short.</p>"
        ),
        fails=_text(f"<p>A trial found that valerian shortens the wait for sleep.{_CITED}</p>"),
    ),
    Check(
        statements.official_names,
        "Names of medicines and authorities",
        Level.WARNS,
        passes=_text("<p>Paracetamol is approved by the Food and Drug Administration.</p>"),
        fails=_text("<p>Paracetemol is FDA registered.</p>"),
    ),
    Check(
        statements.promotion,
        "Promotion in the text",
        Level.WARNS,
        passes=_text('<p>The <a href="https://example.org/lamp?id=4">lamp</a> was dim.</p>'),
        fails=_text(
            '<p>Order today: <a href="https://example.org/lamp?utm_source=a">this lamp</a>.</p>'
        ),
    ),
    Check(
        structure.alternative_text,
        "Alternative text of pictures",
        Level.INFORMS,
        passes=_text(hero=_hero("An unmade bed")),
        fails=_text(hero=_hero("")),
    ),
    Check(
        structure.heading_order,
        "Order of headings",
        Level.WARNS,
        passes=_text("<h2>Sleep</h2><h3>Of adults</h3><p>Seven hours.</p>"),
        fails=_text("<h2>Sleep</h2><h4>Of adults</h4><p>Seven hours.</p>"),
    ),
    Check(
        structure.empty_headings,
        "Empty headings",
        Level.WARNS,
        passes=_text("<h2>Sleep</h2><h3>Of adults</h3><p>Seven hours.</p>"),
        fails=_text("<h2>Sleep</h2><h2>Naps</h2><p>Twenty minutes.</p>"),
    ),
    Check(
        structure.link_text,
        "Words of links",
        Level.WARNS,
        passes=_text('<p>See <a href="/topics/sleep/">what we know about sleep</a>.</p>'),
        fails=_text('<p>For more, <a href="/topics/sleep/">click here</a>.</p>'),
    ),
    Check(
        structure.links_inside,
        "Links within the page",
        Level.WARNS,
        passes=_text('<h2 id="section-naps">Naps</h2><p>See <a href="#section-naps">naps</a>.</p>'),
        fails=_text('<p>See <a href="#section-naps">the part on naps</a>.</p>'),
    ),
    Check(
        structure.insecure_links,
        "Insecure links",
        Level.WARNS,
        passes=_text('<p>From <a href="https://example.org/">the register</a>.</p>'),
        fails=_text('<p>From <a href="http://example.org/">the register</a>.</p>'),
    ),
    Check(
        structure.dead_links,
        "Dead links",
        Level.WARNS,
        passes=_text('<p>From <a href="https://example.org/">the register</a>.</p>'),
        fails=_text(
            '<p>From <a href="https://example.org/">the register</a>.</p>',
            unreachable={"https://example.org/": "This page was gone on 3 May 2024 (404)."},
        ),
    ),
    Check(
        statements.quoted_interests,
        "Interests of people who are quoted",
        Level.INFORMS,
        passes=_text(
            "<p>“Everyone should sleep,” said Ada Example.</p>",
            disclosure="Ada Example sells beds.",
        ),
        fails=_text("<p>“Everyone should sleep,” said Ada Example, who sells beds.</p>"),
    ),
    Check(
        structure.uncited_references,
        "References that nothing cites",
        Level.INFORMS,
        passes=_text(f"<p>Sleep helps.{_CITED}</p>", references=(_SOURCE,)),
        fails=_text("<p>Sleep helps.</p>", references=(_SOURCE,)),
    ),
    Check(
        style.search_lengths,
        "Title and description",
        Level.INFORMS,
        passes=_text(
            title="Sleep and the heart",
            description="What five large studies say about short nights and the heart, and what "
            "they cannot say.",
        ),
        fails=_text(title="Sleep and the heart", description="About sleep."),
    ),
    Check(
        style.reading_grade,
        "Reading grade",
        Level.INFORMS,
        passes=_text(_SHORT_WORDS),
        fails=_text(_LONG_WORDS),
        may_be=(Level.INFORMS, Level.OFF),  # a formula knows too little to hold a text back
    ),
    Check(
        style.repeated_words,
        "Words twice in a row",
        Level.INFORMS,
        passes=_text("<p>All that that shows is this.</p>"),
        fails=_text("<p>Turn the the lamp down.</p>"),
    ),
)

BY_NAME: Final = {check.name: check for check in CHECKS}

"""Every check finds what it is for, leaves alone what is right, and breaks on nothing."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.checks import names
from articles.checks.docs import render
from articles.checks.findings import Level
from articles.checks.registry import BY_NAME, CHECKS, Check
from articles.checks.report import MOST, run
from articles.checks.style import reading_grade_of, syllables
from articles.checks.subject import Subject, sentences
from articles.content import Content, HeroContent, ReferenceContent
from tests.wellness.lib.corpora import FOLDER, hostile_html, needs_corpora
from wellness.lib.html_tree import text_of
from wellness.lib.rich_text import clean, word_count

each = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)


def subject(body: str = "", **fields: object) -> Subject:
    return Subject(Content(**{"title": "Sleep", **fields}, body=body))  # type: ignore[arg-type]


def found(name: str, body: str = "", **fields: object) -> list[str]:
    """The passages that one check finds."""
    return [one.place.quote for one in BY_NAME[name].look(subject(body, **fields))]


# -- the table ------------------------------------------------------------------------------------


@each
def test_a_check_finds_nothing_in_its_passing_example(check: Check) -> None:
    assert list(check.look(check.passes)) == []


@each
def test_a_check_finds_something_in_its_failing_example(check: Check) -> None:
    assert list(check.look(check.fails))


@each
def test_a_check_speaks_to_people(check: Check) -> None:
    assert (check.look.__doc__ or "").strip().endswith(".")
    for one in check.look(check.fails):
        assert one.sentence[0].isupper() or one.sentence[0] == "“"
        assert one.sentence.endswith(".")


@each
def test_a_finding_names_a_place_that_is_there(check: Check) -> None:
    content = check.fails.content
    body = text_of(check.fails.tree)
    for one in check.look(check.fails):
        place = one.place
        assert place.field == "hero_alt" or hasattr(content, place.field)
        if place.field == "body" and not place.element:
            assert place.quote in body


def test_the_names_of_checks_are_their_own() -> None:
    assert len(BY_NAME) == len(CHECKS)


def test_only_what_is_certain_blocks_unless_a_topic_says_so() -> None:
    blocking = [check.name for check in CHECKS if check.level is Level.BLOCKS]
    assert blocking == ["citations_lead_somewhere"]


def test_the_page_about_the_checks_names_them_all() -> None:
    page = render()
    for check in CHECKS:
        assert f"### {check.title}\n" in page
        assert f"| `{check.name}` | {check.level.label} |" in page


# -- statements without a source ------------------------------------------------------------------

CITATION = '<sup class="citation"><a href="#reference-1">1</a></sup>'


@pytest.mark.parametrize(
    "statement",
    [
        "About 38% of adults sleep badly.",
        "Some 12.5 percent of them woke early.",
        "One in three adults snores.",
        "Smokers were twice as likely to wake.",
        "A single drink doubles the risk of snoring.",
        "A large trial of nurses found no effect.",
        "Research suggests that naps help.",
        "According to the NHS, most adults snore.",
        "The drug was approved by the FDA.",
        "NICE recommends exercise first.",
        "In 2021 the guideline was changed, and researchers agreed.",
        "Nearly half of adults sleep badly.",
        "Two thirds of all older women nap.",
        "Some 30 million Americans snore.",
        "The risk of a fall rose by a third.",
        "Deaths fell by about 12 a year.",
        "Health Canada warned of it.",
        "Since 1 January 2024 pharmacists may prescribe it.",
        "Under the 2018 act, clinics must report it.",
        "As of May 1, 2025, the rule is another.",
    ],
)
def test_a_statement_without_a_source_is_found(statement: str) -> None:
    assert found("unsourced_statements", f"<p>{statement}</p>") == [statement]


@pytest.mark.parametrize(
    "statement",
    [
        "In 2019 I bought a bench.",
        "I gave it 100% of my attention.",
        "The lamp was 20% off in the sales.",
        "She sleeps in one or two rooms.",
        "Is it true that 40% of adults snore?",
        "No study has shown that it helps.",
        "Who recommended this chair?",
        "It was nice, and somebody recommended it.",
        "I asked a friend for evidence of the heron.",
        "Half of the bench was wet.",
        "She ate a third of the bread.",
        "My rates at the gym rose by themselves.",
        "By 2019 people sat here every day.",
        "A 10% discount, they said.",
    ],
)
def test_an_ordinary_sentence_wants_no_source(statement: str) -> None:
    assert found("unsourced_statements", f"<p>{statement}</p>") == []


@pytest.mark.parametrize(
    "body",
    [
        f"<p>About 38% sleep badly.{CITATION}</p>",
        '<p>About 38% sleep badly, <a href="https://example.org/">a survey</a> says.</p>',
        f"<p>The figures:{CITATION}</p><ul><li>38% sleep badly</li><li>12% nap</li></ul>",
        f"<ul><li>38% sleep badly</li><li>12% nap{CITATION}</li></ul>",
        "<h2>38% sleep badly</h2>",
        "<table><tbody><tr><td>38%</td></tr></tbody></table>",
        '<figure class="quotation"><blockquote><p>About 38%, I think.</p></blockquote></figure>',
    ],
)
def test_a_source_nearby_is_enough(body: str) -> None:
    assert found("unsourced_statements", body) == []


def test_a_link_within_the_page_is_no_source() -> None:
    body = '<p>About 38% sleep badly (<a href="#section-x">below</a>).</p>'
    assert len(found("unsourced_statements", body)) == 1


# -- promises -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "This tea cures colds.",
        "Results are guaranteed.",
        "It has no side effects.",
        "It is 100% safe.",
        "A miracle cure from the woods.",
        "It always works.",
        "It is completely harmless.",
        "Honey can cure a cough without any side effects.",
        "It has no known side effects.",
        "A side-effect-free way to sleep.",
        "It is clinically proven.",
    ],
)
def test_a_promise_is_found_wherever_it_stands(text: str) -> None:
    assert found("absolute_promises", f"<p>{text}</p>")
    assert found("absolute_promises", title=text)
    assert found("absolute_promises", key_points=(text,))


@pytest.mark.parametrize(
    "text",
    [
        "This tea does not cure colds, and no tea cures them.",
        "Nothing is guaranteed.",
        "There is no guaranteed way to fall asleep.",
        "It isn’t 100% safe.",
        "No medicine has no side effects.",
        "Beware of anything that promises a miracle cure.",
        "Is there a cure for snoring?",
        "A medicine without side effects does not exist.",
        "Sellers claim that it always works.",
        "It has not been clinically proven.",
        "The procurator secured the ham.",
        "These diseases are prevented and cured by small amounts.",
    ],
)
def test_a_denied_promise_is_none(text: str) -> None:
    assert found("absolute_promises", f"<p>{text}</p>") == []


# -- names ----------------------------------------------------------------------------------------


def test_a_wrong_name_is_found_in_any_letters() -> None:
    body = "<p>PARACETEMOL, ibuprofin and an FDA-registered lamp.</p>"
    assert found("official_names", body) == ["PARACETEMOL", "ibuprofin", "FDA-registered"]


def test_no_name_is_both_right_and_wrong_or_stands_twice() -> None:
    wrong = [names._key(form) for name in names.table() for form in name.wrong]
    assert len(wrong) == len(set(wrong))
    right = [names._key(name.right) for name in names.table()]
    assert len(right) == len(set(right))
    for name in right:
        assert list(names.wrong_names(name)) == []


@pytest.mark.parametrize("name", names.table(), ids=lambda name: name.right)
def test_every_wrong_form_of_the_table_is_found(name: names.Name) -> None:
    for form in name.wrong:
        ((_start, _end, hit),) = names.wrong_names(f"They took {form}, they said.")
        assert hit is name


QUOTATION = (
    '<figure class="quotation"><blockquote><p>Sleep.</p></blockquote>'
    "<figcaption>Ada Example, who sells beds</figcaption></figure>"
)


# -- people, promotion, limits --------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<p>“Sleep,” said Ada Example, “is not optional.”</p>",
        "<p>“Sleep is not optional,” Dr Ada Example says.</p>",
        "<p>‘Sleep is not optional,’ said Ada Example.</p>",
        "<p>Ada Example, who sells beds, says “sleep is not optional.”</p>",
        "<p>According to Ada Example, “sleep is not optional.”</p>",
        "<p>Ada Example: “Sleep is not optional.”</p>",
        QUOTATION,
    ],
)
def test_a_quoted_person_is_found_once(body: str) -> None:
    (name,) = found("quoted_interests", body * 2)
    assert name.endswith("Ada Example")


def test_the_caption_of_a_picture_quotes_nobody() -> None:
    body = (
        '<figure class="image"><img src="/media/a.webp" alt="x">'
        "<figcaption>Ada Example, at home</figcaption></figure>"
    )
    assert found("quoted_interests", body) == []


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/?utm_campaign=x",
        "https://example.org/?gclid=1",
        "https://www.amazon.com/dp/1?tag=mag-20",
        "https://amzn.to/3x",
        "https://www.awin1.com/cread.php?x=1",
    ],
)
def test_a_link_that_earns_or_tracks_is_found(href: str) -> None:
    assert found("promotion", f'<p><a href="{href}">this lamp</a></p>') == ["this lamp"]
    assert found("promotion", references=(ReferenceContent(url=href),)) == [href]


@pytest.mark.parametrize(
    "text", ["He had to order a bed today.", "Put the salt in the basket.", "A discount, she said."]
)
def test_ordinary_words_sell_nothing(text: str) -> None:
    assert found("promotion", f"<p>{text}</p>") == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>If it lasts, ask your pharmacist.</p>",
        "<p>Call 911 if you cannot breathe.</p>",
        "<p>Chest pain belongs in the emergency room.</p>",
        "<h2>When to see a doctor</h2><p>Soon.</p>",
    ],
)
def test_limits_are_seen(body: str) -> None:
    assert found("when_to_see_a_clinician", body) == []


def test_limits_are_asked_for_only_where_the_topic_requires_medical_review() -> None:
    check = BY_NAME["when_to_see_a_clinician"]
    content = Content("Trees", body="<p>Stand under ten trees.</p>")
    assert list(check.look(Subject(content, requires_medical_review=True)))
    assert not list(check.look(Subject(content, requires_medical_review=False)))


# -- shape ----------------------------------------------------------------------------------------


def test_a_citation_past_the_end_of_the_list_is_found() -> None:
    body = f'<p>Yes.{CITATION}<sup><a href="#reference-2">2</a></sup></p>'
    source = (ReferenceContent(title="A study"),)
    assert found("citations_lead_somewhere", body, references=source) == ["2"]
    assert found("citations_lead_somewhere", body, references=source * 2) == []


def test_a_reference_that_nothing_cites_is_found_among_cited_ones() -> None:
    sources = (ReferenceContent(title="One"), ReferenceContent(title="Two"))
    assert found("uncited_references", f"<p>Yes.{CITATION}</p>", references=sources) == ["Two"]


def test_pictures_without_words_are_counted_in_order() -> None:
    body = (
        '<figure class="image"><img src="/media/a.webp" alt="A cup"></figure>'
        '<figure class="image"><img src="/media/b.webp" alt=""></figure>'
    )
    (one,) = BY_NAME["alternative_text"].look(subject(body))
    assert (one.place.element, one.place.index) == ("image", 1)
    hero = HeroContent("/media/a.webp", "", 1, 1, alt="A cup")
    assert found("alternative_text", hero=hero) == []


@pytest.mark.parametrize("words", ["here", "Read more »", "https://example.org/x", "…", "www.a.b"])
def test_words_that_do_not_say_where_a_link_leads(words: str) -> None:
    assert found("link_text", f'<p><a href="/x/">{words}</a></p>')


@pytest.mark.parametrize("words", ["here is the trial", "the NHS page on sleep", "1"])
def test_words_that_do(words: str) -> None:
    assert found("link_text", f'<p><a href="/x/">{words}</a></p>') == []


def test_the_same_words_are_told_apart_by_their_place() -> None:
    body = "<p>Turn the the lamp.</p><p>And the the other.</p>"
    places = [one.place for one in BY_NAME["repeated_words"].look(subject(body))]
    assert [(place.quote, place.nth) for place in places] == [("the the", 0), ("the the", 1)]


# -- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("sleep", 1), ("make", 1), ("makes", 1), ("baked", 1), ("table", 2), ("houses", 2),
        ("waited", 2), ("medicine", 3), ("the", 1), ("insomnia", 4), ("rhythm", 1), ("xyz", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert abs(syllables(word) - count) <= (1 if word == "insomnia" else 0)


def test_the_grade_is_the_formula_of_its_source() -> None:
    """Ten words of one syllable a sentence: 0.39 × 10 + 11.8 − 15.59."""
    body = "<p>" + "The dog sat on a mat and ate a fish. " * 12 + "</p>"
    assert reading_grade_of(subject(body)) == pytest.approx(0.11)
    assert reading_grade_of(subject("<p>Too short to tell.</p>")) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("Dr. Example agrees. So do I.", 2),
        ("About 2.5 percent of U.S. Adults agree.", 1),
        ("“Really?” She nodded.", 2),
        ("No end", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    spans = list(sentences(text))
    assert len(spans) == count
    assert "".join(text[start:end] for start, end in spans) == text


# -- the report -----------------------------------------------------------------------------------

FLAWED = "<h4>Naps</h4><p>It always works, and the the risk is small.</p>"


def test_a_topic_chooses_the_level() -> None:
    usual = run(subject(FLAWED), {})
    assert usual.objection == ""
    strict = run(subject(FLAWED), {"absolute_promises": Level.BLOCKS})
    assert "“always works” promises more than anybody can know" in strict.objection
    off = run(subject(FLAWED), dict.fromkeys(BY_NAME, Level.OFF))
    assert (off.groups, off.summary) == ((), "Nothing found")


def test_the_weightiest_comes_first_and_is_counted() -> None:
    levels = dict.fromkeys(BY_NAME, Level.OFF) | {
        "repeated_words": Level.INFORMS,
        "heading_order": Level.BLOCKS,
        "absolute_promises": Level.WARNS,
    }
    report = run(subject(FLAWED), levels)
    assert report.summary == "1 stop, 1 warning, 1 note"
    assert [level for level, _ in report.by_level] == [Level.BLOCKS, Level.WARNS, Level.INFORMS]


def test_the_refusal_counts_what_else_blocks() -> None:
    report = run(
        subject("<p>It cures all. It cures most.</p>"), {"absolute_promises": Level.BLOCKS}
    )
    assert report.objection.endswith("1 more finding blocks.")


def test_the_length_is_the_number_that_readers_and_the_report_of_a_document_are_told() -> None:
    body = clean(
        "<h2>Naps, 0.5 hours – well-being</h2><p>Sleep<sup class='citation'>"
        "<a href='#reference-1'>1</a></sup> helps.</p><ul><li>One<ul><li>two</li></ul></li></ul>"
        "<table><caption>Tea</caption><tr><th>Cup</th><td>3</td></tr></table>"
    )
    report = run(subject(body), {})
    assert report.length.startswith(f"{word_count(body)} words")
    assert word_count(body) == 11


def test_a_text_with_one_mistake_everywhere_is_not_listed_in_full() -> None:
    report = run(subject("<p>It has the the same.</p>" * 500), {})
    (group,) = [g for g in report.groups if g.check.name == "repeated_words"]
    assert len(group.found) == MOST


# -- anything at all ------------------------------------------------------------------------------


def look_at(text: str, body: str) -> None:
    """Run everything over a text that is hostile in every field."""
    reference = ReferenceContent(authors=text, title=text, publisher=text, url=text)
    hero = HeroContent(text, "", 1, 1, alt=text, caption=text)
    content = Content(text, text, text, (text, text), body, (reference,), hero)
    run(Subject(content, unreachable={text: text}), dict.fromkeys(BY_NAME, Level.BLOCKS)).summary  # noqa: B018


@given(st.text(max_size=400), st.text(max_size=400))
def test_no_text_breaks_a_check(text: str, raw: str) -> None:
    look_at(text, clean(raw))
    look_at(text, clean(f"<p>{raw}</p><h2>{raw}</h2><ul><li>{raw}</li></ul>"))


SCRAPS = st.sampled_from(
    [
        "<p>", "</p>", "<h2>", "<h4>", "</h4>", "<ul>", "<li>", "</li>", "</ul>", "<table>",
        "<tr><td>", '<a href="#reference-1">', '<a href="http://x.example/?utm_a=1">', "</a>",
        "<sup>", "</sup>", '<img src="/media/a.webp">', "<blockquote>", "</blockquote>",
        "<figure><figcaption>", "</figure>", "The study found ", "20% ", "cures ", "not ", "the ",
        "Dr. ", "Ada Example ", "said ", "” ", "“", ". ", "? ", "FDA registered ", "buy now ",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(SCRAPS, max_size=40))
def test_no_shape_breaks_a_check(scraps: list[str]) -> None:
    raw = "".join(scraps)
    body = clean(raw)
    look_at(raw, body)
    whole = Subject(Content("", body=body))
    assert sum(len(passage.links) for passage in whole.passages) <= len(whole.links)
    for check in CHECKS:
        for one in check.look(whole):
            if one.place.field == "body" and not one.place.element:
                assert one.place.quote in "\n".join(p.text for p in whole.passages)


@needs_corpora
def test_no_collected_attack_breaks_a_check() -> None:
    for vector in hostile_html():
        look_at(vector, clean(vector))
    for string in json.loads((FOLDER / "strings" / "blns.json").read_text("utf-8")):
        look_at(string, clean(string))


def test_an_example_is_a_value() -> None:
    """Nobody can change the table's examples by looking at them."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        CHECKS[0].passes.content = Content("")  # type: ignore[misc]

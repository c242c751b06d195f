"""Two people at one article: a stale save is refused with both versions, and no word is lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Status
from tests import factories
from tests.articles.admin.desk_form import DeskForm, errors_of, problem_of
from tests.factories import Cast, article_at, desk
from tests.reading import Sheet
from wellness.lib import rich_text

pytestmark = pytest.mark.django_db

SOURCE = {"authors": "", "title": "A source", "publisher": "", "year": None, "url": "", "doi": "",
          "pmid": ""}  # fmt: skip


@pytest.fixture
def article(cast: Cast) -> Article:
    text = desk("Sleep", "<p>Sleep helps the heart.</p>", references=(SOURCE,))
    return article_at(Status.DRAFT, cast, copy=text)


def theirs(article: Article, cast: Cast, **changes: object) -> Article:
    """The editor saves meanwhile."""
    copy = DeskCopy.of_article(Article.objects.get(pk=article.pk)).change(**changes)
    return actions.save(article, desk=copy, by=cast.editor)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


KNOWN = ("changed by both", "changed by both; both changes are in it",
         "changed by them; the form shows theirs", "changed by you")  # fmt: skip


def fields(page: Sheet) -> dict[str, str]:
    """The differing fields by label, with who changed them."""
    headings = page.texts("//*[contains(@class, 'desk-conflict')]//h3")
    return {h.removesuffix(k).strip(): k for h in headings for k in KNOWN if h.endswith(f" {k}")}


def places(form: DeskForm) -> list[tuple[str, str, str]]:
    """Of each open place what stood there before, what they made of it, and mine."""
    rows = form.page.all("//dl[contains(@class, 'desk-place__versions')]")
    return [tuple(said(dd) for dd in row.xpath(".//dd")) for row in rows]  # type: ignore[misc]


def said(element: Any) -> str:
    """What stands in a version, with [-what went-] and [+what came+]."""
    text = " ".join(element.text_content().split())
    return text.replace("[removed: ", "[-").replace("[added: ", "[+")


def offered(form: DeskForm) -> list[list[str]]:
    """The choices at each open place."""
    return [
        [radio.get("value") for radio in group.xpath(".//input[@type='radio']")]
        for group in form.page.all("//fieldset[contains(@class, 'desk-place__choices')]")
    ]


def choose(form: DeskForm, *choices: str) -> DeskForm:
    """Mark a choice at each open place in turn; an empty one leaves the place open."""
    groups = form.page.all("//fieldset[contains(@class, 'desk-place__choices')]")
    assert len(groups) == len(choices)
    for group, choice in zip(groups, choices, strict=True):
        names = {radio.get("name") for radio in group.xpath(".//input[@type='radio']")}
        if choice:
            form.fields[names.pop()] = [choice]
    return form


def press_shown(form: DeskForm, name: str) -> Any:
    """Press the button of that name with the version that it carries."""
    (value, *_) = form.page.all(f"//button[@name='{name}']/@value")
    return form.press("nothing", **{name: value})


def combine(form: DeskForm, *choices: str) -> Any:
    return press_shown(choose(form, *choices), "combine")


def body_of(article: Article) -> str:
    return str(fresh(article).current_revision.data.body)


def test_a_stale_save_is_refused_with_three_versions_and_everything_typed(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title", body="<p>Sleep helps the head.</p>")
    response = form.press(
        title="My title", body="<p>Sleep helps the whole heart.</p>", subtitle="Mine", note="Why"
    )
    assert response.status_code == 409
    assert fresh(article).title == "Their title"
    # Everything typed is in the form.
    assert form.value("title") == "My title"
    assert form.value("body") == "<p>Sleep helps the whole heart.</p>"
    assert form.value("subtitle") == "Mine"
    assert form.value("note") == "Why"
    # And there is to read what stood there, what they made of it, and mine.
    assert "Edith Editor" in problem_of(form.page)
    assert fields(form.page) == {
        "Title": "changed by both",
        "Subtitle": "changed by you",
        "Text": "changed by both",
    }
    assert places(form) == [
        ("Sleep", "[-Sleep][+Their title]", "[-Sleep][+My title]"),
        (
            "Sleep helps the heart.",
            "Sleep helps the [-heart][+head].",
            "Sleep helps the [+whole ]heart.",
        ),
    ]
    assert offered(form) == [["mine", "theirs", "base"], ["mine", "theirs", "both", "base"]]
    assert form.page.all("//*[@data-combining]//input[@checked]") == []


@pytest.mark.parametrize(
    ("choice", "title", "body"),
    [
        ("mine", "My title", "<p>Sleep helps the whole heart.</p>"),
        ("theirs", "Their title", "<p>Sleep helps the head.</p>"),
        ("base", "Sleep", "<p>Sleep helps the heart.</p>"),
        (
            "both",
            "My title",
            "<p>Sleep helps the whole heart.</p>\n<p>Sleep helps the head.</p>",
        ),
    ],
)
def test_the_chosen_versions_are_saved_as_one_revision(
    choice: str, title: str, body: str, article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title", body="<p>Sleep helps the head.</p>")
    form.press(title="My title", body="<p>Sleep helps the whole heart.</p>")
    short = "mine" if choice == "both" else choice
    assert combine(form, short, choice).status_code == 302
    saved = fresh(article)
    assert (saved.title, body_of(article)) == (title, body)
    numbers = list(article.revisions.order_by("number").values_list("number", "title"))
    assert numbers[:2] == [(1, "Sleep"), (2, "Their title")]
    if choice == "theirs":
        assert len(numbers) == 2
    else:
        assert saved.current_revision.note == "Combined with Edith Editor’s revision 2"
        assert saved.current_revision.created_by == cast.writer


def test_changes_of_different_paragraphs_are_combined_without_a_question(cast: Cast) -> None:
    body = "<p>Sleep helps the heart.</p><p>Walking helps it too.</p><p>So does rest.</p>"
    article = article_at(Status.DRAFT, cast, copy=desk("Sleep", body))
    form = DeskForm(cast.writer, article)
    theirs(article, cast, body=body.replace("Walking", "Running"))
    assert form.press(body=body.replace("the heart", "every heart")).status_code == 409
    assert fields(form.page) == {"Text": "changed by both; both changes are in it"}
    assert places(form) == []
    both = "<p>Sleep helps every heart.</p>\n<p>Running helps it too.</p>\n<p>So does rest.</p>"
    assert form.value("body") == both
    # The fields hold it all: saving them is saving the combination.
    assert form.press().status_code == 302
    assert body_of(article) == both
    assert fresh(article).current_revision.note == "Combined with Edith Editor’s revision 2"


def test_nothing_is_saved_before_every_place_is_chosen(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    after = theirs(article, cast, title="Their title", body="<p>Sleep helps the head.</p>")
    form.press(title="My title", body="<p>Sleep helps the whole heart.</p>")
    assert combine(form, "theirs", "").status_code == 409
    assert fresh(article).version == after.version
    assert "Nothing is saved yet. Choose what is to be saved at Text." in problem_of(form.page)
    (missed,) = form.page.texts("//*[contains(@class, 'desk-place')]//*[@class='errorlist']")
    assert missed == "Choose one of these."
    # What was chosen stays chosen, and what was typed stays typed.
    assert form.page.all("//*[@data-combining]//input[@checked]/@value") == ["theirs"]
    assert form.value("body") == "<p>Sleep helps the whole heart.</p>"
    assert combine(form, "theirs", "mine").status_code == 302
    assert fresh(article).title == "Their title"
    assert body_of(article) == "<p>Sleep helps the whole heart.</p>"


def test_choices_outlive_a_field_that_has_to_be_put_right(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    form.press(title="My title")
    choose(form, "theirs").set(originally_published="soon")
    assert press_shown(form, "combine").status_code == 200
    assert form.page.all("//*[@data-combining]") == []
    form.press(originally_published=None)
    assert form.page.all("//*[@data-combining]//input[@checked]/@value") == ["theirs"]


def test_what_is_changed_after_the_choice_is_asked_about_again(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title", subtitle="Their subtitle")
    form.press(title="My title", subtitle="My subtitle")
    choose(form, "mine", "theirs")
    form.set(title="My better title")
    assert press_shown(form, "combine").status_code == 409
    assert "Choose what is to be saved at Title." in problem_of(form.page)
    assert form.page.all("//*[@data-combining]//input[@checked]/@value") == ["theirs"]
    assert places(form)[0][2] == "[-Sleep][+My better title]"


def test_by_hand_the_fields_hold_both_and_a_save_goes_on_from_theirs(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title", body="<p>Sleep helps the head.</p>")
    form.press(title="My title", body="<p>Sleep helps the whole heart.</p>")
    assert press_shown(choose(form, "theirs", ""), "by_hand").status_code == 200
    assert form.value("title") == "Their title"
    body = "<p>Sleep helps the whole heart.</p>\n<p>Sleep helps the head.</p>"
    assert form.value("body") == body
    assert "Nothing is saved yet" in form.page.words("//main")
    assert article.revisions.count() == 2
    assert form.press(body="<p>Sleep helps the heart and the head.</p>").status_code == 302
    assert body_of(article) == "<p>Sleep helps the heart and the head.</p>"
    assert fresh(article).current_revision.note == "Combined with Edith Editor’s revision 2"


def test_the_note_names_the_revision_that_was_combined_last(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    form.press(title="My title")
    theirs(article, cast, title="Their second title")
    assert combine(form, "mine").status_code == 409
    assert combine(form, "mine").status_code == 302
    assert fresh(article).title == "My title"
    assert fresh(article).current_revision.note == "Combined with Edith Editor’s revision 3"


@pytest.mark.parametrize("button", ["by_hand", "combine"])
def test_a_save_between_the_choice_and_its_button_is_noticed(
    button: str, article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title", subtitle="Theirs")
    form.press(title="My title", subtitle="Mine")
    theirs(article, cast, title="A third title")
    assert press_shown(choose(form, "mine", "theirs"), button).status_code == 409
    # The place that stayed as it was is still chosen; the other is a new question.
    assert form.page.all("//*[@data-combining]//input[@checked]/@value") == ["theirs"]
    assert "A third title" in places(form)[0][1]
    assert form.value("title") == "My title"
    assert fresh(article).title == "A third title"


def test_after_editing_by_hand_a_third_save_is_compared_with_what_was_combined(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    form.press(title="My title")
    press_shown(choose(form, "theirs"), "by_hand")
    theirs(article, cast, title="A third title")
    assert form.press(title="By hand").status_code == 409
    assert places(form) == [
        ("Their title", "[-Their ][+A third ]title", "[-Their title][+By hand]")
    ]


def test_whoever_writes_on_two_pages_is_told_of_nobody_else(article: Article, cast: Cast) -> None:
    form, other = DeskForm(cast.writer, article), DeskForm(cast.writer, article)
    other.press(title="From one page", body="<p>Sleep helps the head.</p>")
    assert form.press(title="From the other").status_code == 409
    conflict = form.page.one("//section[@data-combining]").text_content()
    assert "You saved this article meanwhile" in conflict
    assert "You, on another page" in conflict
    assert "From the other page" in conflict
    for words in ("omebody else", "Wanda Writer", "theirs", "You both"):
        assert words not in conflict, words
    assert combine(form, "mine").status_code == 302
    assert (fresh(article).title, body_of(article)) == (
        "From the other", "<p>Sleep helps the head.</p>"
    )  # fmt: skip


def test_saving_mine_over_theirs_takes_an_explicit_press(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title", subtitle="Theirs")
    form.press(title="My title")
    # Pressing the plain button again is still refused.
    assert form.press().status_code == 409
    over = form.page.all("//button[@name='over']/@value")
    assert over == [str(fresh(article).version)] * 2
    assert press_shown(form, "over").status_code == 302
    assert (fresh(article).title, fresh(article).subtitle) == ("My title", "Theirs")
    titles = [revision.title for revision in article.revisions.order_by("number")]
    assert titles == ["Sleep", "Their title", "My title"]  # theirs stays in the history


def test_a_third_save_in_between_is_noticed_too(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    form.press(title="My title")
    over = form.page.all("//button[@name='over']/@value")[0]
    theirs(article, cast, title="A third title")
    assert form.press("nothing", over=over).status_code == 409
    assert form.value("title") == "My title"
    assert places(form) == [("Sleep", "[-Sleep][+A third title]", "[-Sleep][+My title]")]
    assert fresh(article).title == "A third title"


def test_what_only_they_changed_is_not_undone_by_saving_mine(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    other = {**SOURCE, "title": "Their source"}
    theirs(article, cast, body="<p>Their text.</p>", references=(SOURCE, other))
    actions.arrange(fresh(article), by=cast.editor, authors=[factories.author("Oda Other")])
    assert form.press(title="My title").status_code == 409
    assert fields(form.page) == {
        "Title": "changed by you",
        "Text": "changed by them; the form shows theirs",
        "References": "changed by them; the form shows theirs",
        "Byline": "changed by them; the form shows theirs",
    }
    assert "You changed different things" in problem_of(form.page)
    assert form.press().status_code == 302
    saved = fresh(article)
    assert (saved.title, saved.current_revision.data.body) == ("My title", "<p>Their text.</p>")
    assert [r.title for r in saved.references.all()] == ["A source", "Their source"]
    assert [str(b) for b in saved.bylines.all()] == ["Oda Other"]


def test_key_points_are_combined_line_by_line(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk("Sleep", key_points="One\nTwo\nThree"))
    form = DeskForm(cast.writer, article)
    theirs(article, cast, key_points="One night\nTwo\nThree")
    form.press(key_points="One\nTwo days\nThree\nFour")
    assert form.value("key_points") == "One night\nTwo days\nThree\nFour"
    assert form.press().status_code == 302
    assert fresh(article).key_points == "One night\nTwo days\nThree\nFour"


CITING = '<p>{}<sup class="citation"><a href="#reference-{}">{}</a></sup></p>'


def citing(words: str, number: int) -> str:
    return CITING.format(words, number, number)


def cited_in(article: Article) -> dict[str, str]:
    """The title of the reference that each paragraph leads to."""
    content = fresh(article).current_revision.data
    found = {}
    for block in content.body.splitlines():
        (marker,) = rich_text.citations(block)
        found[block.partition("<sup")[0].removeprefix("<p>")] = content.references[
            marker.number - 1
        ].title
    return found


def sent(*rows: dict[str, Any]) -> dict[str, list[str]]:
    """References as the form sends them."""
    found = {"references-TOTAL_FORMS": [str(len(rows))]}
    for place, row in enumerate(rows):
        found |= {f"references-{place}-{n}": [str(v or "")] for n, v in row.items()}
        found[f"references-{place}-ORDER"] = [str(place + 1)]
    return found


@pytest.mark.parametrize("button", ["_save", "combine", "by_hand", "over"])
def test_citations_lead_to_their_sources_whoever_changed_the_list(button: str, cast: Cast) -> None:
    first, second = ({**SOURCE, "title": title} for title in ("First trial", "Second study"))
    base = citing("One.", 1) + citing("Two.", 2)
    copy = desk("Sleep", base, references=(first, second))
    article = article_at(Status.DRAFT, cast, copy=copy)
    form = DeskForm(cast.writer, article)
    # They put a source before the others, and cite it; I cite the second one once more.
    newer = {**SOURCE, "title": "A newer trial"}
    two = "Two." if button == "_save" else "Two, they say."
    body = citing("Nought.", 1) + citing("One.", 2) + citing(two, 3)
    theirs(article, cast, body=body, references=(newer, first, second))
    mine = "Two." if button == "_save" else "Two, I say."
    form.press(body=citing("One.", 1) + citing(mine, 2) + citing("Two again.", 2))
    assert len(places(form)) == (0 if button == "_save" else 1)
    if button == "_save":
        assert form.press().status_code == 302
    elif button == "combine":
        assert combine(form, "mine").status_code == 302
    elif button == "by_hand":
        assert press_shown(choose(form, "mine"), button).status_code == 200
        assert form.press().status_code == 302
    else:
        assert press_shown(form, button).status_code == 302
    expected = {"One.": "First trial", mine: "Second study", "Two again.": "Second study"}
    if button != "over":
        expected["Nought."] = "A newer trial"
    assert cited_in(article) == expected


def test_a_source_that_one_removed_and_the_other_cites_stays(cast: Cast) -> None:
    first, second = ({**SOURCE, "title": title} for title in ("First trial", "Second study"))
    copy = desk("Sleep", citing("Two.", 2), references=(first, second))
    article = article_at(Status.DRAFT, cast, copy=copy)
    form = DeskForm(cast.writer, article)
    theirs(article, cast, body=citing("Two.", 1), references=(second,))
    form.press(body=citing("Two.", 2) + citing("One.", 1))
    assert form.press().status_code == 302
    assert cited_in(article) == {"Two.": "Second study", "One.": "First trial"}


def test_both_add_a_source_and_one_puts_one_right(cast: Cast) -> None:
    first = {**SOURCE, "title": "First trial", "doi": "10.1000/1"}
    article = article_at(
        Status.DRAFT, cast, copy=desk("Sleep", citing("One.", 1), references=(first,))
    )
    form = DeskForm(cast.writer, article)
    right = {**first, "year": 2021}
    theirs(article, cast, references=(right,))
    added = {**SOURCE, "title": "Another study altogether"}
    form.fields |= sent(added, first)
    form.press(body=citing("Nought.", 1) + citing("One.", 2))
    assert form.press().status_code == 302
    rows = fresh(article).references.all()
    assert [(r.title, r.year) for r in rows] == [
        ("Another study altogether", None),
        ("First trial", 2021),
    ]
    assert cited_in(article) == {"Nought.": "Another study altogether", "One.": "First trial"}


def test_a_reference_that_both_put_right_differently_is_chosen(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, references=({**SOURCE, "year": 2020},))
    form.fields |= sent({**SOURCE, "year": 2021})
    assert form.press().status_code == 409
    assert offered(form) == [["mine", "theirs", "both", "base"]]
    assert form.value("references-0-year") == "2021"
    assert combine(form, "theirs").status_code == 302
    assert [r.year for r in fresh(article).references.all()] == [2020]


def test_names_are_combined_one_by_one_and_once(article: Article, cast: Cast) -> None:
    mine, other = factories.author("Mira Mine"), factories.author("Oda Other")
    form = DeskForm(cast.second_editor, article)
    actions.arrange(article, by=cast.editor, authors=[other, cast.author])
    assert form.press(authors=[cast.author.pk, mine.pk]).status_code == 409
    assert form.press().status_code == 302
    assert [str(b) for b in fresh(article).bylines.all()] == [
        "Oda Other",
        "Wanda Writer",
        "Mira Mine",
    ]


def test_nobody_learns_of_an_article_by_making_up_where_a_page_began(
    article: Article, cast: Cast
) -> None:
    secret = actions.create(topic=factories.topic(), desk=desk("A secret"), by=cast.second_writer)
    form = DeskForm(cast.writer, article)
    actions.arrange(article, by=cast.editor, related=[article_at(Status.PUBLISHED, cast)])
    began = json.loads(form.value("began"))
    began["around"]["related"] = [str(secret.pk)]
    prints = json.loads(form.value("base"))
    raw = json.dumps([secret.pk])
    prints["related"] = hashlib.sha256(raw.encode()).hexdigest()[:16]
    mine = article_at(Status.PUBLISHED, cast)
    form.press(began=json.dumps(began), base=json.dumps(prints), related=[mine.pk])
    assert "A secret" not in form.page.raw
    assert places(form)[0][0] == "What stood here is not known any more."
    assert offered(form) == [["mine", "theirs", "both"]]


def test_the_byline_can_be_contested_as_well(article: Article, cast: Cast) -> None:
    mine, other = factories.author("Mira Mine"), factories.author("Oda Other")
    form = DeskForm(cast.second_editor, article)
    actions.arrange(article, by=cast.editor, authors=[other])
    assert form.press(authors=[mine.pk]).status_code == 409
    assert fields(form.page) == {"Byline": "changed by both"}
    assert form.fields["authors"] == [str(mine.pk)]
    assert [str(b) for b in fresh(article).bylines.all()] == ["Oda Other"]


def test_a_step_that_they_took_is_no_conflict_of_texts(cast: Cast) -> None:
    """The version counts steps as well; where the text is the same there is nothing to decide."""
    article = article_at(Status.PUBLISHED, cast)
    form = DeskForm(cast.writer, article)
    actions.renew(article, by=cast.editor)
    actions.withdraw_submission(article, by=cast.editor)
    assert form.press(title="My title").status_code == 302
    assert fresh(article).title == "My title"


def test_opening_and_saving_after_somebody_else_changes_nothing(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    after = theirs(article, cast, title="Their title")
    response = form.press()
    assert response.status_code == 302
    assert fresh(article).version == after.version
    page = Sheet(form.client.get(response.headers["Location"]))
    assert "Nothing had changed" in page.words("//main")


def test_text_that_was_not_read_is_not_handed_in(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    assert form.step("submit").status_code == 403
    assert "Read the text as it is now" in problem_of(form.page)
    assert fresh(article).status == Status.DRAFT


def test_a_page_that_opens_for_writing_after_a_refusal_is_no_stale_page(cast: Cast) -> None:
    """The text was frozen when the page was opened; the refusal comes back with its fields."""
    article = article_at(Status.IN_REVIEW, cast)
    form = DeskForm(cast.editor, article)
    article = actions.withdraw_submission(article, by=cast.writer)
    theirs(article, cast, title="Their title")
    assert form.step("request_changes", statement="Why?").status_code == 403
    assert form.value("title") == "Their title"
    assert form.press(subtitle="Mine").status_code == 302
    assert fresh(article).subtitle == "Mine"


def test_a_stale_hand_in_keeps_the_words_of_the_step(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    form.set(title="My title")
    assert form.step("submit", note="Please look at the second source").status_code == 409
    assert form.value("submit-note") == "Please look at the second source"
    assert fresh(article).status == Status.DRAFT


def test_a_form_that_lost_its_hidden_fields_overwrites_nothing(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    after = theirs(article, cast, title="Their title")
    for lost in (
        {"base": None}, {"version": None}, {"base": "]["}, {"base": "[1]"}, {"began": "]["},
        {"began": "[1]"}, {"began": '{"revisions": 1, "around": 2}'}, {"began": None},
        {"base": "[" * 50_000}, {"base": "1" * 5000}, {"began": '{"around":' * 50_000},
        {"began": '{"around": {"slug": [' + "[" * 200 + "]" * 200 + "]}}"},
    ):  # fmt: skip
        stale = DeskForm(cast.writer, article)
        stale.fields = {**form.fields}
        assert stale.press(title="My title", **lost).status_code == 409
    assert fresh(article).version == after.version


def test_the_prints_of_a_page_name_every_field(article: Article, cast: Cast) -> None:
    """A field without a print would count as changed by both."""
    base = json.loads(DeskForm(cast.editor, article).value("base"))
    form = DeskForm(cast.editor, article)
    shown = {name for name in form.fields if "-" not in name}
    unsaved = {"parts", "person", "version", "base", "began", "receipt", "note", "sitting"}
    unsaved |= {"replaces"}
    assert shown - unsaved <= set(base)
    assert {"authors", "related", "reviewers_asked", "references"} <= set(base)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_take_one_address_at_one_moment(cast: Cast) -> None:
    """The second waits for the first, and is then told so with everything that it typed."""
    topic = factories.topic()
    form = DeskForm(cast.editor)
    form.set(title="Another title", slug="the-same", topic=topic.pk, body="<p>Typed.</p>")
    answers: list[int] = []

    def second() -> None:
        answers.append(form.press().status_code)
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        actions.create(topic=topic, desk=desk(), by=cast.writer, slug="the-same")
        thread.start()
        wait_until_somebody_waits()
    thread.join()
    assert answers == [200]
    (sentence,) = errors_of(form.page, "slug")
    assert sentence == "Another article has, or once had, the address “the-same”."
    assert form.value("body") == "<p>Typed.</p>"
    assert Article.objects.count() == 1


def wait_until_somebody_waits() -> None:
    """Return once another connection to this database waits for a lock."""
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            # Within one transaction PostgreSQL shows the same activity again unless it is asked.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits: the second save went past the first.")


def test_no_markup_of_theirs_runs_in_the_comparison(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(
        article,
        cast,
        title="<script>alert(1)</script>",
        body="<p onclick=x>T</p><script>y</script>",
    )
    form.press(title="<img src=x onerror=alert(1)>", body="<p>Mine <svg onload=z></p>")
    assert combine(form, "", "").status_code == 409
    panel = form.page.one("//section[contains(@class, 'desk-conflict')]")
    assert panel.xpath(".//script | .//svg | .//img | .//*[@onclick or @onerror or @onload]") == []


# -- whose change it is ---------------------------------------------------------------------------


def whose(form: DeskForm) -> list[str]:
    """Of each open place whose version stands beside mine, and what its choice is called."""
    heads = [
        (row.xpath(".//dt")[1].text_content().split(",")[0])
        for row in form.page.all("//dl[contains(@class, 'desk-place__versions')]")
    ]
    choices = form.page.texts("//label[input[@value='theirs']]")
    assert choices == [f"{name}’s" for name in heads]
    return heads


def test_who_changed_something_else_since_is_not_named_for_the_words(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    day = timezone.localdate() + dt.timedelta(days=3)
    actions.assign(fresh(article), by=cast.second_editor, day=day)
    actions.arrange(fresh(article), by=cast.second_editor, topic=factories.topic("Other"))
    form.press(title="My title")
    assert whose(form) == ["Edith Editor"]
    # What is shown besides is the topic, and that was changed last.
    assert "The last change is Emil Editor’s" in problem_of(form.page)


def test_a_day_of_the_review_is_no_last_change(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    theirs(article, cast, title="Their title")
    day = timezone.localdate() + dt.timedelta(days=3)
    actions.assign(fresh(article), by=cast.second_editor, day=day)
    form.press(title="My title")
    assert whose(form) == ["Edith Editor"]
    assert "The last change is Edith Editor’s" in problem_of(form.page)


def test_around_the_text_each_field_has_its_own_name(article: Article, cast: Cast) -> None:
    rita, ravi = cast.reviewer.medicalreviewer, cast.second_reviewer.medicalreviewer
    oda, ole = factories.author("Oda Other"), factories.author("Ole Other")
    form = DeskForm(cast.writer, article)
    actions.arrange(fresh(article), by=cast.second_editor, authors=[oda])
    actions.arrange(fresh(article), by=cast.editor, reviewers_asked=[rita])
    theirs(article, cast, title="Their title")
    form.press(title="My title", authors=[str(ole.pk)], reviewers_asked=[str(ravi.pk)])
    assert whose(form) == ["Edith Editor", "Emil Editor", "Edith Editor"]

"""Writers cite from the toolbar: choose, look up, paste; the numbers follow the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from articles.citing import order
from articles.models import Article, Status
from tests.articles.citing.service import Service, running
from tests.browser.conftest import OpenPage
from tests.browser.editing import READY, Editor
from tests.factories import Cast, article_at, desk
from wellness.lib import rich_text

pytestmark = pytest.mark.django_db(transaction=True)

TWO = ({"title": "Walks"}, {"title": "Nights", "authors": "Doe J", "year": 2020})

RIS = """TY  - JOUR
AU  - Roe, Richard
TI  - Tea in the evening
JO  - Journal of Tea
PY  - 2018
ER  -

TY  - JOUR
AU  - Nobody, Nora
ER  -

TY  - JOUR
TI  - Nights
PY  - 2020
UR  - https://example.org/nights
DO  - 10.1000/nights
ER  -
"""


@pytest.fixture
def article(cast: Cast) -> Article:
    copy = desk(body='<p>Sleep<sup class="citation">1, 2</sup> helps</p>', references=TWO)
    return article_at(Status.DRAFT, cast, copy=copy)


@pytest.fixture
def service(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with running(settings, monkeypatch) as service:
        yield service


def opened(page: Page, article: Article) -> Page:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.wait_for_function(READY)
    return page


@pytest.fixture
def page(open_page: OpenPage, article: Article, cast: Cast) -> Page:
    return opened(open_page(user=cast.writer), article)


def cited(editor: Editor) -> list[int]:
    return [citation.number for citation in rich_text.citations(editor.body())]


def listed(page: Page) -> list[str]:
    rows = page.locator("[data-reference]:not(.desk-reference--removed) [data-summary]")
    return rows.all_text_contents()


def box(page: Page) -> Locator:
    return page.locator("dialog.citing")


def at_the_start(page: Page) -> None:
    Editor(page).paper.locator("body").click()
    page.keyboard.press("Control+Home")


def at_the_end(page: Page) -> None:
    Editor(page).paper.locator("body").click()
    page.keyboard.press("Control+End")


def add_by_pasting(page: Page, text: str) -> None:
    """Open the dialog by keyboard, paste, and have it looked up."""
    page.keyboard.press("Control+Alt+f")
    if box(page).get_by_role("tab", name="Choose").get_attribute("aria-selected") == "true":
        box(page).get_by_role("tab", name="Choose").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    expect(box(page).get_by_label("DOI, PMID, web address, RIS or BibTeX")).to_be_focused()
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def test_a_citation_is_made_by_keyboard_from_the_references_of_the_form(page: Page) -> None:
    editor = Editor(page)
    at_the_end(page)
    editor.press("Citation")
    search = box(page).get_by_label("Search the references of this article")
    expect(search).to_be_focused()
    expect(box(page).locator("[data-citing-choices] label")).to_have_text(
        ["1. Walks", "2. Doe J. Nights (2020)"]
    )
    page.keyboard.type("doe")
    expect(box(page).locator("[data-citing-choices] label:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(box(page)).to_be_hidden()
    assert cited(editor) == [1, 2, 2]
    page.keyboard.type(" and more")  # the focus is in the text again, after the marker
    assert editor.body().rstrip().endswith("</sup> and more</p>")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    page.wait_for_function(READY)
    assert cited(Editor(page)) == [1, 2, 2]


def test_inside_a_group_numbers_count_up_when_an_earlier_citation_moves_them(page: Page) -> None:
    editor = Editor(page)
    at_the_start(page)
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("doe")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_hidden()
    assert listed(page) == ["Doe J. Nights (2020)", "Walks"]
    assert cited(editor) == [1, 1, 2]
    page.keyboard.press("Control+z")
    assert cited(editor) == [1, 2]
    assert listed(page) == ["Walks", "Doe J. Nights (2020)"]


def test_several_chosen_are_one_group_that_is_changed_as_one(page: Page) -> None:
    editor = Editor(page)
    at_the_end(page)
    page.keyboard.press("Control+Alt+f")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(box(page).get_by_text("2 chosen")).to_be_visible()
    page.keyboard.press("Enter")
    assert cited(editor) == [1, 2, 1, 2]
    assert editor.body().count("<sup") == 2
    editor.paper.locator("sup.citation").last.dblclick()
    choices = box(page).get_by_role("checkbox")
    expect(choices.first).to_be_checked()
    expect(choices.last).to_be_checked()
    choices.first.uncheck()
    box(page).get_by_role("button", name="Cite", exact=True).click()
    assert cited(editor) == [1, 2, 2]


def test_escape_leaves_everything_as_it_was(page: Page) -> None:
    editor = Editor(page)
    at_the_end(page)
    page.keyboard.press("Control+Alt+f")
    expect(box(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(box(page)).to_be_hidden()
    page.keyboard.type("!")
    assert editor.body().endswith("helps!</p>")
    assert cited(editor) == [1, 2]


def test_a_selected_passage_keeps_its_words_when_it_is_cited(page: Page) -> None:
    editor = Editor(page)
    editor.select_all()
    editor.press("Citation")
    box(page).get_by_role("checkbox").first.check()
    page.keyboard.press("Enter")
    assert rich_text.plain_text(editor.body()).startswith("Sleep")
    assert cited(editor) == [1, 2, 1]


def test_a_work_is_added_by_its_doi_and_cited(page: Page, service: Service) -> None:
    editor = Editor(page)
    at_the_end(page)
    add_by_pasting(page, "https://doi.org/10.1000/sleep.1.")
    expect(box(page).get_by_label("Title")).to_have_value("Sleep & mood in CO2")
    expect(box(page).get_by_label("Authors")).to_have_value("Doe JQ, Sleep Study Group")
    expect(box(page).get_by_label("Year")).to_have_value("2020")
    box(page).get_by_label("Year").fill("2021")
    box(page).get_by_role("button", name="Add and cite").click()
    assert cited(editor) == [1, 2, 3]
    assert listed(page)[2] == "Doe JQ, Sleep Study Group. Sleep & mood in CO2 (2021)"
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    row = Article.objects.get().references.last()
    assert row is not None
    assert (row.doi, row.publisher, row.year) == ("10.1000/sleep.1", "Journal of Sleep", 2021)


def test_keyboard_alone_looks_up_adds_and_goes_on_writing(page: Page, service: Service) -> None:
    editor = Editor(page)
    at_the_end(page)
    add_by_pasting(page, "10.1000/sleep.1")
    expect(box(page).get_by_role("button", name="Add and cite")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page)).to_be_hidden()
    page.keyboard.type(" Then.")
    assert cited(editor) == [1, 2, 3]
    assert editor.body().endswith("</sup> Then.</p>")


def test_an_unknown_doi_is_said_and_the_writer_goes_on_by_hand(
    page: Page, service: Service
) -> None:
    at_the_end(page)
    add_by_pasting(page, "10.1000/nowhere")
    expect(box(page).get_by_text("No work with this DOI is known.")).to_be_visible()
    expect(box(page).get_by_label("DOI", exact=True)).to_have_value("10.1000/nowhere")
    expect(box(page).get_by_label("Title")).to_be_focused()
    box(page).get_by_role("button", name="Add and cite").click()
    expect(box(page).get_by_text("A reference needs the title of its source.")).to_be_visible()
    box(page).get_by_label("Title").fill("A leaflet")
    box(page).get_by_role("button", name="Add and cite").click()
    assert listed(page)[2] == "A leaflet"


def test_records_are_pasted_and_one_that_is_broken_holds_nothing_up(page: Page) -> None:
    editor = Editor(page)
    at_the_end(page)
    add_by_pasting(page, RIS)
    expect(box(page).get_by_text("3 works: 1 new, 1 already there, 1 not read.")).to_be_visible()
    expect(box(page).get_by_text("Line 8: This record has no title (TI).")).to_be_visible()
    expect(box(page).get_by_text("This article has it already: reference 2.")).to_be_visible()
    box(page).get_by_role("button", name="Add without citing").click()
    assert listed(page) == ["Walks", "Doe J. Nights (2020)", "Roe R. Tea in the evening (2018)"]
    assert cited(editor) == [1, 2]


def test_a_source_that_is_there_is_cited_by_its_number(page: Page) -> None:
    editor = Editor(page)
    at_the_end(page)
    add_by_pasting(page, "TY  - JOUR\nTI  - NIGHTS!\nPY  - 2020\nER  -\n")
    add = box(page).get_by_role("button", name="Add and cite")
    box(page).get_by_role("button", name="Cite", exact=True).click()
    expect(add).to_be_hidden()
    assert cited(editor) == [1, 2, 2]
    assert len(listed(page)) == 2


def test_the_list_of_references_takes_files_and_pasted_records_too(page: Page) -> None:
    button = page.get_by_role("button", name="Look up or paste references")
    button.click()
    expect(box(page).get_by_role("heading", name="Add references")).to_be_visible()
    records = b"@book{a, title={Caf\xe9s}, author={Roe, R.}}\n@book{b, title={Bars}, year=2001}"
    box(page).get_by_label("Choose a file").set_input_files(
        {"name": "mine.bib", "mimeType": "text/plain", "buffer": records}
    )
    expect(box(page).get_by_text("2 works: 2 new.")).to_be_visible()
    box(page).get_by_role("button", name="Add", exact=True).click()
    expect(button).to_be_focused()
    assert listed(page)[2:] == ["Roe R. Cafés", "Bars (2001)"]


def test_a_citation_before_the_first_takes_its_number_and_undo_gives_it_back(page: Page) -> None:
    editor = Editor(page)
    page.get_by_role("button", name="Add a reference by hand").click()
    page.locator("[data-reference]").last.get_by_label("Title").fill("New one")
    assert cited(editor) == [1, 2]
    at_the_start(page)
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("new one")
    page.keyboard.press("Enter")
    assert cited(editor) == [1, 2, 3]
    assert listed(page) == ["New one", "Walks", "Doe J. Nights (2020)"]
    expect(page.locator(".desk-references [data-says]")).to_contain_text(
        "in the order in which the text cites"
    )
    page.keyboard.press("Control+z")
    assert cited(editor) == [1, 2]
    assert listed(page) == ["Walks", "Doe J. Nights (2020)", "New one"]
    page.keyboard.press("Control+y")
    assert cited(editor) == [1, 2, 3]
    assert listed(page) == ["New one", "Walks", "Doe J. Nights (2020)"]
    page.keyboard.press("Control+z")
    assert cited(editor) == [1, 2]


def test_numbers_are_right_after_undoing_past_a_move_in_the_list(page: Page) -> None:
    editor = Editor(page)
    at_the_end(page)
    page.keyboard.type(" a")
    page.get_by_role("button", name="Move up reference 2").click()
    assert cited(editor) == [2, 1]
    expect(page.get_by_text("an order of your own")).to_be_visible()
    at_the_end(page)
    page.keyboard.type(" b")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert rich_text.plain_text(editor.body()).endswith("helps")
    assert cited(editor) == [2, 1]
    page.get_by_role("button", name="Number by order of appearance").click()
    assert cited(editor) == [1, 2]
    expect(page.locator("[data-numbering-says]")).to_contain_text("Numbered in the order")


def test_a_deleted_citation_gives_its_number_to_the_next(page: Page) -> None:
    editor = Editor(page)
    editor.paper.locator("sup.citation").first.click()
    page.keyboard.press("Delete")
    assert cited(editor) == [1]
    assert listed(page) == ["Doe J. Nights (2020)", "Walks"]
    page.keyboard.press("Control+z")
    assert cited(editor) == [1, 2]
    assert listed(page) == ["Walks", "Doe J. Nights (2020)"]


def test_citations_go_with_a_reference_that_moves_and_are_marked_when_it_goes(page: Page) -> None:
    editor = Editor(page)
    page.get_by_role("button", name="Move up reference 2").click()
    assert cited(editor) == [2, 1]
    expect(editor.paper.locator(".cke_citation_missing")).to_have_count(0)
    page.get_by_role("button", name="Remove reference 1").click()
    assert cited(editor) == [1, 2]
    expect(editor.paper.locator(".cke_citation_missing")).to_have_count(1)
    page.get_by_role("button", name="Bring back").click()
    assert cited(editor) == [2, 1]
    expect(editor.paper.locator(".cke_citation_missing")).to_have_count(0)


FOUR = tuple({"title": f"Work {name}"} for name in "abcd")


def sup(*numbers: int) -> str:
    return f'<sup class="citation">{", ".join(map(str, numbers))}</sup>'


@pytest.mark.parametrize(
    "body",
    [
        f"<p>One{sup(4)} two{sup(2, 1)} three{sup(4)}</p>",
        f"<ul><li>One{sup(3)}</li></ul><p>Two{sup(1)}{sup(2)}</p>",
        f"<p>No such{sup(9)} and one{sup(2)}</p>",
        f"<table><tbody><tr><td>a{sup(2)}</td><td>b{sup(1)}</td></tr></tbody></table>",
    ],
)
def test_the_page_and_the_server_number_alike(body: str, cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body=body, references=FOUR))
    wanted, rows = order.renumbered(article.body, FOUR)
    titles = [row["title"] for row in rows]
    page = opened(open_page(user=cast.writer), article)
    assert listed(page) == [row["title"] for row in FOUR]  # opening changes nothing
    page.get_by_role("button", name="Number by order of appearance").click()
    assert Editor(page).body() == wanted
    assert listed(page) == titles
    plain = open_page(user=cast.writer, javascript=False)
    plain.goto(f"/admin/articles/article/{article.pk}/change/")
    plain.get_by_role("button", name="Number by order of appearance").click()
    assert rich_text.clean(plain.locator("textarea[name=body]").input_value()) == wanted
    assert listed(plain) == titles
    assert Article.objects.get(pk=article.pk).body == article.body  # nothing is saved by it


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_dialog_is_free_of_barriers(
    width: int,
    dark: bool,
    article: Article,
    cast: Cast,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
) -> None:
    page = opened(open_page(user=cast.writer, width=width, dark=dark), article)
    at_the_end(page)
    page.keyboard.press("Control+Alt+f")
    barrier_free(page)
    page.keyboard.press("Escape")
    at_the_end(page)
    add_by_pasting(page, RIS)
    expect(box(page).get_by_text("3 works")).to_be_visible()
    box(page).get_by_text("Look at it and correct it").first.click()
    barrier_free(page)
    assert box(page).evaluate("box => box.scrollWidth <= box.clientWidth")


def test_what_the_keys_do_is_true_for_what_is_in_the_field(page: Page) -> None:
    at_the_end(page)
    page.keyboard.press("Control+Alt+f")
    box(page).get_by_role("tab", name="Add new").click()
    field = box(page).get_by_label("DOI, PMID, web address, RIS or BibTeX")
    told = page.locator("#citing-text-help")
    expect(told).to_have_attribute("aria-live", "polite")
    expect(told).to_contain_text("Enter looks it up")
    field.fill("no idea\n@misc{a, title={Rest}}")
    expect(told).to_contain_text("Ctrl and Enter look the records up")
    field.press("Enter")
    assert field.input_value().count("\n") == 2
    expect(page.locator("[data-citing-says]")).to_be_empty()
    field.press("Control+Enter")
    expect(page.locator("[data-citing-says]")).to_have_text("2 works: 1 new, 1 not read.")
    expect(box(page)).to_contain_text("Line 1: This is no DOI, PubMed ID or web address.")
    field.fill("no idea")
    expect(told).to_contain_text("Enter looks it up")
    field.press("Enter")
    expect(page.locator("[data-citing-says]")).to_contain_text("This is no DOI")


def test_a_device_without_keys_is_told_of_none(
    open_page: OpenPage, article: Article, cast: Cast
) -> None:
    page = open_page(user=cast.writer)
    page.add_init_script(
        "const asked = window.matchMedia.bind(window);"
        "window.matchMedia = (query) => asked(query === '(pointer: coarse)' ? 'all' : query);"
    )
    opened(page, article)
    page.get_by_role("button", name="Look up or paste references").click()
    told = page.locator("#citing-text-help")
    expect(told).to_contain_text("“Look up” finds it.")
    page.locator("#citing-text").fill("TY  - JOUR\n")
    expect(told).not_to_contain_text("Enter")

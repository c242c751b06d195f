"""Nothing typed is lost: not with the browser, not without the server, not between two people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Status
from authors.models import DeskSession, User
from tests.browser.accidents import Wire, mortal, wire
from tests.browser.conftest import OpenPage, let_in
from tests.browser.test_desk import body_of, opened, press, ready, tab_to, type_in_body
from tests.browser.test_unsaved import kept, restore
from tests.factories import PASSWORD, Cast, article_at, desk

pytestmark = pytest.mark.django_db(transaction=True)

AT_MOST = 5000
"""Milliseconds of typing that an accident may cost."""

CUT = ("Failed to load resource", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE")


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.DRAFT, cast, copy=desk(body="<p>Sleep helps.</p>"))


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[Wire]:
    with wire(live_server.url) as found:
        yield found


def address_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def keeping(page: Page) -> Locator:
    """The line beside the buttons that says where typing is."""
    return page.locator("[data-keeping-says]")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def copies(page: Page) -> list[str]:
    """The bodies of the copies that this browser keeps."""
    found: list[str] = page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("desk", 1);
          asked.onsuccess = () => {
            const all = asked.result.transaction("copies").objectStore("copies").getAll();
            all.onsuccess = () => {
              asked.result.close();
              done(all.result.map((copy) => copy.pairs.find(([name]) => name === "body")[1]));
            };
          };
        })"""
    )
    return found


def current(article: Article) -> str:
    revision = Article.objects.get(pk=article.pk).current_revision
    assert revision is not None
    return revision.data.body


# -- the browser dies ------------------------------------------------------------------------------


def test_a_browser_killed_in_mid_sentence(
    article: Article, cast: Cast, browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    with mortal(tmp_path, browser) as own:
        page = own.page(cast.writer, live_server.url)
        page.goto(live_server.url + address_of(article))
        ready(page)
        page.get_by_label("Subtitle").fill("A subtitle nobody saved")
        kept(page, " Most of what we know was learned at night")
        expect(keeping(page)).to_contain_text("Typing kept")
        type_in_body(page, " and this half of a sen")
        own.kill()
    with mortal(tmp_path, browser) as own:
        page = own.page(cast.writer, live_server.url)
        page.goto(live_server.url + address_of(article))
        ready(page)
        restored = page.get_by_role("link", name="Restore").or_(
            page.get_by_role("button", name="Bring it back")
        )
        expect(restored).to_have_count(1)
        restored.click()
        expect(page.get_by_label("Subtitle")).to_have_value("A subtitle nobody saved")
        ready(page)
        assert "Most of what we know was learned at night" in body_of(page)
        save(page)
        expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    assert "learned at night" in current(article)


def test_a_browser_killed_while_the_server_is_away(
    article: Article, cast: Cast, browser: Browser, line: Wire, tmp_path: Path
) -> None:
    with mortal(tmp_path, browser) as own:
        page = own.page(cast.writer, line.url)
        page.goto(line.url + address_of(article))
        ready(page)
        kept(page, " Most of what we know")
        line.cut()
        type_in_body(page, " was learned at night")
        expect(keeping(page)).to_contain_text("Your typing is kept in this browser")
        page.wait_for_function("() => indexedDB.databases().then((all) => all.length)")
        assert any("learned at night" in body for body in copies(page))
        own.kill()
    line.mend()
    with mortal(tmp_path, browser) as own:
        page = own.page(cast.writer, line.url)
        page.goto(line.url + address_of(article))
        ready(page)
        expect(page.get_by_text("was not saved, and is kept in this browser.")).to_be_visible()
        # The server has an older copy of the same page: one question is enough.
        expect(page.get_by_role("link", name="Restore")).to_be_hidden()
        page.get_by_role("button", name="Bring it back").click()
        ready(page)
        assert "was learned at night" in body_of(page)
        save(page)
        expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
        ready(page)
        expect(page.get_by_text("kept in this browser")).to_have_count(0)
        assert copies(page) == []
    assert "was learned at night" in current(article)


@pytest.mark.tolerates("Blocked script execution")  # the clock, in the frame of the preview
@pytest.mark.parametrize("by_keys", [True, False])
def test_whoever_never_pauses_loses_five_seconds_at_most(
    by_keys: bool, article: Article, cast: Cast, open_page: OpenPage
) -> None:
    """Typed by keys, or put in as dictation and input methods do."""
    page = open_page(user=cast.writer)
    page.clock.install()
    opened(page, article)
    on_the_server = [""]

    def keep(route: Route) -> None:
        on_the_server.append(parse_qs(route.request.post_data or "")["body"][0])
        route.fulfill(json={"kept": "12:00:00", "moved": False})

    page.route("**/unsaved/", keep)
    page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").press("Control+End")
    page.clock.pause_at("2099-01-01T10:00:00")
    step, typed = 300, ""
    for number in range(40):
        letter = chr(ord("a") + number % 26)
        typed += letter
        if by_keys:
            page.keyboard.press(letter)
        else:
            page.keyboard.insert_text(letter)
        page.clock.run_for(step)
        older = typed[: -(AT_MOST // step)]
        if older:
            assert older in on_the_server[-1], f"after {number * step} ms"
            assert any(older in body for body in copies(page)) or older in on_the_server[-1]
    assert len(on_the_server) > 2


# -- the server is away ----------------------------------------------------------------------------


@pytest.mark.tolerates(*CUT)
def test_a_server_that_is_cut_off_between_two_saves(
    article: Article,
    cast: Cast,
    open_page: OpenPage,
    line: Wire,
    barrier_free: Callable[[Page], None],
) -> None:
    page = opened(open_page(user=cast.writer, by=line.url), article)
    type_in_body(page, " The first save.")
    save(page)
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    ready(page)
    line.cut()
    type_in_body(page, " Typed into the dark.")
    away = "The server does not answer. Your typing is kept in this browser"
    expect(keeping(page)).to_contain_text(away)
    expect(page.locator("[data-keeping-aloud]")).to_contain_text(away)

    # A save in between leads to no error page, and takes no word away.
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Not saved: the server does not answer.")
    assert page.url.endswith(address_of(article))
    type_in_body(page, " And on.")
    assert "The first save. Typed into the dark. And on." in body_of(page)
    barrier_free(page)

    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-keeping-aloud]")).to_contain_text("The server answers again.")
    expect(page.get_by_role("alert")).to_have_count(0)
    save(page)
    expect(page.get_by_text("Saved as revision 3.")).to_be_visible()
    assert "The first save. Typed into the dark. And on." in current(article)


@pytest.mark.tolerates(*CUT)
def test_a_tab_that_is_closed_while_the_server_is_away(
    article: Article, cast: Cast, open_page: OpenPage, line: Wire
) -> None:
    page = opened(open_page(user=cast.writer, by=line.url), article)
    line.cut()
    type_in_body(page, " Typed into the dark.")
    expect(keeping(page)).to_contain_text("kept in this browser")
    page.close()
    line.mend()
    again = opened(page.context.new_page(), article)
    again.get_by_role("button", name="Bring it back").click()
    ready(again)
    assert "Typed into the dark." in body_of(again)


@pytest.mark.tolerates("500 (Internal Server Error)")
def test_a_server_that_keeps_nothing_still_takes_a_save(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.writer), article)
    page.route("**/unsaved/", lambda route: route.fulfill(status=500, body="<h1>Error</h1>"))
    type_in_body(page, " The disk is full.")
    expect(keeping(page)).to_contain_text("The server cannot keep your typing at the moment.")
    expect(keeping(page)).to_contain_text("Your typing is kept in this browser")
    save(page)
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    assert "The disk is full." in current(article)


FORBIDDEN = """
Object.defineProperty(window, "indexedDB", {
  get() { throw new DOMException("No storage here", "SecurityError"); },
});
const before = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  if (key.startsWith("desk:")) throw new DOMException("Full", "QuotaExceededError");
  before.call(this, key, value);
};
"""


@pytest.mark.tolerates(*CUT)
def test_a_browser_that_keeps_nothing_says_so(
    article: Article, cast: Cast, open_page: OpenPage, line: Wire
) -> None:
    page = open_page(user=cast.writer, by=line.url)
    page.add_init_script(FORBIDDEN)
    opened(page, article)
    kept(page, " Kept by the server.")
    expect(keeping(page)).to_contain_text("This browser keeps no copy of its own")
    line.cut()
    type_in_body(page, " Kept by nobody.")
    expect(keeping(page)).to_contain_text("leave this page open until it is kept")
    assert "Kept by nobody." in body_of(page)
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(keeping(page)).to_contain_text("Typing kept")
    save(page)
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    assert "Kept by nobody." in current(article)


# -- who is who ------------------------------------------------------------------------------------


@pytest.mark.tolerates("401 (Unauthorized)")
def test_who_is_logged_out_elsewhere_goes_on_after_logging_in_again(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.writer), article)
    DeskSession.objects.all().delete()
    type_in_body(page, " Typed after the end.")
    expect(keeping(page)).to_contain_text("Your session has ended.")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Log in again").click()
    popup.value.get_by_label("E-mail").fill(cast.writer.email)
    popup.value.get_by_label("Password").fill(PASSWORD)
    popup.value.get_by_role("button", name="Log in").click()
    expect(popup.value.get_by_role("heading", name="Today")).to_be_visible()
    popup.value.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(keeping(page)).to_contain_text("Typing kept")
    page.context.close()
    page = open_page(user=cast.writer)
    restore(page, article)
    assert "Typed after the end." in body_of(page)


def test_two_tabs_of_one_person_keep_their_words_apart(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    first = opened(open_page(user=cast.writer), article)
    kept(first, " In the first tab.")
    second = opened(first.context.new_page(), article)
    # What the first tab holds is offered by the server; nothing of it was left behind.
    expect(second.get_by_role("link", name="Restore")).to_have_count(1)
    expect(second.get_by_role("button", name="Bring it back")).to_have_count(0)
    kept(second, " In the second tab.")
    first.context.close()
    page = opened(open_page(user=cast.writer), article)
    offers = page.get_by_role("heading", name="and did not save it")
    expect(offers).to_have_count(2)
    for summary in page.get_by_text("What differs from the desk").all():
        summary.click()
    expect(page.get_by_text("In the first tab.")).to_be_visible()
    expect(page.get_by_text("In the second tab.")).to_be_visible()


@pytest.mark.tolerates("net::ERR_FAILED")
def test_the_copy_in_a_browser_is_for_whoever_typed_it(
    article: Article, cast: Cast, open_page: OpenPage, live_server: LiveServer
) -> None:
    def become(page: Page, user: User) -> Page:
        page.context.clear_cookies()
        let_in(page.context, user, live_server.url)
        other = page.context.new_page()
        return opened(other, article)

    page = opened(open_page(user=cast.writer), article)
    page.route("**/unsaved/", lambda route: route.abort())
    type_in_body(page, " For my eyes only.")
    expect(keeping(page)).to_contain_text("kept in this browser")
    page.close()
    theirs = become(page, cast.editor)
    # Their page looks for copies, and finds none of theirs.
    kept(theirs, " Another person.")
    expect(theirs.get_by_role("button", name="Bring it back")).to_have_count(0)
    assert "For my eyes only" not in theirs.content()
    mine = become(theirs, cast.writer)
    mine.get_by_role("button", name="Bring it back").click()
    ready(mine)
    assert "For my eyes only." in body_of(mine)


# -- two writers -----------------------------------------------------------------------------------


def conflict_of(page: Page) -> Locator:
    return page.get_by_role("region", name="Somebody else saved this article meanwhile")


@pytest.mark.tolerates("409 (Conflict)")
def test_two_writers_combine_their_texts_by_keyboard(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    mine = opened(open_page(user=cast.writer), article)
    theirs = opened(open_page(user=cast.editor), article)
    told = mine.locator("[data-presence]")
    kept(mine, " Reading in bed.")
    expect(theirs.locator("[data-presence]")).to_contain_text("Wanda Writer has this article open")
    type_in_body(theirs, " Walking by day.")
    theirs.get_by_label("Subtitle").fill("Their subtitle")
    save(theirs)
    expect(theirs.get_by_text("Saved as revision 2.")).to_be_visible()

    # Before I save I am told, in a region that is read aloud.
    type_in_body(mine, " And more.")
    expect(told).to_contain_text("Edith Editor saved revision 2 at")
    expect(told).to_contain_text("your next save will be combined with it.")
    expect(told).to_have_attribute("role", "status")

    save(mine)
    panel = conflict_of(mine)
    expect(panel.locator("dt")).to_contain_text(["Before", "Edith Editor", "Yours"])
    ready(mine)
    shows = panel.get_by_role("region", name="What will be saved")
    expect(shows).to_contain_text("Nothing is chosen here yet.")
    press(mine, panel.get_by_role("button", name="Save this combination"))
    expect(panel.get_by_role("alert")).to_contain_text("Choose what is to be saved at Text.")
    ready(mine)
    press(mine, panel.get_by_role("link", name="Text"))
    tab_to(mine, panel.get_by_role("radio", name="Mine", exact=True))
    mine.keyboard.press("Space")
    expect(shows).to_contain_text("Reading in bed. And more.")
    expect(shows).not_to_contain_text("Walking by day.")
    mine.keyboard.press("ArrowRight")
    mine.keyboard.press("ArrowRight")
    expect(panel.get_by_role("radio", name="Both, mine first")).to_be_checked()
    expect(shows).to_contain_text("Reading in bed. And more.")
    expect(shows).to_contain_text("Walking by day.")
    expect(panel.get_by_text("1 of 1 chosen")).to_be_visible()
    press(mine, panel.get_by_role("button", name="Save this combination"))
    expect(mine.get_by_text("Saved as revision 3.")).to_be_visible()

    texts = [revision.data for revision in article.revisions.order_by("number")]
    assert "Walking by day." in texts[1].body
    assert "Reading in bed. And more." in texts[2].body
    assert "Walking by day." in texts[2].body
    assert texts[2].subtitle == "Their subtitle"
    ready(mine)
    expect(mine.get_by_role("heading", name="and did not save it")).to_have_count(0)
    expect(mine.get_by_role("button", name="Bring it back")).to_have_count(0)


@pytest.mark.tolerates("409 (Conflict)")
def test_two_writers_combine_their_texts_by_hand(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.writer), article)
    copy = DeskCopy.of_article(article).change(body="<p>Sleep helps. Walking by day.</p>")
    actions.save(article, desk=copy, by=cast.editor)
    type_in_body(page, " Reading in bed.")
    save(page)
    conflict_of(page).get_by_role("button", name="Edit it by hand").click()
    expect(page.get_by_text("The fields below hold your changes and theirs.")).to_be_visible()
    ready(page)
    assert "Reading in bed." in body_of(page)
    assert "Walking by day." in body_of(page)
    type_in_body(page, " By hand.")
    save(page)
    expect(page.get_by_text("Saved as revision 3.")).to_be_visible()
    for words in ("Reading in bed.", "Walking by day.", "By hand."):
        assert words in current(article)


@pytest.mark.tolerates("409 (Conflict)")
def test_without_script_the_server_combines(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(user=cast.writer, javascript=False)
    page.goto(address_of(article))
    copy = DeskCopy.of_article(article).change(body="<p>Sleep helps. Walking by day.</p>")
    actions.save(article, desk=copy, by=cast.editor)
    page.locator("[name=body]").fill("<p>Sleep helps. Reading in bed.</p>")
    save(page)
    panel = conflict_of(page)
    panel.get_by_role("radio", name="Both, mine first").check()
    panel.get_by_role("button", name="Save this combination").click()
    expect(page.get_by_text("Saved as revision 3.")).to_be_visible()
    assert "Reading in bed." in current(article)
    assert "Walking by day." in current(article)


@pytest.mark.tolerates("409 (Conflict)")
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_of_a_conflict_has_no_barrier(
    dark: bool, cast: Cast, open_page: OpenPage, barrier_free: Callable[[Page], None]
) -> None:
    body = "".join(f"<p>Paragraph {n} of the text.</p><h2>Part {n}</h2>" for n in range(4))
    table = "<table><tr><th>Hour</th><th>Is</th></tr><tr><td>Seven</td><td>Small</td></tr></table>"
    article = article_at(Status.DRAFT, cast, copy=desk(body=body + table, key_points="One\nTwo"))
    page = opened(open_page(user=cast.writer, dark=dark), article)
    theirs = body.replace("Paragraph 1", "Their 1").replace("Paragraph 3", "Their 3")
    copy = DeskCopy.of_article(article).change(
        title="Theirs", body=theirs + table.replace("Small", "Great"), key_points="One\nTwo\nThree"
    )
    actions.save(article, desk=copy, by=cast.editor)
    page.get_by_label("Title required").first.fill("Mine")
    page.get_by_label("Subtitle").fill("Mine")
    page.get_by_label("Key points").fill("Nought\nOne\nTwo")
    mine = body.replace("Paragraph 1", "Mine 1").replace("Paragraph 2", "Mine 2")
    page.evaluate(
        "html => new Promise(done => CKEDITOR.instances.id_body.setData(html, () => done()))",
        mine + table.replace("Small", "None"),
    )
    save(page)
    conflict_of(page).get_by_role("button", name="Save this combination").click()
    expect(conflict_of(page).get_by_role("alert")).to_contain_text("Nothing is saved yet.")
    expect(conflict_of(page)).to_contain_text("Place 2 of 2")
    ready(page)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        barrier_free(page)

"""Two revisions beside each other: equal places on one line, each side with its own marks only."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Status
from tests import factories
from tests.articles.admin.desk_form import DeskForm
from tests.doors import answers, client_of, page_for
from tests.factories import Cast, article_at, desk
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

BODY = "<h2>Nights</h2><p>Sleep helps.</p><p>It stays.</p><ul><li>Dark</li><li>Quiet</li></ul>"
SOURCE = {"authors": "Doe J", "title": "Short nights", "publisher": "", "year": 2021, "url": "",
          "doi": "", "pmid": ""}  # fmt: skip


def address(article: Article, query: str = "?view=side") -> str:
    return reverse("admin:articles_article_compare", args=[article.pk]) + query


@pytest.fixture
def article(cast: Cast) -> Article:
    """Live as revision 1, with a desk copy that differs in much."""
    first = desk("Sleep and the heart", BODY, key_points="One\nTwo", references=(SOURCE,))
    article = article_at(Status.PUBLISHED, cast, copy=first)
    body = BODY.replace("helps", "may help").replace("<li>Quiet</li>", "") + "<p>A new end.</p>"
    copy = DeskCopy.to_write_on(article).change(
        title="Sleep and your heart",
        body=body,
        key_points="One\nTwo\nThree",
        hero=factories.image("Cat"),
        hero_alt="A cat",
        references=({**SOURCE, "year": 2022},),
    )
    return actions.save(article, desk=copy, by=cast.writer)


def rows(page: Sheet, part: str) -> list[tuple[str, str]]:
    """What stands on the left and on the right, without what names the side."""
    found = []
    for row in page.all(f"//section[@aria-labelledby='side-{part}']/div"):
        sides = []
        for side in row.xpath("./div"):
            for which in side.xpath("./p[@class='side__which']"):
                which.drop_tree()
            sides.append(" ".join(side.text_content().split()))
        assert len(sides) == 2
        found.append((sides[0], sides[1]))
    return found


def test_blocks_stand_beside_those_that_they_became(article: Article, cast: Cast) -> None:
    page = page_for(cast.writer, address(article))
    assert rows(page, "title") == [
        ("Sleep and [removed: the ]heart", "Sleep and [added: your ]heart")
    ]
    assert rows(page, "body") == [
        ("Nights", "Nights"),
        ("Sleep [removed: helps].", "Sleep [added: may help]."),
        ("It stays.", "It stays."),
        ("Dark[removed: Quiet]", "Dark"),
        ("Nothing here", "[added: A new end.]"),
    ]
    assert rows(page, "key_points") == [
        ("One", "One"), ("Two", "Two"), ("Nothing here", "[added: Three]"),
    ]  # fmt: skip
    assert rows(page, "references") == [
        ("Doe J. Short nights. [removed: 2021]", "Doe J. Short nights. [added: 2022]")
    ]
    assert rows(page, "hero")[0] == ("No picture", "")
    assert page.one("//section[@aria-labelledby='side-hero']//img").get("alt") == "A cat"


def test_neither_side_carries_the_other_sides_marks(article: Article, cast: Cast) -> None:
    page = page_for(cast.writer, address(article))
    assert page.all("//div[contains(@class, 'side__one--before')]//del")
    assert not page.all("//div[contains(@class, 'side__one--before')]//ins")
    assert not page.all("//div[contains(@class, 'side__row')]/div[2]//del")


def test_what_did_not_change_is_said_and_shown_too(article: Article, cast: Cast) -> None:
    page = page_for(cast.writer, address(article))
    assert page.words("//h3[@id='side-subtitle']") == "Subtitle unchanged"
    assert rows(page, "subtitle") == [("What we know", "What we know")]
    assert not page.all("//h3[@id='side-disclosure']")


def test_the_way_from_the_article_leads_beside_the_live_text(article: Article, cast: Cast) -> None:
    page = DeskForm(cast.editor, article).page
    (link,) = page.all("//a[.='Compare with the live text']/@href")
    page = page_for(cast.editor, link)
    assert page.texts("//p[@class='version']//strong") == ["From revision 1", "To revision 2"]
    assert page.texts("//p[@class='version']//span") == ["Live", "On the desk"]
    assert page.words("//nav[@aria-label='Look of the comparison']/a[@aria-current]") == (
        "Side by side"
    )
    assert page.one("//form//input[@name='view']").get("value") == "side"


def test_the_same_words_say_so_and_are_read_once_more(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    page = page_for(cast.writer, address(article))
    assert "word for word" in page.words("//main")
    assert not page.all("//div[contains(@class, 'side__row--changed')]")


def test_a_number_that_names_no_revision_gets_its_sentence(article: Article, cast: Cast) -> None:
    page = page_for(cast.writer, address(article, "?from=9&view=side"), 404)
    assert "There are revisions 1 to 2." in page.words("//main")


def test_hostile_text_is_shown_and_not_obeyed(article: Article, cast: Cast) -> None:
    attack = "<img src=x onerror=alert(1)>"
    copy = desk(attack, "<p>Text</p><script>alert(1)</script>", key_points=attack)
    actions.save(article, desk=copy, by=cast.writer)
    page = page_for(cast.writer, address(article))
    assert not page.all("//*[@class='side']//script | //*[@onerror] | //img[@src='x']")
    assert any(attack in after for _, after in rows(page, "key_points"))


def test_it_is_for_whoever_may_see_the_desk_copy(article: Article, cast: Cast) -> None:
    expected = {"anonymous": 302, "stranger": 403, "second_writer": 403}
    found = answers(cast, address(article))
    assert found == {name: expected.get(name, 200) for name in found}


def test_queries_stay_the_same_when_the_text_doubles(article: Article, cast: Cast) -> None:
    def price() -> int:
        client = client_of(cast.writer)
        client.get(address(article))
        with counted() as count:
            client.get(address(article))
        return int(count)

    few = price()
    copy = desk("Longer", BODY * 8, key_points="\n".join("abcdef"), references=(SOURCE,) * 8)
    actions.save(article, desk=copy, by=cast.writer)
    assert price() == few

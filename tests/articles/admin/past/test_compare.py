"""Two revisions side by side: every field that differs, in words that people can read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles import actions
from articles.models import Article, Status
from tests import factories
from tests.doors import answers, client_of, page_for
from tests.factories import Cast, article_at, desk
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

REFERENCES = (
    {"authors": "Doe J", "title": "Short nights", "publisher": "Journal", "year": 2021,
     "url": "", "doi": "10.1000/182", "pmid": ""},
    {"authors": "Roe R", "title": "Dark rooms", "publisher": "Press", "year": 2019,
     "url": "https://example.org/", "doi": "", "pmid": "123"},
)  # fmt: skip


def address(article: Article, before: object = "", after: object = "") -> str:
    base = reverse("admin:articles_article_compare", args=[article.pk])
    query = "&".join(f"{k}={v}" for k, v in (("from", before), ("to", after)) if v != "")
    return f"{base}?{query}" if query else base


def headings(page: Sheet) -> list[str]:
    return page.texts("//*[@class='difference']/h3")


def marked(page: Sheet, name: str, tag: str) -> list[str]:
    """The texts that came (`ins`) or went (`del`) in one field, as a screen reader hears them."""
    said = {"ins": "added", "del": "removed"}[tag]
    found = page.texts(f"//*[@id='difference-{name}']/following-sibling::*//{tag}")
    assert all(text.startswith(f"[{said}: ") and text.endswith("]") for text in found)
    return [text.removeprefix(f"[{said}: ").removesuffix("]").strip() for text in found]


@pytest.fixture
def article(cast: Cast) -> Article:
    """Revision 1, and revision 2 that differs from it in everything."""
    first = desk(
        "Sleep and the heart",
        "<h2>Nights</h2><p>Sleep helps the heart.</p><p>It stays.</p>",
        subtitle="What we know",
        description="About nights.",
        key_points="Sleep helps\nIt stays",
        hero=factories.image("Cat", colour="navy"),
        hero_alt="A cat",
        hero_caption="Asleep",
        references=REFERENCES[:1],
    )
    second = first.change(
        title="Sleep and your heart",
        subtitle="What we guess",
        description="About short nights.",
        key_points="Sleep may help\nIt stays\nSo does this",
        body="<h2>Nights</h2><p>Sleep may help the heart.</p><p>It stays.</p><p>New end.</p>",
        hero=factories.image("Shoes", colour="orange"),
        hero_alt="Shoes",
        hero_caption="",
        references=REFERENCES,
    )
    article = article_at(Status.DRAFT, cast, copy=first)
    return actions.save(article, desk=second, by=cast.writer, note="Everything anew")


def test_every_field_of_the_content_has_its_difference(article: Article, cast: Cast) -> None:
    page = page_for(cast.writer, address(article, 1, 2))
    assert headings(page) == [
        "Title",
        "Subtitle",
        "Description",
        "Key points",
        "Text",
        "Picture at the top",
        "References",
    ]
    assert (marked(page, "title", "del"), marked(page, "title", "ins")) == (["the"], ["your"])
    assert marked(page, "subtitle", "ins") == ["guess"]
    assert marked(page, "description", "ins") == ["short"]
    assert "So does this" in marked(page, "key_points", "ins")
    assert "It stays" not in marked(page, "key_points", "ins")
    assert marked(page, "references", "ins") == [
        "Roe R. Dark rooms. Press. 2019. https://example.org/. PMID 123"
    ]
    text = " ".join(page.words("//*[@id='difference-body']/following-sibling::*").split())
    assert "New end." in text
    assert "It stays." in text
    assert "“Everything anew”" in page.words()


def test_both_pictures_are_shown_where_the_picture_changed(article: Article, cast: Cast) -> None:
    page = page_for(cast.writer, address(article, 1, 2))
    pictures = page.all("//*[@class='pictures']//img")
    assert [picture.get("alt") for picture in pictures] == ["A cat", "Shoes"]
    assert page.texts("//*[@class='pictures']//figcaption") == ["Before", "After"]
    assert marked(page, "hero", "del") == ["A cat", "Asleep"]


def test_a_picture_that_came_or_stayed_is_said_to(article: Article, cast: Cast) -> None:
    copy = desk("Without", hero=None)
    actions.save(article, desk=copy, by=cast.writer)
    assert "After No picture" in " ".join(
        page_for(cast.writer, address(article, 2, 3)).texts("//*[@class='pictures']/figure")
    ).replace("AfterNo", "After No")
    assert "Before No picture" in " ".join(
        page_for(cast.writer, address(article, 3, 2)).texts("//*[@class='pictures']/figure")
    ).replace("BeforeNo", "Before No")


def test_new_words_for_the_same_picture_show_it_once(article: Article, cast: Cast) -> None:
    from articles.desk import DeskCopy

    copy = DeskCopy.of_article(article).change(hero_alt="A pair of shoes")
    actions.save(article, desk=copy, by=cast.writer)
    page = page_for(cast.writer, address(article, 2, 3))
    assert headings(page) == ["Picture at the top"]
    assert page.texts("//*[@class='pictures']//figcaption") == ["The same picture"]


def test_fields_without_a_difference_are_named(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    actions.save(article, desk=desk("Another title"), by=cast.writer)
    page = page_for(cast.writer, address(article, 1, 2))
    assert headings(page) == ["Title"]
    assert (
        "No difference in: subtitle, description, key points, text, picture at the top, "
        "references, correction notice, disclosure."
    ) in page.words()


def test_two_revisions_with_the_same_words_say_so(cast: Cast) -> None:
    first = desk("Here")
    article = article_at(Status.DRAFT, cast, copy=first)
    article = actions.save(article, desk=desk("There"), by=cast.writer)
    actions.save(article, desk=first, by=cast.writer)
    words = page_for(cast.writer, address(article, 1, 3)).words()
    assert "No difference: the two say the same, word for word." in words
    assert "An approval of one covers the other." in words
    assert "No difference" in page_for(cast.writer, address(article, 2, 2)).words()


def test_the_order_is_the_reader_s_to_choose(article: Article, cast: Cast) -> None:
    page = page_for(cast.writer, address(article, 2, 1))
    assert (marked(page, "title", "del"), marked(page, "title", "ins")) == (["your"], ["the"])


def test_without_numbers_the_live_text_is_compared_with_the_desk(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    for title in ("Second", "Third"):
        article = actions.save(article, desk=desk(title), by=cast.writer)
    page = page_for(cast.writer, address(article))
    assert "From revision 1" in page.words()
    assert "To revision 3" in page.words()
    draft = article_at(Status.DRAFT, cast)
    for title in ("Second", "Third"):
        draft = actions.save(draft, desk=desk(title), by=cast.writer)
    assert "From revision 2" in page_for(cast.writer, address(draft)).words()


def test_the_only_revision_is_compared_with_itself(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    assert "No difference" in page_for(cast.writer, address(article)).words()


def test_the_form_offers_every_revision_and_keeps_the_choice(article: Article, cast: Cast) -> None:
    page = page_for(cast.writer, address(article, 1, 2))
    assert page.all("//select[@name='from']/option/@value") == ["2", "1"]
    assert page.all("//select[@name='from']/option[@selected]/@value") == ["1"]
    assert page.all("//select[@name='to']/option[@selected]/@value") == ["2"]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("9", "1", "This article has no revision 9. There are revisions 1 to 2."),
        ("1", "0", "This article has no revision 0. There are revisions 1 to 2."),
        ("one", "2", "“one” is not the number of a revision. There are revisions 1 to 2."),
        ("1", "-2", "“-2” is not the number of a revision."),
        ("1.5", "2", "“1.5” is not the number of a revision."),
        ("%C2%B2", "2", "“²” is not the number of a revision."),
        ("9" * 40, "2", "This article has no revision 99999999999999999999."),
        ("<b>1</b>", "2", "“<b>1</b>” is not the number of a revision."),
        ("1%00", "2", "is not the number of a revision."),
    ],
)
def test_a_number_that_names_no_revision_gets_a_sentence(
    article: Article, cast: Cast, before: str, after: str, sentence: str
) -> None:
    page = page_for(cast.writer, address(article, before, after), 404)
    assert sentence in page.words()
    assert page.all("//select[@name='from']")


def test_hostile_text_is_shown_and_not_obeyed(cast: Cast) -> None:
    attack = "<img src=x onerror=alert(1)>"
    article = article_at(Status.DRAFT, cast)
    copy = desk(
        attack,
        f"<p>{attack}</p><script>alert(1)</script><p onclick='alert(1)'>Text</p>",
        key_points=attack,
        references=({**REFERENCES[0], "title": attack},),
    )
    actions.save(article, desk=copy, by=cast.writer)
    page = page_for(cast.writer, address(article, 1, 2))
    assert not page.all("//*[@class='screen']//script | //*[@class='screen']//img")
    assert not page.all("//*[@onerror or @onclick]")
    assert attack in page.words("//*[@id='difference-title']/following-sibling::*")


def test_queries_stay_the_same_when_the_history_doubles(article: Article, cast: Cast) -> None:
    def count() -> int:
        client = client_of(cast.writer)
        client.get(address(article, 1, 2))
        with counted() as queries:
            client.get(address(article, 1, 2))
        return int(queries)

    few = count()
    for number in range(10):
        actions.save(article, desk=desk(f"Version {number}"), by=cast.writer)
    assert count() == few


def test_the_comparison_is_for_whoever_may_see_the_desk_copy(article: Article, cast: Cast) -> None:
    assert answers(cast, address(article, 1, 2)) == {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 403,
        "reviewer": 403,
        "editor": 200,
        "superuser": 200,
    }


def test_numbers_tell_nothing_to_whoever_may_not_see(article: Article, cast: Cast) -> None:
    """The sentence that says which revisions there are is for those who may read them."""
    page = page_for(cast.second_writer, address(article, 99, 1), 403)
    assert "revisions 1 to" not in page.words()

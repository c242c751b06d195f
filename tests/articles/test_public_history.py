"""The history that readers see: what was live, and not a word besides."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import actions
from articles.models import Article, Event, Status
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted
from tests.reading import Sheet, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.PUBLISHED, cast, copy=desk("Sleep", "<p>Sleep helps a little.</p>"))


def address(article: Article) -> str:
    return f"{article.get_absolute_url()}history/"


def rewritten(article: Article, cast: Cast, body: str, *, minor: bool = False) -> Article:
    """The article with another text, handed in but not decided on."""
    article = actions.save(
        article, desk=desk("Sleep", body), by=cast.writer, note="Between us: the old one was bad."
    )
    return step(article, "submit", cast, minor=minor)


def republished(article: Article, cast: Cast, body: str, *, minor: bool = False) -> Article:
    article = rewritten(article, cast, body, minor=minor)
    for verb in ("approve", "publish"):
        article = step(article, verb, cast)
    return article


def rows(page: Sheet) -> list[str]:
    return page.texts("//main//li[@class='past__row']")


def difference(article: Article) -> str:
    """The address of what the latest publication changed."""
    event = Event.objects.filter(article=article, verb="publish").latest("pk")
    return reverse("articles:difference", args=[article.slug, event.pk])


def test_each_live_text_is_told_with_who_approved_it(
    client: Client, article: Article, cast: Cast
) -> None:
    article = republished(article, cast, "<p>Sleep helps a lot.</p>")
    article = republished(article, cast, "<p>Sleep helps a lot!</p>", minor=True)
    newest, middle, first = rows(sheet(client, address(article)))
    assert "First publication, revision 1" in first
    assert "Revised text, revision 2" in middle
    assert "Typographical change, revision 3 (what readers see now)" in newest
    for row in (newest, middle, first):
        assert "Rita Reviewer, PA-C" in row
        assert "Checked against the sources." in row
    assert article.live_revision is not None
    assert article.live_revision.digest in newest


def test_no_word_that_was_never_live_and_no_note_of_the_desk(
    client: Client, article: Article, cast: Cast
) -> None:
    article = rewritten(article, cast, "<p>A rejected claim.</p>")
    article = step(article, "request_changes", cast, statement="This is nonsense.")
    article = republished(article, cast, "<p>Sleep helps a lot.</p>")
    actions.save(article, desk=desk("Sleep", "<p>A fresh draft.</p>"), by=cast.writer)
    for path in (address(article), difference(article)):
        page = sheet(client, path)
        for words in ("rejected claim", "nonsense", "fresh draft", "Between us", "Wanda"):
            assert words not in page.raw, (path, words)


def test_a_difference_shows_what_went_and_what_came(
    client: Client, article: Article, cast: Cast
) -> None:
    article = republished(article, cast, "<p>Sleep helps a lot.</p>")
    (link,) = sheet(client, address(article)).all("//li//a[starts-with(., 'What changed')]/@href")
    page = sheet(client, link)
    assert "little" in " ".join(page.texts("//main//section//del"))
    assert "lot" in " ".join(page.texts("//main//section//ins"))
    assert page.one("//meta[@name='robots']").get("content") == "noindex, follow"


def test_a_revoked_approval_is_said_and_its_words_are_shown_no_more(
    client: Client, article: Article, cast: Cast
) -> None:
    first = article.fact_checks.get()
    article = republished(article, cast, "<p>Sleep helps a lot.</p>")
    link = difference(article)
    assert client.get(link).status_code == 200
    actions.revoke(first, by=cast.editor, reason="The licence was false.")
    article.refresh_from_db()
    assert article.live_revision is not None
    page = sheet(client, address(article))
    assert "This approval was revoked on" in rows(page)[1]
    assert "licence was false" not in page.raw
    assert not page.all("//li//a[starts-with(., 'What changed')]")
    assert client.get(link).status_code == 404


def test_the_same_text_again_is_no_change(client: Client, article: Article, cast: Cast) -> None:
    step(article, "take_down", cast)
    for verb in ("restore", "publish"):
        article = step(Article.objects.get(pk=article.pk), verb, cast)
    newest, first = rows(sheet(client, address(article)))
    assert "The same text, online anew" in newest
    assert "(what readers see now)" not in first
    assert client.get(difference(article)).status_code == 404


def test_what_is_not_public_has_no_history(client: Client, article: Article, cast: Cast) -> None:
    article = republished(article, cast, "<p>Sleep helps a lot.</p>")
    link = difference(article)
    step(article, "take_down", cast)
    assert client.get(address(article)).status_code == 410
    assert client.get(link).status_code == 410
    assert client.get(address(article_at(Status.APPROVED, cast))).status_code == 404
    assert client.get("/articles/nothing/history/").status_code == 404


def test_an_old_address_leads_on(client: Client, article: Article, cast: Cast) -> None:
    old = address(article)
    article = actions.arrange(article, by=cast.editor, slug="the-new-one")
    for path in (old, "/articles/The-New-One/history/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, address(article))


@pytest.mark.parametrize("number", ["0", "1", "9" * 18, "9" * 40])
def test_a_number_that_is_no_publication_is_not_found(
    client: Client, article: Article, number: str
) -> None:
    other = article.events.exclude(verb="publish").first()
    assert other is not None
    assert client.get(f"{address(article)}{number}/").status_code == 404
    assert client.get(f"{address(article)}{other.pk}/").status_code == 404


def test_a_publication_of_another_article_is_not_found(
    client: Client, article: Article, cast: Cast
) -> None:
    other = republished(article_at(Status.PUBLISHED, cast), cast, "<p>Other words.</p>")
    number = difference(other).rstrip("/").rpartition("/")[2]
    assert client.get(f"{address(article)}{number}/").status_code == 404


def test_the_page_leads_to_its_history(client: Client, article: Article) -> None:
    for path in (article.get_absolute_url(), f"{article.get_absolute_url()}provenance/"):
        assert sheet(client, path).one("//a[.='History of this article']").get("href") == address(
            article
        )


def test_a_long_history_has_pages_and_takes_no_more_queries(
    client: Client, article: Article, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = republished(article, cast, "<p>Sleep helps 0 times.</p>")
    with counted() as before:
        client.get(address(article))
    for number in range(1, 5):
        article = republished(article, cast, f"<p>Sleep helps {number} times.</p>")
    with counted() as after:
        client.get(address(article))
    assert int(after) == int(before)
    monkeypatch.setattr("articles.public_history.PER_PAGE", 4)
    assert len(rows(sheet(client, address(article)))) == 4
    last = sheet(client, f"{address(article)}?page=2")
    assert len(rows(last)) == 2
    assert "First publication" in rows(last)[1]
    assert "what readers see now" not in last.words("//main")
    assert client.get(f"{address(article)}?page=3").status_code == 404

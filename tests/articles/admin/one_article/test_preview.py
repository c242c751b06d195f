"""The preview: exactly the page, for those who may see it, and for nobody else."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from articles import actions
from articles.admin.one_article.preview import POLICY
from articles.models import Article, Status
from tests.doors import answers, client_of, leads_to_login, page_for
from tests.factories import Cast, article_at, desk
from wellness.headers import PUBLIC_POLICY, written

pytestmark = pytest.mark.django_db


def address(article: Article, revision: object = "") -> str:
    base = reverse("admin:articles_article_preview", args=[article.pk])
    return f"{base}?revision={revision}" if revision != "" else base


def test_the_preview_of_the_live_text_is_the_page_itself(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    public = client_of(None).get(article.get_absolute_url()).content.decode()
    preview = client_of(cast.writer).get(address(article)).content.decode()

    def shown(page: str) -> str:
        """The article without what a preview says of itself."""
        root = lxml_html.fromstring(page)
        (article_,) = root.xpath("//main//article")
        for end in article_.xpath(".//*[contains(concat(' ', @class, ' '), ' end ')]"):
            end.getparent().remove(end)
        return re.sub(r"\s+", " ", lxml_html.tostring(article_, encoding="unicode"))

    assert shown(preview) == shown(public)
    assert "Readers see exactly this." in preview


def test_the_desk_copy_is_shown_where_readers_see_older_text(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(
        article, desk=desk("The newest title", "<p>The newest words.</p>"), by=cast.writer
    )
    page = page_for(cast.writer, address(article))
    assert page.words("//h1") == "The newest title"
    assert "The newest words." in page.words("//article")
    assert "Readers do not see this." in page.words()
    assert "The newest" not in client_of(None).get(article.get_absolute_url()).content.decode()


def test_an_older_revision_can_be_read(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk("The first title"))
    actions.save(article, desk=desk("The second title"), by=cast.writer)
    assert page_for(cast.writer, address(article, 1)).words("//h1") == "The first title"
    assert page_for(cast.writer, address(article, 2)).words("//h1") == "The second title"


@pytest.mark.parametrize("number", ["0", "7", "abc", "-1", "1e3", "9" * 30, "%00"])
def test_a_number_that_names_no_revision_gets_a_sentence(cast: Cast, number: str) -> None:
    article = article_at(Status.DRAFT, cast)
    page = page_for(cast.writer, address(article, number), 404)
    assert "There is only revision 1." in page.words()


@pytest.mark.parametrize("status", list(Status))
def test_the_preview_is_for_whoever_may_see_the_desk_copy(cast: Cast, status: Status) -> None:
    article = article_at(status, cast)
    closed = status is Status.DRAFT
    assert answers(cast, address(article)) == {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 403,
        # Whoever decided on an article may go on seeing it.
        "reviewer": 403 if closed else 200,
        "editor": 200,
        "superuser": 200,
    }


def test_the_anonymous_are_led_to_the_login_and_back(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    response = client_of(None).get(address(article, 1))
    assert leads_to_login(response)
    assert response.headers["Location"].endswith("%3Frevision%3D1")


def test_a_refusal_shows_nothing_of_the_article(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk("A secret title"))
    for user in (cast.second_writer, cast.stranger):
        assert "A secret title" not in page_for(user, address(article), 403).raw


def test_no_cache_keeps_a_preview_and_no_search_engine_lists_it(cast: Cast) -> None:
    response = client_of(cast.writer).get(address(article_at(Status.DRAFT, cast)))
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in response.content.decode()


def test_only_the_admin_itself_may_frame_it(cast: Cast) -> None:
    response = client_of(cast.writer).get(address(article_at(Status.DRAFT, cast)))
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


def test_the_browser_is_told_the_policy_of_public_pages(cast: Cast) -> None:
    """The text is as strange as a reader's page may be, so it gets no more than that page."""
    assert written(PUBLIC_POLICY | {"frame-ancestors": "'self'"}) == POLICY
    response = client_of(cast.writer).get(address(article_at(Status.DRAFT, cast)))
    assert response.headers["Content-Security-Policy"] == POLICY


def test_an_unpublished_article_is_nowhere_but_in_its_preview(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    for user in (None, cast.writer, cast.editor):
        assert client_of(user).get(article.get_absolute_url()).status_code == 404


def test_a_withdrawn_article_can_still_be_read_at_the_desk(cast: Cast) -> None:
    article = article_at(Status.WITHDRAWN, cast)
    assert page_for(cast.editor, address(article)).words("//h1") == article.title


def test_hostile_text_is_cleaned_in_the_preview(cast: Cast) -> None:
    copy = desk("Title", "<p onclick='alert(1)'>Text</p><script>alert(1)</script>")
    page = page_for(cast.writer, address(article_at(Status.DRAFT, cast, copy=copy)))
    assert not page.all("//article//script | //article//*[@onclick]")


def test_nothing_is_changed_by_looking(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    for method in ("post", "put", "delete"):
        assert getattr(client_of(cast.writer), method)(address(article)).status_code == 405
    assert client_of(cast.writer).head(address(article)).status_code == 200

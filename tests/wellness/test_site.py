"""What holds for every public page: the cover, errors, headers, pictures."""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

from articles.models import Article, Status
from tests import factories
from tests.factories import Cast, article_at, desk
from tests.queries import counted
from tests.reading import Sheet, sheet
from wellness.policies.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast: Cast) -> Article:
    copy = desk("What sleep does", hero=factories.image(width=160, height=100), hero_alt="A bed")
    return article_at(Status.PUBLISHED, cast, copy=copy)


def pages(client: Client, article: Article) -> Iterator[tuple[str, Sheet]]:
    """Every kind of page."""
    home = article.get_absolute_url()
    for path in (
        "/",
        "/articles/",
        home,
        f"{home}provenance/",
        f"{home}history/",
        article.topic.get_absolute_url(),
        "/authors/",
        article.authors.get().get_absolute_url(),
        "/reviewers/",
        article.fact_checks.get().reviewer.get_absolute_url(),
        *(kind.path for kind in Kind),
        "/corrections/",
    ):
        yield path, sheet(client, path)
    yield "404", sheet(client, "/nothing/", 404)


def test_every_page_has_what_a_page_needs(client: Client, article: Article) -> None:
    titles = set()
    for path, page in pages(client, article):
        assert page.one("/html").get("lang") == "en", path
        title = page.words("/html/head/title")
        assert title.endswith(" · Wellness"), path
        assert title not in titles, f"two pages are called {title}"
        titles.add(title)
        assert len(page.all("//h1")) == 1, path
        levels = [int(h.tag[1]) for h in page.all("//h1|//h2|//h3|//h4|//h5|//h6")]
        jumps = [b for a, b in itertools.pairwise(levels) if b > a + 1]
        assert levels[0] == 1, path
        assert not jumps, f"{path}: {levels}"
        assert page.one("//body/a[1]").get("href") == "#content", path
        assert page.one("//main").get("id") == "content", path
        for landmark in ("//body/header", "//body/footer"):
            page.one(landmark)
        for image in page.all("//img"):
            assert image.get("alt") is not None, path
            assert image.get("width"), path
            assert image.get("height"), path
        ids = page.all("//@id")
        assert len(ids) == len(set(ids)), path


def test_every_page_that_is_found_tells_where_it_lives(
    client: Client, article: Article, settings: Settings
) -> None:
    for path, page in pages(client, article):
        if path == "404":
            assert page.all("//link[@rel='canonical']") == []
            assert "noindex" in page.one("//meta[@name='robots']").get("content")
            continue
        assert page.one("//link[@rel='canonical']").get("href") == f"{settings.SITE_URL}{path}"
        assert page.one("//meta[@property='og:url']").get("content").endswith(path)
        assert page.one("//meta[@name='description']").get("content"), path
        assert page.one("//meta[@property='og:title']").get("content"), path


def test_an_article_can_be_shared_with_its_picture(client: Client, article: Article) -> None:
    page = sheet(client, article.get_absolute_url())
    assert page.one("//meta[@property='og:type']").get("content") == "article"
    assert page.one("//meta[@property='og:image']").get("content").startswith("http")
    assert page.one("//meta[@property='og:image:alt']").get("content") == "A bed"
    assert page.one("//meta[@property='article:published_time']").get("content")


def test_no_page_sets_a_cookie_or_looks_at_the_visitor(
    client: Client, article: Article, cast: Cast
) -> None:
    visits = dict(pages(client, article))
    for path, page in visits.items():
        assert not page.response.cookies, path
        assert "Cookie" not in page.response.get("Vary", ""), path
    staff = Client()
    staff.force_login(cast.editor)
    for path, page in pages(staff, article):
        assert page.raw == visits[path].raw, f"{path} differs for staff"


def test_no_page_loads_anything_from_elsewhere(client: Client, article: Article) -> None:
    for path, page in pages(client, article):
        loads = page.all(
            "//img/@src | //script/@src | //source/@srcset"
            " | //link[not(@rel='canonical' or @rel='alternate')]/@href"
        )
        assert all(re.match(r"/(static|media)/", address) for address in loads), path
        assert len(page.all("//link[@rel='stylesheet']")) == 1, path
        assert page.all("//style | //*[@style]") == [], path


def test_the_script_for_tables_comes_only_with_a_table(
    client: Client, article: Article, cast: Cast
) -> None:
    scripts = "//script[not(@type='application/ld+json')]/@src"
    for path, page in pages(client, article):
        assert "/static/js/tables.js" not in page.all(scripts), path
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    wide = article_at(Status.PUBLISHED, cast, copy=desk("A table", table))
    assert "/static/js/tables.js" in sheet(client, wide.get_absolute_url()).all(scripts)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_are_for_reading(client: Client, article: Article, method: str) -> None:
    for path in ("/", article.get_absolute_url(), "/reviewers/"):
        assert getattr(client, method)(path).status_code == 405


def test_the_head_of_a_page_can_be_asked_for(client: Client, article: Article) -> None:
    assert client.head(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("status", ["400", "403", "500"])
def test_errors_are_printed_without_database_or_context(status: str) -> None:
    with counted(at_most=0):
        page = render_to_string(f"{status}.html")
    assert page.lstrip().startswith("<!doctype html>")
    assert page.count("<h1") == 1
    assert "{{" not in page
    assert "{%" not in page


def test_a_failure_answers_with_the_finished_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("articles.public.front_page", fail)
    client.raise_request_exception = False
    page = sheet(client, "/", 500)
    assert page.words("//h1") == "Something broke on our side"
    assert "broken on purpose" not in page.raw


def test_a_form_without_its_token_gets_the_finished_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert Sheet(response).words("//h1") == "You cannot open this"


def test_pictures_are_served_for_ever(client: Client, article: Article) -> None:
    assert article.live_revision is not None
    hero = article.live_revision.data.hero
    assert hero is not None
    response = client.get(hero.src)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("image/")
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.getvalue()
    response.close()


@pytest.mark.parametrize(
    "name",
    [
        "nothing.webp",
        "../secret_key",
        "..%2f..%2fsecret_key",
        "images",
        "images/",
        "%00.png",
        "page.html",
        "images/aa/a.png/b.png",
        f"images/aa/{'a' * 64}.png",
        f"images/aa/{'a' * 64}.html",
        f"images/../{'a' * 64}.png",
        f"images/aa/{'b' * 64}.png/{'c' * 64}.png",
        "x" * 5000 + ".png",
    ],
)
def test_nothing_but_pictures_comes_from_the_media_folder(client: Client, name: str) -> None:
    default_storage.save("page.html", ContentFile(b"<script>alert(1)</script>"))
    default_storage.save(f"images/aa/{'a' * 64}.html", ContentFile(b"<script>alert(1)</script>"))
    default_storage.save(f"images/aa/{'b' * 64}.png", ContentFile(b"png"))
    assert client.get(f"/media/{name}").status_code == 404

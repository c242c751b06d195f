"""Old addresses lead on in one step, to this site, and cover nothing that answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from articles import actions
from articles.models import Article, Status
from tests.doors import client_of
from tests.factories import Cast, article_at, step
from tests.queries import counted
from wellness.redirects import rules
from wellness.redirects.models import OldAddress

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.PUBLISHED, cast)


def lead(path: str, to: str) -> OldAddress:
    return rules.keep(rules.settle(path, to))[0]


def refusal(path: str, to: str) -> str:
    with pytest.raises(ValidationError) as error:
        rules.settle(path, to)
    (sentence,) = error.value.messages
    return sentence


def hop(client: Client, path: str) -> str:
    """Where an address leads, which must be a page that answers: one step, and a permanent one."""
    response = client.get(path)
    assert response.status_code == 301, path
    location = response["Location"]
    assert client.get(location).status_code in {200, 410}, f"{path} leads to {location}"
    assert not response.cookies
    return location


def test_an_old_address_leads_to_a_page_or_an_article(client: Client, article: Article) -> None:
    lead("/old/page.html", "/reviewers/")
    lead("/blog/2019/sleep/", article.get_absolute_url())
    lead("/page.php?id=12", "/authors")
    assert hop(client, "/old/page.html") == "/reviewers/"
    assert hop(client, "/blog/2019/sleep") == article.get_absolute_url()
    assert hop(client, "/blog/2019/sleep/") == article.get_absolute_url()
    assert hop(client, "/blog/2019/sleep/?ref=mail") == f"{article.get_absolute_url()}?ref=mail"
    assert hop(client, "/page.php?id=12") == "/authors/"
    assert client.get("/page.php?id=13").status_code == 404
    assert client.head("/old/page.html").status_code == 301
    assert client.post("/old/page.html").status_code == 404


def test_an_address_in_other_letters_is_found(client: Client, article: Article) -> None:
    lead("/gesundheit/schlaf-%C3%BCben", "/reviewers/")
    assert hop(client, "/gesundheit/schlaf-üben/") == "/reviewers/"
    assert hop(client, "/gesundheit/schlaf-%C3%BCben") == "/reviewers/"


def test_two_changes_of_address_are_one_step(client: Client, article: Article, cast: Cast) -> None:
    first = article.get_absolute_url()
    lead("/from/elsewhere", first)
    second = actions.arrange(article, by=cast.editor, slug="second").get_absolute_url()
    third = actions.arrange(article, by=cast.editor, slug="third").get_absolute_url()
    for old in (first, second, "/from/elsewhere", first.upper().replace("/ARTICLES", "/articles")):
        assert hop(client, old) == third
    assert hop(client, f"{first}provenance/") == f"{third}provenance/"
    # Given its first address back, it answers there, and the others lead to it.
    article.refresh_from_db()
    actions.arrange(article, by=cast.editor, slug=first.split("/")[2])
    assert client.get(first).status_code == 200
    assert hop(client, second) == hop(client, third) == hop(client, "/from/elsewhere") == first


def test_a_chain_is_made_one_step(client: Client, article: Article, cast: Cast) -> None:
    old = article.get_absolute_url()
    new = actions.arrange(article, by=cast.editor, slug="new-address").get_absolute_url()
    assert lead("/a", old).article == article
    assert lead("/b", "/a").article == article
    assert lead("/c", "/authors").target == "/authors/"
    assert lead("/d", "/c/").target == "/authors/"
    assert [hop(client, path) for path in ("/a", "/b")] == [new, new]
    assert [hop(client, path) for path in ("/c", "/d")] == ["/authors/", "/authors/"]


def test_what_led_to_a_page_that_went_leads_on(client: Client, article: Article) -> None:
    topic = article.topic
    spare = type(topic).objects.create(name="Spare", slug="spare")
    lead("/x", "/topics/spare/")
    spare.delete()
    lead("/topics/spare/", topic.get_absolute_url())
    assert OldAddress.objects.get(path="/x").target == topic.get_absolute_url()
    assert hop(client, "/x") == hop(client, "/topics/spare/") == topic.get_absolute_url()


def test_a_loop_is_refused(article: Article) -> None:
    lead("/a", "/authors/")
    assert "lead to itself" in refusal("/b", "/b/")
    assert "lead to itself" in refusal("/b?x=1", "/b?x=1")
    assert "leads back" in refusal("/a", "/a/?x=1")
    assert "nothing at “/c”" in refusal("/b", "/c")


def test_what_answers_is_not_covered(article: Article, cast: Cast) -> None:
    gone = step(article_at(Status.PUBLISHED, cast), "take_down", cast)
    for path in (
        "/", "/articles", "/articles/?page=1", article.get_absolute_url(), "/robots.txt",
        gone.get_absolute_url(), "/feeds/rss.xml", "/health",
    ):  # fmt: skip
        assert "answers today" in refusal(path, "/authors/"), path
    for path in ("/admin/articles/", "/static/css/site.css", "/media/x.png"):
        assert "belongs to the desk or to files" in refusal(path, "/authors/"), path
        assert "belongs to the desk or to files" in refusal("/old", path), path


def test_nothing_leads_to_another_site(settings: Settings) -> None:
    for address in (
        "https://example.org/", "http://example.org", "//example.org/", "/\\example.org",
        "javascript:alert(1)", "mailto:x@example.org", "authors/", "", "/ /authors/", "/\x00",
        "/a\nLocation: x", "///example.org", "http://[", f"{settings.SITE_URL}.example.org/",
    ):  # fmt: skip
        assert "no address of this site" in refusal("/old", address), address
        assert "no address of this site" in refusal(address, "/authors/"), address
    assert lead("/old", f"{settings.SITE_URL}/authors/").target == "/authors/"
    assert "500 characters" in refusal("/" + "x" * 500, "/authors/")


def test_a_draft_stays_unknown(article: Article, cast: Cast) -> None:
    draft = article_at(Status.DRAFT, cast)
    assert "nothing at" in refusal("/old", draft.get_absolute_url())


def test_an_article_that_was_withdrawn_says_so_from_there_too(
    client: Client, article: Article, cast: Cast
) -> None:
    lead("/old", article.get_absolute_url())
    step(article, "take_down", cast)
    assert hop(client, "/old") == article.get_absolute_url()


def test_a_page_that_answers_pays_nothing_and_a_missing_one_a_query(
    client: Client, article: Article
) -> None:
    with counted() as before:
        assert client.get("/nothing/").status_code == 404
    for number in range(10):
        lead(f"/old/{number}", article.get_absolute_url())
    with counted() as after:
        assert client.get("/nothing/").status_code == 404
    assert int(after) == int(before)
    assert sum("redirects_oldaddress" in query for query in after.queries) == 1
    with counted() as page:
        client.get("/authors/")
    assert not any("redirects_oldaddress" in query for query in page.queries)


def test_strange_addresses_are_missing(client: Client) -> None:
    for path in (f"/{'x' * 5000}", "/%00", "/a%00b?x=%00", "/%FF%FE", "/?", "/a?" + "y" * 5000):
        assert client.get(path).status_code in {200, 404}, path


def save(client: Client, path: str, to: str, row: OldAddress | None = None) -> Any:
    where = f"{row.pk}/change" if row else "add"
    return client.post(f"/admin/redirects/oldaddress/{where}/", {"path": path, "to": to})


def test_editors_keep_them_at_the_desk(client: Client, article: Article, cast: Cast) -> None:
    desk = client_of(cast.editor)
    assert save(desk, "/old/", article.get_absolute_url()).status_code == 302
    row = OldAddress.objects.get()
    assert (row.path, row.article) == ("/old", article)
    form = desk.get(f"/admin/redirects/oldaddress/{row.pk}/change/").content.decode()
    assert f'value="{article.get_absolute_url()}"' in form
    assert save(desk, "/older", "/authors/", row).status_code == 302
    assert hop(client, "/older") == "/authors/"
    assert client.get("/old").status_code == 404
    refused = save(desk, "/articles/", "/authors/")
    assert refused.status_code == 200
    assert "answers today" in refused.content.decode()
    assert "no address of this site" in save(desk, "/x", "https://example.org").content.decode()
    assert "already exists" in save(desk, "/older/", "/reviewers/").content.decode()
    assert "/older" in desk.get("/admin/redirects/oldaddress/").content.decode()


def test_nobody_else_does(cast: Cast) -> None:
    for user in (cast.stranger, cast.writer, cast.reviewer):
        assert save(client_of(user), "/old", "/authors/").status_code == 403
    assert save(client_of(None), "/old", "/authors/").status_code == 302
    assert not OldAddress.objects.exists()


def run(file: Path, capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    call_command("import_redirects", file, **options)
    return capsys.readouterr().out


def test_a_table_is_imported_row_by_row(
    client: Client, article: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.csv"
    file.write_text(
        "\ufefffrom,to\n"
        f"/a,{article.get_absolute_url()}\n"
        "/b,/a\n"
        "\n"
        "/c,https://example.org/\n"
        "/articles/,/authors/\n"
        "/d\n",
        encoding="utf-8",
    )
    with pytest.raises(CommandError, match="refused"):
        run(file, capsys)
    out = capsys.readouterr().out
    assert f"line 2: /a → {article.get_absolute_url()}: written" in out
    assert f"line 3: /b → {article.get_absolute_url()}: written" in out
    assert "line 5: refused. “https://example.org/” is no address of this site" in out
    assert "line 6: refused. “/articles” answers today" in out
    assert "line 7: refused." in out
    assert "5 rows, 3 refused." in out
    assert hop(client, "/b") == article.get_absolute_url()


def test_an_import_can_be_rehearsed_and_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.csv"
    file.write_text("From,To,Note\n/a,/authors/,x\n/b,/a,\n")
    rehearsed = run(file, capsys, dry_run=True)
    assert "/b → /authors/: written" in rehearsed
    assert "Dry run" in rehearsed
    assert not OldAddress.objects.exists()
    assert "2 rows, none refused." in run(file, capsys)
    again = run(file, capsys)
    assert again.count("as it was") == 2
    assert "written" not in again


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "titles: from,to"),
        (b"/a,/b\n", "titles: from,to"),
        (b"from,to\n\xff\xfe,/b\n", "UTF-8"),
        (b'from,to\n"a,/b\n', "CSV"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("import_redirects", file)
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_redirects", tmp_path / "none.csv")

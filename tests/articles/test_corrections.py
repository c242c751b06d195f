"""Corrections from the desk to the reader: what is approved, when it shows, and what stays."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from articles import actions, content
from articles.actions import Refused
from articles.content import Content, digest
from articles.corrections import PER_PAGE
from articles.desk import DeskCopy
from articles.models import Article, Correction, Status
from tests import factories, vocabulary
from tests.factories import WRONG, Cast, article_at, corrected, desk, step
from tests.queries import counted
from tests.reading import Sheet, sheet

pytestmark = pytest.mark.django_db

MATERIAL = "//*[@class='prose']/preceding-sibling::section[@aria-label='Corrections']"
AFTER = "//*[@class='prose']/following-sibling::section[@aria-label='Clarifications']"


def noted(article: Article, cast: Cast, kind: str = "material", text: str = WRONG) -> Article:
    """A draft over the article, with a notice."""
    copy = DeskCopy.to_write_on(article).change(
        title="Put right", correction_kind=kind, correction=text
    )
    return actions.save(article, desk=copy, by=cast.writer)


# --- what is approved ----------------------------------------------------------------------------


def test_text_without_notices_has_the_bytes_that_it_always_had() -> None:
    old = (
        '{"body":"","description":"","hero":null,"key_points":[],"references":[],"schema":1,'
        '"subtitle":"","title":"x"}'
    )
    assert Content(title="x").canonical() == old
    assert Content.parse(old).canonical() == old
    assert content.objection(old) == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"disclosure": "She sells it."},
        {"correction_kind": "material", "correction": WRONG},
        {"correction_kind": "clarification", "correction": WRONG, "disclosure": "She sells it."},
    ],
)
def test_notices_are_in_the_bytes_that_are_approved(fields: dict[str, str], cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    before = article.current_revision
    article = actions.save(
        article, desk=DeskCopy.of_article(article).change(**fields), by=cast.writer
    )
    after = article.current_revision
    assert after.number == before.number + 1
    assert (before.data.schema, after.data.schema) == (1, 2)
    assert after.digest == digest(after.content) != before.digest
    assert after.objection() == ""
    assert DeskCopy.of_revision(after) == DeskCopy.of_article(article)
    article = actions.save(article, desk=DeskCopy.of_revision(before), by=cast.writer)
    assert article.current_revision.digest == before.digest


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"correction_kind": "material"}, "correction"),
        ({"correction_kind": "material", "correction": " \u200b "}, "correction"),
        ({"correction": WRONG}, "correction_kind"),
        ({"correction": WRONG, "correction_kind": "erratum"}, "correction_kind"),
        ({"correction": "x" * 1001, "correction_kind": "material"}, "correction"),
        ({"disclosure": "x" * 601}, "disclosure"),
    ],
)
def test_half_a_notice_is_not_saved(fields: dict[str, str], name: str, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    with pytest.raises(ValidationError) as refusal:
        actions.save(article, desk=DeskCopy.of_article(article).change(**fields), by=cast.writer)
    assert list(refusal.value.message_dict) == [name]


# --- handing in ----------------------------------------------------------------------------------


def test_before_the_first_publication_there_is_nothing_to_correct(cast: Cast) -> None:
    article = noted(article_at(Status.DRAFT, cast), cast)
    with pytest.raises(Refused, match="Nothing of this article was published yet"):
        step(article, "submit", cast)


def test_a_material_correction_is_no_minor_change(cast: Cast) -> None:
    article = noted(article_at(Status.PUBLISHED, cast), cast)
    with pytest.raises(Refused, match="A material correction is no minor change"):
        step(article, "submit", cast, minor=True)
    assert step(article, "submit", cast).status == Status.IN_REVIEW


def test_a_clarification_can_be_minor_and_so_can_what_follows_a_correction(cast: Cast) -> None:
    article = noted(article_at(Status.PUBLISHED, cast), cast, "clarification")
    for verb, words in (("submit", {"minor": True}), ("approve", {}), ("publish", {})):
        article = step(article, verb, cast, **words)
    article = corrected(cast, article=article)
    # Another door than the form may repeat the notice; readers have it already.
    copy = DeskCopy.of_article(article).change(title="A comma, put right")
    article = actions.save(article, desk=copy, by=cast.writer)
    assert step(article, "submit", cast, minor=True).status == Status.IN_REVIEW


def test_a_notice_that_readers_have_is_no_reason_for_a_review(cast: Cast) -> None:
    article = corrected(cast)
    article = actions.save(article, desk=DeskCopy.to_write_on(article), by=cast.writer)
    assert article.status == Status.DRAFT
    with pytest.raises(Refused, match="This text is live already, word for word"):
        step(article, "submit", cast)


# --- going live ----------------------------------------------------------------------------------


def test_readers_see_nothing_of_a_notice_before_it_is_live(cast: Cast, client: Client) -> None:
    article = article_at(Status.PUBLISHED, cast)
    addresses = (
        article.get_absolute_url(), "/corrections/", "/feeds/atom.xml",
        f"/api/v1/articles/{article.slug}", f"{article.get_absolute_url()}provenance/content.json",
    )  # fmt: skip
    article = noted(article, cast)
    for verb in ("", "submit", "approve"):
        article = step(article, verb, cast) if verb else article
        assert not Correction.objects.exists()
        for address in addresses:
            assert "50 mg" not in client.get(address).content.decode(), (verb, address)
    step(article, "publish", cast)
    for address in addresses:
        assert "50 mg" in client.get(address).content.decode(), address


def test_the_clock_dates_a_correction_too(cast: Cast) -> None:
    article = step(noted(article_at(Status.PUBLISHED, cast), cast), "submit", cast)
    article = step(step(article, "approve", cast), "schedule", cast)
    assert not Correction.objects.exists()
    (article,) = actions.publish_due(timezone.now() + dt.timedelta(days=2))
    correction = article.corrections.get()
    assert (correction.revision, correction.kind) == (article.live_revision, "material")


def test_an_approved_correction_behind_newer_text_is_dated_when_it_goes_live(cast: Cast) -> None:
    article = step(noted(article_at(Status.PUBLISHED, cast), cast), "submit", cast)
    article = step(article, "approve", cast)
    approved = article.current_revision
    article = actions.save(article, desk=desk("Newer"), by=cast.writer)
    article = step(article, "publish", cast)
    assert article.corrections.get().revision == approved


def test_the_same_notice_in_a_later_revision_is_no_second_correction(cast: Cast) -> None:
    article = corrected(cast)
    copy = DeskCopy.of_article(article).change(title="Later")
    article = actions.save(article, desk=copy, by=cast.writer)
    for verb in ("submit", "approve", "publish"):
        article = step(article, verb, cast)
    assert article.live_revision.data.correction is not None
    assert article.corrections.count() == 1


def test_a_correction_stays_when_the_next_revision_has_none(cast: Cast, client: Client) -> None:
    article = corrected(cast)
    copy = DeskCopy.to_write_on(article).change(title="Later")
    article = actions.save(article, desk=copy, by=cast.writer)
    for verb in ("submit", "approve", "publish"):
        article = step(article, verb, cast)
    assert article.live_revision.data.correction is None
    assert WRONG in sheet(client, article.get_absolute_url()).words(MATERIAL)


def test_after_publication_the_desk_copy_is_the_live_text(cast: Cast) -> None:
    article = corrected(cast)
    assert DeskCopy.of_article(article) == DeskCopy.of_revision(article.live_revision)
    before = (article.version, article.revisions.count())
    article = actions.save(article, desk=DeskCopy.of_article(article), by=cast.writer)
    assert (article.version, article.revisions.count()) == before
    assert DeskCopy.to_write_on(article).correction == ""


# --- an approval that does not hold any more -----------------------------------------------------


def test_a_notice_whose_approval_is_revoked_is_not_shown(cast: Cast, client: Client) -> None:
    article = corrected(cast)
    approval = article.fact_checks.first()
    copy = DeskCopy.to_write_on(article).change(title="Later")
    article = actions.save(article, desk=copy, by=cast.writer)
    for verb in ("submit", "approve", "publish"):
        article = step(article, verb, cast)
    actions.revoke(approval, by=cast.editor, reason="The figure was wrong again.")
    assert Article.objects.published().filter(pk=article.pk).exists()
    for address in (article.get_absolute_url(), "/corrections/", "/feeds/rss.xml"):
        assert "50 mg" not in client.get(address).content.decode()
    # Approved again, readers get it again, with the day on which they do.
    again = corrected(cast, article=Article.objects.get(pk=article.pk))
    assert again.corrections.count() == 2
    assert sheet(client, again.get_absolute_url()).words(MATERIAL).count("50 mg") == 1


def test_corrections_leave_and_come_back_with_their_article(cast: Cast, client: Client) -> None:
    article = corrected(cast)
    assert WRONG in sheet(client, "/corrections/").words("//main")
    article = step(article, "take_down", cast)
    assert "Nothing had to be corrected so far." in sheet(client, "/corrections/").words("//main")
    assert WRONG not in sheet(client, article.get_absolute_url(), 410).words()
    article = step(step(article, "restore", cast), "publish", cast)
    assert WRONG in sheet(client, "/corrections/").words("//main")
    assert article.corrections.count() == 1


# --- what readers see ----------------------------------------------------------------------------


def test_corrections_stand_over_the_text_newest_first_and_clarifications_under_it(
    cast: Cast, client: Client
) -> None:
    article = corrected(cast, text="First wrong.")
    article = corrected(cast, kind="clarification", text="First unclear.", article=article)
    article = corrected(cast, text="Second wrong.", article=article)
    page = sheet(client, article.get_absolute_url())
    assert page.texts(f"{MATERIAL}//*[@class='correction__text']") == [
        "Second wrong.", "First wrong.",
    ]  # fmt: skip
    assert page.texts(f"{AFTER}//*[@class='correction__text']") == ["First unclear."]
    today = timezone.localdate()
    for box, label in ((MATERIAL, "Correction"), (AFTER, "Clarification")):
        assert {time.get("datetime") for time in page.all(f"{box}//time")} == {today.isoformat()}
        assert set(page.texts(f"{box}//strong")) == {label}


def test_an_article_without_notices_has_no_box(cast: Cast, client: Client) -> None:
    page = sheet(client, article_at(Status.PUBLISHED, cast).get_absolute_url())
    assert not page.all("//*[contains(@class, 'corrected') or contains(@class, 'disclosure')]")


def test_a_disclosure_stands_between_the_text_and_the_references(
    cast: Cast, client: Client
) -> None:
    reference = {"authors": "", "title": "A study", "publisher": "", "year": None, "url": "",
                 "doi": "", "pmid": ""}  # fmt: skip
    copy = desk("Bread", disclosure="The baker  sells <b>bread</b>.", references=(reference,))
    article = article_at(Status.PUBLISHED, cast, copy=copy)
    page = sheet(client, article.get_absolute_url())
    box = "//*[@class='prose']/following-sibling::section[h2[@id='disclosure']]"
    assert page.words(box) == "Disclosure The baker sells <b>bread</b>."
    assert page.all(f"{box}/following-sibling::section[h2[@id='references']]")
    for address in ("/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json"):
        assert "The baker sells" in client.get(address).content.decode()
    api = client.get(f"/api/v1/articles/{article.slug}").json()
    assert api["disclosure"] == "The baker sells <b>bread</b>."
    assert api["corrections"] == []


def test_programs_get_what_readers_get(cast: Cast, client: Client) -> None:
    article = corrected(cast)
    article = corrected(cast, kind="clarification", text="Plainer now.", article=article)
    page = sheet(client, article.get_absolute_url())
    node = page.node("Article")
    today = timezone.localdate().isoformat()
    assert node["correction"] == [
        {"@type": "CorrectionComment", "name": "Clarification", "text": "Plainer now.",
         "datePublished": today},
        {"@type": "CorrectionComment", "name": "Correction", "text": WRONG,
         "datePublished": today},
    ]  # fmt: skip
    assert list(vocabulary.complaints(page.graph, vocabulary.used())) == []
    api = client.get(f"/api/v1/articles/{article.slug}").json()["corrections"]
    assert [(row["kind"], row["text"]) for row in api] == [
        ("clarification", "Plainer now."), ("material", WRONG),
    ]  # fmt: skip
    (item,) = client.get("/feeds/feed.json").json()["items"]
    text = item["content_html"]
    assert text.index(WRONG) < text.index("Sleep helps.") < text.index("Plainer now.")


def test_the_preview_shows_a_notice_without_a_date(cast: Cast, client: Client) -> None:
    article = noted(article_at(Status.PUBLISHED, cast), cast)
    client.force_login(cast.writer)
    page = sheet(client, f"/admin/articles/article/{article.pk}/preview/")
    assert f"Correction dated on the day it goes live {WRONG}" in page.words(MATERIAL)
    assert not page.all(f"{MATERIAL}//time")


# --- the list ------------------------------------------------------------------------------------


def test_all_corrections_stand_in_one_list_newest_first(cast: Cast, client: Client) -> None:
    first, second = corrected(cast, text="One."), corrected(cast, text="Two.")
    corrected(cast, kind="clarification", text="Three.", article=first)
    page = sheet(client, "/corrections/")
    assert page.texts("//*[@class='correction__text']") == ["Three.", "Two.", "One."]
    links = [link.get("href") for link in page.all("//h2[@class='corrections__title']/a")]
    assert links == [a.get_absolute_url() for a in (first, second, first)]
    assert list(vocabulary.complaints(page.graph, vocabulary.used())) == []


def test_the_empty_list_says_how_corrections_are_made(client: Client) -> None:
    page = sheet(client, "/corrections/")
    assert "Nothing had to be corrected so far." in page.words("//main")
    assert "How we correct" in page.words("//main")
    assert page.all("//footer//a[@href='/corrections/']")
    assert "/corrections/" in client.get("/sitemaps/pages/1.xml").content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("?page=1", 200), ("?page=2", 404), ("?page=0", 404), ("?page=x", 404),
     ("?page=", 404), ("?page=01", 404)],
)  # fmt: skip
def test_pages_are_numbered_as_in_the_archive(query: str, status: int, client: Client) -> None:
    assert client.get(f"/corrections/{query}").status_code == status
    assert client.get(f"/articles/{query}").status_code == status


def test_a_long_list_has_pages(cast: Cast, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("articles.corrections.PER_PAGE", 2)
    assert PER_PAGE == 24
    article = None
    for number in range(3):
        article = corrected(cast, text=f"Notice {number}.", article=article)
    first, second = sheet(client, "/corrections/"), sheet(client, "/corrections/?page=2")
    assert first.texts("//*[@class='correction__text']") == ["Notice 2.", "Notice 1."]
    assert second.texts("//*[@class='correction__text']") == ["Notice 0."]
    assert "page 2" in second.words("//title")
    assert second.one("//link[@rel='canonical']").get("href").endswith("/corrections/?page=2")


def test_queries_stay_the_same_when_corrections_double(cast: Cast, client: Client) -> None:
    article, _ = corrected(cast), corrected(cast)
    addresses = ("/corrections/", article.get_absolute_url(), "/feeds/atom.xml", "/api/v1/articles")

    def counts() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with counted() as queries:
                assert client.get(address).status_code == 200
            found.append(int(queries))
        return found

    before = counts()
    corrected(cast, article=article, text="Once more.")
    corrected(cast, kind="clarification")
    corrected(cast, kind="clarification", text="And once more.")
    assert counts() == before


def test_the_list_carries_nothing_of_the_visitor(cast: Cast, client: Client) -> None:
    corrected(cast)
    plain = client.get("/corrections/")
    client.force_login(cast.stranger)
    assert client.get("/corrections/").content == plain.content
    assert not plain.cookies
    assert plain.headers["Cache-Control"].startswith("public, max-age=")
    assert isinstance(Sheet(plain), Sheet)


def test_the_stranger_corrects_nothing(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    for by in (cast.stranger, cast.second_writer, cast.reviewer):
        copy = DeskCopy.of_article(article).change(correction_kind="material", correction=WRONG)
        with pytest.raises(Refused):
            actions.save(article, desk=copy, by=by)
    assert factories.step(noted(article, cast), "submit", cast).status == Status.IN_REVIEW

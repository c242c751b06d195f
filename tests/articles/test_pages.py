"""The pages of articles and topics, as readers get them."""

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import timezone

from articles import actions
from articles.models import Article, FactCheck, Status
from articles.views import render_article
from tests import factories
from tests.factories import Cast, article_at, desk, step
from tests.past import let_time_pass
from tests.reading import Sheet, sheet

pytestmark = pytest.mark.django_db

REFERENCES = (
    {
        "authors": "Doe J, Roe R",
        "title": "Sleep & its keepers",
        "publisher": "Journal of Examples",
        "year": 2024,
        "url": "",
        "doi": "10.1000/182(a)",
        "pmid": "12345678",
    },
    {
        "authors": "",
        "title": "Guideline",
        "publisher": "",
        "year": None,
        "url": "https://example.org/guideline",
        "doi": "",
        "pmid": "",
    },
)


@pytest.fixture
def full(cast: Cast) -> Article:
    """A published article with everything that an article can have."""
    return article_at(
        Status.PUBLISHED,
        cast,
        copy=desk(
            "What sleep does",
            '<p>One <em>word</em> &amp; another.</p><h2>More</h2><p><a href="#x">x</a></p>',
            subtitle="And what it does not",
            description="A description.",
            key_points="Sleep more.\nWorry less.",
            hero=factories.image(width=160, height=100),
            hero_alt="A bed",
            hero_caption="A bed by a window.",
            references=REFERENCES,
        ),
        is_sample=True,
    )


def read(client: Client, article: Article) -> Sheet:
    return sheet(client, article.get_absolute_url())


def test_every_element_of_the_article_is_there(client: Client, full: Article, cast: Cast) -> None:
    page = read(client, full)
    assert page.words("//h1") == "What sleep does"
    assert "And what it does not" in page.words("//main//header")
    assert page.one("//main//header//a[@rel='author']").get("href") == (
        cast.author.get_absolute_url()
    )
    assert full.topic.name in page.words("//main//header")
    assert page.texts("//aside[@aria-labelledby='key-points']//li") == [
        "Sleep more.",
        "Worry less.",
    ]
    hero = page.one("//figure[contains(@class, 'hero')]/img")
    assert hero.get("alt") == "A bed"
    assert (hero.get("width"), hero.get("height")) == ("160", "100")
    assert page.words("//figure[contains(@class, 'hero')]/figcaption") == "A bed by a window."
    assert "Wanda Writer writes." in page.words("//section[@aria-labelledby='about-the-author']")
    assert "not a substitute for your clinician" in page.words("//main")
    assert "Sample article by invented people" in page.words("//main//header")


def test_the_body_is_printed_byte_for_byte(client: Client, full: Article) -> None:
    assert full.live_revision is not None
    assert full.live_revision.data.body in read(client, full).raw


def test_what_a_title_says_is_never_markup(client: Client, cast: Cast) -> None:
    hostile = "<script>alert(1)</script> & “more”"
    article = article_at(
        Status.PUBLISHED,
        cast,
        copy=desk(hostile, subtitle=hostile, key_points=hostile, description=hostile),
    )
    page = read(client, article)
    assert "<script>alert" not in page.raw
    assert page.words("//h1") == hostile


def test_the_reviewer_line_names_who_approved(client: Client, full: Article, cast: Cast) -> None:
    line = read(client, full).one("//div[@class='ticket']/p")
    reviewer = cast.reviewer.medicalreviewer
    assert " ".join(line.text_content().split()).startswith(
        "Medically reviewed and fact-checked by Rita Reviewer, PA-C"
    )
    assert line.xpath("a/@href") == [reviewer.get_absolute_url(), "/about/medical-review/"]


def test_the_line_says_the_credential_as_it_was(client: Client, full: Article, cast: Cast) -> None:
    credential = cast.reviewer.medicalreviewer.credentials.get()
    credential.title = "MD"
    credential.save()
    assert "Rita Reviewer, PA-C" in read(client, full).words("//div[@class='ticket']")


def test_without_medical_review_the_line_never_says_medically(client: Client, cast: Cast) -> None:
    topic = factories.topic(requires_medical_review=False)
    page = read(client, article_at(Status.PUBLISHED, cast, topic=topic))
    assert "Checked by Emil Editor, editor" in page.words("//div[@class='ticket']")
    assert "edically" not in page.words("//article/header")


def test_dates_are_separate_facts(client: Client, full: Article) -> None:
    today = timezone.localdate()
    page = read(client, full)
    assert page.texts("//dl[@class='dates']//dt") == [
        "Published",
        "Medically reviewed",
        "Next review due",
    ]
    moments = page.all("//dl[@class='dates']//time/@datetime")
    assert moments[:2] == [today.isoformat()] * 2
    assert moments[2] == today.replace(year=today.year + 1).isoformat()


def test_updated_stands_only_where_it_is_later(client: Client, full: Article, cast: Cast) -> None:
    assert "Updated" not in read(client, full).texts("//dl[@class='dates']//dt")
    let_time_pass(full, dt.timedelta(days=40))
    actions.save(full, desk=desk("What sleep does", "<p>Newer words.</p>"), by=cast.writer)
    for verb in ("submit", "approve", "publish"):
        step(full, verb, cast)
    assert "Updated" in read(client, full).texts("//dl[@class='dates']//dt")


def test_an_article_that_appeared_elsewhere_has_its_first_date(
    client: Client, full: Article, cast: Cast
) -> None:
    actions.arrange(full, by=cast.editor, originally_published=dt.date(2024, 1, 16))
    page = read(client, full)
    assert page.all("//dl[@class='dates']//time/@datetime")[0] == "2024-01-16"
    assert "Updated" not in page.texts("//dl[@class='dates']//dt")


def test_a_minor_change_keeps_the_review_date(client: Client, full: Article, cast: Cast) -> None:
    first = FactCheck.objects.get()
    article = actions.save(
        full, desk=desk("What sleep does", "<p>A typo less.</p>"), by=cast.writer
    )
    article = step(article, "submit", cast, minor=True)
    article = step(article, "approve", cast)
    step(article, "publish", cast)
    assert FactCheck.objects.latest("pk").rests_on == first
    page = sheet(client, f"{full.get_absolute_url()}provenance/")
    assert "does not move that date" in page.words("//section[@aria-labelledby='approval']")


def test_references_are_numbered_and_linked(client: Client, full: Article) -> None:
    page = read(client, full)
    assert page.all("//section[@aria-labelledby='references']//li/@id") == [
        "reference-1",
        "reference-2",
    ]
    assert page.all("//section[@aria-labelledby='references']//a/@href") == [
        "https://doi.org/10.1000/182(a)",
        "https://pubmed.ncbi.nlm.nih.gov/12345678/",
        "https://example.org/guideline",
    ]
    assert page.texts("//section[@aria-labelledby='references']//cite")[0] == "Sleep & its keepers"


def test_readers_see_the_live_revision_and_never_the_desk(
    client: Client, full: Article, cast: Cast
) -> None:
    actions.save(
        full,
        desk=desk("A new title", "<p>New words.</p>", subtitle="New", key_points="New"),
        by=cast.writer,
    )
    for path in (full.get_absolute_url(), "/", "/articles/", full.topic.get_absolute_url()):
        page = sheet(client, path)
        assert "What sleep does" in page.raw
        assert "A new title" not in page.raw
        assert "New words." not in page.raw


@pytest.mark.parametrize(
    "status",
    [
        Status.DRAFT,
        Status.IN_REVIEW,
        Status.CHANGES_REQUESTED,
        Status.APPROVED,
        Status.SCHEDULED,
    ],
)
def test_unpublished_articles_do_not_exist_for_readers(
    client: Client, cast: Cast, status: Status
) -> None:
    article = article_at(status, cast)
    for rest in ("", "provenance/", "provenance/content.json"):
        sheet(client, f"{article.get_absolute_url()}{rest}", 404)
    for path in ("/", "/articles/", article.topic.get_absolute_url()):
        assert article.title not in sheet(client, path).raw


def test_a_withdrawn_article_answers_with_its_notice(client: Client, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast, copy=desk("Gone tomorrow"))
    article = actions.take_down(article, by=cast.editor, notice="The <b>study</b> was retracted.")
    for rest in ("", "provenance/", "provenance/content.json"):
        page = sheet(client, f"{article.get_absolute_url()}{rest}", 410)
        assert "The <b>study</b> was retracted." in page.words("//main")
        assert page.one("//main//time").get("datetime") == timezone.localdate().isoformat()
        assert "Gone tomorrow" not in page.raw


def test_an_article_back_on_the_desk_is_still_gone(client: Client, cast: Cast) -> None:
    article = step(article_at(Status.WITHDRAWN, cast), "restore", cast)
    assert "working on it" in sheet(client, article.get_absolute_url(), 410).words("//main")


def test_a_slug_in_another_case_leads_to_the_article(client: Client, full: Article) -> None:
    path = full.get_absolute_url()
    response = client.get("/articles/What-Sleep-DOES/?a=1")
    assert (response.status_code, response["Location"]) == (301, f"{path}?a=1")
    response = client.get("/articles/WHAT-sleep-does/provenance/")
    assert (response.status_code, response["Location"]) == (301, f"{path}provenance/")


def test_an_old_slug_leads_to_the_article(client: Client, full: Article, cast: Cast) -> None:
    for slug in ("what-sleep-does-now", "what-sleep-does-today"):
        full = actions.arrange(full, by=cast.editor, slug=slug)
    for old in ("what-sleep-does", "what-sleep-does-now", "What-Sleep-DOES"):
        response = client.get(f"/articles/{old}/")
        assert (response.status_code, response["Location"]) == (
            301,
            "/articles/what-sleep-does-today/",
        )
    article = actions.take_down(full, by=cast.editor, notice="A source was retracted.")
    response = client.get("/articles/what-sleep-does/", follow=True)
    assert response.status_code == 410
    sheet(client, article.get_absolute_url(), 410)


def test_a_topic_in_another_case_leads_to_the_topic(client: Client, full: Article) -> None:
    response = client.get(full.topic.get_absolute_url().upper().replace("/TOPICS/", "/topics/"))
    assert (response.status_code, response["Location"]) == (301, full.topic.get_absolute_url())
    sheet(client, "/topics/no-such-topic/", 404)


@pytest.mark.parametrize("page", ["abc", "0", "-1", "1.5", "2", "1000000000", "9" * 5000, "", "١"])
def test_pages_that_do_not_exist_are_proper_404s(client: Client, full: Article, page: str) -> None:
    for path in ("/articles/", full.topic.get_absolute_url()):
        missing = sheet(client, f"{path}?page={page}", 404)
        assert missing.words("//h1") == "There is nothing here"


def test_an_empty_archive_is_a_page(client: Client) -> None:
    assert "Nothing is published yet" in sheet(client, "/articles/").words("//main")
    assert "being written and checked" in sheet(client, "/").words("//main")


def test_the_archive_has_pages(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.public.PER_PAGE", 1)
    first, second = (article_at(Status.PUBLISHED, cast) for _ in range(2))
    page = sheet(client, "/articles/")
    assert second.title in page.words("//main")
    assert first.title not in page.words("//main")
    assert page.one("//nav[@aria-label='Pages']//a").get("href") == "?page=2"
    page = sheet(client, "/articles/?page=2")
    assert first.title in page.words("//main")
    assert (
        page.one("//nav[@aria-label='Pages']//a").get("href") == "."
    )  # the same address without a number
    assert page.one("//link[@rel='canonical']").get("href").endswith("/articles/?page=2")


# --- provenance ----------------------------------------------------------------------------------


def test_anybody_can_compute_the_digest(client: Client, full: Article) -> None:
    assert full.live_revision is not None
    response = client.get(f"{full.get_absolute_url()}provenance/content.json")
    assert hashlib.sha256(response.content).hexdigest() == full.live_revision.digest
    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content)["title"] == "What sleep does"
    page = sheet(client, f"{full.get_absolute_url()}provenance/")
    assert page.words("//code[@class='digest']") == full.live_revision.digest
    assert full.live_revision.digest[:12] in read(client, full).raw


def test_the_provenance_page_shows_the_approval(client: Client, full: Article) -> None:
    page = sheet(client, f"{full.get_absolute_url()}provenance/")
    approval = page.words("//section[@aria-labelledby='approval']")
    for fact in (
        "Rita Reviewer, PA-C",
        "Example Board of Medicine",
        "Checked against the sources.",
        "None",
        timezone.localdate().strftime("%B %-d, %Y"),
    ):
        assert fact in approval
    assert page.one("//a[@download]").get("href").endswith("/provenance/content.json")


# --- preview -------------------------------------------------------------------------------------


def preview(article: Article, **meta: Any) -> Sheet:
    request = RequestFactory().get("/admin/preview/")
    request.user = AnonymousUser()
    assert article.current_revision is not None
    return Sheet(render_article(request, article, article.current_revision, preview=True))


def test_a_preview_is_the_page_with_a_banner(client: Client, full: Article) -> None:
    public, shown = read(client, full), preview(full)
    assert public.words("//main//header") == shown.words("//main//header")
    assert public.words("//div[@class='prose']") == shown.words("//div[@class='prose']")
    assert "Readers see exactly this." in shown.words("//*[@class='preview']")
    assert public.all("//*[@class='preview']") == []


def test_a_preview_shows_the_desk_and_stays_out_of_sight(full: Article, cast: Cast) -> None:
    article = actions.save(full, desk=desk("A new title"), by=cast.writer)
    shown = preview(article)
    assert shown.words("//h1") == "A new title"
    assert shown.all("//div[@class='ticket']") == []
    assert "Readers do not see this." in shown.words("//*[@class='preview']")
    assert shown.one("//meta[@name='robots']").get("content") == "noindex, nofollow"
    assert shown.response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in shown.response["Cache-Control"]
    assert "public" not in shown.response["Cache-Control"]


def test_a_preview_of_a_first_draft_has_no_dates(cast: Cast) -> None:
    shown = preview(article_at(Status.DRAFT, cast))
    assert shown.texts("//dl[@class='dates']//dt") == []

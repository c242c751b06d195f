"""Search finds what readers see, from the moment they see it, and nothing else."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import actions
from articles.models import Article, LiveText, Status
from articles.search import live_texts
from tests import factories, vocabulary
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted
from tests.reading import Sheet, sheet

pytestmark = pytest.mark.django_db


def published(cast: Cast, title: str, body: str = "", **fields: object) -> Article:
    words = {name: fields.pop(name) for name in ("subtitle", "key_points") if name in fields}
    copy = desk(title, f"<p>{body}</p>" if body else "", **words)
    return article_at(Status.PUBLISHED, cast, copy=copy, **fields)


def search(client: Client, q: str = "", status: int = 200, **parameters: str) -> Sheet:
    response = client.get("/search/", {"q": q, **parameters})
    assert response.status_code == status, f"{q!r} answers {response.status_code}"
    return Sheet(response)


def found(client: Client, q: str, **parameters: str) -> list[str]:
    """Titles of the results, best first."""
    return search(client, q, **parameters).texts(
        "//section[@aria-labelledby='results']//ol[contains(@class, 'results')]//h3"
    )


# --- what is found -------------------------------------------------------------------------------


def test_words_are_found_by_their_stem_in_every_part(client: Client, cast: Cast) -> None:
    topic = factories.topic("Lullabies")
    article = published(
        cast,
        "Gardens at night",
        "Owls hunted there.",
        subtitle="On lanterns",
        key_points="Moths were counted.",
        topic=topic,
    )
    for word in ("garden", "LANTERN", "moth", "counting", "hunting", "lullaby", "Wanda"):
        assert found(client, word) == [article.title], word
    assert found(client, "giraffe") == []


def test_a_title_weighs_more_than_a_body(client: Client, cast: Cast) -> None:
    body = published(cast, "On evenings", "An owl, an owl and once more an owl.")
    points = published(cast, "On mornings", "Larks.", key_points="The owl is late.")
    title = published(cast, "The owl", "Birds of the night.")
    assert found(client, "owl") == [title.title, points.title, body.title]


def test_all_words_are_wanted_and_or_makes_alternatives(client: Client, cast: Cast) -> None:
    owl = published(cast, "Owls", "Feathers and moonlight.")
    lark = published(cast, "Larks", "Feathers and sunlight.")
    assert found(client, "feathers moonlight") == [owl.title]
    assert found(client, "moonlight sunlight") == []
    assert set(found(client, "moonlight OR sunlight")) == {owl.title, lark.title}
    assert set(found(client, "moonlight | sunlight")) == {owl.title, lark.title}


def test_a_phrase_is_found_in_its_order(client: Client, cast: Cast) -> None:
    article = published(cast, "Owls", "A dark winter night.")
    published(cast, "Larks", "A winter after a dark autumn, and a night.")
    for phrase in ('"dark winter night"', "“dark winter”", '"dark winter'):
        assert found(client, phrase) == [article.title], phrase


def test_a_minus_leaves_out_words_and_phrases(client: Client, cast: Cast) -> None:
    owl = published(cast, "Owls", "A dark winter night.")
    lark = published(cast, "Larks", "A winter after a dark autumn.")
    assert found(client, "dark -autumn") == [owl.title]
    assert found(client, 'dark -"dark winter"') == [lark.title]
    assert set(found(client, "-dark")) == {owl.title, lark.title}  # a dash, as nothing else is said
    assert set(found(client, "mid-dark dark")) == set()


def test_what_was_looked_for_is_marked_and_nothing_becomes_markup(
    client: Client, cast: Cast
) -> None:
    article = published(
        cast,
        "Owls <b>& “larks”</b>",
        "They sleep &lt;img src=x onerror=alert(1)&gt; by day, as sleepers do.",
    )
    page = search(client, "owl sleeping")
    assert page.words("//h3/a") == article.title
    assert [mark.text for mark in page.all("//h3//mark")] == ["Owls"]
    marks = page.texts("//p[@class='result__excerpt']//mark")
    assert marks[0] == "sleep"
    assert "<img src=x" not in page.raw
    assert page.all("//h3//b") == []


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><svg onload=alert(1)>'])
def test_what_is_typed_never_becomes_markup(client: Client, cast: Cast, hostile: str) -> None:
    published(cast, "Owls")
    page = search(client, hostile)
    assert page.one("//input[@id='search']").get("value") == hostile
    assert "<script>alert" not in page.raw
    assert "<svg onload" not in page.raw


# --- live and nothing else -----------------------------------------------------------------------


def test_an_edit_is_found_when_it_is_live_and_not_before(client: Client, cast: Cast) -> None:
    article = published(cast, "Owls", "Moonlight.")
    article = actions.save(article, desk=desk("Nightjars", "<p>Starlight.</p>"), by=cast.writer)
    article = step(step(article, "submit", cast), "approve", cast)
    assert found(client, "moonlight") == ["Owls"]
    assert found(client, "starlight") == found(client, "nightjar") == []
    step(article, "publish", cast)
    assert found(client, "starlight") == ["Nightjars"]
    assert found(client, "moonlight") == []


def test_a_withdrawn_article_is_gone_at_once(client: Client, cast: Cast) -> None:
    article = published(cast, "Owls", "Moonlight.")
    step(article, "take_down", cast)
    assert found(client, "moonlight") == []
    assert not LiveText.objects.exists()


def test_a_revoked_approval_takes_the_words_along(client: Client, cast: Cast) -> None:
    article = published(cast, "Owls", "Moonlight.")
    actions.revoke(article.fact_checks.get(), by=cast.editor, reason="A mistake.")
    assert found(client, "moonlight") == []


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PUBLISHED])
def test_what_is_not_public_is_not_found(client: Client, cast: Cast, status: Status) -> None:
    article_at(status, cast, copy=desk("Owls", "<p>Moonlight.</p>"))
    assert found(client, "moonlight") == []
    assert client.get("/search/suggest", {"q": "owl"}).json()["suggestions"] == []


def test_an_index_that_is_late_shows_nothing_that_readers_must_not_see(
    client: Client, cast: Cast
) -> None:
    """As with a service beside the database, which learns of a step a moment later."""
    article = published(cast, "Owls", "Moonlight.")
    late = LiveText.objects.get()
    step(article, "take_down", cast)
    late.save()
    live_texts.engine.take(late.pk)
    page = search(client, "moonlight")
    assert "Owls" not in page.words("//main")


def test_another_byline_or_topic_is_found_in_the_same_moment(client: Client, cast: Cast) -> None:
    article = published(cast, "Owls")
    other = factories.author("Zelda Quill")
    actions.arrange(article, by=cast.editor, authors=[other], topic=factories.topic("Nightfall"))
    assert found(client, "Quill") == found(client, "nightfall") == ["Owls"]
    assert found(client, "Wanda") == []


@pytest.mark.django_db(transaction=True)
def test_a_new_name_of_an_author_or_topic_is_followed(client: Client, cast: Cast) -> None:
    article = published(cast, "Owls")
    cast.author.name = "Zelda Quill"
    cast.author.save()
    article.topic.name = "Nightfall"
    article.topic.save()
    assert found(client, "Quill") == found(client, "nightfall") == ["Owls"]


def test_the_index_can_be_made_anew(client: Client, cast: Cast) -> None:
    article = published(cast, "Owls", "Moonlight.")
    gone = published(cast, "Larks", "Sunlight.")
    LiveText.objects.filter(article=article).delete()
    stale = LiveText.objects.get(article=gone)
    step(gone, "take_down", cast)
    stale.save()
    assert live_texts.out_of_step()
    out = StringIO()
    call_command("update_search", stdout=out)
    assert "2 of 2 articles" in out.getvalue()
    assert not live_texts.out_of_step()
    assert found(client, "moonlight") == ["Owls"]
    assert found(client, "sunlight") == []


def test_an_index_in_step_is_left_alone(cast: Cast) -> None:
    published(cast, "Owls")
    out = StringIO()
    call_command("update_search", "--if-needed", stdout=out)
    assert out.getvalue() == ""
    LiveText.objects.all().delete()
    call_command("update_search", "--if-needed", stdout=out)
    assert "Search is up to date." in out.getvalue()


# --- filters -------------------------------------------------------------------------------------


def test_results_are_narrowed_by_topic_author_and_review(client: Client, cast: Cast) -> None:
    night, day = factories.topic("Night"), factories.topic("Day", requires_medical_review=False)
    owl = published(cast, "Owls", "Feathers.", topic=night)
    lark = published(cast, "Larks", "Feathers.", topic=day)
    other = factories.author("Zelda Quill")
    actions.arrange(lark, by=cast.editor, authors=[other])
    assert found(client, "feathers", topic=night.slug) == [owl.title]
    assert found(client, "feathers", author=other.slug) == [lark.title]
    assert found(client, "feathers", author=other.slug, topic=night.slug) == []
    assert found(client, "feathers", reviewed="6") == [owl.title]
    long_ago = timezone.localdate() - dt.timedelta(days=400)
    LiveText.objects.filter(pk=owl.pk).update(reviewed_on=long_ago)
    assert found(client, "feathers", reviewed="12") == []
    assert found(client, "feathers", reviewed="24") == [owl.title]


def test_an_unknown_filter_is_named_and_left_out(client: Client, cast: Cast) -> None:
    published(cast, "Owls")
    page = search(client, "owls", topic="nope", author="'\x00", reviewed="-1")
    assert page.texts("//h3") == ["Owls"]
    assert "no such topic and no such author and no such span of time" in page.words("//main")
    assert "nope" not in page.one("//link[@rel='canonical']").get("href")


def test_pages_keep_the_question(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.search.finding.PER_PAGE", 1)
    topic = factories.topic()
    for number in range(3):
        published(cast, f"Owls {number}", topic=topic)
    page = search(client, "“owls” & more OR owls", topic=topic.slug, page="2")
    before, after = page.all("//nav[@aria-label='Pages']//a/@href")
    seen = set()
    for address in (before, "?" + client.get("/search/").request["QUERY_STRING"], after):
        if address != "?":
            shown = sheet(client, f"/search/{address}")
            assert shown.one("//input[@id='search']").get("value") == "“owls” & more OR owls"
            assert shown.one("//select[@name='topic']/option[@selected]").get("value") == topic.slug
            seen |= set(shown.texts("//h3"))
    assert len(seen | set(page.texts("//h3"))) == 3


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\x00",
        "ow\x00ls",
        "😀",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "\" ' & | ! ( ) : * <->",
        "owl:* & !lark | (moth",
        "'; DROP TABLE articles_article; --",
        "\\' \\\\ %s %(a)s {}",
        "-",
        '-"',
        '""',
        "OR",
        "OR OR | owl",
        '"the of and"',
        "the of and",
        "-the",
        "a" * 10_000,
        "owl " * 3_000,
        '"' * 10_000,
        "-x " * 3_000,
        "OR " * 3_000,
        "مرحبا 你好 שלום",
        "ǅ ß ﬁ İ",
    ],
)
def test_any_text_is_a_proper_page(client: Client, cast: Cast, typed: str) -> None:
    published(cast, "Owls")
    page = search(client, typed)
    assert page.words("//h1") == "Search"
    assert client.get("/search/suggest", {"q": typed}).status_code == 200


def test_a_long_question_is_cut_with_a_sentence(client: Client, cast: Cast) -> None:
    published(cast, "Owls")
    page = search(client, "owls " * 2_000)
    assert page.texts("//h3") == ["Owls"]
    assert "up to 200 characters" in page.words("//main")
    assert len(page.one("//input[@id='search']").get("value")) <= 200
    assert len(page.one("//title").text) < 120


@pytest.mark.parametrize("page", ["abc", "0", "-1", "2", "1000000000", "9" * 5000, "", "١"])
def test_pages_that_do_not_exist_are_proper_404s(client: Client, cast: Cast, page: str) -> None:
    published(cast, "Owls")
    missing = search(client, "owls", 404, page=page)
    assert missing.words("//h1") == "There is nothing here"


# --- where nothing is found ----------------------------------------------------------------------


def test_nothing_found_leads_on(client: Client, cast: Cast) -> None:
    topic = factories.topic("Nocturnes")
    published(cast, "Melatonin", "Owls.", topic=topic)
    page = search(client, "melatnin", topic=topic.slug)
    assert page.words("//h2[@id='results']") == "Nothing for “melatnin”"
    better = page.one("//p[@class='search-better']/a")
    assert better.text == "melatonin"
    assert better.get("href") == f"/search/?q=melatonin&topic={topic.slug}"
    assert topic.get_absolute_url() in page.all("//ul[contains(@class, 'search-topics')]//a/@href")
    assert page.texts("//section[@aria-labelledby='latest']//h3") == ["Melatonin"]


def test_articles_with_some_of_the_words_are_offered(client: Client, cast: Cast) -> None:
    published(cast, "Owls", "Moonlight.")
    page = search(client, "moonlight giraffes")
    assert page.texts("//section[@aria-labelledby='close']//h3") == ["Owls"]


def test_small_words_only_are_explained(client: Client, cast: Cast) -> None:
    published(cast, "Owls", "The one and the other.")
    assert "in almost every article" in search(client, "the and").words("//main")


def test_an_empty_magazine_has_a_search_page(client: Client) -> None:
    assert search(client, "").words("//h1") == "Search"
    assert "Nothing for “owl”" in search(client, "owl").words("//main")


# --- the page ------------------------------------------------------------------------------------


def test_the_page_is_for_readers_and_not_for_search_engines(client: Client, cast: Cast) -> None:
    published(cast, "Owls & larks")
    page = search(client, " owls & larks ")
    assert page.one("//title").text == "1 article for “owls & larks” · Wellness"
    assert page.one("//meta[@name='robots']").get("content") == "noindex"
    assert page.one("//link[@rel='canonical']").get("href").endswith("/search/?q=owls+%26+larks")
    assert page.words("//*[@role='status']/h2") == "1 article for “owls & larks”"
    assert page.node("SearchResultsPage")["mainEntity"]["itemListElement"][0]["name"] == (
        "Owls & larks"
    )
    assert list(vocabulary.complaints(page.graph, vocabulary.used())) == []
    assert not page.response.cookies


def test_every_page_has_the_form(client: Client, cast: Cast) -> None:
    article = published(cast, "Owls")
    for path in ("/", "/articles/", article.get_absolute_url(), "/authors/"):
        form = sheet(client, path).one("//form[@role='search']")
        assert (form.get("action"), form.get("method")) == ("/search/", None)
        assert form.xpath(".//input/@name") == ["q"]
    assert len(search(client).all("//form[@role='search']")) == 1


def test_the_graph_says_where_to_search(client: Client) -> None:
    action = sheet(client, "/").node("WebSite")["potentialAction"]
    assert action["target"]["urlTemplate"].endswith("/search/?q={query}")


def test_suggestions_are_topics_authors_and_titles(client: Client, cast: Cast) -> None:
    topic = factories.topic("Owlish")
    article = published(cast, "The owls of winter", topic=topic)
    actions.arrange(article, by=cast.editor, authors=[factories.author("Olga Owlet")])
    response = client.get("/search/suggest", {"q": "owl"})
    assert [(row["kind"], row["title"]) for row in response.json()["suggestions"]] == [
        ("Topic", topic.name),
        ("Author", "Olga Owlet"),
        ("Article", "The owls of winter"),
    ]
    assert response["X-Robots-Tag"] == "noindex"
    assert client.get("/search/suggest", {"q": "the owls wi"}).json()["suggestions"][0]["url"] == (
        article.get_absolute_url()
    )


@pytest.mark.parametrize(
    "path", ["/search/", "/search/?q=owls", "/search/?q=owlz+nope", "/search/suggest?q=ow"]
)
def test_the_number_of_queries_stays_when_the_magazine_doubles(
    client: Client, cast: Cast, path: str
) -> None:
    def grow() -> None:
        for number in range(3):
            article = published(cast, f"Owls {number}", topic=factories.topic("Owlish"))
            actions.arrange(
                article, by=cast.editor, authors=[cast.author, factories.author("Olga Owlet")]
            )

    grow()
    client.get(path)
    with counted() as before:
        client.get(path)
    grow()
    with counted(at_most=int(before)):
        client.get(path)

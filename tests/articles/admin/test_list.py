"""The list of articles and the start page: what they show, and what they cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from articles import actions
from articles.models import Article, Status
from tests import factories
from tests.doors import client_of, page_for
from tests.factories import Cast, article_at, desk
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
START = "/admin/"


def titles(page: Sheet) -> list[str]:
    return page.texts("//table//a[contains(@href, '/change/') or contains(@href, '/review/')]")


def cells(page: Sheet, title: str) -> dict[str, str]:
    """What stands in the row of an article, by column."""
    row = next(r for r in page.all("//tbody/tr") if title in r.text_content())
    return {cell.get("data-label"): " ".join(cell.text_content().split()) for cell in row}


def grow(cast: Cast) -> None:
    """One more article in every state, each with a second author and a reviewer asked."""
    for status in Status:
        article = article_at(status, cast)
        if status != Status.IN_REVIEW:
            actions.arrange(
                article,
                by=cast.editor,
                authors=[cast.author, factories.author("Oda Other")],
                reviewers_asked=[cast.reviewer.medicalreviewer],
            )


# -- what it shows -------------------------------------------------------------------------------


def test_a_row_says_what_an_editor_asks_first(cast: Cast) -> None:
    topic = factories.topic("Heart")
    article = article_at(Status.PUBLISHED, cast, topic=topic)
    draft = article_at(Status.DRAFT, cast, topic=topic)
    page = page_for(cast.editor, LIST)
    row = cells(page, article.title)
    assert list(row)[1:] == [  # before them is the tick
        "Title", "Topic", "State", "Whose turn", "Byline", "Due", "Live since", "Changed",
    ]  # fmt: skip
    assert (row["Topic"], row["State"], row["Whose turn"]) == (str(topic), "Published", "Nobody")
    assert row["Byline"] == "Wanda Writer"
    assert cells(page, draft.title)["Live since"] == "Not live"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "draft"}, {Status.DRAFT}),
        ({"state": "live"}, {Status.PUBLISHED}),
        ({"turn": "writer"}, {Status.DRAFT, Status.CHANGES_REQUESTED}),
        ({"turn": "reviewer"}, {Status.IN_REVIEW}),
        ({"turn": "second-editor"}, set()),
        ({"turn": "editor"}, {Status.APPROVED, Status.WITHDRAWN}),
        ({"turn": "clock"}, {Status.SCHEDULED}),
        ({"turn": "nobody"}, {Status.PUBLISHED}),
        ({"queue": "approved"}, {Status.APPROVED}),
        ({"queue": "scheduled"}, {Status.SCHEDULED}),
        # What nobody offered finds nothing, and breaks nothing.
        ({"state": "nonsense"}, set()),
        ({"turn": "nonsense"}, set()),
        ({"queue": "nonsense"}, set()),
        ({"topic": "nonsense"}, set()),
        ({"topic": "9" * 30}, set()),
        ({"author": "-1"}, set()),
        ({"reviewer": "' OR 1=1"}, set()),
    ],
)
def test_the_filters(query: dict[str, str], expected: set[Status], cast: Cast) -> None:
    for status in Status:
        article_at(status, cast)
    response = client_of(cast.editor).get(LIST, query)
    assert response.status_code == 200
    found = {cells(Sheet(response), title)["State"] for title in titles(Sheet(response))}
    assert found == {status.label for status in expected}


def test_filters_by_topic_author_and_reviewer(cast: Cast) -> None:
    grow(cast)
    one = Article.objects.first()
    line = one.bylines.last()
    for query in (
        {"topic": one.topic_id},
        {"author": line.author_id},
        {"author": line.author_id, "topic": one.topic_id, "reviewer": ""},
    ):
        assert titles(Sheet(client_of(cast.editor).get(LIST, query))) == [one.title]
    asked = {"reviewer": cast.reviewer.medicalreviewer.pk}
    found = titles(Sheet(client_of(cast.editor).get(LIST, asked)))
    assert len(found) == len(Status) - 1


def test_whose_turn_says_the_same_in_the_column_and_in_the_filter(cast: Cast) -> None:
    for status in Status:
        article_at(status, cast)
    article_at(Status.IN_REVIEW, cast, topic=factories.topic(requires_medical_review=False))
    for turn in ("writer", "reviewer", "second-editor", "editor", "clock", "nobody"):
        page = Sheet(client_of(cast.editor).get(LIST, {"turn": turn}))
        said = {cells(page, title)["Whose turn"] for title in titles(page)}
        assert len(said) == 1
        assert said.pop().lower().replace(" ", "-").removeprefix("medical-") == turn


@pytest.mark.parametrize(
    "words", ["Quiet nights", "NIGHTS quiet", "melatonin", "quiet-nights", "subtle", "wanda quiet"]
)
def test_the_search_finds_words_of_the_desk_copy_the_address_and_the_byline(
    words: str, cast: Cast
) -> None:
    found = article_at(
        Status.DRAFT, cast, copy=desk("Quiet nights", "<p>About melatonin.</p>", subtitle="Subtle")
    )
    article_at(Status.DRAFT, cast)
    assert titles(Sheet(client_of(cast.editor).get(LIST, {"q": words}))) == [found.title]


@pytest.mark.parametrize("words", ["zebra", "%", "_", "'; DROP TABLE", "a" * 5000, "\x00", "\\"])
def test_a_search_without_a_result_says_so(words: str, cast: Cast) -> None:
    article_at(Status.DRAFT, cast, copy=desk("Quiet nights", "<p>Body</p>"))
    response = client_of(cast.editor).get(LIST, {"q": words})
    assert response.status_code in {200, 302}
    if response.status_code == 200:
        page = Sheet(response)
        assert titles(page) == [] or words == "\x00"


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    assert "Begin an article" in page_for(cast.writer, LIST).words("//main")
    words = page_for(cast.reviewer, LIST).words("//main")
    assert "Nothing has been handed in yet" in words
    assert "Begin an article" not in words


def test_the_list_is_kept_in_pages(cast: Cast) -> None:
    for number in range(51):
        actions.create(topic=factories.topic(), desk=desk(f"Article {number}"), by=cast.writer)
    page = page_for(cast.writer, LIST)
    assert len(titles(page)) == 50
    assert page.words("//nav[@aria-label='Pages']/p[1]") == "51 articles, page 1 of 2"
    link = page.one("//a[@rel='next']/@href")
    assert len(titles(page_for(cast.writer, LIST + link))) == 1


def test_no_way_to_delete_many_articles_at_once(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    page = page_for(cast.superuser, LIST)
    assert page.all("//select[@name='action']/option/@value") == [
        "", "assign", "publish", "schedule", "unschedule",
    ]  # fmt: skip
    assert "delete" not in page.raw.lower().replace("deleted", "")
    data = {"action": "delete_selected", "_selected_action": article.pk, "post": "yes"}
    client_of(cast.superuser).post(LIST, data)
    assert Article.objects.filter(pk=article.pk).exists()


# -- the start page and the sidebar --------------------------------------------------------------


def queues(page: Sheet) -> dict[str, list[str]]:
    """The queues on the start page with the titles in them."""
    found = {}
    for section in page.all("//section[contains(@class, 'desk-queue')]"):
        name = section.xpath(".//h3")[0].text_content()
        found[name] = [a.text_content() for a in section.xpath(".//li/a")]
    return found


def badges(page: Sheet) -> dict[str, str]:
    """The counts in the sidebar."""
    links = page.all("//nav[@id='nav-sidebar-inner']//a[.//*[contains(@class, 'desk-count')]]")
    return {
        link.xpath(".//*[contains(@class, 'desk-nav__label')]")[0].text_content(): link.xpath(
            ".//*[contains(@class, 'desk-count')]"
        )[0].text_content()
        for link in links
    }


def test_the_start_page_shows_what_waits_for_whom(cast: Cast) -> None:
    at = {status: str(article_at(status, cast)) for status in Status}
    plain = factories.topic("Kitchen", requires_medical_review=False)
    second = str(article_at(Status.IN_REVIEW, cast, topic=plain))
    assert queues(page_for(cast.writer, START)) == {
        "Changes requested": [at[Status.CHANGES_REQUESTED]],
        "My drafts": [at[Status.DRAFT]],
        "Handed in": [at[Status.IN_REVIEW], second],
    }
    assert queues(page_for(cast.reviewer, START)) == {
        "To review": [at[Status.IN_REVIEW], second],
        "Sent back": [at[Status.CHANGES_REQUESTED]],
    }
    assert queues(page_for(cast.second_reviewer, START)) == {
        "To review": [at[Status.IN_REVIEW], second]
    }
    assert queues(page_for(cast.editor, START)) == {
        "For a second editor": [second],
        "Ready to publish": [at[Status.APPROVED]],
        "Scheduled": [at[Status.SCHEDULED]],
    }
    assert "Your desk is clear" in page_for(cast.second_writer, START).words("//main")


def test_changes_are_waited_for_by_whoever_asked_last(cast: Cast) -> None:
    article = article_at(Status.CHANGES_REQUESTED, cast)
    title = "Sent back"
    assert queues(page_for(cast.reviewer, START))[title] == [str(article)]
    assert page_for(cast.reviewer, START).words("//main//blockquote") == "“Please name the source.”"
    actions.submit(article, by=cast.writer)
    assert title not in queues(page_for(cast.reviewer, START))
    actions.request_changes(article, by=cast.second_reviewer, statement="Say how much.")
    assert title not in queues(page_for(cast.reviewer, START))
    page = page_for(cast.second_reviewer, START)
    assert queues(page)[title] == [str(article)]
    assert page.words("//main//blockquote") == "“Say how much.”"


def test_the_sidebar_counts_what_waits(cast: Cast) -> None:
    for status in Status:
        article_at(status, cast)
    expected = {"Changes requested": "1", "My drafts": "1", "Handed in": "1"}
    assert badges(page_for(cast.writer, START)) == expected
    assert badges(page_for(cast.writer, LIST)) == expected
    expected = {"To review": "1", "Sent back": "1"}
    assert badges(page_for(cast.reviewer, START)) == expected


def test_a_queue_leads_to_the_same_articles_in_the_list(cast: Cast) -> None:
    grow(cast)
    for user in (cast.writer, cast.reviewer, cast.editor):
        page = page_for(user, START)
        for link in page.all("//nav[@id='nav-sidebar-inner']//a[contains(@href, 'queue=')]"):
            name = link.xpath(".//*[contains(@class, 'desk-nav__label')]")[0].text_content()
            listed = titles(page_for(user, link.get("href")))
            assert sorted(listed) == sorted(queues(page).get(name, []))


def test_an_article_for_which_another_reviewer_is_asked_is_not_in_my_queue(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    asked = [cast.second_reviewer.medicalreviewer]
    article = actions.arrange(article, by=cast.writer, reviewers_asked=asked)
    actions.submit(article, by=cast.writer)
    assert queues(page_for(cast.reviewer, START)) == {}
    assert list(queues(page_for(cast.second_reviewer, START))) == ["To review"]


def test_the_sidebar_offers_only_what_may_be_opened(cast: Cast) -> None:
    for user in (cast.writer, cast.reviewer, cast.editor, cast.superuser, cast.stranger):
        page = page_for(user, START)
        for address in page.all("//nav[@id='nav-sidebar-inner']//a/@href"):
            if address.startswith("/admin/"):
                assert client_of(user).get(address).status_code == 200, f"{user}: {address}"


# -- what it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["writer", "reviewer", "editor", "superuser"])
@pytest.mark.parametrize("address", [LIST, START, f"{LIST}?q=sleep&turn=writer&o=4"])
def test_the_number_of_queries_does_not_grow(name: str, address: str, cast: Cast) -> None:
    client = client_of(getattr(cast, name))
    grow(cast)
    client.get(address)  # content types and the like are looked up once
    with counted(at_most=14) as few:  # the desk promises fewer than 15
        client.get(address)
    grow(cast)
    grow(cast)
    with counted(at_most=int(few)):
        assert client.get(address).status_code == 200


def test_the_page_of_an_article_costs_the_same_with_many_references(cast: Cast) -> None:
    source = {"authors": "Doe", "title": "T", "publisher": "", "year": 2020, "url": "", "doi": "",
              "pmid": ""}  # fmt: skip
    article = article_at(Status.DRAFT, cast, copy=desk(references=(source,)))
    address = reverse("admin:articles_article_change", args=[article.pk])
    client = client_of(cast.writer)
    client.get(address)
    with counted() as few:
        client.get(address)
    actions.save(article, desk=desk(references=(source,) * 40), by=cast.writer)
    with counted(at_most=int(few)):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("status", list(Status))
def test_the_page_of_an_article_asks_for_nothing_twice(status: Status, cast: Cast) -> None:
    """Its buttons, its sentences and its fields share what they know."""
    copy = desk("Cats", hero=factories.image("Cat"), hero_alt="A cat")
    article = article_at(status, cast, copy=copy)
    address = reverse("admin:articles_article_change", args=[article.pk])
    client = client_of(cast.editor)
    client.get(address)
    with counted(at_most=33) as count:
        client.get(address)
    twice = [query for query in set(count.queries) if count.queries.count(query) > 1]
    assert not twice


def test_the_list_leaves_the_long_texts_in_the_database(cast: Cast) -> None:
    article_at(Status.DRAFT, cast)
    client = client_of(cast.editor)
    with counted() as count:
        client.get(LIST)
    assert not any('"articles_article"."body"' in query for query in count.queries)
    assert connection.vendor == "postgresql"


def test_the_new_article_form_costs_little(cast: Cast) -> None:
    client = client_of(cast.writer)
    with counted(at_most=12):
        client.get(reverse("admin:articles_article_add"))

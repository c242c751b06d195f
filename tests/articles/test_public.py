"""Lists of articles: what is in them, in which order, and at what price."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from articles import actions, approvals
from articles import public as read
from articles.article_page import related_posts
from articles.models import Article, Revocation, Status, Topic
from tests import factories
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted

pytestmark = pytest.mark.django_db


def published(cast: Cast, topic: Topic | None = None, day: str = "") -> Article:
    article = article_at(Status.PUBLISHED, cast, topic=topic)
    if day:
        article = actions.arrange(
            article, by=cast.editor, originally_published=dt.date.fromisoformat(day)
        )
    return article


def titles(teasers: list[read.Teaser]) -> list[str]:
    return [teaser.title for teaser in teasers]


# --- order and choice ----------------------------------------------------------------------------


def test_lists_go_by_the_date_that_readers_see(cast: Cast) -> None:
    old = published(cast, day="2019-05-01")
    older = published(cast, day="2018-05-01")
    new = published(cast)
    assert titles(read.teasers(read.newest_first())) == [new.title, old.title, older.title]


def test_a_teaser_speaks_the_words_of_the_live_revision(cast: Cast) -> None:
    article = article_at(
        Status.PUBLISHED,
        cast,
        copy=desk("Live", subtitle="Live", hero=factories.image(), hero_alt="Live"),
    )
    actions.save(
        article,
        desk=desk("Desk", subtitle="Desk", hero=factories.image(colour="red"), hero_alt="Desk"),
        by=cast.writer,
    )
    (teaser,) = read.teasers(read.newest_first())
    assert (teaser.title, teaser.subtitle) == ("Live", "Live")
    assert teaser.hero is not None
    assert teaser.hero.alt == "Live"


def test_the_newest_article_leads_the_front_page_once(cast: Cast) -> None:
    articles = [published(cast) for _ in range(3)]
    front = read.front_page()
    assert front.lead is not None
    assert front.lead.title == articles[-1].title
    assert articles[-1].title not in titles(front.latest)
    assert articles[-1].title not in [t for row in front.topics for t in titles(row.teasers)]


def test_the_front_page_shows_a_few_of_every_topic(cast: Cast) -> None:
    first = factories.topic("First", position=1)
    second = factories.topic("Second", position=2)
    for topic in (second, first):
        for _ in range(read.TOPIC_SHOWS + 1):
            published(cast, topic)
    factories.topic("Empty", position=0)
    rows = read.front_page().topics
    assert [row.topic for row in rows] == [first, second]
    assert [len(row.teasers) for row in rows] == [read.TOPIC_SHOWS - 1] * 2


def test_fresh_from_review_goes_by_the_full_medical_review(cast: Cast) -> None:
    editorial = published(cast, factories.topic(requires_medical_review=False))
    first, second = published(cast), published(cast)
    again = step(actions.renew(first, by=cast.editor), "approve", cast)
    assert again.live_revision == first.live_revision
    shown = titles(read.front_page().reviewed)
    assert shown == [first.title, second.title]
    assert editorial.title not in shown


def test_navigation_has_topics_with_something_to_read(cast: Cast) -> None:
    empty = factories.topic("Empty")
    article_at(Status.APPROVED, cast, topic=factories.topic("Waiting"))
    article = published(cast)
    assert list(read.topics_in_use()) == [article.topic]
    assert empty not in read.topics_in_use()


# --- related posts -------------------------------------------------------------------------------


def test_curated_posts_come_first_in_their_order(cast: Cast) -> None:
    article = published(cast)
    one, two = published(cast, day="2011-01-01"), published(cast, day="2012-01-01")
    three, four = published(cast, day="2013-01-01"), published(cast, day="2014-01-01")
    actions.arrange(article, by=cast.editor, related=[two, four, one, three])
    assert titles(related_posts(article)) == [a.title for a in (two, four, one, three)]


def test_what_is_missing_is_filled_by_topic_and_then_by_date(cast: Cast) -> None:
    topic = factories.topic()
    article = published(cast, topic)
    same_old = published(cast, topic, "2001-01-01")
    same_new = published(cast, topic, "2002-01-01")
    chosen, newest = published(cast, day="1999-01-01"), published(cast)
    hidden = article_at(Status.APPROVED, cast, topic=topic)
    actions.arrange(article, by=cast.editor, related=[hidden, chosen])
    assert titles(related_posts(article)) == [chosen.title, same_new.title, same_old.title]
    actions.take_down(same_old, by=cast.editor, notice="Withdrawn.")
    assert titles(related_posts(article)) == [chosen.title, same_new.title, newest.title]


def test_an_article_is_not_related_to_itself(cast: Cast) -> None:
    assert related_posts(published(cast)) == []


# --- approvals -----------------------------------------------------------------------------------


def test_lists_and_pages_choose_the_same_approval(cast: Cast) -> None:
    medical, editorial = (
        published(cast),
        published(cast, factories.topic(requires_medical_review=False)),
    )
    renewed = published(cast)
    step(actions.renew(renewed, by=cast.editor), "approve", cast)
    articles = [medical, editorial, renewed]
    chosen = approvals.of_live_revisions(a.pk for a in articles)
    for article in articles:
        article.refresh_from_db()
        assert chosen[article.pk] == article.standing_approval(article.live_revision)


def test_an_approval_that_was_revoked_stands_nowhere(cast: Cast) -> None:
    article = published(cast)
    step(actions.renew(article, by=cast.editor), "approve", cast)
    latest = article.fact_checks.first()
    assert latest is not None
    actions.revoke(latest, by=cast.editor, reason="A mistake.")
    assert Revocation.objects.count() == 1
    assert latest not in approvals.of_live_revisions([article.pk]).values()


# --- price ---------------------------------------------------------------------------------------

PAGES: dict[str, Callable[[Article], str]] = {
    "home": lambda article: "/",
    "archive": lambda article: "/articles/",
    "topic": lambda article: article.topic.get_absolute_url(),
    "article": lambda article: article.get_absolute_url(),
    "provenance": lambda article: f"{article.get_absolute_url()}provenance/",
    "authors": lambda article: "/authors/",
    "author": lambda article: article.authors.get().get_absolute_url(),
    "reviewers": lambda article: "/reviewers/",
    "reviewer": lambda article: article.fact_checks.get().reviewer.get_absolute_url(),
}


def grow(cast: Cast, topic: Topic) -> Article:
    """One more article of the topic and one of a topic of its own, by the same people."""
    article_at(Status.PUBLISHED, cast)
    article = article_at(
        Status.PUBLISHED, cast, topic=topic, copy=desk(hero=factories.image(), hero_alt="x")
    )
    others = Article.objects.published().exclude(pk=article.pk)[:2]
    return actions.arrange(article, by=cast.editor, related=list(others))


def price(client: Client, article: Article) -> dict[str, list[str]]:
    """The queries that each page makes."""
    found = {}
    for kind, path in PAGES.items():
        with counted(at_most=12) as count:
            assert client.get(path(article)).status_code == 200
        found[kind] = count.queries
    return found


def test_a_larger_magazine_costs_no_more_queries(client: Client, cast: Cast) -> None:
    topic = factories.topic()
    article = [grow(cast, topic) for _ in range(3)][-1]
    before = price(client, article)
    for _ in range(3):
        grow(cast, topic)
    after = price(client, article)
    for kind in PAGES:
        assert len(after[kind]) == len(before[kind]), f"{kind}:\n" + "\n".join(after[kind])


def test_lists_leave_the_bodies_in_the_database(client: Client, cast: Cast) -> None:
    article = published(cast)
    for kind in ("home", "archive", "topic"):
        with counted() as count:
            client.get(PAGES[kind](article))
        columns = " ".join(sql.partition(" FROM ")[0] for sql in count.queries)
        assert '"body_source"' not in columns
        assert '"articles_article"."body"' not in columns

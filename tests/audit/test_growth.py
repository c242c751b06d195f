"""A magazine of a thousand articles asks the database as often as one of ten.

A minute of publishing, which is why it stands here and not in `make test`; there every kind of page
is counted while the magazine doubles (tests/wellness/test_price.py).
"""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Article, Status
from tests import factories, kinds
from tests.factories import Cast, article_at, desk
from tests.queries import prices, same_price

pytestmark = [pytest.mark.audit, pytest.mark.django_db]


def test_a_thousand_articles_cost_no_more_queries_than_ten(client: Client, cast: Cast) -> None:
    article = kinds.full_article(cast)
    addresses = kinds.addresses(article, article_at(Status.WITHDRAWN, cast))
    topics = [article.topic, factories.topic("Sleepers"), factories.topic("Dreams")]

    def grow(wanted: int) -> None:
        for number in range(Article.objects.published().count(), wanted):
            copy = desk(f"Sleep {number}")
            article_at(Status.PUBLISHED, cast, topic=topics[number % len(topics)], copy=copy)
        assert Article.objects.published().count() == wanted

    grow(10)
    before = prices(client, addresses)
    grow(1_000)
    same_price(before, prices(client, addresses))

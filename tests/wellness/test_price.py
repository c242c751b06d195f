"""What each kind of page asks of the database, whatever the magazine has become."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import actions
from articles.models import Article, Status
from tests import factories, kinds
from tests.factories import Cast, article_at, corrected, desk
from tests.queries import prices, same_price

pytestmark = pytest.mark.django_db


def grow(cast: Cast, article: Article) -> None:
    """Two articles more, by the same people and by others; one of them was put right."""
    for topic in (article.topic, factories.topic("Sleepers")):
        copy = desk(f"Sleep for {topic}", hero=factories.image(), hero_alt="A lamp")
        other = article_at(Status.PUBLISHED, cast, topic=topic, copy=copy)
        author = factories.author(f"Olga Owlet {other.pk}")
        actions.arrange(other, by=cast.editor, authors=[cast.author, author])
    corrected(cast, article=Article.objects.get(pk=other.pk))


def test_every_kind_of_page_asks_as_often_when_the_magazine_doubles(
    client: Client, cast: Cast
) -> None:
    article = kinds.full_article(cast)
    addresses = kinds.addresses(article, article_at(Status.WITHDRAWN, cast))
    grow(cast, article)
    before = prices(client, addresses)
    articles = Article.objects.published().count()
    while Article.objects.published().count() < 2 * articles:
        grow(cast, article)
    same_price(before, prices(client, addresses))

"""Feeds of the magazine, of a topic, and of an author, with the full text of each article.

What is withdrawn is gone from them with the next fetch: they start from what is published.
"""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from articles import public as read
from articles.feed_formats import FORMATS
from articles.models import Topic
from articles.whole import Whole, wholes
from authors.models import Author
from wellness.lib import pages
from wellness.lib.json_ld import absolute
from wellness.lib.text import excerpt, strip_controls
from wellness.lib.trusted_html import body_elsewhere

LENGTH: Final = 30
"""Articles in a feed. Who reads it once a month misses none."""

MAGAZINE: Final = "Wellness"


@require_safe
def site(request: HttpRequest, name: str) -> HttpResponse:
    """The feed of the whole magazine."""
    return _answer(
        name,
        path=request.path,
        home="/",
        title=MAGAZINE,
        about="Health, checked word for word: every article as a named person approved it.",
        rows=read.newest_first(),
    )


@require_safe
def topic(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The feed of a section."""
    found = Topic.objects.filter(slug__iexact=slug).first()
    if found is None:
        raise Http404("There is no such topic.")
    if found.slug != slug:
        return pages.MovedForEver(request, reverse("articles:topic_feed", args=[found.slug, name]))
    return _answer(
        name,
        path=request.path,
        home=found.get_absolute_url(),
        title=f"{found.name} · {MAGAZINE}",
        about=found.description or f"What the magazine published about {found.name}.",
        rows=read.of_topic(found),
    )


@require_safe
def author(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The feed of an author."""
    people = Author.objects
    found = people.filter(slug=slug).first() or people.filter(slug__iexact=slug).first()
    if found is None:
        raise Http404("There is nobody at this address.")
    if found.slug != slug:
        return pages.MovedForEver(request, reverse("articles:author_feed", args=[found.slug, name]))
    return _answer(
        name,
        path=request.path,
        home=found.get_absolute_url(),
        title=f"{found.name} · {MAGAZINE}",
        about=excerpt(found.bio) or f"What {found.name} wrote for the magazine.",
        rows=read.of_author(found),
    )


def _answer(
    name: str, *, path: str, home: str, title: str, about: str, rows: read.Rows
) -> HttpResponse:
    feed = FORMATS[name](
        title=strip_controls(title),
        link=absolute(home),
        description=strip_controls(about),
        language="en",
        feed_url=absolute(path),
        publisher=MAGAZINE,
    )
    for article in wholes(rows[:LENGTH]):
        _add(feed, article)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _add(feed: SyndicationFeed, article: Whole) -> None:
    content = article.content
    feed.add_item(
        title=content.title,
        link=article.url,
        # Programs take the description of an item for HTML.
        description=escape(article.summary),
        summary=article.summary,
        content=as_html(article),
        picture=absolute(content.hero.src) if content.hero else "",
        unique_id=article.id,
        unique_id_is_permalink=False,
        pubdate=article.published,
        updateddate=article.updated,
        categories=[strip_controls(article.topic.name)],
        people=[
            (strip_controls(person.name), absolute(person.get_absolute_url()))
            for person in article.authors
        ],
    )


def as_html(article: Whole) -> str:
    """The article as feeds carry it."""
    hero = article.content.hero
    return render_to_string(
        "feeds/_content.html",
        {
            "article": article,
            "body": body_elsewhere(article.content.body, article.url),
            "picture": absolute(hero.src) if hero else "",
            "explanation": absolute(reverse("medical_review")),
        },
    ).strip()

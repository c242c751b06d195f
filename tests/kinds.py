"""One of every kind of public page: the list that browsers, validators and counters go through.

Whoever adds a kind of page adds its address here, and every check looks at it from then on.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Article, Event, Status
from tests import factories
from tests.factories import Cast, article_at, corrected, desk
from wellness.policies.kinds import Kind
from wellness.promotions.models import Promotion

BODY = """
<p>Sleep is <em>not</em> <strong>optional</strong>. See <a href="https://example.org/">a study</a>
and <a href="#section-more">below</a>.</p>
<h2 id="section-more">More about it</h2>
<figure class="quotation"><blockquote><p>It never was.</p></blockquote>
<figcaption>Ada Example, invented</figcaption></figure>
<h3 id="section-list">In short</h3><ul><li>Dark</li><li>Quiet</li></ul><ol><li>One</li></ol>
<table><caption>Hours of sleep</caption><thead><tr><th scope="col">Age</th>
<th scope="col">Lower limit</th><th scope="col">Upper limit</th><th scope="col">People</th>
<th scope="col">Source</th></tr></thead><tbody><tr><th scope="row">Adults</th><td>7</td><td>9</td>
<td>1,204</td><td>An invented survey</td></tr></tbody></table>
<hr><p>The end<sup class="citation">1</sup>.</p>
"""

REFERENCE = {
    "authors": "Doe J",
    "title": "A study",
    "publisher": "Journal of Examples",
    "year": 2024,
    "url": "https://example.org/a/very/long/address/that/has/no/place/to/break/at/all/anywhere",
    "doi": "10.1000/182",
    "pmid": "123",
}

LONG = "".join(
    f"<h2>Part {part}</h2><p>{'Many words about sleep. ' * 60}</p>" for part in ("one", "two")
)
"""What makes the article long enough for a table of contents."""


def full_article(cast: Cast) -> Article:
    """A published article with everything, put right once, in a magazine with all its parts."""
    for number, placement in enumerate(("announcement", "in_article", "closing")):
        Promotion.objects.create(
            placement=placement,
            heading=f"Offer {number}",
            text="Words of the offer.",
            url="/about/medical-review/",
            button_label="Look",
        )
    topic = factories.topic("Sleep", accent="dusk", description="About nights.")
    for title in ("One", "Two", "Three"):
        copy = desk(f"Article {title}", hero=factories.image(), hero_alt="A lamp")
        article_at(Status.PUBLISHED, cast, topic=topic, copy=copy)
    lamp = factories.image(colour="plum").file.url
    figure = f'<figure class="image"><img src="{lamp}" alt="A lamp"></figure>'
    article = article_at(
        Status.PUBLISHED,
        cast,
        topic=topic,
        copy=desk(
            "What the night shift does to sleep",
            BODY + LONG + figure,
            key_points="Sleep more.\nWorry less.",
            description="A description.",
            hero=factories.image(width=1600, height=1000),
            hero_alt="A clock",
            hero_caption="Eleven is noon.",
            references=(REFERENCE,),
        ),
        is_sample=True,
    )
    return corrected(cast, article=article)


def addresses(article: Article, gone: Article) -> dict[str, str]:
    """The addresses by kind; ``article`` is live, was put right, and ``gone`` was taken down."""
    approval = article.fact_checks.latest("pk")
    change = Event.objects.filter(article=article, verb="publish").latest("pk")
    return {
        "home": "/",
        "archive": "/articles/",
        "article": article.get_absolute_url(),
        "report": f"{article.get_absolute_url()}report/",
        "provenance": f"{article.get_absolute_url()}provenance/",
        "history": f"{article.get_absolute_url()}history/",
        "difference": reverse("articles:difference", args=[article.slug, change.pk]),
        "topic": article.topic.get_absolute_url(),
        "authors": "/authors/",
        "author": article.authors.get().get_absolute_url(),
        "reviewers": "/reviewers/",
        "reviewer": approval.reviewer.get_absolute_url(),
        "search": "/search/",
        "search with results": "/search/?q=sleep",
        "search without results": "/search/?q=xylophone",
        **{f"policy {kind.value}": kind.path for kind in Kind},
        "corrections": "/corrections/",
        "api": "/api/",
        "404": "/nothing/",
        "410": gone.get_absolute_url(),
    }


def errors() -> dict[str, str]:
    """The pages that no address of their own leads to, as they are printed."""
    return {status: render_to_string(f"{status}.html") for status in ("400", "403", "500")}

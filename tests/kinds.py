"""One of every kind of public page: the list that browsers, validators and counters go through.

Whoever adds a kind of page adds its address here, and every check looks at it from then on.
"""

from __future__ import annotations

from articles.models import Article, Status
from tests import factories
from tests.factories import Cast, article_at, desk
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
    """A published article with everything, in a magazine that has all its parts."""
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
        article_at(Status.PUBLISHED, cast, topic=topic, copy=desk(f"Article {title}"))
    return article_at(
        Status.PUBLISHED,
        cast,
        topic=topic,
        copy=desk(
            "What the night shift does to sleep",
            BODY + LONG,
            key_points="Sleep more.\nWorry less.",
            description="A description.",
            hero=factories.image(width=1600, height=1000),
            hero_alt="A clock",
            hero_caption="Eleven is noon.",
            references=(REFERENCE,),
        ),
        is_sample=True,
    )


def addresses(article: Article, gone: Article) -> dict[str, str]:
    """The addresses by kind; ``article`` is live and ``gone`` was taken down."""
    approval = article.fact_checks.get()
    return {
        "home": "/",
        "archive": "/articles/",
        "article": article.get_absolute_url(),
        "report": f"{article.get_absolute_url()}report/",
        "provenance": f"{article.get_absolute_url()}provenance/",
        "topic": article.topic.get_absolute_url(),
        "authors": "/authors/",
        "author": article.authors.get().get_absolute_url(),
        "reviewers": "/reviewers/",
        "reviewer": approval.reviewer.get_absolute_url(),
        "search": "/search/",
        "search with results": "/search/?q=sleep",
        "search without results": "/search/?q=xylophone",
        "about": "/about/",
        "medical review": "/about/medical-review/",
        "corrections": "/corrections/",
        "api": "/api/",
        "404": "/nothing/",
        "410": gone.get_absolute_url(),
    }

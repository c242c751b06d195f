"""The pages of articles and topics."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles import corrections as corrected
from articles import public as read
from articles import social_cards, structured_data
from articles.article_page import ArticlePage, article_page
from articles.models import Article, Revision, SlugRedirect, Topic
from articles.shown import Shown
from wellness.lib import pages


def _logo() -> Shown:
    """Stands for a shared article that has no picture, until its card is drawn."""
    return Shown(src=static("img/logo.png"), width=600, height=180, alt="Wellness")


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Everything that is published, newest first."""
    page = pages.page_of(request, read.newest_first(), read.PER_PAGE, read.teasers)
    path = pages.numbered("/articles/", page)
    about = "Every article of the magazine, newest first, each approved word for word."
    return pages.public(
        request,
        "articles/archive.html",
        {"page": page},
        path=path,
        share_title="All articles",
        description=about,
        graph=structured_data.listing(
            path, "All articles", about, list(page), ("All articles", "/articles/")
        ),
    )


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction of what is published, newest first."""
    page = pages.page_of(request, corrected.newest_first(), corrected.PER_PAGE, corrected.listed)
    home = reverse("articles:corrections")
    path = pages.numbered(home, page)
    about = "What the magazine got wrong and put right, newest first, and how it corrects itself."
    return pages.public(
        request,
        "articles/corrections.html",
        {"page": page},
        path=path,
        share_title="Corrections",
        description=about,
        graph=structured_data.listing(path, "Corrections", about, [], ("Corrections", home)),
    )


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A section of the magazine."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        other_case = Topic.objects.filter(slug__iexact=slug).first()
        if other_case is None:
            raise Http404("There is no such topic.")
        return pages.MovedForEver(request, other_case.get_absolute_url())
    page = pages.page_of(request, read.of_topic(topic), read.PER_PAGE, read.teasers)
    home = topic.get_absolute_url()
    path = pages.numbered(home, page)
    about = topic.description or f"What the magazine published about {topic.name}."
    return pages.public(
        request,
        "topics/topic.html",
        {"topic": topic, "page": page},
        path=path,
        share_title=topic.name,
        description=about,
        graph=structured_data.listing(path, topic.name, about, list(page), (topic.name, home)),
        accent=topic.accent,
    )


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """An article as its live revision says; 410 with its notice once it was taken down."""
    found = _at(slug)
    if found is None or found.slug != slug:
        return _moved_or_missing(request, slug, found, "")
    if found.live_revision is None:
        return _gone(request, found)
    return render_article(request, found, found.live_revision, preview=False)


def render_article(
    request: HttpRequest, article: Article, revision: Revision, *, preview: bool
) -> HttpResponse:
    """The page of an article with the text of ``revision``.

    The public view and the preview of the desk call the same function, so that a preview is
    exactly the page: it differs by a banner, by asking search engines to stay away, and by
    caches not keeping it.
    """
    page = article_page(article, revision)
    response = pages.public(
        request,
        "articles/article.html",
        {
            "page": page,
            "topic": page.topic,
            "preview": preview,
            "share_type": "article",
            "published_at": page.published_at,
            "updated_at": page.updated_at,
        },
        path=page.url,
        share_title=page.title,
        description=page.description,
        graph=structured_data.article(page),
        picture=(None if preview else social_cards.shown(article)) or page.hero or _logo(),
        accent=page.topic.accent,
    )
    if preview:
        patch_cache_control(response, private=True, no_store=True)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def provenance(request: HttpRequest, slug: str) -> HttpResponse:
    """What was approved, by whom, and how to check it."""
    found = _at(slug)
    if found is None or found.slug != slug:
        return _moved_or_missing(request, slug, found, "provenance/")
    if found.live_revision is None:
        return _gone(request, found)
    page = article_page(found, found.live_revision, related=False)
    return pages.public(
        request,
        "articles/provenance.html",
        {"page": page, "topic": page.topic},
        path=page.provenance_url,
        share_title=f"What was approved: {page.title}",
        description=_sealed(page),
        accent=page.topic.accent,
    )


@require_safe
def content(request: HttpRequest, slug: str) -> HttpResponse:
    """The canonical bytes of the live revision: what the approval binds to."""
    found = _at(slug)
    if found is None or found.slug != slug:
        return _moved_or_missing(request, slug, found, "provenance/content.json")
    if found.live_revision is None:
        return _gone(request, found)
    assert found.live_since is not None  # goes with a live revision; the database holds to it
    return HttpResponse(
        found.live_revision.content.encode(),
        content_type="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="content.json"',
            "X-Content-SHA256": found.live_revision.digest,
            "ETag": f'"{found.live_revision.digest}"',
            "X-Robots-Tag": "noindex",
            # Nothing but the live text goes into this answer, so it changed when that went live.
            "Last-Modified": http_date(found.live_since.timestamp()),
        },
    )


def _sealed(page: ArticlePage) -> str:
    by = f", approved by {page.review.signature}" if page.review else ""
    return f"Revision {page.revision_number} of “{page.title}”{by}: its digest and how to check it."


def _at(slug: str) -> Article | None:
    """The article that this address means, in whatever case it was typed, if it ever was public.

    Text that was never published does not exist for readers; staff see it in the preview.
    """
    once_public = Article.objects.filter(first_published_at__isnull=False)
    return (
        once_public.select_related("topic", "live_revision", "social_card")
        .filter(slug__iexact=slug)
        .first()
    )


def _moved_or_missing(
    request: HttpRequest, slug: str, found: Article | None, rest: str
) -> HttpResponse:
    """301 from an address in another case or of former days, else 404."""
    if found is None:
        old = (
            SlugRedirect.objects.filter(
                slug__iexact=slug, article__first_published_at__isnull=False
            )
            .select_related("article")
            .first()
        )
        if old is None:
            raise Http404("There is no such article.")
        found = old.article
    return pages.MovedForEver(request, f"{found.get_absolute_url()}{rest}")


def _gone(request: HttpRequest, article: Article) -> HttpResponse:
    """The notice where an article stood. Its words are not shown any more, nor its title.

    An article that was restored to the desk has no notice left until it is published again.
    """
    return render(
        request,
        "410.html",
        {
            "notice": article.withdrawal_notice,
            "withdrawn_at": article.withdrawn_at,
        },
        status=410,
    )

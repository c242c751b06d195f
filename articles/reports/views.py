"""The public form for errors, and the page of thanks."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.reports import stamps, verbs
from articles.reports.forms import TRAP, ReportForm
from articles.reports.models import ReaderReport
from articles.views import _at, _gone, _moved_or_missing
from wellness.lib import pages
from wellness.lib.visitor import network_of

LARGEST_BODY: Final = 256 * 1024
"""Bytes of a sent form: several times the longest report, so that a text that is too long comes
back to whoever typed it, and far from what would be work to read."""

EARLY: Final = "That was quicker than people write. Nothing is lost: please send it once more."
EXPIRED: Final = (
    "The form lay open for more than twelve hours. Nothing is lost: please send it once more."
)
NOT_OURS: Final = "The form did not arrive whole. Nothing is lost: please send it once more."
TRAPPED: Final = (
    "Something filled in a field that people don’t see, as programs do. It is empty again: if you "
    "are a person, please send the form once more."
)
SENT_BEFORE: Final = (
    "This form was sent already, with other words. If you want to report these as well, please "
    "send it once more."
)
SAID_BEFORE: Final = (
    "Exactly this was reported about this article already, and reached us. There is nothing more "
    "to do."
)
TOO_MANY: Final = (
    "We can take no more reports at the moment. Please send it again in an hour: keep this page "
    "open, or copy your words."
)
TOO_LARGE: Final = "That was too much to read. Please say it in at most 4,000 characters."


# Exempt: a CSRF token guards what a browser may do because it is logged in. Nobody is, on the pages
# for readers, and a token would need the cookie that those pages do not set. The stamp in the form
# says that this site printed it, and the browser says if another site sent it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for errors in an article; a post files a report and leads to the thanks."""
    found = _at(slug)
    if found is None or found.slug != slug:
        answer = _moved_or_missing(request, slug, found, "report/")
        if request.method == "POST":
            answer.status_code = 308  # what was typed goes along to the new address
        return answer
    if found.live_revision is None:
        return _unkept(_gone(request, found))
    if request.method == "POST":
        return _unkept(_posted(request, found))
    return _unkept(_page(request, found, ReportForm()))


def _posted(request: HttpRequest, article: Article) -> HttpResponse:
    length = str(request.META.get("CONTENT_LENGTH") or 0)
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return _page(request, article, ReportForm(), TOO_LARGE, status=413)
    form = ReportForm.posted(request.POST)
    text = request.POST.get("stamp", "")
    stamp = stamps.read(text, article)
    if stamp is None or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return _page(request, article, form, NOT_OURS)
    if stamp.is_expired:
        return _page(request, article, form, EXPIRED, revision=stamp.revision)
    if request.POST.get(TRAP, ""):
        return _page(request, article, form, TRAPPED, stamp=text)
    if not form.is_valid():
        return _page(request, article, form, stamp=text)
    if stamp.is_early:
        return _page(request, article, form, EARLY, stamp=text)
    network = network_of(request.META, behind_proxy=settings.BEHIND_PROXY)
    try:
        filed = verbs.file(article, form.filed, stamp=stamp, network=network)
    except verbs.SentBefore:
        return _page(request, article, form, SENT_BEFORE, revision=stamp.revision)
    except verbs.SaidBefore:
        return _page(request, article, form, SAID_BEFORE, stamp=text)
    except verbs.TooMany:
        answer = _page(request, article, form, TOO_MANY, stamp=text, status=429)
        answer.headers["Retry-After"] = str(int(verbs.HOUR.total_seconds()))
        return answer
    thanks_at = reverse("articles:report_thanks", args=[article.slug, filed.reference])
    return HttpResponseRedirect(thanks_at, status=303)


def _page(
    request: HttpRequest,
    article: Article,
    form: ReportForm,
    sentence: str = "",
    *,
    stamp: str = "",
    revision: int = 0,
    status: int = 200,
) -> HttpResponse:
    """The form, with what was typed.

    Args:
        sentence: why it was not taken, where no field is to blame.
        stamp: the one that it came with; a new one where empty.
        revision: id of what the reader saw, for a new stamp; the live one where 0.
    """
    live = article.live_revision
    assert live is not None
    return pages.public(
        request,
        "articles/report.html",
        {
            "form": form,
            "sentence": sentence,
            "stamp": stamp or stamps.make(article, revision or live.pk),
            "trap": TRAP,
            "title": live.title,
            "days": settings.REPORTS_FORGET_DAYS,
            "article": article,
            "topic": article.topic,
        },
        path=reverse("articles:report", args=[article.slug]),
        share_title=f"Report an error: {live.title}",
        description=f"Say what is wrong in “{live.title}”.",
        accent=article.topic.accent,
        status=status,
    )


@require_safe
def thanks(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """That a report arrived, and under which reference. Nothing of what it says."""
    found = _at(slug)
    if found is None or found.slug != slug:
        return _moved_or_missing(request, slug, found, f"report/{reference}/")
    if found.live_revision is None:
        return _unkept(_gone(request, found))
    if not ReaderReport.objects.filter(article=found, reference=reference).exists():
        raise Http404("There is no such report.")
    title = found.live_revision.title
    answer = pages.public(
        request,
        "articles/report_thanks.html",
        {"reference": reference, "title": title, "article": found, "topic": found.topic},
        path=reverse("articles:report_thanks", args=[found.slug, reference]),
        share_title="Your report arrived",
        accent=found.topic.accent,
    )
    return _unkept(answer)


def _unkept(answer: HttpResponse) -> HttpResponse:
    """For this reader and this moment: a stamp is good once, and no search engine needs it."""
    patch_cache_control(answer, private=True, no_store=True)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer

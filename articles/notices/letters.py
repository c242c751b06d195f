"""Words of the mails: the sentence of each notice, its note, a link; never the text itself."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from articles.notices.kinds import SEEN_ALREADY
from articles.notices.models import Delivery, Notice, Preference
from wellness.lib.json_ld import absolute
from wellness.lib.text import count, excerpt, normalise, one_line

SUBJECT: Final = 140
"""Characters of a subject; longer titles end with an ellipsis."""


class Entry:
    """A notice as a mail shows it."""

    def __init__(self, notice: Notice) -> None:
        self.label = notice.about.label
        self.sentence = one_line(notice.sentence)
        self.ask = notice.about.facts.ask
        self.asks = notice.about.facts.asks
        self.note_label = notice.about.facts.note
        self.note = normalise(notice.note).strip()
        self.link = absolute(notice.get_absolute_url())
        self.opens = _place(notice)
        self.why = notice.about.facts.why


def _place(notice: Notice) -> str:
    """What the link leads to."""
    if notice.about in SEEN_ALREADY:
        return "the desk"
    if notice.comment_id:
        return "the comment"
    return "the report" if notice.report_id else "the article"


def single(notice: Notice) -> EmailMultiAlternatives:
    """The mail of one notice."""
    return _mail("notice", notice.subject, [notice], {"entry": Entry(notice)})


def digest(notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """The mail of a day, or of what came too fast for single mails; what waits comes first."""
    entries = [Entry(notice) for notice in notices]
    calls = [entry for entry in entries if entry.asks]
    news = [entry for entry in entries if not entry.asks]
    subject = count(len(notices), "notice", "notices") + " from the desk"
    if calls:
        subject += f", {count(len(calls), 'waits', 'wait')} for you"
    if len(notices) == 1:
        subject = notices[0].subject
    wish = Preference.objects.filter(person=notices[0].person, delivery=Delivery.DIGEST)
    words = {"calls": calls, "news": news, "is_daily": wish.exists()}
    return _mail("digest", subject, notices, words)


def _mail(
    name: str, subject: str, notices: Sequence[Notice], words: dict[str, Any]
) -> EmailMultiAlternatives:
    person = notices[0].person
    context = {
        **words,
        "person": person.get_short_name(),
        "subject": excerpt(subject, SUBJECT),
        "preferences": absolute(reverse("admin:notices_notice_preferences")),
        "site_url": settings.SITE_URL,
    }
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string(f"emails/{name}.txt", context),
        to=[person.email],
        headers={
            # The same for every attempt, so that a mailbox can tell a copy from another mail.
            "Message-ID": f"<{name}.{notices[0].pk}.{len(notices)}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return mail

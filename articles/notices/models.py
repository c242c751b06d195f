"""Notices, and how somebody wants to get them."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from articles.models import Article
from articles.notices.kinds import FACTS, SAYS_BY_WHEN, SEEN_ALREADY, TO_DECIDE, Kind
from authors.models import User
from wellness.lib.dates import moment

_ASKING = [kind.value for kind in Kind if FACTS[kind].asks]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: User) -> "NoticeQuerySet":
        """This person's own notices, as far as they may still see the articles."""
        if not person.roles:
            return self.none()
        visible = Article.objects.visible_to(person).order_by().values("pk")
        own = self.filter(Q(article__in=visible) | Q(kind__in=SEEN_ALREADY), person=person)
        return own if person.is_editor else own.filter(report=None)

    def unread(self) -> "NoticeQuerySet":
        """Those that the bell counts: not read, and not settled by somebody else meanwhile."""
        return self.filter(read_at=None, done_at=None)

    def open(self) -> "NoticeQuerySet":
        """Those that still matter: a request until it is settled, news until it is read."""
        return self.filter(Q(kind__in=_ASKING) | Q(read_at=None), done_at=None)


class Notice(models.Model):
    """What one person is told about one article, once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    event = models.ForeignKey(
        "articles.Event",
        on_delete=models.CASCADE,
        null=True,
        related_name="notices",
        help_text="The step that it tells of; a reminder has none.",
    )
    comment = models.ForeignKey(
        "comments.Comment",
        on_delete=models.CASCADE,
        null=True,
        related_name="notices",
        help_text="What was said, where it tells of that.",
    )
    report = models.ForeignKey(
        "reports.ReaderReport",
        on_delete=models.CASCADE,
        null=True,
        related_name="notices",
        help_text="What a reader reports, where it tells of that.",
    )
    day = models.DateField(
        null=True, help_text="Of a reminder: the day that is due, or since when somebody waits."
    )
    title = models.CharField(max_length=200, help_text="The title as it was then.")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(
        null=True, help_text="When the article moved on, so that there is nothing left to do."
    )
    in_digest = models.BooleanField(default=False)
    mail_at = models.DateTimeField(
        null=True,
        help_text="When it is to be mailed; empty: not, or it is being tried.",
    )
    tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "event"),
                name="notice_once_for_each_event",
                condition=Q(event__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("person", "article", "kind", "day"),
                name="notice_once_for_each_due_day",
                condition=Q(day__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("person", "comment"),
                name="notice_once_for_each_comment",
                condition=Q(comment__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("person", "report"),
                name="notice_once_for_each_report",
                condition=Q(report__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_of_one_thing",
                condition=Q(event__isnull=False, day=None, comment=None, report=None)
                | Q(event=None, day__isnull=False, comment=None, report=None)
                | Q(event=None, day=None, comment__isnull=False, report=None)
                | Q(event=None, day=None, comment=None, report__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("person", "-id"), name="notice_of_person"),
            models.Index(fields=("mail_at",), name="notice_to_mail", condition=~Q(mail_at=None)),
            models.Index(fields=("article",), name="notice_open", condition=Q(done_at=None)),
        )

    def __str__(self) -> str:
        return self.sentence

    def get_absolute_url(self) -> str:
        """The place at the desk where it is handled."""
        if self.about in SEEN_ALREADY:
            return reverse("admin:articles_article_changelist")
        if self.comment is not None:
            place = reverse("admin:articles_article_comments", args=[self.article_id])
            return f"{place}#comment-{self.comment.begun}"
        if self.report is not None:
            return self.report.get_absolute_url()
        if self.about in TO_DECIDE:
            return reverse("admin:articles_article_review", args=[self.article_id])
        return reverse("admin:articles_article_change", args=[self.article_id])

    @property
    def about(self) -> Kind:
        return Kind(self.kind)

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        facts = self.event.data if self.event else {}
        at = parse_datetime(facts.get("at", "")) if self.about == Kind.SCHEDULED else None
        sentence = self.about.facts.sentence.format(
            who=self._who,
            title=self.title,
            day=date_format(self.day) if self.day else "",
            time=f" on {moment(at)}" if at else "",
            what=self._what,
        )
        if self.about in SAYS_BY_WHEN:
            by = facts.get("wanted_by", "")
            if by:
                sentence += f" It is wanted by {date_format(dt.date.fromisoformat(by))}."
            elif self.about == Kind.NEW_DAY:
                sentence += " No day is set now."
        return sentence

    @property
    def _who(self) -> str:
        if self.comment is not None:
            return self.comment.by_name
        return self.event.actor_name if self.event else ""

    @property
    def _what(self) -> str:
        """What a reader thinks is wrong, as the end of a sentence. Their words stay at the desk."""
        said = str(self.report.get_kind_display()) if self.report is not None else ""
        return said[:1].lower() + said[1:]

    @property
    def subject(self) -> str:
        return f"{self.about.label}: “{self.title}”"

    @property
    def note(self) -> str:
        """What the person who took the step wrote along, or what was said."""
        if self.comment is not None:
            return self.comment.text
        return self.event.note if self.event else ""

    @property
    def is_open(self) -> bool:
        """As ``NoticeQuerySet.open``."""
        return self.done_at is None and (self.about.facts.asks or self.read_at is None)

    @property
    def is_unread(self) -> bool:
        return self.read_at is None and self.done_at is None


class Delivery(models.TextChoices):
    AT_ONCE = "at_once", "A mail for each notice, at once"
    DIGEST = "digest", "One mail a day, with what is still open"
    NONE = "none", "No mail; I look here"


class Preference(models.Model):
    """How somebody wants to be told. Without a row: each notice by mail, at once."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="notice_preference",
    )
    delivery = models.CharField(max_length=10, choices=Delivery, default=Delivery.AT_ONCE)
    hour = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(23)])

    class Meta:
        constraints = (
            models.CheckConstraint(name="preference_hour_of_a_day", condition=Q(hour__lte=23)),
        )

    def __str__(self) -> str:
        return Delivery(self.delivery).label

    def mail_at(self, now: dt.datetime) -> dt.datetime | None:
        """When something that happens now is mailed."""
        match Delivery(self.delivery):
            case Delivery.AT_ONCE:
                return now
            case Delivery.DIGEST:
                return next_hour(self.hour, now)
            case Delivery.NONE:
                return None
        raise AssertionError(f"It is not known how to deliver {self.delivery!r}.")


def next_hour(hour: int, now: dt.datetime) -> dt.datetime:
    """The next time after ``now`` that the desk's clock shows this full hour."""
    day = timezone.localdate(now)
    today = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    if today > now:
        return today
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(hour)))

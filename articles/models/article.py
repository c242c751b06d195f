"""The article: its identity, and the desk copy that is being worked on."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse

from articles import seal
from articles.content import CorrectionContent, CorrectionKind
from articles.workflow import NEEDS_APPROVAL, REVIEW_AHEAD, Status
from wellness.lib.asked_once import AskedOnce

if TYPE_CHECKING:
    from articles.models.fact_check import FactCheck, FactCheckQuerySet
    from articles.models.revision import Revision
    from authors.models import User


DESK_WORDS = Func(
    "description", "key_points", "body", function="desk_words", output_field=SearchVectorField()
)
"""SQL: the words of the long texts on the desk, without markup, as the index over them has them.

A function of the database (migration 0009), as is `desk_found`, which asks that index.
"""


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """Articles that readers see: those with a live revision. The only meaning of public."""
        return self.filter(live_revision__isnull=False)

    def withdrawn(self) -> "ArticleQuerySet":
        """Articles whose address answers with a notice that they were taken down."""
        return self.filter(status=Status.WITHDRAWN)

    def editable_by(self, user: "User") -> "ArticleQuerySet":
        """The articles for which ``workflow.may_edit`` says yes, in one query."""
        if user.is_editor:
            return self
        if not user.is_writer:
            return self.none()
        return self.filter(Q(created_by=user) | Exists(self._bylines_of(user)))

    def visible_to(self, user: "User") -> "ArticleQuerySet":
        """The articles for which ``workflow.may_see`` says yes, in one query."""
        if user.is_editor:
            return self
        seen = Q(pk__in=[])
        if user.is_writer:
            seen |= Q(created_by=user) | Q(Exists(self._bylines_of(user)))
        if user.is_medical_reviewer:
            asked = Article.reviewers_asked.through.objects.filter(
                article=OuterRef("pk"), medicalreviewer__user=user
            )
            seen |= (
                ~Q(status__in=[Status.DRAFT, Status.CHANGES_REQUESTED])
                | Q(live_revision__isnull=False)
                | Q(Exists(asked))
                | Q(revisions__fact_checks__decided_by=user)
            )
            return self.filter(seen).distinct()
        return self.filter(seen)

    @staticmethod
    def _bylines_of(user: "User") -> "models.QuerySet[Byline]":
        return Byline.objects.filter(article=OuterRef("pk"), author__user=user)


class Article(AskedOnce, models.Model):
    """Identity and desk copy of an article.

    Readers see ``live_revision``; the columns of text here are what is being worked on. They are
    written by ``articles.actions`` alone, which makes a revision of every change.
    """

    slug = models.SlugField(max_length=120, unique=True, help_text="The end of its address.")
    slug_follows_title = models.BooleanField(default=True, editable=False)
    topic = models.ForeignKey("articles.Topic", on_delete=models.PROTECT, related_name="articles")
    authors = models.ManyToManyField("authors.Author", through="Byline", related_name="articles")
    reviewers_asked = models.ManyToManyField(
        "authors.MedicalReviewer",
        blank=True,
        related_name="asked_to_review",
        help_text="Who is asked to check the facts. Whoever is entitled may decide.",
    )
    originally_published = models.DateField(
        null=True,
        blank=True,
        help_text="For an article that first appeared elsewhere: the day it did.",
    )

    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=300, blank=True)
    description = models.CharField(
        max_length=320, blank=True, help_text="One or two sentences for search engines and cards."
    )
    key_points = models.TextField(max_length=2000, blank=True, help_text="One a line.")
    body = models.TextField(blank=True, help_text="As it was typed; readers see it sanitised.")
    hero = models.ForeignKey(
        "articles.Image", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="picture at the top",
    )  # fmt: skip
    hero_alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it. Empty: decorative.",
    )
    hero_caption = models.CharField("caption", max_length=300, blank=True)
    correction_kind = models.CharField(
        "kind of notice", max_length=20, blank=True, choices=CorrectionKind
    )
    correction = models.TextField(
        "correction notice",
        max_length=1000,
        blank=True,
        help_text="What the article said, and what is right.",
    )
    disclosure = models.TextField(
        max_length=600,
        blank=True,
        help_text="Where the article quotes or names somebody with an interest, say so.",
    )

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counts the saves; a stale one is refused."
    )
    current_revision = models.ForeignKey(
        "articles.Revision", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    live_revision = models.ForeignKey(
        "articles.Revision", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_as_minor = models.BooleanField(default=False, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    review_wanted_by = models.DateField(
        null=True,
        editable=False,
        help_text="The day by which editors want the next decision, on the desk's calendar.",
    )
    scheduled_for = models.DateTimeField(null=True, editable=False)
    first_published_at = models.DateTimeField(null=True, editable=False)
    live_since = models.DateTimeField(
        null=True, editable=False, help_text="When the live revision went live."
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_notice = models.TextField(max_length=1000, blank=True, editable=False)

    is_sample = models.BooleanField(
        default=False, editable=False, help_text="Part of the sample magazine, and labelled so."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="articles_created",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        triggers = seal.ARTICLE
        constraints = (
            models.CheckConstraint(
                name="article_scheduled_has_its_time",
                condition=Q(status=Status.SCHEDULED, scheduled_for__isnull=False)
                | (~Q(status=Status.SCHEDULED) & Q(scheduled_for=None)),
                violation_error_message="A scheduled article needs its time, and no other has one.",
            ),
            models.CheckConstraint(
                name="article_withdrawn_says_when_and_why",
                condition=(
                    Q(status=Status.WITHDRAWN, withdrawn_at__isnull=False, live_revision=None)
                    & ~Q(withdrawal_notice="")
                )
                | (~Q(status=Status.WITHDRAWN) & Q(withdrawn_at=None, withdrawal_notice="")),
                violation_error_message="A withdrawn article needs the day and a public notice.",
            ),
            models.CheckConstraint(
                name="article_review_wanted_while_ahead",
                condition=Q(review_wanted_by=None) | Q(status__in=sorted(REVIEW_AHEAD)),
                violation_error_message="A day for the review is only for a review to come.",
            ),
            models.CheckConstraint(
                name="article_live_since_with_live_revision",
                condition=Q(live_revision=None, live_since=None)
                | Q(
                    live_revision__isnull=False,
                    live_since__isnull=False,
                    first_published_at__isnull=False,
                ),
                violation_error_message="What is live and since when go together.",
            ),
        )
        indexes = (
            models.Index(fields=("status", "-changed_at"), name="article_by_status"),
            GinIndex(DESK_WORDS, name="article_desk_words"),
            models.Index(
                fields=("review_wanted_by",),
                name="article_review_wanted",
                condition=Q(review_wanted_by__isnull=False),
            ),
            models.Index(
                fields=("topic", "-first_published_at"),
                name="article_live_by_topic",
                condition=Q(live_revision__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.slug])

    @property
    def whose_turn(self) -> str:
        """Who moves next; where the topic needs no clinician, another editor reviews."""
        if self.status == Status.IN_REVIEW and not self.topic.requires_medical_review:
            return "second editor"
        return Status(self.status).whose_turn

    @property
    def fact_checks(self) -> "FactCheckQuerySet":
        """Every decision on any revision of this article, latest first."""
        from articles.models.fact_check import FactCheck

        return FactCheck.objects.filter(revision__article=self)

    def standing_approvals(self) -> "FactCheckQuerySet":
        """Approvals that hold, by somebody whom the topic's rule entitles and who is no author."""
        approvals = self.fact_checks.standing().filter(~Exists(self.bylines_of_the_approver()))
        if self.topic.requires_medical_review:
            approvals = approvals.filter(reviewer__isnull=False)
        return approvals

    @staticmethod
    def bylines_of_the_approver() -> "models.QuerySet[Byline]":
        """For a subquery on fact-checks: bylines of whoever approved, by account or by name."""
        return Byline.objects.filter(
            Q(author__user_id=OuterRef("decided_by_id"))
            | Q(author__name__iexact=OuterRef("decided_by_name"))
            | Q(author__name__iexact=OuterRef("reviewer_name")),
            article=OuterRef("revision__article"),
        )

    def standing_approval(self, revision: "Revision | None") -> "FactCheck | None":
        """The latest approval that holds of exactly the bytes of ``revision``."""
        if revision is None:
            return None
        approvals = self.standing_approvals().filter(digest=revision.digest)
        return self.once(f"stands: {revision.digest}", approvals.select_related("rests_on").first)

    def approval_of(self, revision: "Revision | None") -> "FactCheck | None":
        """The approval under which ``revision`` may go live.

        It holds, and no later decision on the same bytes asked for changes.
        """
        if revision is None:
            return None
        approvals = self.standing_approvals().unopposed().filter(digest=revision.digest)
        return self.once(
            f"may go live: {revision.digest}", approvals.select_related("rests_on").first
        )

    def rests_on(self, revision: "Revision | None", approval: "FactCheck | None") -> bool:
        """Whether ``revision`` stands by this approval, and would by no other without it."""
        if revision is None or approval is None:
            return False
        on_these_bytes = self.standing_approvals().filter(digest=revision.digest)
        on_it = Q(pk=approval.pk) | Q(relies_on__contains=[approval.pk])
        return (
            on_these_bytes.filter(on_it).exists()
            and not on_these_bytes.unopposed().exclude(on_it).exists()
        )

    @property
    def publishable_revision(self) -> "Revision | None":
        """The revision that publishing would put live: exactly the approved one.

        While the desk copy is approved or scheduled, that is the desk copy; while newer text is
        being worked on, the latest approved revision that is newer than the live one.
        """
        if self.status in NEEDS_APPROVAL:
            return self.current_revision if self.approval_of(self.current_revision) else None
        return self.once("waits behind newer text", self._approved_behind_newer_text)

    def _approved_behind_newer_text(self) -> "Revision | None":
        live_number = self.live_revision.number if self.live_revision else 0
        digests = self.standing_approvals().values("digest")
        candidates = self.revisions.filter(number__gt=live_number, digest__in=digests)
        if self.live_revision:
            candidates = candidates.exclude(digest=self.live_revision.digest)
        latest = candidates.order_by("-number").first()
        return latest if latest is not None and self.approval_of(latest) else None

    def has_published(self, notice: CorrectionContent) -> bool:
        """Whether readers have this correction notice already."""
        same = self.corrections.filter(kind=notice.kind, text=notice.text)
        return same.standing().exists()

    @property
    def new_notice(self) -> CorrectionContent | None:
        """The correction notice on the desk, if readers don't have it yet."""
        notice = self.current_revision.data.correction if self.current_revision else None
        return None if notice is None or self.has_published(notice) else notice

    def unapproved_revision_by(self, user: object) -> int | None:
        """Number of the latest revision this account wrote that nobody else's approval covers."""
        mine = self.revisions.filter(written_by(user))
        wrote = mine.order_by("-number").values_list("number", flat=True).first()
        if wrote is None:
            return None
        covers = (
            self.standing_approvals()
            .unopposed()
            .filter(revision__number__gte=wrote)
            .exclude(decided_by_id=getattr(user, "pk", None))
        )
        return None if covers.exists() else wrote

    def holds_words_of(self, user: object) -> bool:
        """Whether this account once wrote exactly the text on the desk, here or elsewhere."""
        from articles.models.revision import Revision

        current = self.current_revision
        if current is None:
            return False
        return Revision.objects.filter(written_by(user), digest=current.digest).exists()

    def has_in_byline(self, user: object) -> bool:
        """Whether this person stands over the article, by account or by name."""
        names = Q(author__name__iexact=str(user))
        reviewer = getattr(user, "medicalreviewer", None)
        if reviewer is not None:
            names |= Q(author__name__iexact=reviewer.name)
        account = Q(author__user_id=getattr(user, "pk", None), author__user_id__isnull=False)
        return self.bylines.filter(account | names).exists()


def written_by(user: object) -> Q:
    """Revisions that this person wrote, also under a former account of the same name.

    An account that is deleted and made again has another number; it is still the same person.
    """
    from authors.models import User

    accounts = User.objects.filter(pk=OuterRef("created_by_id"))
    formerly = Q(~Exists(accounts), created_by_name__iexact=str(user), created_by__isnull=False)
    return Q(created_by_id=getattr(user, "pk", None)) | formerly


class Byline(models.Model):
    """An author's place over an article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey("authors.Author", on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        triggers = seal.BYLINE
        constraints = (
            models.UniqueConstraint(
                fields=("article", "author"),
                name="byline_names_an_author_once",
                violation_error_message="This author is in the byline already.",
            ),
        )

    def __str__(self) -> str:
        return str(self.author)


class RelatedPost(models.Model):
    """A curated pointer from one article to another, in order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_posts")
    related = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_from")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "related post"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("article", "related"),
                name="related_post_once",
                violation_error_message="This article is among the related posts already.",
            ),
            models.CheckConstraint(
                name="related_post_is_another",
                condition=~Q(article=F("related")),
                violation_error_message="An article cannot be related to itself.",
            ),
        )

    def __str__(self) -> str:
        return str(self.related)


class SlugRedirect(models.Model):
    """An address that an article once had; it leads to the article for ever."""

    slug = models.SlugField(max_length=120, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="old_slugs")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "old address of an article"
        verbose_name_plural = "old addresses of articles"

    def __str__(self) -> str:
        return self.slug

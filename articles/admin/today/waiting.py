"""What waits for whom: the queues of the desk, counted in the sidebar, shown on the start page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from articles import library
from articles.admin.planning import due
from articles.models import Article, Byline, FactCheck, Status
from articles.models.fact_check import Decision
from authors.models import User
from authors.roles import Role


def _under_the_name_of(user: User) -> Q:
    """Articles in whose byline this person stands; looked up once, not for each article."""
    return Q(pk__in=Byline.objects.filter(author__user=user).values("article"))


def own(user: User) -> Q:
    """Articles that this person created or stands over."""
    return Q(created_by=user) | _under_the_name_of(user)


def _to_review(user: User) -> Q:
    """In review, and this reviewer is asked, or nobody in particular is."""
    asked = Article.reviewers_asked.through.objects
    mine = Q(pk__in=asked.filter(medicalreviewer__user=user).values("article"))
    nobody = ~Q(pk__in=asked.values("article"))
    return Q(status=Status.IN_REVIEW) & (mine | nobody) & ~_under_the_name_of(user)


def _sent_back_by(user: User) -> Q:
    """Articles of which this person was the last to ask for changes that are not made yet."""
    requests = FactCheck.objects.filter(
        revision__article=OuterRef("pk"), decision=Decision.CHANGES_REQUESTED
    )
    last = Subquery(requests.order_by("-pk").values("decided_by")[:1])
    return Q(Exact(last, user.pk), status=Status.CHANGES_REQUESTED)


def _second_editor(user: User) -> Q:
    return Q(status=Status.IN_REVIEW, topic__requires_medical_review=False) & ~own(user)


def _shows_an_expiring_picture(user: User) -> Q:
    """Live with a picture whose licence has ended, or ends within a month."""
    hashes = list(library.expiring().values_list("sha256", flat=True))
    return Q(live_revision__in=library.showing(hashes).values("pk")) if hashes else Q(pk__in=())


@dataclass(frozen=True)
class Queue:
    """Articles in one state that wait for one person.

    Attributes:
        key: its name in addresses.
        title: over the list and in the sidebar.
        empty: what the start page says when nothing is in it.
        icon: name of a Material symbol.
        roles: whose queue it is.
        which: the articles in it, for a person.
        calls: whether somebody waits for this person to act; the sidebar's total counts those.
        while_published: whether articles wait in it on which all work is done.
        order: oldest first where people wait, else the latest change first; a day by which
            something is wanted comes before all that has none.
    """

    key: str
    title: str
    empty: str
    icon: str
    roles: frozenset[Role]
    which: Callable[[User], Q]
    calls: bool = True
    while_published: bool = False
    order: tuple[Any, ...] = ("-changed_at", "-pk")

    @property
    def decides(self) -> bool:
        """Whether its people decide on what waits in it, so that it opens on the page for that."""
        return self.key in {"review", "second-look"}

    @property
    def quotes(self) -> bool:
        """Whether what was asked for is said beside each article in it."""
        return self.key in {"changes", "asked"}

    @property
    def address(self) -> str:
        """The list of articles, narrowed to this queue."""
        return f"{reverse('admin:articles_article_changelist')}?queue={self.key}"

    def articles(self, user: User) -> QuerySet[Article]:
        return Article.objects.visible_to(user).filter(self.which(user)).order_by(*self.order)


def _approved_by(user: User) -> Exists:
    """Of live texts: that this person approved what readers see, or what that rests on."""
    theirs = Q(decided_by=user) | Q(rests_on__decided_by=user)
    live = Q(decision=Decision.APPROVED, revision=OuterRef("article__live_revision"))
    return Exists(FactCheck.objects.filter(theirs, live))


def _falls_due(user: User) -> Q:
    """Live articles whose review is due again: for editors all, for writers their own, for medical
    reviewers what they approved."""
    today = timezone.localdate()
    if user.is_editor:
        return due.falling_due(today)
    theirs = due.falling_due(today) & own(user) if user.is_writer else Q(pk__in=())
    if user.is_medical_reviewer:
        theirs |= due.falling_due(today, _approved_by(user))
    return theirs


_WRITING: Final = frozenset({Role.WRITER, Role.EDITOR})

_BY_DAY: Final = ("review_wanted_by", "submitted_at", "pk")
"""PostgreSQL puts those without a day last."""

QUEUES: Final[tuple[Queue, ...]] = (
    Queue(
        key="review",
        title="To review",
        empty="No article waits for your review.",
        icon="fact_check",
        roles=frozenset({Role.MEDICAL_REVIEWER}),
        which=_to_review,
        order=_BY_DAY,
    ),
    Queue(
        key="second-look",
        title="For a second editor",
        empty="No article waits for a second editor.",
        icon="visibility",
        roles=frozenset({Role.EDITOR}),
        which=_second_editor,
        order=_BY_DAY,
    ),
    Queue(
        key="approved",
        title="Ready to publish",
        empty="No approved article waits to be published.",
        icon="verified",
        roles=frozenset({Role.EDITOR}),
        which=lambda user: Q(status=Status.APPROVED),
        order=("changed_at", "pk"),
    ),
    Queue(
        key="changes",
        title="Changes requested",
        empty="Nobody asked you for changes.",
        icon="rate_review",
        roles=_WRITING,
        which=lambda user: Q(status=Status.CHANGES_REQUESTED) & own(user),
        order=("changed_at", "pk"),
    ),
    Queue(
        key="due",
        title="Review due again",
        empty="No live article needs a fresh review within a month.",
        icon="event_repeat",
        roles=frozenset(Role),
        which=_falls_due,
        while_published=True,
        order=(due.OF_ARTICLE.asc(), "pk"),
    ),
    Queue(
        key="drafts",
        title="My drafts",
        empty="You have no draft on your desk.",
        icon="edit_note",
        roles=_WRITING,
        which=lambda user: Q(status=Status.DRAFT) & own(user),
        calls=False,
    ),
    Queue(
        key="handed-in",
        title="Handed in",
        empty="Nothing of yours is in review.",
        icon="outbox",
        roles=_WRITING,
        which=lambda user: Q(status=Status.IN_REVIEW) & own(user),
        calls=False,
        order=_BY_DAY,
    ),
    Queue(
        key="asked",
        title="Sent back",
        empty="No text is back with its writer at your request.",
        icon="undo",
        roles=frozenset({Role.MEDICAL_REVIEWER}),
        which=_sent_back_by,
        calls=False,
        order=("changed_at", "pk"),
    ),
    Queue(
        key="licences",
        title="Licence of a picture ends",
        empty="No live article shows a picture whose licence ends soon.",
        icon="hourglass_bottom",
        roles=frozenset({Role.EDITOR}),
        which=_shows_an_expiring_picture,
        while_published=True,
    ),
    Queue(
        key="scheduled",
        title="Scheduled",
        empty="Nothing is scheduled.",
        icon="event",
        roles=frozenset({Role.EDITOR}),
        which=lambda user: Q(status=Status.SCHEDULED),
        calls=False,
        order=("scheduled_for", "pk"),
    ),
)


def queues_of(user: User) -> list[Queue]:
    """The queues of this person's roles, the most pressing first."""
    return [queue for queue in QUEUES if queue.roles & user.roles]


def queue_named(key: str | None, user: User) -> Queue | None:
    return next((queue for queue in queues_of(user) if queue.key == key), None)


def counts(user: User, queues: Iterable[Queue]) -> dict[str, int]:
    """How many articles are in each queue, in one query."""
    wanted = list(queues)
    if not wanted:
        return {}
    which = {queue.key: queue.which(user) for queue in wanted}
    aggregates = {
        key.replace("-", "_"): Count("pk", filter=condition) for key, condition in which.items()
    }
    # Little waits in the great mass of published articles.
    among = ~Q(status=Status.PUBLISHED)
    for queue in wanted:
        if queue.while_published:
            among |= which[queue.key]
    found = Article.objects.filter(among).aggregate(**aggregates)
    return {queue.key: found[queue.key.replace("-", "_")] for queue in wanted}


def counts_for(request: HttpRequest) -> dict[str, int]:
    """`counts` of the person who asks, counted once for each request."""
    known: dict[str, int] | None = getattr(request, "_desk_counts", None)
    if known is None:
        user = request.user
        known = counts(user, queues_of(user)) if isinstance(user, User) else {}
        request._desk_counts = known  # type: ignore[attr-defined]
    return known

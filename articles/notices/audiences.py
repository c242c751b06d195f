"""The people whom a line of the table means."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles import workflow
from articles.comments.models import Comment, Mention
from articles.models import Article, Event, FactCheck, Revision
from articles.notices.kinds import ASKING
from articles.notices.table import Listener, Whom
from authors.models import Author, User
from authors.roles import Role


def staff() -> QuerySet[User]:
    """Accounts that can log in to the desk."""
    return User.objects.filter(is_active=True, is_staff=True).order_by("pk")


def editors() -> QuerySet[User]:
    return staff().filter(Q(groups__name=Role.EDITOR.value) | Q(is_superuser=True)).distinct()


def writers(article: Article) -> QuerySet[User]:
    """Whoever began it, and the accounts in its byline."""
    in_byline = Author.objects.filter(bylines__article=article, user__isnull=False)
    return staff().filter(Q(pk=article.created_by_id) | Q(pk__in=in_byline.values("user")))


def reviewers(article: Article) -> list[User]:
    """Those asked who can approve the text on the desk; where none of them can, all who can."""
    able = _able(article)
    asked = set(article.reviewers_asked.values_list("user", flat=True))
    return [user for user in able if user.pk in asked] or able


def _able(article: Article) -> list[User]:
    """Accounts that ``workflow`` would let approve, without asking it about each of them."""
    today = timezone.now().date()
    entitled = staff().filter(
        Q(medicalreviewer__credentials__valid_until=None)
        | Q(medicalreviewer__credentials__valid_until__gte=today),
        groups__name=Role.MEDICAL_REVIEWER.value,
        medicalreviewer__is_active=True,
        medicalreviewer__credentials__verified_at__isnull=False,
        medicalreviewer__credentials__valid_from__lte=today,
    )
    asked = Q(medicalreviewer__asked_to_review=article)
    if article.topic.requires_medical_review:
        able = {user.pk: user for user in entitled.select_related("medicalreviewer").distinct()}
    else:
        able = {user.pk: user for user in editors().select_related("medicalreviewer")}
        able |= {user.pk: user for user in entitled.filter(asked).distinct()}
    touched = _touched(article)
    return [
        user
        for user in able.values()
        if touched.isdisjoint({user.pk, str(user).lower(), _reviewer_name(user)})
        or not workflow.not_their_own_text(workflow.Ask(article, user))
    ]


def _reviewer_name(user: User) -> str:
    reviewer = getattr(user, "medicalreviewer", None)
    return reviewer.name.lower() if reviewer is not None else ""


def _touched(article: Article) -> set[object]:
    """Accounts and names with a hand in this text; only they have to be asked about one by one."""
    current = article.current_revision
    same = Q(article=article) | Q(digest=current.digest if current else "")
    hands = Revision.objects.filter(same).values_list("created_by_id", "created_by_name").distinct()
    names = article.bylines.values_list("author__user_id", "author__name")
    found: set[object] = set()
    for account, name in [*hands, *names]:
        found |= {account, name.lower()}
    return found - {None, ""}


def approvers(article: Article, event: Event) -> set[int]:
    """Who approved the text that the step is about, and who gave the full review under it."""
    check = event.fact_check
    if check is None:
        revision = event.revision
        if event.verb == "take_down":
            last = article.events.filter(verb="publish").select_related("revision").first()
            revision = last.revision if last else None
        check = (
            FactCheck.objects.filter(
                revision__article=article,
                digest=revision.digest if revision else "",
                decision="approved",
            )
            .select_related("rests_on")
            .first()
        )
    given = [check, check.rests_on] if check else []
    return {one.decided_by_id for one in given if one and one.decided_by_id}


def _know(article: Article) -> set[int]:
    """Who was told that this review waits for them, and has not been told otherwise."""
    asked = article.notices.filter(kind__in=ASKING, done_at=None)
    return set(asked.values_list("person", flat=True))


def who_may_see(article: Article) -> QuerySet[User]:
    """Everybody for whom ``workflow.may_see`` says yes, in one query."""
    writes = Q(groups__name=Role.WRITER.value) & (
        Q(pk=article.created_by_id)
        | Q(pk__in=Author.objects.filter(bylines__article=article).values("user"))
    )
    reviews = Q(groups__name=Role.MEDICAL_REVIEWER.value)
    if article.status in workflow.EDITABLE and article.live_revision_id is None:
        asked = article.reviewers_asked.filter(user__isnull=False).values("user")
        reviews &= Q(pk__in=asked) | Q(pk__in=article.fact_checks.order_by().values("decided_by"))
    edits = Q(groups__name=Role.EDITOR.value) | Q(is_superuser=True)
    return staff().filter(writes | reviews | edits).distinct()


def listeners(whom: Whom | Listener, comment: Comment) -> set[int]:
    """The accounts around a comment, by number; only those who may see what it is about."""
    named: QuerySet[Any, Any]
    match whom:
        case Listener.MENTIONED:
            named = Mention.objects.filter(comment=comment).values_list("person", flat=True)
        case Listener.SPOKE:
            begun = comment.begun
            thread = Comment.objects.filter(Q(pk=begun) | Q(thread=begun), pk__lt=comment.pk)
            named = thread.order_by().values_list("by", flat=True)
        case _:
            raise AssertionError(f"It is not known who {whom!r} is around a comment.")
    able = who_may_see(comment.article).order_by()
    return set(able.filter(pk__in=named).values_list("pk", flat=True))


def people(whom: Whom | Listener, article: Article, event: Event) -> set[int]:
    """The accounts in a group, by number."""
    match whom:
        case Whom.REVIEWERS:
            # Who is asked instead of others is told now; who was told before is not told again.
            return {user.pk for user in reviewers(article)} - _know(article)
        case Whom.STILL_ASKED:
            return {user.pk for user in reviewers(article)} & _know(article)
        case Whom.WRITERS:
            return set(writers(article).values_list("pk", flat=True))
        case Whom.EDITORS:
            return set(editors().values_list("pk", flat=True))
        case Whom.APPROVER:
            return set(
                staff().filter(pk__in=approvers(article, event)).values_list("pk", flat=True)
            )
        case Whom.TOLD:
            asked = article.notices.filter(kind__in=ASKING, done_at=None)
            return set(staff().filter(notices__in=asked).values_list("pk", flat=True))
    raise AssertionError(f"It is not known who {whom!r} is.")

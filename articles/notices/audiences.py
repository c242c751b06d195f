"""The people whom a line of the table means."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles import workflow
from articles.models import Article, Event, FactCheck, Revision
from articles.notices.kinds import Kind
from articles.notices.table import Whom
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


def people(whom: Whom, article: Article, event: Event) -> set[int]:
    """The accounts in a group, by number."""
    match whom:
        case Whom.REVIEWERS:
            # Who is asked instead of others is told now; who was told before is not told again.
            asked = article.notices.filter(kind=Kind.TO_REVIEW, done_at=None)
            known = set(asked.values_list("person", flat=True))
            return {user.pk for user in reviewers(article)} - known
        case Whom.WRITERS:
            return set(writers(article).values_list("pk", flat=True))
        case Whom.EDITORS:
            return set(editors().values_list("pk", flat=True))
        case Whom.APPROVER:
            return set(
                staff().filter(pk__in=approvers(article, event)).values_list("pk", flat=True)
            )
        case Whom.TOLD:
            asked = article.notices.filter(kind=Kind.TO_REVIEW, done_at=None)
            return set(staff().filter(notices__in=asked).values_list("pk", flat=True))
    raise AssertionError(f"It is not known who {whom!r} is.")

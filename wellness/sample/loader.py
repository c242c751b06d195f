"""Builds the sample magazine on an empty desk, by the verbs that people use.

Accounts and profiles are made, credentials verified by an editor, pictures taken into the library;
then each article is begun by its author and walked along its way in ``desk.yaml``: handed in, sent
back, changed, approved, published. Nothing is written that a person could not have done, so the
history that it leaves is a true one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from articles import actions, library
from articles.desk import DeskCopy
from articles.models import Article, Image, Status, Topic
from articles.notices import telling
from articles.notices.kinds import Kind
from articles.notices.models import Delivery, Notice, Preference
from authors.models import Author, Credential, MedicalReviewer, Person, User
from authors.roles import Role
from wellness.lib import markdown
from wellness.promotions.models import Promotion
from wellness.sample import illustrations, magazine
from wellness.sample.accounts import ADMINISTRATOR
from wellness.sample.magazine import Profile, SampleArticle, Step, Way

Tell = Callable[[str], None]
P = TypeVar("P", bound=Person)

CREDIT = "Cut paper, drawn by the program for its sample magazine"
LICENCE = "Part of this program, under its licence"
PUBLISHING_HOUR = 8
_LOCK = "the sample magazine"


class NotEmpty(Exception):
    """There is a magazine here already; the message says what and what to do."""


@dataclass
class Desk:
    """Who and what is there while the magazine is being built, by the names its files use."""

    accounts: dict[str, User] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    reviewers: dict[str, MedicalReviewer] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    pictures: dict[str, Image] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)

    @property
    def editor(self) -> User:
        return self._holders(Role.EDITOR)[0]

    @property
    def second_editor(self) -> User:
        return self._holders(Role.EDITOR)[1]

    def _holders(self, role: Role) -> list[User]:
        keys = [account.key for account in magazine.people().accounts if account.role == role]
        return [self.accounts[key] for key in keys]

    def writer(self, sample: SampleArticle) -> User:
        """The account of the first author."""
        return _account_of(self.authors[sample.authors[0]])

    def decider(self, sample: SampleArticle) -> User:
        """The medical reviewer whom the file names; where it names none, the second editor."""
        if sample.medical_reviewers:
            name = sample.medical_reviewers[0].partition(",")[0]
            return _account_of(self.reviewers[name])
        return self.second_editor


def is_loaded() -> bool:
    """Whether the sample magazine is in this database."""
    return Article.objects.filter(is_sample=True).exists()


def refusal() -> str:
    """Why the sample magazine cannot be put here, as a sentence; empty when it can.

    It never stands beside anything of a magazine that somebody has begun.
    """
    begun: tuple[tuple[str, int], ...] = (
        ("article", Article.objects.filter(is_sample=False).count()),
        ("topic", Topic.objects.count()),
        ("author", Author.objects.count()),
        ("medical reviewer", MedicalReviewer.objects.count()),
        ("promotion", Promotion.objects.count()),
    )
    counts = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in begun if count]
    if not counts:
        return ""
    return (
        f"This magazine has begun already ({', '.join(counts)}). The sample magazine is never "
        "mixed with a real one: load it into an empty database."
    )


def load(*, tell: Tell, password: str | None) -> Desk | None:
    """Build the sample magazine, all of it or nothing.

    Args:
        tell: called with each line of progress.
        password: of every account; None: they cannot log in.

    Returns:
        what was built; None when the sample magazine is here already, and nothing was changed.

    Raises:
        NotEmpty: there is a magazine here already.
    """
    if is_loaded():
        return None
    if sentence := refusal():
        raise NotEmpty(sentence)
    drawn = _draw(tell)  # takes seconds, so it comes before the lock
    with transaction.atomic():
        # Two commands could both have found an empty desk: the second waits here and looks again.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])
        if is_loaded():
            return None
        if sentence := refusal():
            raise NotEmpty(sentence)
        desk = Desk()
        _people(desk, drawn, password)
        tell(f"People       {len(desk.authors)} authors, {len(desk.reviewers)} medical reviewers")
        _topics(desk)
        tell(f"Topics       {', '.join(desk.topics)}")
        _library(desk, drawn)
        for account in desk.accounts.values():
            telling.prefer(account, Delivery.NONE, Preference(person=account).hour)
        for way in magazine.ways():
            _begin(desk, way)
        for way in magazine.ways():
            article = _walk(desk, way)
            tell(f"  {_state(article):<26} {article.title}")
        _leave_what_is_open(desk)
        _promotions()
        tell(f"Promotions   {Promotion.objects.count()}, each labeled as one")
    return desk


def _leave_what_is_open(desk: Desk) -> None:
    """What happened on the way is read; from here on everybody is told as a new account is."""
    news = [kind for kind in Kind if not kind.facts.asks]
    for account in desk.accounts.values():
        telling.read(account, Notice.objects.filter(person=account, kind__in=news))
        telling.forget_preference(account)


def _draw(tell: Tell) -> dict[str, bytes]:
    """All pictures by key."""
    drawn: dict[str, bytes] = {}
    for topic in magazine.topics():
        keys = [a.hero for a in magazine.articles().values() if a.topic == topic["name"]]
        tell(f"Drawing      {len(keys)} pictures for {topic['name']}")
        drawn |= {key: illustrations.draw(key) for key in keys}
    tell(f"Drawing      {len(illustrations.PORTRAITS)} portraits")
    return drawn | {key: illustrations.portrait(key) for key in illustrations.PORTRAITS}


def _people(desk: Desk, drawn: dict[str, bytes], password: str | None) -> None:
    cast = magazine.people()
    for account in cast.accounts:
        administers = account.role == ADMINISTRATOR
        user = User.objects.create_user(
            account.email,
            password,
            name=account.name,
            is_staff=True,
            is_superuser=administers,
        )
        if not administers:
            user.groups.add(Group.objects.get(name=account.role))
        desk.accounts[account.key] = user
    for profile in cast.authors:
        desk.authors[profile.name] = _profile(Author, profile, desk, drawn)
    for profile in cast.reviewers:
        reviewer = _profile(MedicalReviewer, profile, desk, drawn)
        for row in profile.credentials:
            credential = Credential(
                reviewer=reviewer,
                title=row.title,
                issuer=row.issuer,
                number=row.number,
                region=row.region,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
            )
            credential.full_clean()
            credential.save()
            credential.verify(by=desk.accounts[row.verified_by])
        desk.reviewers[profile.name] = reviewer


def _profile(kind: type[P], profile: Profile, desk: Desk, drawn: dict[str, bytes]) -> P:
    person = kind(
        name=profile.name,
        slug=profile.slug,
        user=desk.accounts[profile.account],
        job_title=profile.job_title,
        bio=profile.bio,
        portrait=_upload(profile.slug, drawn),
        portrait_alt=profile.portrait_alt,
        links=profile.links,
    )
    person.full_clean()
    person.save()
    return person


def _topics(desk: Desk) -> None:
    for position, row in enumerate(magazine.topics()):
        topic = Topic(position=position, **row)
        topic.full_clean()
        topic.save()
        desk.topics[topic.name] = topic


def _library(desk: Desk, drawn: dict[str, bytes]) -> None:
    for sample in magazine.articles().values():
        image = library.take(
            _upload(sample.hero, drawn), by=desk.editor, title=f"{sample.title} (illustration)"
        )
        image.alt = sample.hero_alt
        image.caption = sample.hero_caption
        image.credit = CREDIT
        image.licence = LICENCE
        image.full_clean(exclude=["file"])
        image.save(update_fields=["alt", "caption", "credit", "licence"])
        desk.pictures[sample.hero] = image


def _upload(key: str, drawn: dict[str, bytes]) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{key}.webp", drawn[key], "image/webp")


def _begin(desk: Desk, way: Way) -> None:
    """Let the author begin the article, with what surrounds it."""
    sample = magazine.articles()[way.article]
    article = actions.create(
        topic=desk.topics[sample.topic],
        desk=_copy(desk, sample, sample.with_words(way.first_draft)),
        by=desk.writer(sample),
        slug=sample.slug,
        is_sample=True,
        note="First draft.",
    )
    desk.articles[sample.title] = article


def _walk(desk: Desk, way: Way) -> Article:
    """Take the article along its way.

    Raises:
        AssertionError: the way does not end in the state that it names.
    """
    sample = magazine.articles()[way.article]
    reviewers = [name.partition(",")[0] for name in sample.medical_reviewers]
    article = actions.arrange(
        desk.articles[sample.title],
        by=desk.writer(sample),
        authors=[desk.authors[name] for name in sample.authors],
        related=[desk.articles[title] for title in sample.related],
        reviewers_asked=[desk.reviewers[name] for name in reviewers],
        originally_published=(
            sample.date + magazine.weeks_to(timezone.localdate()) if sample.date else None
        ),
    )
    for step in way.steps:
        article = _take(desk, sample, article, step)
    if article.status != way.ends:
        raise AssertionError(f"{way.article} ended as {article.status}, not as {way.ends}.")
    desk.articles[sample.title] = article
    return article


def _take(desk: Desk, sample: SampleArticle, article: Article, step: Step) -> Article:
    """One step by the person whose turn it is, or by the one whom the step names."""
    words: dict[str, Any] = {
        k: v for k, v in step.words.items() if k not in ("by", "changes", "correction")
    }
    named = step.words.get("by")

    def by(default: User) -> User:
        return desk.accounts[named] if named else default

    match step.verb:
        case "edit":
            notice = step.words.get("correction", {})
            copy = _copy(desk, sample, sample.with_words(step.changes)).change(
                correction_kind=notice.get("kind", ""), correction=notice.get("text", "")
            )
            return actions.save(article, desk=copy, by=by(desk.writer(sample)), **words)
        case "submit" | "withdraw_submission":
            verb = getattr(actions, step.verb)
            return verb(article, by=by(desk.writer(sample)), **words)
        case "approve" | "request_changes":
            current = article.current_revision
            assert current is not None  # it was handed in
            verb = getattr(actions, step.verb)
            decider = by(desk.decider(sample))
            return verb(article, by=decider, revision=current.number, **words)
        case "schedule":
            return actions.schedule(article, by=by(desk.editor), at=next_monday(), **words)
        case "publish":
            return actions.publish(article, by=by(desk.editor), **words)
        case "take_down":
            return actions.take_down(article, by=by(desk.editor), **words)
    raise LookupError(f"desk.yaml names the step “{step.verb}”, which is none of the workflow.")


def _copy(desk: Desk, sample: SampleArticle, text: str) -> DeskCopy:
    return DeskCopy(
        title=sample.title,
        subtitle=sample.subtitle,
        description=sample.description,
        key_points="\n".join(sample.key_points),
        body=markdown.to_html(text, references=len(sample.references)),
        hero=desk.pictures[sample.hero],
        hero_alt=sample.hero_alt,
        hero_caption=sample.hero_caption,
        references=tuple(
            {
                "authors": row.get("authors", ""),
                "title": row["title"],
                "publisher": row.get("publisher", ""),
                "year": row.get("year"),
                "url": row.get("url", ""),
                "doi": row.get("doi", ""),
                "pmid": row.get("pmid", ""),
            }
            for row in sample.references
        ),
        disclosure=sample.disclosure,
    )


def next_monday(now: dt.datetime | None = None) -> dt.datetime:
    """Eight o’clock in the morning of the next Monday, by the clock of the desk."""
    now = timezone.localtime(now)
    day = now.date() + dt.timedelta(days=7 - now.weekday())
    return timezone.make_aware(dt.datetime.combine(day, dt.time(PUBLISHING_HOUR)))


def _promotions() -> None:
    for row in magazine.promotions():
        promotion = Promotion(**row)
        promotion.full_clean()
        promotion.save()


def _account_of(person: Author | MedicalReviewer) -> User:
    assert person.user is not None  # people.yaml gives everybody one
    return person.user


def _state(article: Article) -> str:
    """The state in words, with what readers see where that differs."""
    state = Status(article.status)
    if article.live_revision_id and state is not Status.PUBLISHED:
        return f"{state.label} (and live)"
    return str(state.label)

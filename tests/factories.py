"""The cast, and articles walked to a state through the public verbs.

Nothing here writes a row that the program itself could not have written.
"""

import datetime as dt
import io
import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pixels

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Image, Status, Topic
from authors.models import Author, Credential, MedicalReviewer, User
from authors.roles import Role

PASSWORD = "correct horse battery staple"
_count = itertools.count(1)


def account(name: str, *roles: Role, **fields: Any) -> User:
    """An account of the staff that can log in to the admin with ``PASSWORD``."""
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}.{next(_count)}@example.org")
    user = User.objects.create_user(
        email, PASSWORD, name=name, is_staff=fields.pop("is_staff", True), **fields
    )
    user.groups.set([Group.objects.get_or_create(name=role.value)[0] for role in roles])
    return user


def author(name: str, user: User | None = None) -> Author:
    slug = f"{name.lower().replace(' ', '-')}-{next(_count)}"
    return Author.objects.create(name=name, slug=slug, user=user, bio=f"{name} writes.")


def medical_reviewer(
    name: str, verifier: User | None, user: User | None = None, *, title: str = "PA-C", **dates: Any
) -> MedicalReviewer:
    """A reviewer with one credential; without a verifier it stays unverified."""
    slug = f"{name.lower().replace(' ', '-')}-{next(_count)}"
    reviewer = MedicalReviewer.objects.create(name=name, slug=slug, user=user)
    today = timezone.now().date()
    credential = Credential.objects.create(
        reviewer=reviewer,
        title=title,
        issuer="Example Board of Medicine",
        number=f"EX-{next(_count)}",
        region="Example State",
        valid_from=dates.get("valid_from", today - dt.timedelta(days=365)),
        valid_until=dates.get("valid_until", today + dt.timedelta(days=365)),
    )
    if verifier is not None:
        credential.verify(by=verifier)
    return reviewer


def topic(name: str = "Mental health", **fields: Any) -> Topic:
    number = next(_count)
    return Topic.objects.create(name=f"{name} {number}", slug=f"topic-{number}", **fields)


def picture(width: int = 80, height: int = 60, colour: str = "teal", kind: str = "PNG") -> bytes:
    """The bytes of a small valid picture."""
    out = io.BytesIO()
    Pixels.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def image(title: str = "A picture", **fields: Any) -> Image:
    upload = SimpleUploadedFile("picture.png", picture(**fields), "image/png")
    return Image.objects.create(title=title, file=upload)


@dataclass
class Cast:
    """The people of the tests. The stranger has an account and no role."""

    @cached_property
    def writer(self) -> User:
        return account("Wanda Writer", Role.WRITER)

    @cached_property
    def second_writer(self) -> User:
        return account("Sam Second", Role.WRITER)

    @cached_property
    def reviewer(self) -> User:
        user = account("Rita Reviewer", Role.MEDICAL_REVIEWER)
        medical_reviewer("Rita Reviewer", self.editor, user)
        return user

    @cached_property
    def second_reviewer(self) -> User:
        user = account("Ravi Reviewer", Role.MEDICAL_REVIEWER)
        medical_reviewer("Ravi Reviewer", self.editor, user, title="MD")
        return user

    @cached_property
    def editor(self) -> User:
        return account("Edith Editor", Role.EDITOR)

    @cached_property
    def second_editor(self) -> User:
        return account("Emil Editor", Role.EDITOR)

    @cached_property
    def superuser(self) -> User:
        return account("Ada Admin", is_superuser=True)

    @cached_property
    def stranger(self) -> User:
        return account("Stan Stranger")

    @cached_property
    def author(self) -> Author:
        return author("Wanda Writer", self.writer)


def desk(title: str = "Sleep and the heart", body: str = "", **fields: Any) -> DeskCopy:
    return DeskCopy(
        title=title,
        subtitle=fields.pop("subtitle", "What we know"),
        body=body or "<h2>What is known</h2><p>Sleep helps.</p>",
        **fields,
    )


def article_at(
    status: Status, cast: Cast, *, copy: DeskCopy | None = None, **fields: Any
) -> Article:
    """An article walked to ``status`` by the cast's writer, reviewer and editor."""
    steps = {
        Status.DRAFT: "",
        Status.IN_REVIEW: "submit",
        Status.CHANGES_REQUESTED: "submit request_changes",
        Status.APPROVED: "submit approve",
        Status.SCHEDULED: "submit approve schedule",
        Status.PUBLISHED: "submit approve publish",
        Status.WITHDRAWN: "submit approve publish take_down",
    }[status]
    article = actions.create(
        topic=fields.pop("topic", None) or topic(),
        desk=copy or desk(f"Sleep and the heart {next(_count)}"),
        by=cast.writer,
        **fields,
    )
    article = actions.arrange(article, by=cast.writer, authors=[cast.author])
    for verb in steps.split():
        article = step(article, verb, cast)
    assert article.status == status
    return article


WRONG = "An earlier version gave the dose as 50 mg. It is 5 mg."


def corrected(
    cast: Cast, *, kind: str = "material", text: str = WRONG, article: Article | None = None
) -> Article:
    """A published article that says in public what it got wrong before."""
    article = article or article_at(Status.PUBLISHED, cast)
    copy = DeskCopy.to_write_on(article).change(
        body=f"{article.body}<p>Put right, {next(_count)}.</p>",
        correction_kind=kind,
        correction=text,
    )
    article = actions.save(article, desk=copy, by=cast.writer)
    for verb in ("submit", "approve", "publish"):
        article = step(article, verb, cast)
    return article


def step(article: Article, verb: str, cast: Cast, **words: Any) -> Article:
    """One step by the person of the cast whose turn it is."""
    match verb:
        case "submit":
            return actions.submit(article, by=cast.writer, **words)
        case "request_changes":
            words.setdefault("statement", "Please name the source.")
            return actions.request_changes(article, by=cast.reviewer, interests="None", **words)
        case "approve":
            words.setdefault("statement", "Checked against the sources.")
            by = cast.reviewer if article.topic.requires_medical_review else cast.second_editor
            return actions.approve(article, by=by, interests="None", **words)
        case "schedule":
            words.setdefault("at", timezone.now() + dt.timedelta(days=1))
            return actions.schedule(article, by=cast.editor, **words)
        case "take_down":
            words.setdefault("notice", "Withdrawn while we check a source.")
            return actions.take_down(article, by=cast.editor, **words)
        case _:
            return getattr(actions, verb)(article, by=cast.editor, **words)

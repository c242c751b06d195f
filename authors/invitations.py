"""Inviting people to the desk: who may give which role, and what becomes of an invitation."""

from collections.abc import Collection

from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from authors import mails
from authors.models import Author, Invitation, MedicalReviewer, User
from authors.models.invitations import State
from authors.models.record import write
from authors.roles import Role


class Gone(Exception):
    """The link is not, or no more, one by which somebody can join."""


def roles_to_give(by: User) -> tuple[Role, ...]:
    """Which roles this person may give by inviting somebody.

    Editors invite no editors: two editors hold each other in check, and whoever could make the
    second one up would hold that check alone.
    """
    if not by.is_active:
        return ()
    if by.is_superuser:
        return tuple(Role)
    return (Role.WRITER, Role.MEDICAL_REVIEWER) if by.is_editor else ()


def may_manage(by: User, invitation: Invitation) -> bool:
    """Whether this person may send an invitation again or withdraw it: if they could invite so."""
    return set(invitation.roles) <= {role.value for role in roles_to_give(by)}


@transaction.atomic
def invite(
    email: str,
    *,
    roles: Collection[Role],
    by: User,
    name: str = "",
    author: Author | None = None,
    medical_reviewer: MedicalReviewer | None = None,
) -> Invitation:
    """Ask somebody to join, by mail.

    Raises:
        ValidationError: it may not be, by field, with a sentence.
    """
    email = User.objects.normalize_email(email.strip())
    _check_roles(roles, by)
    _check_address(email)
    _check_profiles(roles, author, medical_reviewer)
    now = timezone.now()
    invitation = Invitation(
        email=email,
        name=" ".join(name.split()),
        roles=sorted(role.value for role in roles),
        author=author,
        medical_reviewer=medical_reviewer,
        sent_at=now,
        invited_at=now,
        expires_at=Invitation.end_of_a_sending(now),
        invited_by=by,
        invited_by_name=str(by)[:150],
    )
    _no_longer_waiting(email, by)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        # Somebody else invited the same address in this moment.
        raise ValidationError({"email": _waits(email)}) from error
    write("invite", account=email, by=by, note=", ".join(invitation.roles))
    mails.invite(invitation)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by: User) -> Invitation:
    """Send it again, with a new link and time; the link before is good no more.

    Raises:
        ValidationError: with a sentence.
    """
    invitation = _waiting(invitation, by)
    _check_address(invitation.email)
    invitation.sending += 1
    invitation.sent_at = timezone.now()
    invitation.expires_at = Invitation.end_of_a_sending(invitation.sent_at)
    invitation.save()
    write("resend_invitation", account=invitation.email, by=by)
    mails.invite(invitation)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> Invitation:
    """Take it back: its link is good no more.

    Raises:
        ValidationError: with a sentence.
    """
    invitation = _waiting(invitation, by)
    _withdraw(invitation, by)
    return invitation


def behind(token: str) -> Invitation | None:
    """The invitation by whose link somebody can join now; None for everything else."""
    try:
        pk, sending = signing.loads(token, salt=mails.INVITATION_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    invitation: Invitation | None = Invitation.objects.filter(pk=pk, sending=sending).first()
    return invitation if invitation is not None and invitation.state == State.OPEN else None


@transaction.atomic
def accept(token: str, *, name: str, password: str) -> User:
    """Make the account, with the roles and the profiles that it was invited with.

    Raises:
        Gone: the link is good no more.
        ValidationError: the account cannot be made, with a sentence.
    """
    found = behind(token)
    if found is None:
        raise Gone
    # Two windows with one link: the second waits here, and finds it used.
    Invitation.objects.select_for_update().get(pk=found.pk)
    invitation = behind(token)
    if invitation is None:
        raise Gone
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, name=" ".join(name.split()), is_staff=True
            )
    except IntegrityError as error:
        # Made by an administrator meanwhile. Whoever reads this can read the mail of the address.
        raise ValidationError("You have an account already: log in with it.") from error
    for role in invitation.roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    for profile in (invitation.author, invitation.medical_reviewer):
        if profile is not None and profile.user_id is None:
            profile.user = user
            profile.save(update_fields=["user"])
    invitation.accepted_by = user
    invitation.accepted_at = timezone.now()
    invitation.save()
    inviter = invitation.invited_by_name
    write("accept_invitation", account=user, by=user, note=f"Invited by {inviter}")
    return user


def _check_roles(roles: Collection[Role], by: User) -> None:
    allowed = roles_to_give(by)
    if not allowed:
        raise ValidationError("Only editors and administrators invite people.")
    if not roles:
        raise ValidationError({"roles": "Choose what this person will do."})
    refused = [role.label for role in roles if role not in allowed]
    if refused:
        raise ValidationError({"roles": "Only an administrator invites editors."})


def _check_address(email: str) -> None:
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(
            {"email": f"{email} has an account already: an administrator can change its roles."}
        )


def _check_profiles(
    roles: Collection[Role], author: Author | None, reviewer: MedicalReviewer | None
) -> None:
    for field, profile in (("author", author), ("medical_reviewer", reviewer)):
        if profile is not None and profile.user_id is not None:
            raise ValidationError({field: f"{profile} has an account already."})
    if reviewer is not None and Role.MEDICAL_REVIEWER not in roles:
        raise ValidationError(
            {"medical_reviewer": "Only somebody who is invited as a medical reviewer can be one."}
        )


def _no_longer_waiting(email: str, by: User) -> None:
    """Make room for another invitation to the address, where the one before has expired.

    Raises:
        ValidationError: it is still open.
    """
    rows = Invitation.objects.select_for_update().filter(email__iexact=email)
    for before in rows.filter(accepted_at=None, withdrawn_at=None):
        if before.state == State.OPEN:
            raise ValidationError({"email": _waits(email)})
        _withdraw(before, by)


def _withdraw(invitation: Invitation, by: User) -> None:
    invitation.withdrawn_by = by
    invitation.withdrawn_by_name = str(by)[:150]
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    write("withdraw_invitation", account=invitation.email, by=by)


def _waits(email: str) -> str:
    return f"An invitation to {email} is open already: send it again, or withdraw it first."


def _waiting(invitation: Invitation, by: User) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not may_manage(by, invitation):
        raise ValidationError("Only somebody who could invite so can change this invitation.")
    if invitation.state not in {State.OPEN, State.EXPIRED}:
        raise ValidationError(f"This invitation is {invitation.state.label.lower()} already.")
    return invitation

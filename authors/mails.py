"""Mails about accounts. They leave after the commit of what they tell, as a task.

What is put into the queue names rows, never a link that opens something.
"""

from typing import Final

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_tasks import task

from authors import throttle
from authors.models import Invitation, User
from authors.models.invitations import State
from wellness.lib import mail

INVITATION_SALT: Final = "authors.invitation"

ABOUT_ACCOUNT: Final = {
    "password_changed": (
        "Your password was changed",
        (
            "The password of your account at the editorial desk was changed, and all other "
            "browsers in which you were logged in have been logged out."
        ),
    ),
    "second_factor_set_up": (
        "You log in with a code now",
        (
            "A second factor was set up for your account at the editorial desk. From now on you "
            "log in with your password and a code of your app."
        ),
    ),
    "second_factor_removed": (
        "Your second factor was removed",
        (
            "The second factor of your account at the editorial desk was removed. Its app and its "
            "recovery codes are good no more."
        ),
    ),
    "recovery_code_used": (
        "A recovery code was used",
        (
            "Somebody logged in to your account at the editorial desk with one of your recovery "
            "codes. That code is used up."
        ),
    ),
}
"""Subject and sentence of mails that let people notice what they did not do themselves."""


def token_of(invitation: Invitation) -> str:
    """What the link of the latest sending of an invitation carries."""
    return signing.dumps([invitation.pk, invitation.sending], salt=INVITATION_SALT)


def invite(invitation: Invitation) -> None:
    pk, sending = invitation.pk, invitation.sending
    transaction.on_commit(lambda: send_invitation.enqueue(pk, sending))


def tell_about_account(user: User, what: str) -> None:
    pk = user.pk
    assert what in ABOUT_ACCOUNT
    transaction.on_commit(lambda: send_about_account.enqueue(pk, what))


@task()
def send_invitation(pk: int, sending: int) -> None:
    """Mail the link, unless the invitation was withdrawn or sent again since."""
    invitation = Invitation.objects.filter(pk=pk, sending=sending).first()
    if invitation is None or invitation.state != State.OPEN:
        return
    mail.send(
        invitation.email,
        template="invitation",
        subject="You are invited to the editorial desk of Wellness",
        context={
            "invitation": invitation,
            "link": settings.SITE_URL + reverse("desk:join", args=[token_of(invitation)]),
            "days": settings.INVITATION_DAYS,
        },
    )


@task()
def send_password_link(email: str) -> None:
    """Mail the way to a new password, where the address has an account that can log in.

    Whoever asked is told the same in either case, and as fast: looking is done here.
    """
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None or not user.has_usable_password():
        return
    if throttle.refused_until([throttle.Key(throttle.MAILS, str(user.pk))]):
        return
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    mail.send(
        user.email,
        template="password",
        subject="A new password for the editorial desk of Wellness",
        context={
            "person": user,
            "link": settings.SITE_URL + reverse("desk:new_password", args=[uid, token]),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
    )


@task()
def send_about_account(pk: int, what: str) -> None:
    user = User.objects.filter(pk=pk).first()
    if user is None:
        return
    subject, sentence = ABOUT_ACCOUNT[what]
    mail.send(
        user.email,
        template="about_account",
        subject=subject,
        context={"person": user, "sentence": sentence},
    )

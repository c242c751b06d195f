"""The second thing that somebody shows at the door: a code of their phone, or one from paper.

The arithmetic of codes is django-otp's, which also refuses a code that was used. How often codes
may be tried is ``authors.throttle``'s. The key of a phone is kept as it is, because the server
has to compute with it; of recovery codes only digests are kept.
"""

import base64
import datetime as dt
import re
import secrets
from typing import Final

import django_otp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from authors import mails, throttle
from authors.models import RecoverySheet, User
from authors.models.doors import RECOVERY_ALPHABET
from authors.models.record import write
from authors.roles import Role

CODES: Final = 10
DEVICE_NAME: Final = "Authenticator app"
NEEDS_ONE: Final = frozenset({Role.MEDICAL_REVIEWER, Role.EDITOR})
"""Roles that approve and publish; administrators count as editors."""

WRONG: Final = (
    "That code is not right. Codes change every thirty seconds, and each is good once: wait for "
    "the next one. If none is taken, check the clock of your phone."
)
WRONG_PASSWORD: Final = "That is not your password."  # noqa: S105 -- a sentence


class NotNow(Exception):
    """Too many codes were tried; the message is the sentence."""

    def __init__(self, until: dt.datetime) -> None:
        wait = throttle.wait_in_words(until)
        super().__init__(f"Too many attempts. Wait {wait}, then try again.")


def is_required(user: User) -> bool:
    """Whether this person may not use the desk without one."""
    return settings.SECOND_FACTOR_REQUIRED and bool(user.roles & NEEDS_ONE)


def phone_of(user: User) -> TOTPDevice | None:
    """The app that gives this person's codes, if they have set one up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def codes_left(user: User) -> int:
    sheet = RecoverySheet.objects.filter(user=user).first()
    return len(sheet.digests) if sheet else 0


def is_given(user: User) -> bool:
    """Whether this session has shown it."""
    return getattr(user, "otp_device", None) is not None


# --- setting up ----------------------------------------------------------------------------------


def new_key() -> str:
    return secrets.token_hex(20)


def unsaved(user: User, key: str) -> TOTPDevice:
    return TOTPDevice(user=user, name=DEVICE_NAME, key=key, confirmed=True)


def key_in_words(key: str) -> str:
    """A key as it is typed into an app, in groups of four."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@transaction.atomic
def set_up(user: User, key: str, code: str) -> tuple[TOTPDevice, list[str]]:
    """Take the key as this person's, because their app shows a right code of it.

    Returns:
        the device, and the recovery codes to be shown once.

    Raises:
        ValidationError: the code is not right, or there is a second factor already.
    """
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    if phone_of(user) is not None:
        raise ValidationError("You have set up a second factor already.")
    with transaction.atomic():
        device = unsaved(user, key)
        device.save()
        right = _digits(code) is not None and device.verify_token(_digits(code))
        if not right:
            transaction.set_rollback(True)
    if not right:
        raise ValidationError(WRONG)
    codes = new_codes(user, by=user)
    write("set_up_second_factor", account=user, by=user)
    mails.tell_about_account(user, "second_factor_set_up")
    return device, codes


@transaction.atomic
def new_codes(user: User, *, by: User) -> list[str]:
    """Ten new recovery codes; the ones before are good no more."""
    codes = [_new_code() for _ in range(CODES)]
    RecoverySheet.objects.update_or_create(
        user=user,
        defaults={
            "name": "Recovery codes",
            "digests": [RecoverySheet.digest(code) for code in codes],
            "made_at": timezone.now(),
        },
    )
    write("new_recovery_codes", account=user, by=by)
    return codes


@transaction.atomic
def remove(user: User, *, by: User) -> None:
    """Take phone and codes away: their owner changes phones, or an administrator helps."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoverySheet.objects.filter(user=user).delete()
    throttle.clear(throttle.code(user))
    write("remove_second_factor", account=user, by=by)
    mails.tell_about_account(user, "second_factor_removed")


# --- showing it ----------------------------------------------------------------------------------


def show(request: HttpRequest, user: User, code: str) -> Device | None:
    """Take a code of the phone or of the paper for this session; None where it is neither.

    Raises:
        NotNow: too many were tried.
    """
    keys = (throttle.code(user), throttle.network(request))
    if until := throttle.refused_until(keys):
        raise NotNow(until)
    device = _match(user, code)
    if device is None:
        return None
    throttle.clear(keys[0])
    throttle.take_back(keys[1])
    # Whoever knew the session before the code was given does not have the one after it.
    request.session.cycle_key()
    django_otp.login(request, device)
    return device


@transaction.atomic
def _match(user: User, code: str) -> Device | None:
    digits = _digits(code)
    if digits is not None:
        phones = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True)
        return next((phone for phone in phones if phone.verify_token(digits)), None)
    sheet = RecoverySheet.objects.select_for_update().filter(user=user).first()
    if sheet is None or not sheet.verify_token(code):
        return None
    write("use_recovery_code", account=user, by=user, note=f"{len(sheet.digests)} left")
    mails.tell_about_account(user, "recovery_code_used")
    return sheet


def _digits(code: str) -> str | None:
    """Six digits, however they were spaced; None for anything else."""
    plain = re.sub(r"[\s-]", "", code)
    return plain if re.fullmatch(r"[0-9]{6}", plain) else None


def _new_code() -> str:
    letters = "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))

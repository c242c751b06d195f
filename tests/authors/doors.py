"""Coming in by the doors of the desk, as a person does: by forms, codes and links."""

from __future__ import annotations

import base64
import datetime as dt
import re
import time
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from authors.models import Throttle, User
from tests.factories import PASSWORD
from tests.reading import Sheet

LOGIN = reverse("admin:login")
CODE = reverse("desk:code")
SECOND_FACTOR = reverse("desk:second_factor")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"


def log_in(
    email: str, password: str = PASSWORD, client: Client | None = None, **extra: Any
) -> tuple[Client, HttpResponse]:
    """Fill in the form for logging in."""
    client = client or Client(headers={"user-agent": FIREFOX})
    return client, client.post(LOGIN, {"username": email, "password": password}, **extra)


def code_of(key: bytes, steps: int = 0) -> str:
    """What an app with this key shows now, or some steps of thirty seconds from now."""
    totp = TOTP(key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def code_for(user: User, steps: int = 0) -> str:
    return code_of(TOTPDevice.objects.get(user=user).bin_key, steps)


def set_up(client: Client) -> list[str]:
    """Set up a second factor with the key on the page; says the recovery codes."""
    page = Sheet(client.get(SECOND_FACTOR))
    key = page.one("//div[@class='steps__key']//code").text
    code = code_of(base64.b32decode(key.replace(" ", "")))
    answer = Sheet(client.post(SECOND_FACTOR, {"code": code}))
    return answer.texts("//ul[@class='recovery']//code")


def let_codes_pass(user: User, steps: int = 3) -> None:
    """The code that was used last was used some steps earlier."""
    TOTPDevice.objects.filter(user=user).update(last_t=F("last_t") - steps)


def let_waits_pass(time: dt.timedelta) -> None:
    """Everything that was counted was counted that much earlier."""
    Throttle.objects.update(until=F("until") - time, last_at=F("last_at") - time)


def link_in(mail: Any) -> str:
    """The address in the plain text of a mail, without the site."""
    found = re.search(r"^https?://[^/]+(/\S+)$", mail.body, re.MULTILINE)
    assert found, mail.body
    return found.group(1)

"""Where somebody is logged in: what is written down about a browser, and how it is put out."""

import datetime as dt
import re
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from authors.models import DeskSession, User
from authors.models.record import write
from authors.session_store import ABOUT

COARSE = dt.timedelta(minutes=10)
"""“Last seen” is not more exact than this: it is there to know a browser again, not to watch."""

_BROWSERS = (
    ("Edg(?:e|A|iOS)?/", "Edge"),
    ("OPR/|Opera", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/|FxiOS/", "Firefox"),
    ("Chrome/|CriOS/|Chromium/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux|X11", "Linux"),
)


def device_of(user_agent: str) -> str:
    """A browser and its system in a few words; nothing else of what the browser says is kept."""
    browser = next((name for pattern, name in _BROWSERS if re.search(pattern, user_agent)), "")
    system = next((name for pattern, name in _SYSTEMS if re.search(pattern, user_agent)), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "A browser that doesn’t say which")


def seen(request: HttpRequest) -> None:
    """Write down that this browser was here, where the last time is long enough ago."""
    now = timezone.now()
    about = request.session.get(ABOUT)
    agent = request.headers.get("User-Agent", "")
    if about is None:
        about = {"handle": str(uuid.uuid4()), "begun_at": now.isoformat()}
    elif now - _time(about["seen_at"]) < COARSE and (about["device"] or not agent):
        return
    device = device_of(agent) if agent else about.get("device", "")
    request.session[ABOUT] = {**about, "device": device, "seen_at": now.isoformat()}


def is_too_old(request: HttpRequest) -> bool:
    """Whether somebody logged in so long ago that they have to do it again."""
    about = request.session.get(ABOUT)
    longest = dt.timedelta(days=settings.SESSION_LONGEST_DAYS)
    return about is not None and timezone.now() - _time(about["begun_at"]) > longest


def of(user: User) -> "QuerySet[DeskSession]":
    """Where this person is logged in, the latest seen first."""
    return DeskSession.objects.filter(user=user, expire_date__gt=timezone.now())


@transaction.atomic
def end(session: DeskSession, *, by: User) -> None:
    """Log one browser out, at once."""
    assert session.user is not None  # only sessions of people are listed
    session.delete()
    write("end_session", account=session.user, by=by, note=session.device)


@transaction.atomic
def end_all(user: User, *, by: User, but: str | None = None) -> int:
    """Log somebody out everywhere, except of the session with the key ``but``; says how many."""
    rows = of(user).exclude(session_key=but or "")
    number = rows.count()
    rows.delete()
    if number:
        write("end_sessions", account=user, by=by, note=f"{number} ended")
    return number


def _begin(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A login begins anew, also where somebody else was logged in before in this browser."""
    request.session.pop(ABOUT, None)
    seen(request)


def _time(words: str) -> dt.datetime:
    time = parse_datetime(words)
    assert time is not None  # written by seen()
    return time


def watch() -> None:
    """Note every login, whatever door it came by."""
    user_logged_in.connect(_begin, dispatch_uid="authors.sessions")

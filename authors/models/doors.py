"""What stands at the door of the desk: sessions, counted attempts, recovery codes."""

import hashlib
import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django_otp.models import Device, DeviceManager

RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another."""


class DeskSession(AbstractBaseSession):
    """A browser that somebody logged in with. The row is the session: without it, it is over.

    What is listed is copied from the session's own data each time that it is written
    (``authors.session_store``).
    """

    user = models.ForeignKey(
        "authors.User", on_delete=models.CASCADE, null=True, related_name="desk_sessions"
    )
    handle = models.UUIDField(default=uuid.uuid4, help_text="Names it on a page; opens nothing.")
    device = models.CharField(max_length=100, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        ordering = ("-seen_at",)
        indexes = (models.Index(fields=("handle",), name="desk_session_by_handle"),)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from authors.session_store import SessionStore

        return SessionStore


class Throttle(models.Model):
    """How often something was tried in vain, and until when it may not be tried again."""

    key = models.CharField(max_length=80, unique=True, help_text="A keyed hash of what was tried.")
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} attempts"


class RecoverySheet(Device):
    """The recovery codes of one person, each good once, as a second factor of django-otp.

    Only digests are kept. A code has 79 random bits, so that nobody finds it by trying digests and
    there is nothing to gain by a slow hash.
    """

    objects: ClassVar[DeviceManager] = DeviceManager()

    digests = ArrayField(models.CharField(max_length=64), default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user",), name="one_recovery_sheet_each"),)

    @staticmethod
    def digest(code: str) -> str:
        """Of a code, however it was spaced, hyphenated or capitalised."""
        plain = "".join(c for c in code.lower() if c in RECOVERY_ALPHABET)
        return hashlib.sha256(f"recovery code {plain}".encode()).hexdigest()

    def verify_token(self, token: str) -> bool:
        """Whether it is one of the codes; if so, it is used up."""
        digest = self.digest(token)
        if digest not in self.digests:
            return False
        self.digests = [kept for kept in self.digests if kept != digest]
        self.save(update_fields=["digests"])
        return True

"""Accounts: who can log in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from authors.roles import Role
from wellness.lib.triggers import same_id


class UserManager(BaseUserManager["User"]):
    """Makes accounts; finds them by e-mail whatever the case it was typed in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account. Without a password it cannot log in until one is set.

        Raises:
            ValueError: there is no e-mail address.
        """
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email.strip()), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account that may administer everything (but approve nothing that it wrote)."""
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """An account of the editorial staff, logged in by e-mail address.

    An account is not a public person: those are ``Author`` and ``MedicalReviewer``, each of which
    may have an account. History refers to an account by id *and* by the name it had at the time,
    so deleting an account leaves the history readable.
    """

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150, help_text="As it will stand in the history.")
    is_staff = models.BooleanField(
        "may use the admin", default=False, help_text="Writers, reviewers and editors all need it."
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="Switch off instead of deleting: the person's work stays."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "account"
        verbose_name_plural = "accounts"
        ordering = ("name", "email")
        triggers = (same_id(),)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once_in_any_case",
                violation_error_message="There is already an account with this e-mail address.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new password logs the account out everywhere, and guesses at the old one count no more.

        Whoever changes their own goes on in a session that Django begins anew for them.
        """
        changed = self.pk is not None and getattr(self, "_password", None) is not None
        super().save(*args, **kwargs)
        if changed:
            from authors import throttle

            self.desk_sessions.all().delete()
            throttle.clear(throttle.account(self.email))

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles this account holds. A superuser counts as an editor, never as a clinician."""
        if not self.is_active:
            return frozenset()
        names = set(self.groups.values_list("name", flat=True))
        held = {role for role in Role if role.value in names}
        return frozenset(held | {Role.EDITOR} if self.is_superuser else held)

    @property
    def is_writer(self) -> bool:
        return Role.WRITER in self.roles

    @property
    def is_medical_reviewer(self) -> bool:
        return Role.MEDICAL_REVIEWER in self.roles

    @property
    def is_editor(self) -> bool:
        return Role.EDITOR in self.roles

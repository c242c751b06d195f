"""Forms at the doors of the desk."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from unfold.forms import AdminOwnPasswordChangeForm, AuthenticationForm
from unfold.widgets import BASE_INPUT_CLASSES

from authors import mails, throttle
from authors.doors import known
from authors.models import User
from authors.models.record import write

_INPUT = {"class": " ".join(BASE_INPUT_CLASSES)}


class LoginForm(AuthenticationForm):
    """Address and password; too many in vain have to wait."""

    error_messages: ClassVar[dict[str, Any]] = {
        **AuthenticationForm.error_messages,
        "invalid_login": "This address and this password do not belong together, or the account "
        "is not of the desk. Check both, or set a new password with “Forgot your password?”.",
    }

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username")
        if not email or not self.cleaned_data.get("password") or self.request is None:
            return super().clean()
        of_account = known.key_of(self.request, email) or throttle.account(email)
        of_network = throttle.network(self.request)
        if until := throttle.refused_until([of_account, of_network]):
            wait = throttle.wait_in_words(until)
            raise ValidationError(
                f"Too many attempts to log in. Wait {wait}, then try again, or set a new "
                "password with “Forgot your password?”.",
                code="throttled",
            )
        data = super().clean()
        throttle.clear(of_account)
        throttle.take_back(of_network)
        return data


class ForgottenForm(forms.Form):
    """Asks for the way to a new password."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={**_INPUT, "autocomplete": "username", "autofocus": True}),
    )


class CodeForm(forms.Form):
    """A code of the phone, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=60,
        widget=forms.TextInput(
            attrs={**_INPUT, "autocomplete": "one-time-code", "autofocus": True,
                   "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "Type the code that your app shows."},
    )  # fmt: skip


class PasswordForm(forms.Form):
    """One's own password once more, before something that cannot be taken back."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={**_INPUT, "autocomplete": "current-password"}),
        error_messages={"required": "Type your password."},
    )


class NewPasswordForm(SetPasswordForm):
    """A new password, after the link of a mail."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password2"].label = "The same password again"
        for field in self.fields.values():
            field.widget.attrs.update(_INPUT)

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        write("reset_password", account=user, by=user)
        mails.tell_about_account(user, "password_changed")
        return user


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    """A new password by somebody who knows the old one."""

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        write("change_password", account=user, by=user)
        mails.tell_about_account(user, "password_changed")
        return user


class JoinForm(SetPasswordForm):
    """Name and password of somebody who was invited."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        help_text="As it will stand in the history of what you write and decide.",
        widget=forms.TextInput(attrs={**_INPUT, "autocomplete": "name"}),
        error_messages={"required": "Type your name."},
    )

    field_order = ("name", "new_password1", "new_password2")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password2"].label = "The same password again"
        for field in self.fields.values():
            field.widget.attrs.update(_INPUT)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        self.user.name = name  # a password may not be like it
        return name

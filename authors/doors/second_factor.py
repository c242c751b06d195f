"""Pages of the second factor: setting it up, showing it, new codes, taking it away."""

import django_otp
import segno
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from authors import second_factor, throttle
from authors.doors.forms import CodeForm, PasswordForm
from authors.models import User

PENDING = "second_factor_key"
"""Key of the session under which a key waits for its first right code."""

ALREADY = "You have set up a second factor already."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The page between password and desk."""
    user = request.user
    if not isinstance(user, User) or not user.is_authenticated:
        return redirect("admin:login")
    if second_factor.is_given(user) or second_factor.phone_of(user) is None:
        return HttpResponseRedirect(_after(request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = second_factor.show(request, user, form.cleaned_data["code"])
        except second_factor.NotNow as refusal:
            form.add_error("code", str(refusal))
        else:
            if device is not None:
                _say_how_many_are_left(request, user, device)
                return HttpResponseRedirect(_after(request))
            form.add_error("code", second_factor.WRONG)
    return TemplateResponse(
        request,
        "admin/doors/code.html",
        {
            **admin.site.each_context(request),
            "title": "Second factor",
            "form": form,
            "next": request.POST.get("next") or request.GET.get("next", ""),
        },
    )


def _overview(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    if second_factor.phone_of(user) is not None:
        return _page(request, user)
    key = request.session.setdefault(PENDING, second_factor.new_key())
    form = CodeForm(request.POST or None)
    form.fields["code"].widget.attrs.pop("autofocus", None)
    if request.method == "POST" and form.is_valid():
        until = throttle.refused_until([throttle.code(user)])
        try:
            if until:
                raise ValidationError(str(second_factor.NotNow(until)))
            device, codes = second_factor.set_up(user, key, form.cleaned_data["code"])
        except ValidationError as refusal:
            form.add_error("code", refusal)
        else:
            throttle.clear(throttle.code(user))
            del request.session[PENDING]
            request.session.cycle_key()
            django_otp.login(request, device)
            return _page(request, user, codes=codes, after=_after(request))
    return _page(request, user, form=form, key=key)


def _page(
    request: HttpRequest,
    user: User,
    *,
    form: CodeForm | None = None,
    password: PasswordForm | None = None,
    key: str = "",
    codes: list[str] | None = None,
    after: str = "",
) -> HttpResponse:
    address = drawing = ""
    if key:
        address = second_factor.unsaved(user, key).config_url
        drawing = segno.make(address, error="m").svg_data_uri(
            scale=5, border=4, dark="#000", light="#fff"
        )
    return TemplateResponse(
        request,
        "admin/doors/second_factor.html",
        {
            **admin.site.each_context(request),
            "title": "Second factor",
            "form": form,
            "password_form": password or PasswordForm(),
            "drawing": drawing,
            "address": address,
            "key": second_factor.key_in_words(key) if key else "",
            "codes": codes,
            "left": second_factor.codes_left(user),
            "required": second_factor.is_required(user),
            "must": second_factor.is_required(user) and not codes and bool(key),
            "next": request.POST.get("next") or request.GET.get("next", ""),
            "after": after,
        },
    )


def _new_codes(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    if second_factor.phone_of(user) is None:
        return redirect("desk:second_factor")
    form = PasswordForm(request.POST)
    if not _is_their_password(form, user):
        return _page(request, user, password=form)
    return _page(request, user, codes=second_factor.new_codes(user, by=user))


def _remove(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    if second_factor.phone_of(user) is None:
        return redirect("desk:second_factor")
    form = PasswordForm(request.POST)
    if not _is_their_password(form, user):
        return _page(request, user, password=form)
    second_factor.remove(user, by=user)
    messages.success(request, "Your second factor is removed.")
    return redirect("desk:second_factor")


overview = sensitive_post_parameters()(
    require_http_methods(["GET", "HEAD", "POST"])(admin.site.admin_view(_overview))
)
new_codes = sensitive_post_parameters()(require_POST(admin.site.admin_view(_new_codes)))
remove = sensitive_post_parameters()(require_POST(admin.site.admin_view(_remove)))


def _is_their_password(form: PasswordForm, user: User) -> bool:
    if not form.is_valid():
        return False
    if until := throttle.refused_until([throttle.code(user)]):
        form.add_error("password", str(second_factor.NotNow(until)))
        return False
    if not user.check_password(form.cleaned_data["password"]):
        form.add_error("password", second_factor.WRONG_PASSWORD)
        return False
    throttle.clear(throttle.code(user))
    return True


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin lets nobody else in
    return request.user


def _say_how_many_are_left(request: HttpRequest, user: User, device: object) -> None:
    if device == second_factor.phone_of(user):
        return
    left = second_factor.codes_left(user)
    number = {0: "no recovery code is", 1: "one recovery code is"}.get(
        left, f"{left} recovery codes are"
    )
    page = reverse("desk:second_factor")
    messages.warning(
        request,
        f"You used a recovery code; {number} left. New ones, or another phone, are set up under "
        f"“Second factor” in your menu ({page}).",
    )


def _after(request: HttpRequest) -> str:
    """Where somebody wanted to go; the start of the desk where that is not of this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url("admin:index")

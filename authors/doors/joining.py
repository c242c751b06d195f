"""The page behind the link of an invitation."""

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import get_text_list
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from authors import invitations
from authors.doors.forms import JoinForm
from authors.doors.passwords import door
from authors.models import User
from authors.roles import Role


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Name and password of somebody invited; then they are logged in."""
    invitation = invitations.behind(token)
    context = door(request, "Join the desk")
    if invitation is None:
        return _answer(request, context, status=410)
    form = JoinForm(User(email=invitation.email), request.POST or None)
    form.initial["name"] = invitation.name
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(
                token,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["new_password1"],
            )
        except invitations.Gone:
            return _answer(request, context, status=410)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            login(request, user)
            return redirect("admin:index")
    roles = get_text_list([Role(role).label.lower() for role in invitation.roles], "and")
    return _answer(
        request, {**context, "form": form, "invitation": invitation, "roles": roles}, status=200
    )


def _answer(request: HttpRequest, context: dict[str, object], *, status: int) -> HttpResponse:
    return TemplateResponse(request, "admin/doors/join.html", context, status=status)

"""Vouching for a credential: what the screen says about it, and the page where an editor does it.

A verification is of exactly the facts that the editor saw. The page sends their fingerprint back,
so facts changed by somebody else in the meantime are not vouched for unseen; the database voids a
verification when the facts change afterwards.
"""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from authors.models import Credential, MedicalReviewer, User
from authors.models.credentials import FACTS
from wellness.lib import dates

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin


def person(request: HttpRequest) -> User:
    """The account behind a request; the admin lets nobody else in."""
    user = request.user
    assert isinstance(user, User)
    return user


def summary(credential: Credential) -> str:
    """The state of a credential today, in a few words."""
    today = timezone.now().date()
    if credential.verified_at is None:
        return "not verified"
    if credential.valid_from > today:
        return f"verified, valid from {date_format(credential.valid_from)}"
    if credential.valid_until is None:
        return "verified, without an end"
    ended = credential.valid_until < today
    return f"{'ended' if ended else 'verified, until'} {date_format(credential.valid_until)}"


def state_of(credential: Credential, viewer: User) -> SafeString:
    """Who verified it and when, or the way to do it, or why the viewer can't."""
    if credential.verified_at is not None:
        return format_html(
            '<span class="mark mark--good">Verified</span> by {} on {}.',
            credential.verified_by_name,
            dates.clock(credential.verified_at),
        )
    reason = credential.refusal_to_verify(viewer)
    if reason:
        return format_html(
            '<span class="mark mark--open">Not verified</span> '
            '<button class="button" type="button" disabled aria-describedby="why-{}">Verify…'
            '</button> <span id="why-{}">{}</span>',
            credential.pk,
            credential.pk,
            reason,
        )
    return format_html(
        '<span class="mark mark--open">Not verified</span> <a class="button" href="{}">Verify…</a>',
        reverse("admin:authors_credential_verify", args=[credential.pk]),
    )


def fingerprint(credential: Credential) -> str:
    """A hash of what a verification vouches for: the facts, and whose they are."""
    holder = credential.reviewer
    facts = [getattr(credential, name) for name in FACTS]
    seen = "\x1f".join(str(fact) for fact in (*facts, holder.name, holder.user_id))
    return hashlib.sha256(seen.encode()).hexdigest()


def _found(pk: int, *, lock: bool) -> Credential:
    """The credential with its holder; locked against changes of either where somebody vouches.

    Raises:
        Http404: there is none.
    """
    rows = Credential.objects.select_related("reviewer__user")
    credential = rows.filter(pk=pk).first()
    if credential is not None and lock:
        # The holder first, as a change of the holder does that voids verifications.
        MedicalReviewer.objects.select_for_update().get(pk=credential.reviewer_id)
        credential = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if credential is None:
        raise Http404("There is no such credential.")
    return credential


def view(model_admin: "ModelAdmin") -> Callable[[HttpRequest, int], HttpResponse]:
    """The page on which an editor confirms that they checked a credential with its issuer."""

    @transaction.atomic
    def verify(request: HttpRequest, pk: int) -> HttpResponse:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        credential = _found(pk, lock=request.method == "POST")
        reason = credential.refusal_to_verify(person(request))
        back = reverse("admin:authors_medicalreviewer_change", args=[credential.reviewer_id])
        warning = ""
        if request.method == "POST" and not reason:
            if request.POST.get("facts") == fingerprint(credential):
                credential.verify(by=person(request))
                model_admin.log_change(
                    request, credential.reviewer, f"Verified the credential “{credential}”."
                )
                model_admin.message_user(request, f"“{credential}” is verified.", level="success")
                return HttpResponseRedirect(back)
            warning = (
                "This credential was changed while you were looking at it. Nothing was verified: "
                "check what it says now."
            )
        status = 403 if reason and request.method == "POST" else 200
        return TemplateResponse(
            request,
            "admin/authors/credential/verify.html",
            {
                **model_admin.admin_site.each_context(request),
                "title": "Verify a credential",
                "opts": model_admin.opts,
                "original": credential.reviewer,
                "credential": credential,
                "summary": summary(credential),
                "facts": fingerprint(credential),
                "reason": reason,
                "warning": warning,
                "back": back,
            },
            status=409 if warning else status,
        )

    return verify

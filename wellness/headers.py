"""What a page may load and do, said to the browser in headers.

Two policies, chosen by address. Public pages are strict: everything comes from this site and no
markup can run script. The admin allows what its editor (CKEditor 4 writes inline handlers and
styles) and its interface (Alpine evaluates expressions) need, and lets itself be framed by itself
for the preview of an article. A view may set its own Content-Security-Policy; then it stays.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

ADMIN_POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    # The editor shows a picture that was just pasted, and its icons, as data and blobs.
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'self'",
    "frame-ancestors": "'self'",
}

PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
)


def written(policy: dict[str, str]) -> str:
    """A policy as the value of the Content-Security-Policy header."""
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


class HeadersMiddleware:
    """Adds Content-Security-Policy and Permissions-Policy to every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.public = written(PUBLIC_POLICY)
        self.admin = written(ADMIN_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        in_admin = request.path_info.startswith(reverse("admin:index"))
        response.headers.setdefault(
            "Content-Security-Policy", self.admin if in_admin else self.public
        )
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if in_admin:
            # Django says DENY for every response that doesn't say something else.
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response

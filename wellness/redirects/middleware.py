"""Sends readers of an old address on, where nothing else answered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from wellness.lib.pages import MovedForEver
from wellness.redirects.rules import leading_from


class OldAddressMiddleware:
    """Turns a 404 into a 301 where an old address is known: one query for each 404, none else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            response.status_code != 404
            or request.method not in {"GET", "HEAD"}
            or request.path_info.startswith(reverse("admin:index"))
        ):
            return response
        row = leading_from(request.path_info, request.META.get("QUERY_STRING", ""))
        if row is None:
            return response
        if "?" in row.path:  # the query was part of the old address, and means nothing at the new
            return HttpResponsePermanentRedirect(row.leads_to)
        return MovedForEver(request, row.leads_to)

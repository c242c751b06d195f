"""How requests come in and problems go out: reading only, from any site, JSON or a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

METHODS: Final = "GET, HEAD, OPTIONS"
PROBLEM: Final = "application/problem+json"


class Gone(Exception):
    """What was asked for was withdrawn; says the public notice."""


def problem(status: int, detail: str) -> HttpResponse:
    """An error as RFC 9457 writes it."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=PROBLEM, status=status)


def door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view behind it answers GET and HEAD; whatever else comes is answered here."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(view, request, *args, **kwargs)
        # Everything here is public, so every site's script may read it.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        return response

    # Nothing is changed here, and nobody is logged in: a token would guard nothing.
    opened.csrf_exempt = True  # type: ignore[attr-defined]
    return opened


def _answer(
    view: Callable[..., HttpResponseBase], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    method = request.method
    if method == "OPTIONS":
        return HttpResponse(
            status=204,
            headers={
                "Allow": METHODS,
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": "If-None-Match",
                "Access-Control-Max-Age": "86400",
            },
        )
    if method not in {"GET", "HEAD"}:
        response = problem(405, f"This API is for reading: it answers {METHODS}.")
        response.headers["Allow"] = METHODS
        return response
    if not request.accepts("application/json"):
        return problem(406, "This API speaks JSON only: accept application/json, or any type.")
    # The library knows GET only; the server leaves out the body of an answer to HEAD.
    request.method = "GET"
    try:
        return view(request, *args, **kwargs)
    except Http404 as error:
        return problem(404, str(error) or "There is nothing at this address.")
    finally:
        request.method = method


def missing(request: HttpRequest, rest: str = "", **kwargs: Any) -> HttpResponse:
    """The answer at addresses that the API doesn't have."""
    slash = " Its addresses have no slash at the end." if rest.endswith("/") else ""
    raise Http404(f"The API has nothing at this address; /api/ describes it.{slash}")

"""The one place where text is declared safe to print as it stands.

Everything else that reaches a page is escaped by the templates. A test fails on `mark_safe` and
`|safe` anywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from wellness.lib.absolute_links import with_absolute_links
from wellness.lib.body_pictures import Sources, with_copies

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def stored_body(body: str) -> SafeString:
    """The body of a revision, printed verbatim.

    It was cleaned by the allow-list of `rich_text` when the revision was written, its bytes are
    under the digest, and the database refuses to change them: cleaning it again here could only
    show readers something else than what was approved.
    """
    return mark_safe(body)


def shown_body(body: str, pictures: Mapping[str, Sources]) -> SafeString:
    """The body of a revision with a choice of sizes for its pictures; not a word changes."""
    return mark_safe(with_copies(body, pictures))


def body_elsewhere(body: str, page: str) -> SafeString:
    """The body of a revision for another program, its addresses whole; nothing else changes."""
    return mark_safe(with_absolute_links(body, page))


def marked_difference(html: str) -> SafeString:
    """What `html_diff` wrote: the allow-list of bodies and the marks of a difference went last."""
    return mark_safe(html)


def data_block(data: Any) -> SafeString:
    """A JSON-LD script element: data, which no browser executes.

    The three characters that could end the element or begin a comment in it are written as
    escapes of JSON, as Django's `json_script` does. Content-Security-Policy is not concerned with
    data blocks: a browser gives up on the element by its type before it asks the policy.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')

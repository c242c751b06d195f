"""Site-wide pages: the cover, and uploaded pictures."""

import re
from typing import Final

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import etag, require_safe

from articles import public as read
from articles import structured_data
from wellness.lib import pages

_NAME: Final = re.compile(
    r"(?:[a-z0-9_-]{1,64}/){1,4}(?P<hash>[0-9a-f]{64})(?P<suffix>\.[a-z0-9]{1,5})"
)
"""A picture under the name that is made from its bytes; see ``wellness.lib.images``."""

PICTURES: Final = {
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
}
"""What uploads become, and so all that is ever served from among them."""

TAGLINE = "Health, checked word for word"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The cover: a lead story, the latest, what was reviewed last, and every topic."""
    front = read.front_page()
    about = (
        "A magazine about health in which every article stands exactly as a named person "
        "approved it, and anybody can check that."
    )
    return pages.public(
        request,
        "home.html",
        {"front": front},
        path="/",
        share_title=f"Wellness: {TAGLINE.lower()}",
        description=about,
        graph=structured_data.listing(
            "/", "Wellness", about, [*([front.lead] if front.lead else []), *front.latest]
        ),
        picture=front.lead.hero if front.lead else None,
        accent=front.lead.topic.accent if front.lead else "clay",
    )


def _hash_in_name(request: HttpRequest, name: str) -> str | None:
    found = _NAME.fullmatch(name)
    return f'"{found["hash"]}"' if found else None


@require_safe
@etag(_hash_in_name)
def media(request: HttpRequest, name: str) -> FileResponse:
    """An uploaded picture, under the name that is made from its bytes: it never changes.

    A server in front may answer these addresses from the media folder by itself.
    """
    wanted = _NAME.fullmatch(name)
    kind = PICTURES.get(wanted["suffix"]) if wanted else None
    if kind is None:
        raise Http404("Only pictures are served from here.")
    try:
        file = default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise Http404("There is no such picture.") from None
    response = FileResponse(file, content_type=kind)
    # Should a file ever be looked at as a document: it may load and run nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

"""Pages for the stories about the editor: one field, and hostile vectors after cleaning."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Template
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from tests.wellness.lib.hostile import ALL
from wellness.headers import ADMIN_POLICY, written
from wellness.lib.editor import RichTextWidget
from wellness.lib.images import BadImage, clean_image
from wellness.lib.rich_text import clean

PAGE = Template(
    """<!DOCTYPE html><html lang="en" class="{{ theme }}"><head><meta charset="utf-8">
    <title>Editor</title><link rel="icon" href="data:,">{{ form.media }}
    <style>body { font: 16px system-ui; margin: 2rem } .dark body { background: #111; color: #eee }
    </style></head><body><main><h1>Editor</h1><form method="post">
    <input type="hidden" name="csrfmiddlewaretoken" value="a-token">
    {{ form }}<button>Save</button></form></main></body></html>"""
)


@csrf_exempt
def editor(request: HttpRequest) -> HttpResponse:
    """One field; `?editors=1` shows the source button, `?theme=dark` the dark admin."""

    class BodyForm(forms.Form):
        body = forms.CharField(
            label="Text", widget=RichTextWidget(editors="editors" in request.GET)
        )

    initial = {"body": request.GET.get("body", "<p>One two three.</p>")}
    context = {"form": BodyForm(initial=initial), "theme": request.GET.get("theme", "")}
    response = HttpResponse(PAGE.render(Context(context)))
    response["Content-Security-Policy"] = written(ADMIN_POLICY)
    return response


@csrf_exempt  # the page has no session; what the editor sends as its token is asserted instead
def upload(request: HttpRequest) -> JsonResponse:
    """As the admin's view: the picture's address and size, or a sentence."""
    assert request.headers["X-CSRFToken"] == "a-token"
    try:
        clean_upload = clean_image(request.FILES["upload"])
    except BadImage as refusal:
        return JsonResponse({"uploaded": 0, "error": {"message": str(refusal)}}, status=400)
    UPLOADED[clean_upload.sha256] = clean_upload.content
    answer: dict[str, Any] = {
        "uploaded": 1,
        "url": f"/media/articles/{clean_upload.sha256}.webp",
        "width": clean_upload.width,
        "height": clean_upload.height,
    }
    return JsonResponse(answer)


UPLOADED: dict[str, bytes] = {}
ONE_PIXEL = clean_image(
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
).content


def media(request: HttpRequest, name: str) -> HttpResponse:
    """Any picture that a text asks for."""
    digest = name.rpartition("/")[2].partition(".")[0]
    return HttpResponse(UPLOADED.get(digest, ONE_PIXEL), content_type="image/webp")


def hostile(request: HttpRequest) -> HttpResponse:
    """Every vector, cleaned, on a page whose policy would let each of them run."""
    vectors = VECTORS[int(request.GET.get("from", 0)) : int(request.GET.get("to", 10_000))]
    bodies = "".join(f"<article>{clean(vector)}</article>\n" for vector in vectors)
    response = HttpResponse(
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Hostile</title>"
        "<link rel=icon href=data:,>"
        "<script>window.ran = 0; window.owned = () => { window.ran += 1 }</script>"
        f"<main>{bodies}</main></html>"
    )
    response["Content-Security-Policy"] = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'"
    return response


VECTORS: list[str] = [*ALL]

admin = (
    [path("", editor, name="index"), path("upload/", upload, name="articles_image_upload")],
    "admin",
)
urlpatterns = [
    path("editor/", editor),
    path("hostile/", hostile),
    path("media/<path:name>", media),
    path("admin/", include(admin)),
]

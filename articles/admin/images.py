"""The image library, and the address to which the editor sends pictures."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextInputWidget

from articles import library, shown
from articles.admin import access
from articles.admin.listing import DeskFilter
from articles.admin.text.forms import DayField
from articles.models import Image
from articles.models.image import SOON
from wellness.lib.images import MAX_BYTES, MAX_EDGE, MAX_PIXELS
from wellness.lib.text import human_bytes

TAKEN = (
    f"JPEG, PNG, WebP or GIF of up to {human_bytes(MAX_BYTES)} and "
    f"{MAX_PIXELS // 1_000_000} megapixels. It is kept without the place and the camera it was "
    f"taken with, at most {MAX_EDGE:,} pixels wide or high."
)


WORDS = ("title", "alt", "decorative", "caption")
RIGHTS = ("credit", "licence", "expires_on")


class ImageForm(forms.ModelForm):
    """A picture with its words. Only a new one has a file input: a picture never changes."""

    title = forms.CharField(
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="For staff: how you will find this picture again. "
        "Empty: made from the name of the file.",
    )

    expires_on = DayField(
        label="Last day of the licence",
        required=False,
        # The browser's own calendar: the one of the admin has targets too small for a finger.
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": " ".join(INPUT_CLASSES)}
        ),
        help_text=Image._meta.get_field("expires_on").help_text,
    )

    class Meta:
        model = Image
        fields = (
            *("file", "title", "alt", "decorative", "caption", "credit", "licence"),
            *("expires_on", "focus_x", "focus_y"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & {"focus_x", "focus_y"}:
            self.fields[name].required = False
        if "file" in self.fields:
            self.fields["file"].help_text = TAKEN

    def clean_file(self) -> Any:
        cleaned = self.cleaned_data["file"]
        there = library.kept(cleaned)
        if there is not None:
            raise ValidationError(
                format_html(
                    'This picture is in the library already: <a href="{}">“{}”</a>. '
                    "Pictures are kept once; use that one.",
                    reverse("admin:articles_image_change", args=[there.pk]),
                    there.title,
                )
            )
        return cleaned

    def clean_focus_x(self) -> int:
        return self._focus("focus_x")

    def clean_focus_y(self) -> int:
        return self._focus("focus_y")

    def _focus(self, name: str) -> int:
        """What was entered; where that is nothing, what was there before."""
        entered: int | None = self.cleaned_data[name]
        before: int = getattr(self.instance, name)
        return before if entered is None else entered

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"].strip()
        upload = self.files.get(self.add_prefix("file"))
        return title or (library.title_from(upload.name or "") if upload else self.instance.title)


class NeedFilter(DeskFilter):
    """Pictures with which somebody has something to do."""

    title = "Which"
    parameter_name = "which"
    everything = "All pictures"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("without-words", "Without alternative text"),
            ("expiring", f"Licence ended, or ends within {SOON.days} days"),
            ("unused", "Not used anywhere"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        match self.value():
            case "without-words":
                return queryset.filter(pk__in=library.without_words().values("pk"))
            case "expiring":
                return queryset.filter(pk__in=library.expiring().values("pk"))
            case "unused":
                return queryset.filter(pk__in=library.unused().values("pk"))
        return queryset


@admin.register(Image)
class ImageAdmin(ModelAdmin):
    """Pictures are added and described; they are neither replaced nor deleted."""

    form = ImageForm
    list_display = ("thumbnail", "name", "words", "credited", "terms", "uploaded")
    list_filter = (NeedFilter,)
    list_display_links = ("thumbnail", "name")
    search_fields = ("title", "alt", "caption", "credit", "licence", "file")
    list_select_related = ("uploaded_by",)
    list_per_page = 40
    date_hierarchy = None
    warn_unsaved_form = True
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("picture", "size", "where_used")}),
        (
            "Focus",
            {
                "fields": (("focus_x", "focus_y"),),
                "description": "Where a page shows only a part of the picture, this place stays. "
                "Click on it in the picture above, or fill in the numbers.",
            },
        ),
        ("Words that go with it", {"fields": WORDS}),
        ("Rights", {"fields": RIGHTS}),
    )
    add_fieldsets: ClassVar[Any] = (
        (None, {"fields": ("file",)}),
        ("Words that go with it", {"fields": WORDS}),
        ("Rights", {"fields": RIGHTS}),
    )
    readonly_fields = ("picture", "size", "where_used")

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-screens.css",)}
        js: ClassVar[tuple[Any, ...]] = (forms.Script("js/admin-focus.js", type="module"),)

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """Nobody deletes a picture: revisions show it, and they stay for ever."""
        return False

    def get_urls(self) -> list[URLPattern]:
        upload = path("upload/", require_POST(self.upload_view), name="articles_image_upload")
        return [upload, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        """Pictures with the addresses of their smaller copies, in the same query."""
        return super().get_queryset(request).annotate(facts=shown.facts_of("sha256"))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Image | None:
        """The picture, which remembers who looks at it: that decides which articles are named."""
        image: Image | None = super().get_object(request, object_id, from_field)
        if image is not None:
            image.seen_by = access.person(request)  # type: ignore[attr-defined]
        return image

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by = access.person(request)
        super().save_model(request, obj, form, change)

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take a picture that was dropped into the text, and answer as CKEditor 4 expects.

        CKEditor shows the sentence of a refusal only when the answer is a 200; what the person
        may not do at all is a 403.
        """
        if not self.admin_site.has_permission(request):
            return _refused("You are not logged in any more: log in, then try again.", status=403)
        if not self.has_add_permission(request):
            return _refused("Your role does not include uploading pictures.", status=403)
        upload = request.FILES.get("upload")
        if upload is None:
            return _refused("No file arrived. Please choose a picture and try again.")
        try:
            image = library.take(upload, by=access.person(request))
        except ValidationError as error:
            return _refused(library.sentence(error))
        return JsonResponse(
            {
                "uploaded": 1,
                "fileName": image.title,
                "url": image.file.url,
                "width": image.width,
                "height": image.height,
            }
        )

    # --- what the screens show -------------------------------------------------------------------

    @display(description="Picture")
    def thumbnail(self, image: Image) -> SafeString:
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
            shown.thumbnail(image.facts) or image.file.url,  # type: ignore[attr-defined]
            image.alt or image.title,
            image.width,
            image.height,
        )

    @display(description="Title", ordering="title")
    def name(self, image: Image) -> SafeString:
        return format_html(
            '{}<br><span class="faint">{} × {}</span>', image.title, image.width, image.height
        )

    @display(description="Alternative text", ordering="alt")
    def words(self, image: Image) -> SafeString | str:
        if image.alt:
            return image.alt
        if image.decorative:
            return format_html('<span class="faint">{}</span>', "Decorative")
        return format_html('<span class="mark mark--bad">{}</span>', "Missing")

    @display(description="Credit", ordering="credit")
    def credited(self, image: Image) -> SafeString | str:
        return image.credit or format_html('<span class="faint">{}</span>', "No credit")

    @display(description="Licence", ordering="expires_on")
    def terms(self, image: Image) -> SafeString | str:
        if image.expires_on is None:
            return image.licence
        over = image.expires_on < timezone.localdate()
        return format_html(
            '{}<br><span class="{}">{} {}</span>',
            image.licence,
            "mark mark--bad" if over else "mark" if _soon(image.expires_on) else "faint",
            "Ended on" if over else "Until",
            date_format(image.expires_on, "j M Y"),
        )

    @display(description="Uploaded", ordering="uploaded_at")
    def uploaded(self, image: Image) -> SafeString:
        return format_html(
            '{}<br><span class="faint">{}</span>',
            image.uploaded_by or "A former account",
            date_format(timezone.localtime(image.uploaded_at), "j M Y"),
        )

    @display(description="Picture")
    def picture(self, image: Image) -> SafeString:
        return format_html(
            '<div class="focus" data-focus><img class="picture" src="{0}" alt="{1}" width="{2}" '
            'height="{3}"></div><a class="text-link" href="{0}">See it in full size</a>',
            image.file.url,
            image.alt or image.title,
            image.width,
            image.height,
        )

    @display(description="Facts")
    def size(self, image: Image) -> SafeString:
        return format_html(
            "{} × {} pixels, {}.<br>Uploaded by {} on {}.<br>"
            "<span class='faint'>A picture is never replaced: upload another one instead.</span>",
            image.width,
            image.height,
            _bytes(image),
            image.uploaded_by or "a former account",
            date_format(timezone.localtime(image.uploaded_at)),
        )

    @display(description="Where it is used")
    def where_used(self, image: Image) -> SafeString:
        found = library.uses(image, seen_by=image.seen_by)  # type: ignore[attr-defined]
        return loader.render_to_string("admin/articles/image/_uses.html", {"uses": found})


def _soon(day: dt.date) -> bool:
    return day <= timezone.localdate() + SOON


def _bytes(image: Image) -> str:
    try:
        return human_bytes(image.file.size)
    except FileNotFoundError:
        return "but its file is missing from the media folder"


def _refused(sentence: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=status)

"""A model field for pictures that holds only what ``clean_image`` made of an upload.

Whatever door a file comes through (form, command, code), it is checked by content, stripped of
its metadata and encoded anew before it is stored, under a name made from its own bytes: a stored
picture never changes, so a page that shows it shows the same picture for ever.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import ImageFieldFile

from wellness.lib.images import (
    MAX_BYTES,
    MAX_PIXELS,
    BadImage,
    CleanImage,
    clean_image,
    content_path,
)


def as_file(clean: CleanImage) -> ContentFile[bytes]:
    """A picture that was encoded here, as the file that the field stores as it is."""
    file = ContentFile(clean.content, name=f"{clean.sha256}.{clean.extension}")
    file.is_clean_image = True  # type: ignore[attr-defined]
    return file


class CleanImageFormField(forms.FileField):
    """A file input whose value is the cleaned picture; a bad one gets a sentence."""

    widget = forms.ClearableFileInput

    def __init__(self, *, max_edge: int = 2400, **kwargs: Any) -> None:
        self.max_edge = max_edge
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        """The upload as a cleaned file, or nothing where none was sent."""
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            clean = clean_image(
                upload, max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS, max_edge=self.max_edge
            )
        except BadImage as bad:
            raise ValidationError(str(bad), code="bad_image") from bad
        return as_file(clean)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {
            "accept": "image/jpeg,image/png,image/webp,image/gif"
        }


class CleanImageField(models.ImageField):
    """An image column; see the module.

    Args:
        prefix: the folder below the media root.
        max_edge: longest side in pixels; a larger picture is scaled down.
    """

    attr_class = ImageFieldFile

    def __init__(self, *args: Any, prefix: str = "images", max_edge: int = 2400, **kwargs: Any):
        self.prefix = prefix
        self.max_edge = max_edge
        kwargs.setdefault("max_length", 160)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"prefix": self.prefix, "max_edge": self.max_edge}

    def formfield(self, **kwargs: Any) -> Any:
        settings: dict[str, Any] = {"form_class": CleanImageFormField, "max_edge": self.max_edge}
        return super().formfield(**settings | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Clean an uncommitted file and store it under the name of its content.

        Raises:
            BadImage: the file is not a picture that we take.
        """
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            content, name = self._clean(file.file)
            if not file.storage.exists(name):
                file.storage.save(name, ContentFile(content))
            setattr(model_instance, self.attname, name)
        return getattr(model_instance, self.attname)

    def _clean(self, file: Any) -> tuple[bytes, str]:
        """The bytes to store and the name that they get; a form's clean file is taken as it is."""
        if getattr(file, "is_clean_image", False):
            file.seek(0)
            sha256, _, extension = file.name.partition(".")
            return file.read(), content_path(self.prefix, sha256, extension)
        clean = clean_image(
            file, max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS, max_edge=self.max_edge
        )
        return clean.content, content_path(self.prefix, clean.sha256, clean.extension)

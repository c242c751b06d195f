"""A field that finds rows by typing and keeps them in order.

It works by keyboard and reads well aloud: the chosen rows are a list with buttons, the search is a
combobox as the ARIA authoring practices describe it. The rows to choose from come from
`articles.admin.text.choices`, so a list of ten thousand costs nothing until somebody types.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from articles.admin.text.choices import SOURCES, Choice


class Picker(forms.Widget):
    """Chosen rows with buttons, and a search for more."""

    choices: Iterable[Any] = ()

    def __init__(self, *, source: str, noun: str, many: bool) -> None:
        super().__init__()
        self.source, self.noun, self.many = source, noun, many

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, Any], name: str
    ) -> list[str] | str:
        get = getattr(data, "getlist", None)
        values = get(name) if get else data.get(name, [])
        values = [values] if isinstance(values, str) else list(values)
        values = [value for value in values if value]
        if self.many:
            return values
        return values[-1] if values else ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # nothing chosen sends nothing

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_search" if id_ else id_

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        attrs = {**self.attrs, **(attrs or {})}
        keys = value if isinstance(value, list | tuple | QuerySet) else [value]
        keys = [key.pk if isinstance(key, Model) else key for key in keys if key]
        return render_to_string(
            "admin/articles/_picker.html",
            {
                "name": name,
                "id": attrs.pop("id", f"id_{name}"),
                "described": attrs.pop("aria-describedby", ""),
                "invalid": attrs.pop("aria-invalid", ""),
                "attrs": attrs,
                "chosen": self._chosen(keys),
                "source": self.source,
                "noun": self.noun,
                "many": self.many,
            },
        )

    def _chosen(self, keys: list[Any]) -> list[Choice]:
        """The rows behind the keys, in their order; what doesn't exist is left out."""
        wanted = [str(key) for key in keys if str(key).isdecimal()]
        found = {choice.key: choice for choice in SOURCES[self.source].named(wanted)}
        return [found[key] for key in wanted if key in found]


class OrderedField(forms.ModelMultipleChoiceField):
    """Rows in the order in which they were chosen."""

    def __init__(self, queryset: QuerySet[Any], *, source: str, noun: str, **kwargs: Any) -> None:
        kwargs["widget"] = Picker(source=source, noun=noun, many=True)
        kwargs.setdefault(
            "error_messages",
            {"invalid_choice": f"This {noun} can't be chosen (any more): remove it to go on."},
        )
        super().__init__(queryset, **kwargs)

    def clean(self, value: Any) -> list[Any]:  # type: ignore[override]
        found = {str(row.pk): row for row in super().clean(value)}
        return [
            found[key] for key in dict.fromkeys(str(key) for key in value or []) if key in found
        ]


class SingleField(forms.ModelChoiceField):
    """One row or none."""

    def __init__(self, queryset: QuerySet[Any], *, source: str, noun: str, **kwargs: Any) -> None:
        kwargs["widget"] = Picker(source=source, noun=noun, many=False)
        super().__init__(queryset, **kwargs)

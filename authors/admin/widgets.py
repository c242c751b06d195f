"""Inputs of the people's forms that Django has no widget for."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template import loader
from django.utils.safestring import SafeString

from authors.models.people import check_links
from authors.roles import ROLES


class FromProjectTemplates:
    """Renders a widget from ``templates/``; Django's forms look into applications only."""

    def _render(
        self, template_name: str, context: Mapping[str, Any], renderer: Any = None
    ) -> SafeString:
        return loader.render_to_string(template_name, dict(context))


class RoleBoxes(FromProjectTemplates, forms.CheckboxSelectMultiple):
    """A check box for each role, with what the role is for."""

    template_name = "admin/widgets/_roles.html"

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-people.css",)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        purposes = {row.role.value: row.purpose for row in ROLES}
        options = [option for _, group, _ in context["widget"]["optgroups"] for option in group]
        for option in options:
            option["purpose"] = purposes[option["value"]]
        context["widget"]["options"] = options
        return context


class LinksWidget(FromProjectTemplates, forms.Widget):
    """Rows of a label and an address, always with an empty one to write into."""

    template_name = "admin/widgets/_links.html"
    spare = 2

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-people.css",)}
        js = (forms.Script("js/admin-links.js", type="module"),)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [row for row in value or [] if isinstance(row, dict)]
        blank = {"label": "", "url": ""}
        context["widget"]["rows"] = [*rows, *(blank for _ in range(self.spare))]
        return context

    def format_value(self, value: Any) -> Any:
        return value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        pairs = zip(data.getlist(f"{name}-label"), data.getlist(f"{name}-url"), strict=False)
        return [
            {"label": label.strip(), "url": url.strip()}
            for label, url in pairs
            if label.strip() or url.strip()
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-url" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-1"


class LinksField(forms.Field):
    """A list of links, each ``{"label": …, "url": …}``; rows left empty are left out."""

    widget = LinksWidget

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows = value or []
        for row in rows:
            if "://" not in row["url"] and "." in row["url"] and " " not in row["url"]:
                row["url"] = f"https://{row['url']}"
        check_links(rows)
        if self.required and not rows:
            raise ValidationError(self.error_messages["required"], code="required")
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != (data or [])

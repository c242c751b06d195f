"""How much each check matters in a topic: a row of choices on the topic's page."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.checks.findings import Level
from articles.checks.models import TopicCheck
from articles.checks.registry import BY_NAME, CHECKS, Check
from articles.checks.report import levels_of
from articles.models import Topic
from authors.admin.widgets import FromProjectTemplates

USUAL = ""
"""The choice that leaves a check at its usual level, also when that changes one day."""


def _choices(check: Check) -> list[tuple[str, str]]:
    usual = (USUAL, f"As usual: {check.level.label.lower()}")
    return [usual, *((level.value, level.label) for level in check.may_be)]


class LevelsWidget(FromProjectTemplates, forms.Widget):
    """A select for each check."""

    template_name = "admin/widgets/_check_levels.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value or {}
        context["widget"]["rows"] = [
            {
                "name": f"{name}_{check.name}",
                "id": f"id_{name}_{check.name}",
                "title": check.title,
                "purpose": " ".join((check.look.__doc__ or "").partition("\n\n")[0].split()),
                "choices": _choices(check),
                "chosen": chosen.get(check.name, USUAL),
            }
            for check in CHECKS
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """The levels by the name of the check; a check that was not sent stays as it is."""
        keys = {check.name: f"{name}_{check.name}" for check in CHECKS}
        return {check: data[key] for check, key in keys.items() if key in data}

    def id_for_label(self, id_: str) -> str:
        """None: each select has a label of its own."""
        return ""


class LevelsField(forms.Field):
    """The levels that a topic sets, by the name of the check."""

    widget = LevelsWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        for name, level in value.items():
            check = BY_NAME[name]
            if level not in (USUAL, *check.may_be):
                raise forms.ValidationError(
                    f"“{level[:40]}” is not a level of “{check.title}”: choose another one."
                )
        return dict(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial or {}
        return any(level != before.get(name, USUAL) for name, level in (data or {}).items())


def levels_set_by(topic: Topic) -> dict[str, str]:
    """The levels that a topic sets otherwise than usual."""
    if topic._state.adding:
        return {}
    return {name: level.value for name, level in levels_of(topic).items()}


def keep(topic: Topic, levels: dict[str, str]) -> None:
    """Make the topic's rows say what was chosen."""
    for name, level in levels.items():
        if level == USUAL:
            TopicCheck.objects.filter(topic=topic, check_name=name).delete()
        else:
            TopicCheck.objects.update_or_create(
                topic=topic, check_name=name, defaults={"level": level}
            )


def in_words(topic: Topic) -> str:
    """What the topic sets otherwise than usual, for people who may only read it."""
    levels = levels_set_by(topic)
    said = [
        f"{check.title}: {Level(levels[check.name]).label.lower()}"
        for check in CHECKS
        if check.name in levels
    ]
    return "; ".join(said) or "All as usual"

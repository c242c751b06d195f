"""Who may do what: the roles of the editorial staff as a table.

A role is a Django group. The table below is the only place that fills those groups: it is synced
after every migration, so a permission added by hand to one of them is taken away again.
What a role may do to *one* article in *one* state is decided in ``articles.workflow``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import models


class Role(models.TextChoices):
    """A role; the value is the name of its group."""

    WRITER = "Writer", "Writer"
    MEDICAL_REVIEWER = "Medical reviewer", "Medical reviewer"
    EDITOR = "Editor", "Editor"


@dataclass(frozen=True)
class RoleRow:
    """One line of the table: a role, what it is for, and its permissions on each model."""

    role: Role
    purpose: str
    permissions: tuple[str, ...]


def _on(models_: str, verbs: str) -> tuple[str, ...]:
    """``_on("articles.article articles.image", "view add")`` -> app.verb_model, in order."""
    return tuple(
        f"{label.split('.')[0]}.{verb}_{label.split('.')[1]}"
        for label in models_.split()
        for verb in verbs.split()
    )


_DESK = "articles.reference articles.byline articles.relatedpost"
_HISTORY = "articles.revision articles.factcheck articles.revocation articles.event"
_PEOPLE = "authors.author authors.medicalreviewer authors.credential"

ROLES: tuple[RoleRow, ...] = (
    RoleRow(
        Role.WRITER,
        "drafts articles and hands them in",
        _on("articles.article articles.image", "view add change")
        + _on(_DESK, "view add change delete")
        + _on(_HISTORY + " articles.topic " + _PEOPLE, "view")
        + _on("reports.readerreport", "view"),
    ),
    RoleRow(
        Role.MEDICAL_REVIEWER,
        "checks the facts and decides: approve, or ask for changes",
        _on("articles.article articles.image articles.topic", "view")
        + _on(_DESK + " " + _HISTORY + " " + _PEOPLE, "view"),
    ),
    RoleRow(
        Role.EDITOR,
        "assigns, publishes, schedules and withdraws; keeps topics, people and promotions",
        _on("articles.article articles.image articles.topic", "view add change")
        + _on(_DESK, "view add change delete")
        + _on(_HISTORY, "view")
        + _on("articles.topic", "delete")
        + _on("articles.slugredirect", "view")
        + _on("reports.readerreport", "view")
        + _on(_PEOPLE, "view add change delete")
        + _on("policies.policy", "view change")
        + _on("policies.policyversion", "view")
        + _on("promotions.promotion", "view add change delete")
        + _on("redirects.oldaddress", "view add change delete")
        + _on("authors.user", "view")
        + _on("authors.invitation", "view add"),
    ),
)


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """All permissions that the given roles carry together."""
    wanted = set(roles)
    return frozenset(p for row in ROLES if row.role in wanted for p in row.permissions)


def sync(*, using: str = "default") -> None:
    """Make the groups say exactly what the table says.

    A permission whose model is not migrated yet is left for the next call: ``post_migrate`` comes
    once for each app, and the last call sees them all.
    """
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for row in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=row.role.value)
        group.permissions.set([known[name] for name in row.permissions if name in known])

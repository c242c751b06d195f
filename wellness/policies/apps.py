"""The application that holds the policies."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PoliciesConfig(AppConfig):
    name = "wellness.policies"
    label = "policies"
    verbose_name = "Policies"

    def ready(self) -> None:
        post_migrate.connect(every_kind_is_there, self, dispatch_uid="policies.every_kind")


def every_kind_is_there(**kwargs: Any) -> None:
    """After a migration the desk lists one policy of each kind."""
    from wellness.policies.models import Kind, Policy

    rows = [Policy(kind=kind) for kind in Kind]
    Policy.objects.using(kwargs["using"]).bulk_create(rows, ignore_conflicts=True)

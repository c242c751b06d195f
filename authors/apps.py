from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuthorsConfig(AppConfig):
    name = "authors"
    verbose_name = "People"

    def ready(self) -> None:
        from authors import sessions

        sessions.watch()
        post_migrate.connect(sync_roles, dispatch_uid="authors.sync_roles")


def sync_roles(**kwargs: Any) -> None:
    """Bring the groups in line with the table of roles after every migration.

    It runs after each app's own post_migrate: the permissions of an app exist only once that app
    has been handled, and the apps that come after ``authors`` own most of them.
    """
    from authors.roles import sync

    sync(using=kwargs["using"])

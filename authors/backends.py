"""How accounts log in, and where their permissions come from."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class ByRole(ModelBackend):
    """By password; what somebody may do comes from their roles, which are groups.

    A permission given to an account by hand counts for nothing, so no request looks for one.
    """

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

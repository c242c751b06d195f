"""The accounts of the sample magazine, for trying every role out.

In development they share one password, which is printed wherever they are listed. On a
production site, where `load_sample` has to be forced, they get none and cannot log in.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from wellness.sample import magazine

DEMO_PASSWORD: Final = "sample-magazine"  # noqa: S105 -- meant to be known, development only
ADMINISTRATOR: Final = "Administrator"
"""What `people.yaml` calls a superuser, which is no role of the desk."""


class DemoAccount(NamedTuple):
    """Somebody who can log in to the desk of a sample magazine."""

    email: str
    password: str
    role: str


ACCOUNTS: tuple[DemoAccount, ...] = tuple(
    DemoAccount(account.email, DEMO_PASSWORD, account.role)
    for account in magazine.people().accounts
)

"""The application that holds the checks, and what they need to remember."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "articles.checks"
    label = "checks"
    verbose_name = "Checks"

    def ready(self) -> None:
        from articles.checks import links

        links.watch()

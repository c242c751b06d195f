"""The application that holds old addresses."""

from django.apps import AppConfig


class RedirectsConfig(AppConfig):
    name = "wellness.redirects"
    label = "redirects"
    verbose_name = "Old addresses"

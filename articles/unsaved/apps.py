"""The application that holds unsaved typing and presence."""

from django.apps import AppConfig


class UnsavedConfig(AppConfig):
    name = "articles.unsaved"
    label = "unsaved"
    verbose_name = "Unsaved typing"

"""The application that holds reports of readers."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "articles.reports"
    label = "reports"
    verbose_name = "Reader reports"

"""The site-wide application: its pages, commands and system checks."""

from django.apps import AppConfig


class WellnessConfig(AppConfig):
    name = "wellness"
    verbose_name = "Wellness"

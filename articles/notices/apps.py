from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "articles.notices"
    label = "notices"
    verbose_name = "Notices"

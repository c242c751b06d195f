"""The application that holds promotions."""

from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    name = "wellness.promotions"
    label = "promotions"
    verbose_name = "Promotions"

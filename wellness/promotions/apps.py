"""The application that holds promotions."""

from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    name = "wellness.promotions"
    label = "promotions"
    verbose_name = "Promotions"

    def ready(self) -> None:
        from wellness.promotions import planned

        planned.watch()

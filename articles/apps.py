from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Magazine"

    def ready(self) -> None:
        from articles import leaving, renditions, social_cards
        from articles.search import names

        names.watch()
        leaving.watch()
        renditions.watch()
        social_cards.watch()

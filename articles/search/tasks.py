"""What search does after the response."""

from django_tasks import task


@task()
def tell_engine(pk: int) -> None:
    """Have a search service know, or forget, the live text of an article."""
    from articles.search import engine

    engine.take(pk)


@task()
def refresh_all(pks: list[int]) -> None:
    """Make the live texts of these articles anew, each in a transaction of its own."""
    from articles.search import live_texts

    for pk in pks:
        live_texts.refresh(pk)

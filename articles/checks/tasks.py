"""What the checks do after the response."""

from django_tasks import task


@task()
def ask(addresses: list[str]) -> None:
    """Ask the addresses whether they still answer."""
    from articles.checks import links

    links.ask_now(addresses)

"""What is done with pictures after the response."""

from django_tasks import task


@task(priority=-10)  # a mail or the index goes first
def make_renditions(sha256: str) -> None:
    """Make the smaller copies of a stored picture."""
    from articles import renditions

    renditions.make_or_try_again(sha256)


@task(priority=-5)
def draw_social_card(pk: int) -> None:
    """Draw the card of a published article."""
    from articles import social_cards

    social_cards.draw_or_try_again(pk)

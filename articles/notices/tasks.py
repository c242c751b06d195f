"""What happens to notices after the response."""

from django_tasks import task


@task()
def mail_event(pk: int) -> None:
    """Mail the notices of an event to those who want them at once."""
    from articles.notices import mailing

    mailing.mail_event(pk)


@task()
def mail_comment(pk: int) -> None:
    """Mail the notices of a comment to those who want them at once."""
    from articles.notices import mailing

    mailing.mail_comment(pk)


@task()
def mail_report(pk: int) -> None:
    """Mail the notices of a reader's report to those who want them at once."""
    from articles.notices import mailing

    mailing.mail_report(pk)

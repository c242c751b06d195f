"""Keeps the words that search reads the same as those that readers see.

The verbs call ``follow`` in the transaction of their step. On PostgreSQL the index is written in it
as well: an edit is found from the moment in which it is live, a withdrawn article from that moment
not. A service beside the database learns of it from a task; what it still holds of an article that
left the site is not shown, because results are read from the published articles.
"""

from django.db import transaction
from django.utils import timezone

from articles.models import Article, LiveText
from articles.search import engine, tasks
from wellness.lib import rich_text


def follow(article: Article) -> None:
    """Bring the live text of an article up to date with what readers see of it."""
    revision = article.live_revision
    if revision is None:
        if LiveText.objects.filter(pk=article.pk).exists():
            LiveText.objects.filter(pk=article.pk).delete()
            _tell(article.pk)
        return
    content = revision.data
    authors = [
        byline.author for byline in article.bylines.select_related("author").order_by("position")
    ]
    approval = article.standing_approval(revision)
    first = article.first_published_at or timezone.now()
    entry, _ = LiveText.objects.update_or_create(
        article=article,
        defaults={
            "digest": revision.digest,
            "title": content.title,
            "subtitle": content.subtitle,
            "key_points": "\n".join(content.key_points),
            "body": rich_text.plain_text(content.body),
            "topic": article.topic,
            "topic_name": article.topic.name,
            "author_names": "\n".join(author.name for author in authors),
            "reviewed_on": approval.review_date if approval and approval.is_medical else None,
            "checked_on": approval.review_date if approval else None,
            "published_on": article.originally_published or timezone.localdate(first),
        },
    )
    entry.authors.set(authors)
    _tell(article.pk)


def _tell(pk: int) -> None:
    if engine.in_database():
        engine.take(pk)
    else:
        # The task is a row of the same transaction: it can't get lost, nor run before the commit.
        tasks.tell_engine.enqueue(pk)


@transaction.atomic
def refresh(pk: int) -> None:
    """Make the live text of an article anew, under the lock that the verbs take."""
    article = (
        Article.objects.select_for_update(of=("self",))
        .select_related("topic", "live_revision")
        .filter(pk=pk)
        .first()
    )
    if article is not None:
        follow(article)


def out_of_step() -> bool:
    """Whether an article is live and not to be found in its live words, or the reverse."""
    live = dict(Article.objects.published().values_list("pk", "live_revision__digest"))
    return live != dict(LiveText.objects.values_list("pk", "digest"))

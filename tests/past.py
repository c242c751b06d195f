"""Time that has passed: the one thing that a test cannot wait for and no door of the program gives.

The database writes the times of history itself and refuses to have them changed. Here the rows
are changed as a replica's would be, without their triggers, which takes a superuser of
PostgreSQL; nothing of the program can do it.
"""

import datetime as dt

from django.db import connection, transaction

from articles.models import Article
from articles.search import live_texts

_TIMES = (
    ("articles_article", "id", "first_published_at live_since submitted_at created_at"),
    ("articles_revision", "article_id", "created_at"),
    ("articles_event", "article_id", "at"),
)


@transaction.atomic
def let_time_pass(article: Article, time: dt.timedelta) -> Article:
    """Everything that happened to the article so far happened that much earlier."""
    with connection.cursor() as cursor:
        # What waits for the end of the transaction is asked now, while the times are true.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, key, columns in _TIMES:
            moved = ", ".join(f"{name} = {name} - %(time)s" for name in columns.split())
            cursor.execute(
                f"UPDATE {table} SET {moved} WHERE {key} = %(pk)s", {"time": time, "pk": article.pk}
            )
        cursor.execute(
            "UPDATE articles_factcheck SET decided_at = decided_at - %(time)s WHERE revision_id IN "
            "(SELECT id FROM articles_revision WHERE article_id = %(pk)s)",
            {"time": time, "pk": article.pk},
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    live_texts.refresh(article.pk)  # what is computed from the times
    article.refresh_from_db()
    return article

"""What surrounds a text and cannot pull its approval away from under it."""

from pgtrigger import Before, Delete, F, Insert, Q, Statement, Truncate, Update

from articles.seal.standing import in_, lock, same_person, standing, unopposed
from articles.workflow import NEEDS_APPROVAL
from wellness.lib.triggers import RAISE, READS_WHAT_IS_COMMITTED, Seal, same_id

TOPIC = [
    same_id(),
    Seal(
        name="live_articles_keep_their_review",
        when=Before,
        operation=Update,
        func=f"""
            {READS_WHAT_IS_COMMITTED}
            IF NEW.requires_medical_review AND NOT OLD.requires_medical_review AND EXISTS (
                SELECT 1 FROM articles_article a
                  LEFT JOIN articles_revision l ON l.id = a.live_revision_id
                  LEFT JOIN articles_revision d ON d.id = a.current_revision_id
                 WHERE a.topic_id = NEW.id AND (
                    (l.id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 {standing("a.id", "l.digest", "TRUE")}
                    )) OR (a.status IN {in_(NEEDS_APPROVAL)} AND NOT EXISTS (
                        SELECT 1 {standing("a.id", "d.digest", "TRUE")} AND {unopposed("a.id")}
                    ))
                 )
            ) THEN
                {RAISE} 'Articles of this topic are live without a medical review.';
            END IF;
            RETURN NEW;
        """,
    ),
    # The reference from an article is looked at when the transaction ends: without this a topic
    # could be deleted and made again under its number with another rule.
    Seal(
        name="articles_keep_their_topic",
        when=Before,
        operation=Delete,
        func=f"""
            IF EXISTS (SELECT 1 FROM articles_article WHERE topic_id = OLD.id) THEN
                {RAISE} 'Articles are in this topic: they keep its rule.';
            END IF;
            RETURN OLD;
        """,
    ),
    Seal(
        name="no_truncate",
        level=Statement,
        when=Before,
        operation=Truncate,
        func=RAISE + "'Topics own the rules of review: they are not removed all at once.';",
    ),
]


def _would_approve_themselves(article: str, author: str) -> str:
    """SQL condition: under this author what is live or approved would lose its approval."""
    other = f"NOT {same_person('f', author)}"
    return f"""EXISTS (
        SELECT 1 FROM articles_article a
          JOIN articles_topic t ON t.id = a.topic_id
          LEFT JOIN articles_revision l ON l.id = a.live_revision_id
          LEFT JOIN articles_revision d ON d.id = a.current_revision_id
         WHERE a.id = {article} AND (
            (l.id IS NOT NULL AND NOT EXISTS (
                SELECT 1 {standing("a.id", "l.digest", "t.requires_medical_review")} AND {other}
            )) OR (a.status IN {in_(NEEDS_APPROVAL)} AND NOT EXISTS (
                SELECT 1 {standing("a.id", "d.digest", "t.requires_medical_review")} AND {other}
                     AND {unopposed("a.id")}
            ))
         )
    )"""


_THEMSELVES = "'Who approved this text cannot stand over it as an author.'"

BYLINE = [
    Seal(
        name="approvers_do_not_stand_over_it",
        when=Before,
        operation=Insert | Update,
        declare=[("author", "record")],
        func=f"""
            {READS_WHAT_IS_COMMITTED}
            {lock("NEW.article_id")}
            SELECT user_id, name INTO author FROM authors_author WHERE id = NEW.author_id;
            IF author.name IS NULL THEN
                {RAISE} 'A byline names an author.';
            END IF;
            IF {_would_approve_themselves("NEW.article_id", "author")} THEN
                {RAISE} {_THEMSELVES};
            END IF;
            RETURN NEW;
        """,
    ),
]

AUTHOR = [
    same_id(),
    Seal(
        name="approvers_do_not_become_authors",
        when=Before,
        operation=Update,
        condition=Q(old__user_id__df=F("new__user_id")) | Q(old__name__df=F("new__name")),
        func=f"""
            {READS_WHAT_IS_COMMITTED}
            PERFORM 1 FROM articles_article a
              WHERE a.id IN (SELECT article_id FROM articles_byline WHERE author_id = NEW.id)
              ORDER BY a.id FOR UPDATE;
            IF EXISTS (
                SELECT 1 FROM articles_byline b
                 WHERE b.author_id = NEW.id
                   AND {_would_approve_themselves("b.article_id", "NEW")}
            ) THEN
                {RAISE} {_THEMSELVES};
            END IF;
            RETURN NEW;
        """,
    ),
    Seal(
        name="articles_keep_their_authors",
        when=Before,
        operation=Delete,
        func=f"""
            IF EXISTS (SELECT 1 FROM articles_byline WHERE author_id = OLD.id) THEN
                {RAISE} 'This name stands over articles: it stays.';
            END IF;
            RETURN OLD;
        """,
    ),
    Seal(
        name="no_truncate",
        level=Statement,
        when=Before,
        operation=Truncate,
        func=RAISE + "'Authors stand over articles: they are not removed all at once.';",
    ),
]

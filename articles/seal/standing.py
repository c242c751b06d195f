"""What it means that an approval stands, as SQL; every trigger asks it in these words.

``Article.standing_approvals``, ``approval_of`` and ``rests_on`` say the same to Python.
"""

from collections.abc import Iterable

from articles.workflow import Status


def in_(statuses: Iterable[Status]) -> str:
    """SQL: a list of states to compare with."""
    return "(" + ", ".join(f"'{status.value}'" for status in sorted(statuses)) + ")"


def lock(article: str) -> str:
    """SQL statement: wait for everybody who is changing the article, and keep them waiting.

    A statement of its own, because one that joins would go on with the joined rows as they were
    before the wait.
    """
    return f"PERFORM 1 FROM articles_article WHERE id = {article} FOR UPDATE;"


def same_person(decision: str, author: str) -> str:
    """SQL condition: who decided is this author, by account or (without one) by name.

    An imported author has no account at first; two people of one name over and under one text
    would tell readers that somebody checked their own words.
    """
    return f"""(
        coalesce({author}.user_id = {decision}.decided_by_id, FALSE)
        OR lower(btrim({author}.name)) IN (
            lower(btrim({decision}.decided_by_name)), lower(btrim({decision}.reviewer_name))
        )
    )"""


def standing(article: str, digest: str, needs_medical: str, alias: str = "f") -> str:
    """SQL: rows ``alias`` are approvals that hold of exactly these bytes in this article.

    An approval holds while neither it nor an approval that it relies on is revoked (the full one
    under a minor one; the one by which somebody else covered what the approver wrote), and while
    its approver is not in the byline. Where the topic requires medical review it is a medical
    reviewer's. Who was entitled on the day of the decision was settled when the row was written,
    and the row cannot change.
    """
    return f"""
        FROM articles_factcheck {alias}
        JOIN articles_revision {alias}_r ON {alias}_r.id = {alias}.revision_id
        WHERE {alias}_r.article_id = {article}
          AND {alias}.digest = {digest}
          AND {alias}.decision = 'approved'
          AND ({alias}.reviewer_id IS NOT NULL OR NOT {needs_medical})
          AND NOT EXISTS (
              SELECT 1 FROM articles_revocation {alias}_v
              WHERE {alias}_v.fact_check_id = {alias}.id
                 OR {alias}_v.fact_check_id = ANY ({alias}.relies_on)
          )
          AND NOT EXISTS (
              SELECT 1 FROM articles_byline {alias}_b
              JOIN authors_author {alias}_w ON {alias}_w.id = {alias}_b.author_id
              WHERE {alias}_b.article_id = {article}
                AND {same_person(alias, f"{alias}_w")}
          )
    """


def unopposed(article: str, alias: str = "f") -> str:
    """SQL condition: no later decision on the same bytes asked for changes."""
    return f"""
        NOT EXISTS (
            SELECT 1 FROM articles_factcheck {alias}_o
            JOIN articles_revision {alias}_or ON {alias}_or.id = {alias}_o.revision_id
            WHERE {alias}_or.article_id = {article}
              AND {alias}_o.digest = {alias}.digest
              AND {alias}_o.decision = 'changes_requested'
              AND {alias}_o.id > {alias}.id
        )
    """


def may_go_live(article: str, digest: str, needs_medical: str) -> str:
    """SQL condition: an approval of these bytes holds, and nobody asked for changes since."""
    return f"""
        EXISTS (
            SELECT 1 {standing(article, digest, needs_medical)} AND {unopposed(article)}
        )
    """


def rests_on(article: str, digest: str, needs_medical: str, approval: str) -> str:
    """SQL condition: the bytes stand by this approval, and would by no other without it."""
    on_it = f"(f.id = {approval} OR {approval} = ANY (f.relies_on))"
    return f"""(
        EXISTS (SELECT 1 {standing(article, digest, needs_medical)} AND {on_it})
        AND NOT EXISTS (
            SELECT 1 {standing(article, digest, needs_medical)}
              AND NOT {on_it} AND {unopposed(article)}
        )
    )"""

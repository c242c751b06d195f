"""The promise, in PostgreSQL: what no door can do, whether form, command, fixture or raw SQL.

These triggers repeat the decisions of ``articles.workflow`` on purpose: there they explain
themselves to people, here they hold. The table of moves comes from the workflow, the shape of a
revision from ``articles.content``, the allow-list of markup from ``wellness.lib.rich_text``; the
meaning of a standing approval is written once, in ``standing``, and used by every trigger. A
change of one of these is a change of triggers: ``makemigrations`` says so.

What the seal keeps whom from, and what it cannot, stands in ``docs/security.md``.
"""

from articles.seal.around import AUTHOR, BYLINE, TOPIC
from articles.seal.article import ARTICLE
from articles.seal.correction import CORRECTION
from articles.seal.decision import FACT_CHECK, REVOCATION
from articles.seal.event import EVENT
from articles.seal.revision import REVISION

__all__ = [
    "ARTICLE",
    "AUTHOR",
    "BYLINE",
    "CORRECTION",
    "EVENT",
    "FACT_CHECK",
    "REVISION",
    "REVOCATION",
    "TOPIC",
]

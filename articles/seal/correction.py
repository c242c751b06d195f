"""What a published correction cannot be: in other words, of unpublished text, or undone.

A notice is part of the content that a clinician approves. Its row here says when readers got it.
"""

from pgtrigger import Before, Insert

from articles.seal.standing import lock, standing
from wellness.lib.triggers import RAISE, READS_WHAT_IS_COMMITTED, Seal, append_only, stamped


def published_already(article: str, kind: str, text: str, needs_medical: str) -> str:
    """SQL condition: readers have this notice, under an approval that holds."""
    return f"""EXISTS (
        SELECT 1 FROM articles_correction c
          JOIN articles_revision c_r ON c_r.id = c.revision_id
         WHERE c.article_id = {article} AND c.kind = {kind} AND c.text = {text}
           AND EXISTS (SELECT 1 {standing(article, "c_r.digest", needs_medical)})
    )"""


_AS_IT_WENT_LIVE = Seal(
    name="as_it_went_live",
    when=Before,
    operation=Insert,
    declare=[("art", "record"), ("notice", "jsonb")],
    func=f"""
        {READS_WHAT_IS_COMMITTED}
        {lock("NEW.article_id")}
        SELECT a.live_revision_id, t.requires_medical_review AS needs_medical INTO art
          FROM articles_article a JOIN articles_topic t ON t.id = a.topic_id
         WHERE a.id = NEW.article_id;
        SELECT r.content::jsonb -> 'correction' INTO notice FROM articles_revision r
         WHERE r.id = NEW.revision_id AND r.article_id = NEW.article_id;
        IF (notice ->> 'kind', notice ->> 'text') IS DISTINCT FROM (NEW.kind::text, NEW.text) THEN
            {RAISE} 'A correction says what its revision says.';
        END IF;
        IF art.live_revision_id IS DISTINCT FROM NEW.revision_id THEN
            {RAISE} 'A correction is published with the revision that makes it.';
        END IF;
        IF {published_already("NEW.article_id", "NEW.kind", "NEW.text", "art.needs_medical")} THEN
            {RAISE} 'Readers have this correction already.';
        END IF;
        RETURN NEW;
    """,
)

CORRECTION = [*append_only("Corrections"), stamped("published_at"), _AS_IT_WENT_LIVE]

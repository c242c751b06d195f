"""What a line of history cannot say."""

from pgtrigger import Before, Insert

from articles.seal.standing import lock
from articles.workflow import TRANSITIONS, Status
from authors.models.history import named
from wellness.lib.triggers import RAISE, Seal, append_only, stamped

_STEPS = ", ".join(
    f"('{verb}', '{source}', '{target}')"
    for verb, source, target in sorted(
        (row.verb, source.value, (row.target or source).value)
        for row in TRANSITIONS
        for source in row.sources
    )
)
_VERBS = ", ".join(f"'{verb}'" for verb in sorted({row.verb for row in TRANSITIONS}))

_TRUE_TO_THE_ARTICLE = Seal(
    name="true_to_the_article",
    when=Before,
    operation=Insert,
    declare=[("before", "text"), ("state", "text")],
    func=f"""
        {lock("NEW.article_id")}
        SELECT status INTO state FROM articles_article WHERE id = NEW.article_id;
        SELECT to_status INTO before FROM articles_event
         WHERE article_id = NEW.article_id ORDER BY id DESC LIMIT 1;
        IF NEW.to_status IS DISTINCT FROM state
           OR NEW.from_status IS DISTINCT FROM coalesce(before, '')
           OR EXISTS (
               SELECT 1 FROM articles_event WHERE article_id = NEW.article_id AND id >= NEW.id
           ) THEN
            {RAISE} 'A line of history goes on where the one before it ended.';
        END IF;
        IF before IS NULL THEN
            IF (NEW.verb, NEW.to_status) IS DISTINCT FROM ('create', '{Status.DRAFT.value}') THEN
                {RAISE} 'History begins with the beginning of the article.';
            END IF;
        ELSIF NEW.verb IN ({_VERBS}) THEN
            IF (NEW.verb, NEW.from_status, NEW.to_status) NOT IN (VALUES {_STEPS}) THEN
                {RAISE} 'The table has no such step: ' || NEW.verb || ' from '
                    || NEW.from_status || ' to ' || NEW.to_status || '.';
            END IF;
        ELSIF NEW.from_status <> NEW.to_status THEN
            {RAISE} 'Only a step of the table changes the state.';
        END IF;
        IF NEW.revision_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM articles_revision
             WHERE id = NEW.revision_id AND article_id = NEW.article_id
        ) OR NEW.fact_check_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM articles_factcheck c JOIN articles_revision r ON r.id = c.revision_id
             WHERE c.id = NEW.fact_check_id AND r.article_id = NEW.article_id
        ) THEN
            {RAISE} 'A line of history is about its own article.';
        END IF;
        IF NEW.verb IN ('approve', 'request_changes') AND NOT EXISTS (
            SELECT 1 FROM articles_factcheck c
             WHERE c.id = NEW.fact_check_id AND c.decided_by_id = NEW.actor_id
               AND c.revision_id = NEW.revision_id
               AND (c.decision = 'approved') = (NEW.verb = 'approve')
        ) THEN
            {RAISE} 'There is no such decision.';
        END IF;
        RETURN NEW;
    """,
)

EVENT = [*append_only("Events"), stamped("at"), named("actor"), _TRUE_TO_THE_ARTICLE]

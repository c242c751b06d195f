"""What an article cannot do, whoever asks."""

from pgtrigger import After, Before, Deferred, Delete, F, Insert, Q, Statement, Truncate, Update

from articles.seal.correction import published_already
from articles.seal.standing import in_, may_go_live, standing
from articles.workflow import ALLOWED_MOVES, EDITABLE, NEEDS_APPROVAL, Status
from wellness.lib.triggers import RAISE, READS_WHAT_IS_COMMITTED, Seal, same_id

_MOVES = " OR ".join(
    f"(OLD.status = '{source.value}' AND NEW.status = '{target.value}')"
    for source, target in sorted(ALLOWED_MOVES)
    if source != target
)

_BORN_A_DRAFT = Seal(
    name="born_a_draft",
    when=Before,
    operation=Insert,
    func=f"""
        IF NEW.status <> '{Status.DRAFT.value}' OR NEW.live_revision_id IS NOT NULL
           OR NEW.current_revision_id IS NOT NULL OR NEW.first_published_at IS NOT NULL THEN
            {RAISE} 'An article begins as a draft without revisions.';
        END IF;
        RETURN NEW;
    """,
)

_CHANGES_BY_THE_TABLE = Seal(
    name="changes_by_the_table",
    when=Before,
    operation=Update,
    func=f"""
        IF NEW.status <> OLD.status AND NOT ({_MOVES}) THEN
            {RAISE} 'An article cannot go from ' || OLD.status || ' to ' || NEW.status || '.';
        END IF;
        IF NEW.version < OLD.version OR NEW.version = OLD.version AND
           (NEW.status, NEW.topic_id, NEW.slug, NEW.current_revision_id, NEW.live_revision_id)
           IS DISTINCT FROM
           (OLD.status, OLD.topic_id, OLD.slug, OLD.current_revision_id, OLD.live_revision_id)
        THEN
            {RAISE} 'A change of an article raises its version: this one is based on an older one.';
        END IF;
        RETURN NEW;
    """,
)

_LIVE_IS_APPROVED = Seal(
    name="live_is_approved",
    when=Before,
    operation=Update,
    declare=[("current_digest", "text"), ("live_digest", "text"), ("needs_medical", "boolean")],
    func=f"""
        {READS_WHAT_IS_COMMITTED}
        SELECT requires_medical_review INTO needs_medical
          FROM articles_topic WHERE id = NEW.topic_id FOR SHARE;
        SELECT digest INTO current_digest FROM articles_revision
          WHERE id = NEW.current_revision_id AND article_id = NEW.id;
        SELECT digest INTO live_digest FROM articles_revision
          WHERE id = NEW.live_revision_id AND article_id = NEW.id;

        IF NEW.current_revision_id IS NOT NULL AND current_digest IS NULL
           OR NEW.live_revision_id IS NOT NULL AND live_digest IS NULL THEN
            {RAISE} 'A revision of another article cannot stand here.';
        END IF;
        IF NEW.current_revision_id IS NULL
           AND (OLD.current_revision_id IS NOT NULL OR NEW.status <> '{Status.DRAFT.value}') THEN
            {RAISE} 'An article beyond its first draft has a revision, and does not lose it.';
        END IF;
        IF NEW.current_revision_id IS DISTINCT FROM OLD.current_revision_id
           AND NEW.status NOT IN {in_(EDITABLE | {Status.PUBLISHED})} THEN
            {RAISE} 'The text is frozen while the article is ' || NEW.status || '.';
        END IF;
        IF NEW.status = '{Status.PUBLISHED.value}'
           AND (NEW.live_revision_id IS NULL
                OR NEW.current_revision_id IS DISTINCT FROM NEW.live_revision_id) THEN
            {RAISE} 'Published means that the desk copy is the live revision.';
        END IF;
        IF OLD.live_revision_id IS NOT NULL AND NEW.live_revision_id IS NULL
           AND NEW.status <> '{Status.WITHDRAWN.value}' THEN
            {RAISE} 'What was live leaves the site by being withdrawn, with a notice.';
        END IF;
        IF NEW.status IN {in_(NEEDS_APPROVAL)}
           AND (NEW.status <> OLD.status OR NEW.topic_id <> OLD.topic_id)
           AND NOT {may_go_live("NEW.id", "current_digest", "needs_medical")} THEN
            {RAISE} 'No approval of exactly this text stands.';
        END IF;
        IF NEW.live_revision_id IS NOT NULL
           AND NEW.live_revision_id IS DISTINCT FROM OLD.live_revision_id
           AND NOT {may_go_live("NEW.id", "live_digest", "needs_medical")} THEN
            {RAISE} 'Only a revision with a standing approval of exactly its text goes live.';
        END IF;
        IF NEW.live_revision_id IS NOT NULL AND NEW.topic_id <> OLD.topic_id
           AND NOT EXISTS (SELECT 1 {standing("NEW.id", "live_digest", "needs_medical")}) THEN
            {RAISE} 'The new topic requires a medical review that the live text does not have.';
        END IF;

        IF NEW.live_revision_id IS NOT NULL
           AND NEW.live_revision_id IS DISTINCT FROM OLD.live_revision_id THEN
            NEW.live_since := clock_timestamp();
            NEW.first_published_at := coalesce(OLD.first_published_at, NEW.live_since);
        ELSIF NEW.first_published_at IS DISTINCT FROM OLD.first_published_at
              OR NEW.live_revision_id IS NOT NULL
                 AND NEW.live_since IS DISTINCT FROM OLD.live_since THEN
            {RAISE} 'When a text went live is written by the database and stays.';
        END IF;
        RETURN NEW;
    """,
)

_LEAVES_A_LINE = Seal(
    # At the end of the transaction, because the line of history is written after the step.
    name="leaves_a_line",
    when=After,
    operation=Update,
    timing=Deferred,
    condition=Q(old__status__df=F("new__status"))
    | Q(old__live_revision_id__df=F("new__live_revision_id")),
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM articles_event e
             WHERE e.article_id = NEW.id AND e.at >= transaction_timestamp()
               AND e.from_status = OLD.status AND e.to_status = NEW.status
               AND (NEW.live_revision_id IS NULL
                    OR NEW.live_revision_id IS NOT DISTINCT FROM OLD.live_revision_id
                    OR e.revision_id = NEW.live_revision_id)
        ) THEN
            {RAISE} 'A change of state leaves a line in the history.';
        END IF;
        RETURN NULL;
    """,
)

_DATES_ITS_CORRECTION = Seal(
    # At the end of the transaction, because the correction is dated after the step.
    name="dates_its_correction",
    when=After,
    operation=Update,
    timing=Deferred,
    condition=Q(old__live_revision_id__df=F("new__live_revision_id")),
    declare=[("notice", "jsonb"), ("still_live", "boolean"), ("needs_medical", "boolean")],
    func=f"""
        SELECT r.content::jsonb -> 'correction' INTO notice
          FROM articles_revision r WHERE r.id = NEW.live_revision_id;
        SELECT a.live_revision_id = NEW.live_revision_id, t.requires_medical_review
          INTO still_live, needs_medical
          FROM articles_article a JOIN articles_topic t ON t.id = a.topic_id WHERE a.id = NEW.id;
        IF jsonb_typeof(notice) = 'object' AND still_live
           AND NOT {
        published_already("NEW.id", "(notice ->> 'kind')", "(notice ->> 'text')", "needs_medical")
    } THEN
            {RAISE} 'A correction that goes live is dated: it has a row of its own.';
        END IF;
        RETURN NULL;
    """,
)

_HISTORY_STAYS = [
    Seal(
        name="history_stays",
        when=Before,
        operation=Delete,
        func=f"""
            IF OLD.current_revision_id IS NOT NULL
               OR EXISTS (SELECT 1 FROM articles_revision WHERE article_id = OLD.id)
               OR EXISTS (SELECT 1 FROM articles_event WHERE article_id = OLD.id) THEN
                {RAISE} 'An article with history is withdrawn, never deleted.';
            END IF;
            RETURN OLD;
        """,
    ),
    Seal(
        name="no_truncate",
        level=Statement,
        when=Before,
        operation=Truncate,
        func=RAISE + "'Articles have history: they are never removed.';",
    ),
]

ARTICLE = [
    same_id(),
    _BORN_A_DRAFT,
    _CHANGES_BY_THE_TABLE,
    _LIVE_IS_APPROVED,
    _LEAVES_A_LINE,
    _DATES_ITS_CORRECTION,
    *_HISTORY_STAYS,
]

"""What a decision on a revision cannot be, and what taking one back cannot do."""

from pgtrigger import Before, Insert

from articles.content import CorrectionKind
from articles.seal.correction import published_already
from articles.seal.standing import in_, lock, rests_on, same_person, standing, unopposed
from articles.workflow import NEEDS_APPROVAL, TRANSITIONS
from authors.models.history import called, named
from authors.roles import Role
from wellness.lib.triggers import RAISE, READS_WHAT_IS_COMMITTED, Seal, append_only, stamped

_DECIDED_IN = frozenset().union(
    *(row.sources for row in TRANSITIONS if row.verb in {"approve", "request_changes"})
)


def _holds(role: Role, account: str) -> str:
    """SQL condition: the account holds the role."""
    return f"""EXISTS (
        SELECT 1 FROM authors_user_groups ug JOIN auth_group g ON g.id = ug.group_id
         WHERE ug.user_id = {account}.id AND g.name = '{role.value}'
    )"""


def _person(column: str) -> str:
    """SQL statement: put into ``person`` who it is and what they are, if the account is active."""
    return f"""
        SELECT u.id, {called("u")} AS called, {_holds(Role.MEDICAL_REVIEWER, "u")} AS clinician,
               u.is_superuser OR {_holds(Role.EDITOR, "u")} AS editor
          INTO person
          FROM authors_user u WHERE u.id = NEW.{column} AND u.is_active;
    """


# Whoever has a new account is still who they were.
_WROTE = """(
    r.created_by_id = NEW.decided_by_id
    OR r.created_by_id IS NOT NULL
       AND lower(btrim(r.created_by_name)) = lower(btrim(person.called))
       AND NOT EXISTS (SELECT 1 FROM authors_user gone WHERE gone.id = r.created_by_id)
)"""
"""SQL condition: the person who decides wrote revision ``r``."""

_ENTITLED = Seal(
    name="entitled",
    when=Before,
    operation=Insert,
    declare=[
        ("rev", "record"),
        ("art", "record"),
        ("person", "record"),
        ("base", "record"),
        ("cover", "record"),
        ("wrote", "integer"),
        ("today", "date"),
    ],
    func=f"""
        {READS_WHAT_IS_COMMITTED}
        SELECT * INTO rev FROM articles_revision WHERE id = NEW.revision_id;
        IF rev.id IS NULL OR NEW.digest IS DISTINCT FROM rev.digest THEN
            {RAISE} 'A decision is on exactly the text of its revision.';
        END IF;
        IF NEW.decision NOT IN ('approved', 'changes_requested') THEN
            {RAISE} 'A decision approves or asks for changes.';
        END IF;
        {lock("rev.article_id")}
        SELECT a.status, a.current_revision_id, a.live_revision_id,
               t.requires_medical_review AS needs_medical
          INTO art
          FROM articles_article a JOIN articles_topic t ON t.id = a.topic_id
         WHERE a.id = rev.article_id;
        IF art.status IS NULL OR art.status NOT IN {in_(_DECIDED_IN)}
           OR art.current_revision_id IS DISTINCT FROM rev.id THEN
            {RAISE} 'A decision is on the text that is in review.';
        END IF;
        IF EXISTS (
            SELECT 1 FROM articles_factcheck c JOIN articles_revision r ON r.id = c.revision_id
             WHERE r.article_id = rev.article_id AND c.id >= NEW.id
        ) THEN
            {RAISE} 'Decisions are numbered in the order in which they are made.';
        END IF;

        {_person("decided_by_id")}
        IF person.id IS NULL OR NOT (person.clinician OR person.editor) THEN
            {RAISE} 'A medical reviewer or an editor decides, with an account that is active.';
        END IF;
        today := (clock_timestamp() AT TIME ZONE 'UTC')::date;
        IF NEW.reviewer_id IS NOT NULL THEN
            IF NOT person.clinician OR NOT EXISTS (
                SELECT 1
                  FROM authors_credential c JOIN authors_medicalreviewer m ON m.id = c.reviewer_id
                 WHERE c.id = NEW.credential_id_then
                   AND m.id = NEW.reviewer_id AND m.is_active AND m.name = NEW.reviewer_name
                   AND m.user_id = person.id
                   AND c.verified_at IS NOT NULL AND c.verified_by_id <> person.id
                   AND c.valid_from <= today
                   AND (c.valid_until IS NULL OR c.valid_until >= today)
                   AND (c.title, c.issuer, c.number, c.region, c.valid_from)
                     = (NEW.credential_title, NEW.credential_issuer, NEW.credential_number,
                        NEW.credential_region, NEW.credential_valid_from)
                   AND c.valid_until IS NOT DISTINCT FROM NEW.credential_valid_until
            ) THEN
                {RAISE} 'A medical decision needs a verified credential that is valid today.';
            END IF;
        ELSIF (NEW.reviewer_name, NEW.credential_title, NEW.credential_issuer,
               NEW.credential_number, NEW.credential_region) <> ('', '', '', '', '')
              OR NEW.credential_id_then IS NOT NULL OR NEW.credential_valid_from IS NOT NULL
              OR NEW.credential_valid_until IS NOT NULL THEN
            {RAISE} 'Only a medical reviewer signs with a credential.';
        END IF;

        NEW.relies_on := '{{}}';
        IF NEW.decision = 'changes_requested' THEN
            IF NEW.rests_on_id IS NOT NULL THEN
                {RAISE} 'Only an approval can be a minor one.';
            END IF;
            RETURN NEW;
        END IF;

        IF NEW.reviewer_id IS NULL AND art.needs_medical THEN
            {RAISE} 'This topic requires a medical reviewer to approve.';
        END IF;
        IF NEW.reviewer_id IS NULL AND NOT person.editor THEN
            {RAISE} 'Only an editor approves where no medical review is required.';
        END IF;

        SELECT max(r.number) INTO wrote FROM articles_revision r
         WHERE r.article_id = rev.article_id AND {_WROTE};
        IF wrote IS NOT NULL THEN
            SELECT f.id, f.relies_on INTO cover
              {standing("rev.article_id", "f_r.digest", "art.needs_medical")}
              AND {unopposed("rev.article_id")}
              AND f_r.number >= wrote AND f.decided_by_id <> NEW.decided_by_id
             ORDER BY f.id DESC LIMIT 1;
            IF cover.id IS NULL THEN
                {RAISE} 'Nobody approves text they wrote.';
            END IF;
            NEW.relies_on := NEW.relies_on || cover.id || cover.relies_on;
        END IF;
        IF EXISTS (SELECT 1 FROM articles_revision r WHERE r.digest = rev.digest AND {_WROTE})
           OR EXISTS (
               SELECT 1 FROM articles_byline b JOIN authors_author w ON w.id = b.author_id
                WHERE b.article_id = rev.article_id AND (
                    {same_person("NEW", "w")} OR lower(btrim(w.name)) = lower(btrim(person.called))
                )
           ) THEN
            {RAISE} 'Nobody approves text they wrote.';
        END IF;

        IF NEW.rests_on_id IS NOT NULL THEN
            IF rev.content::jsonb -> 'correction' ->> 'kind' = '{CorrectionKind.MATERIAL.value}'
               AND NOT {
        published_already(
            "rev.article_id",
            "(rev.content::jsonb -> 'correction' ->> 'kind')",
            "(rev.content::jsonb -> 'correction' ->> 'text')",
            "art.needs_medical",
        )
    } THEN
                {RAISE} 'A material correction is reviewed in full.';
            END IF;
            SELECT b.relies_on INTO base
              FROM articles_revision l, articles_factcheck b
             WHERE l.id = art.live_revision_id AND b.id = NEW.rests_on_id
               AND b.rests_on_id IS NULL
               AND (b.reviewer_id IS NOT NULL OR NEW.reviewer_id IS NULL)
               AND EXISTS (
                   SELECT 1 {standing("rev.article_id", "l.digest", "art.needs_medical")}
                      AND coalesce(f.rests_on_id, f.id) = b.id
               );
            IF base.relies_on IS NULL THEN
                {RAISE} 'A minor approval rests on the full one under which the text is live.';
            END IF;
            NEW.relies_on := NEW.relies_on || NEW.rests_on_id || base.relies_on;
        END IF;
        RETURN NEW;
    """,
)

FACT_CHECK = [
    *append_only("Decisions"),
    stamped("decided_at"),
    named("decided_by"),
    _ENTITLED,
]

_NOTHING_RESTS_ON_IT = Seal(
    name="nothing_rests_on_it",
    when=Before,
    operation=Insert,
    declare=[("target", "record"), ("person", "record"), ("art", "record")],
    func=f"""
        {READS_WHAT_IS_COMMITTED}
        SELECT r.article_id, c.decided_by_id INTO target FROM articles_factcheck c
          JOIN articles_revision r ON r.id = c.revision_id
         WHERE c.id = NEW.fact_check_id AND c.decision = 'approved';
        IF target.article_id IS NULL THEN
            {RAISE} 'Only an approval can be revoked.';
        END IF;
        {_person("revoked_by_id")}
        IF person.id IS NULL OR NOT (
            person.editor OR person.clinician AND person.id = target.decided_by_id
        ) THEN
            {RAISE} 'Only an editor, or the reviewer who approved, can revoke an approval.';
        END IF;
        {lock("target.article_id")}
        SELECT a.id, a.status, l.digest AS live_digest, d.digest AS desk_digest,
               t.requires_medical_review AS needs_medical
          INTO art
          FROM articles_article a
          JOIN articles_topic t ON t.id = a.topic_id
          LEFT JOIN articles_revision l ON l.id = a.live_revision_id
          LEFT JOIN articles_revision d ON d.id = a.current_revision_id
         WHERE a.id = target.article_id;
        IF art.live_digest IS NOT NULL
           AND {rests_on("art.id", "art.live_digest", "art.needs_medical", "NEW.fact_check_id")}
        THEN
            {RAISE} 'The live text rests on this approval: it is taken down first.';
        END IF;
        IF art.status IN {in_(NEEDS_APPROVAL)}
           AND {rests_on("art.id", "art.desk_digest", "art.needs_medical", "NEW.fact_check_id")}
        THEN
            {RAISE} 'The approved text rests on this approval: it goes back to draft first.';
        END IF;
        RETURN NEW;
    """,
)

REVOCATION = [
    *append_only("Revocations"),
    stamped("revoked_at"),
    named("revoked_by"),
    _NOTHING_RESTS_ON_IT,
]

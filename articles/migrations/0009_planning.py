"""The day by which a review is wanted, the day on which one falls due again, and a faster search."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import wellness.lib.triggers

DESK_WORDS = """
CREATE FUNCTION desk_words(description text, key_points text, body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 100000 AS $$
BEGIN
    -- PostgreSQL keeps no more than 1 MB of different words of one text.
    RETURN pg_catalog.to_tsvector(
        'simple'::pg_catalog.regconfig,
        coalesce(description, '') || ' ' || coalesce(key_points, '') || ' '
        || coalesce(pg_catalog.left(body, 200000), '')
    );
END
$$
"""

# Reading whole texts again is dear: while it looks, the index is asked even for a common word.
DESK_FOUND = """
CREATE FUNCTION desk_found(wanted text) RETURNS SETOF bigint
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT id FROM articles_article
     WHERE desk_words(description, key_points, body) @@ to_tsquery('simple', wanted)
$$
"""


def fill_checked_on(apps, schema_editor):
    """The day of the last full review of each live text; `update_search` would find the same."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE articles_livetext t SET checked_on = coalesce(t.reviewed_on, (
                SELECT (coalesce(whole.decided_at, c.decided_at) AT TIME ZONE %s)::date
                  FROM articles_factcheck c
                  JOIN articles_revision r ON r.id = c.revision_id
                  LEFT JOIN articles_factcheck whole ON whole.id = c.rests_on_id
                 WHERE r.article_id = t.article_id AND c.digest = t.digest
                   AND c.decision = 'approved'
                   AND NOT EXISTS (SELECT 1 FROM articles_revocation v
                                    WHERE v.fact_check_id = c.id
                                       OR v.fact_check_id = ANY (c.relies_on))
                 ORDER BY c.id DESC LIMIT 1))
            """,
            [settings.TIME_ZONE],
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_citations_in_the_text"),
        ("authors", "0003_doors_of_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="event",
            name="true_to_the_article",
        ),
        migrations.AddField(
            model_name="article",
            name="review_wanted_by",
            field=models.DateField(
                editable=False,
                help_text="The day by which editors want the next decision, on the desk's calendar.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="livetext",
            name="checked_on",
            field=models.DateField(
                help_text="Day of the last full review, by whomever the topic asks; it falls due again.",
                null=True,
            ),
        ),
        migrations.RunSQL(DESK_WORDS, "DROP FUNCTION desk_words"),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    "description",
                    "key_points",
                    "body",
                    function="desk_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                name="article_desk_words",
            ),
        ),
        migrations.RunSQL(DESK_FOUND, "DROP FUNCTION desk_found"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("review_wanted_by__isnull", False)),
                fields=["review_wanted_by"],
                name="article_review_wanted",
            ),
        ),
        migrations.AddIndex(
            model_name="livetext",
            index=models.Index(fields=["topic", "checked_on"], name="live_text_checked"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="true_to_the_article",
                sql=wellness.lib.triggers.PinnedSealSql(
                    declare="DECLARE before text; state text;",
                    func="\n        PERFORM 1 FROM articles_article WHERE id = NEW.article_id FOR UPDATE;\n        SELECT status INTO state FROM articles_article WHERE id = NEW.article_id;\n        SELECT to_status INTO before FROM articles_event\n         WHERE article_id = NEW.article_id ORDER BY id DESC LIMIT 1;\n        IF NEW.to_status IS DISTINCT FROM state\n           OR NEW.from_status IS DISTINCT FROM coalesce(before, '')\n           OR EXISTS (\n               SELECT 1 FROM articles_event WHERE article_id = NEW.article_id AND id >= NEW.id\n           ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE =  'A line of history goes on where the one before it ended.';\n        END IF;\n        IF before IS NULL THEN\n            IF (NEW.verb, NEW.to_status) IS DISTINCT FROM ('create', 'draft') THEN\n                RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE =  'History begins with the beginning of the article.';\n            END IF;\n        ELSIF NEW.verb IN ('approve', 'arrange', 'assign', 'discard_changes', 'edit', 'publish', 'renew', 'request_changes', 'restore', 'revoke', 'schedule', 'submit', 'take_down', 'unschedule', 'withdraw_submission') THEN\n            IF (NEW.verb, NEW.from_status, NEW.to_status) NOT IN (VALUES ('approve', 'in_review', 'approved'), ('approve', 'in_review', 'published'), ('arrange', 'approved', 'approved'), ('arrange', 'changes_requested', 'changes_requested'), ('arrange', 'draft', 'draft'), ('arrange', 'published', 'published'), ('arrange', 'scheduled', 'scheduled'), ('arrange', 'withdrawn', 'withdrawn'), ('assign', 'changes_requested', 'changes_requested'), ('assign', 'draft', 'draft'), ('assign', 'in_review', 'in_review'), ('discard_changes', 'changes_requested', 'published'), ('discard_changes', 'draft', 'published'), ('edit', 'approved', 'draft'), ('edit', 'changes_requested', 'changes_requested'), ('edit', 'draft', 'draft'), ('edit', 'published', 'draft'), ('publish', 'approved', 'published'), ('publish', 'changes_requested', 'changes_requested'), ('publish', 'draft', 'draft'), ('publish', 'in_review', 'in_review'), ('publish', 'scheduled', 'published'), ('renew', 'published', 'in_review'), ('request_changes', 'in_review', 'changes_requested'), ('restore', 'withdrawn', 'approved'), ('restore', 'withdrawn', 'draft'), ('revoke', 'approved', 'approved'), ('revoke', 'approved', 'draft'), ('revoke', 'approved', 'withdrawn'), ('revoke', 'changes_requested', 'changes_requested'), ('revoke', 'changes_requested', 'withdrawn'), ('revoke', 'draft', 'draft'), ('revoke', 'draft', 'withdrawn'), ('revoke', 'in_review', 'in_review'), ('revoke', 'in_review', 'withdrawn'), ('revoke', 'published', 'published'), ('revoke', 'published', 'withdrawn'), ('revoke', 'scheduled', 'draft'), ('revoke', 'scheduled', 'scheduled'), ('revoke', 'scheduled', 'withdrawn'), ('revoke', 'withdrawn', 'withdrawn'), ('schedule', 'approved', 'scheduled'), ('submit', 'changes_requested', 'in_review'), ('submit', 'draft', 'in_review'), ('take_down', 'approved', 'withdrawn'), ('take_down', 'changes_requested', 'withdrawn'), ('take_down', 'draft', 'withdrawn'), ('take_down', 'in_review', 'withdrawn'), ('take_down', 'published', 'withdrawn'), ('take_down', 'scheduled', 'withdrawn'), ('unschedule', 'scheduled', 'approved'), ('withdraw_submission', 'in_review', 'draft'), ('withdraw_submission', 'in_review', 'published')) THEN\n                RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE =  'The table has no such step: ' || NEW.verb || ' from '\n                    || NEW.from_status || ' to ' || NEW.to_status || '.';\n            END IF;\n        ELSIF NEW.from_status <> NEW.to_status THEN\n            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE =  'Only a step of the table changes the state.';\n        END IF;\n        IF NEW.revision_id IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM articles_revision\n             WHERE id = NEW.revision_id AND article_id = NEW.article_id\n        ) OR NEW.fact_check_id IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM articles_factcheck c JOIN articles_revision r ON r.id = c.revision_id\n             WHERE c.id = NEW.fact_check_id AND r.article_id = NEW.article_id\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE =  'A line of history is about its own article.';\n        END IF;\n        IF NEW.verb IN ('approve', 'request_changes') AND NOT EXISTS (\n            SELECT 1 FROM articles_factcheck c\n             WHERE c.id = NEW.fact_check_id AND c.decided_by_id = NEW.actor_id\n               AND c.revision_id = NEW.revision_id\n               AND (c.decision = 'approved') = (NEW.verb = 'approve')\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE =  'There is no such decision.';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="75feca6cff6f7d22bcdcd5b7d05015b89dd239fa",
                    operation="INSERT",
                    pgid="pgtrigger_true_to_the_article_502a0",
                    table="articles_event",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("review_wanted_by", None),
                    ("status__in", ["changes_requested", "draft", "in_review"]),
                    _connector="OR",
                ),
                name="article_review_wanted_while_ahead",
                violation_error_message="A day for the review is only for a review to come.",
            ),
        ),
        migrations.RunPython(fill_checked_on, migrations.RunPython.noop),
    ]

"""The state of an article changes by the table, and leaves a line; nothing else changes it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from articles.models import Article, Status
from articles.workflow import ALLOWED_MOVES, Refused
from tests import factories
from tests.articles.seal.hands import command, load, refused, sql, stored
from tests.factories import Cast, article_at

pytestmark = pytest.mark.django_db

FORBIDDEN = [(s, t) for s in Status for t in Status if s != t and (s, t) not in ALLOWED_MOVES]


def test_the_pairs_that_are_forbidden_are_known() -> None:
    """A number that changes only when the table does: 7 states, 42 pairs of different ones."""
    moves = {pair for pair in ALLOWED_MOVES if pair[0] != pair[1]}
    assert len(FORBIDDEN) + len(moves) == 42
    assert (Status.DRAFT, Status.APPROVED) in FORBIDDEN
    assert (Status.WITHDRAWN, Status.PUBLISHED) in FORBIDDEN
    assert (Status.IN_REVIEW, Status.SCHEDULED) in FORBIDDEN


def dressed(article: Article, target: Status) -> Article:
    """The article with everything that the new state needs beside its name."""
    article.status = target
    article.version += 1
    article.scheduled_for = timezone.now() if target == Status.SCHEDULED else None
    withdrawn = target == Status.WITHDRAWN
    article.withdrawn_at = timezone.now() if withdrawn else None
    article.withdrawal_notice = "Gone." if withdrawn else ""
    if withdrawn:
        article.live_revision = article.live_since = None
    if target == Status.PUBLISHED:
        article.live_revision = article.current_revision
        article.live_since = article.live_since or timezone.now()
        article.first_published_at = article.first_published_at or timezone.now()
    return article


_COLUMNS = (
    "status version scheduled_for withdrawn_at withdrawal_notice live_revision live_since"
    " first_published_at"
).split()


def _save(article: Article, _folder: Path) -> None:
    article.save()


def _update(article: Article, _folder: Path) -> None:
    Article.objects.filter(pk=article.pk).update(
        **{name: getattr(article, name) for name in _COLUMNS}
    )


def _bulk_update(article: Article, _folder: Path) -> None:
    Article.objects.bulk_update([article], _COLUMNS)


def _statement(article: Article, _folder: Path) -> None:
    sql(
        "UPDATE articles_article SET status = %s, version = %s, scheduled_for = %s,"
        " withdrawn_at = %s, withdrawal_notice = %s, live_revision_id = %s, live_since = %s,"
        " first_published_at = %s WHERE id = %s",
        *(getattr(article, Article._meta.get_field(name).attname) for name in _COLUMNS),
        article.pk,
    )


def _fixture(article: Article, folder: Path) -> None:
    load(folder, article)


DOORS: tuple[Callable[[Article, Path], None], ...] = (
    _save, _update, _bulk_update, _statement, _fixture,
)  # fmt: skip


@pytest.mark.parametrize("source", list(Status))
def test_no_door_leads_to_a_state_that_is_not_in_the_table(
    source: Status, cast: Cast, tmp_path: Path
) -> None:
    article = article_at(source, cast)
    before = stored(article)
    for target in (t for s, t in FORBIDDEN if s == source):
        for door in DOORS:
            fresh = dressed(Article.objects.get(pk=article.pk), target)
            with refused(f"An article cannot go from {source} to {target}."):
                door(fresh, tmp_path)
    assert stored(article) == before


@pytest.mark.parametrize("state", ["live", "Published", "", "approved ", "аpproved"])
def test_there_are_no_other_states(state: str, cast: Cast) -> None:
    """The last one begins with a Cyrillic letter."""
    article = article_at(Status.DRAFT, cast)
    with refused("cannot go from draft"):
        Article.objects.filter(pk=article.pk).update(status=state, version=99)


@pytest.mark.parametrize(
    ("source", "target"), sorted(pair for pair in ALLOWED_MOVES if pair[0] != pair[1])
)
def test_not_even_an_allowed_step_is_taken_without_a_line_of_history(
    source: Status, target: Status, cast: Cast
) -> None:
    article = dressed(article_at(source, cast), target)
    with refused():
        article.save()
    if (source, target) == (Status.DRAFT, Status.IN_REVIEW):
        with refused("A change of state leaves a line in the history."):
            article.save()


def test_an_article_begins_as_a_draft(cast: Cast, tmp_path: Path) -> None:
    model = article_at(Status.PUBLISHED, cast)
    for status in set(Status) - {Status.DRAFT}:
        with refused("An article begins as a draft"):
            fresh = dressed(Article(slug="forged", topic=model.topic, title="Forged"), status)
            fresh.live_revision = fresh.current_revision = None
            fresh.save()
    for column in ("current_revision", "live_revision"):
        with refused("An article begins as a draft"):
            Article.objects.create(
                slug="forged",
                topic=model.topic,
                title="Forged",
                **{column: model.live_revision},
            )
    with refused("An article begins as a draft"):
        Article.objects.create(
            slug="forged", topic=model.topic, title="F", first_published_at=timezone.now()
        )
    model.pk, model.slug = 10**6, "forged"
    with refused("An article begins as a draft"):
        load(tmp_path, model)
    with refused("An article begins as a draft"):
        sql(
            "INSERT INTO articles_article SELECT (jsonb_populate_record(a, jsonb_build_object("
            "'id', 10000000, 'slug', 'forged'))).* FROM articles_article a"
        )


def test_without_a_revision_there_is_no_state_but_the_first(cast: Cast) -> None:
    """Both revisions are NULL and therefore the same: that is no publication."""
    article = Article.objects.create(slug="empty", topic=factories.topic(), title="Empty")
    for target in (Status.PUBLISHED, Status.IN_REVIEW):
        with refused():
            Article.objects.filter(pk=article.pk).update(status=target, version=1)
    assert not Article.objects.published().filter(pk=article.pk).exists()


def test_an_article_does_not_lose_or_swap_its_text_while_it_is_frozen(cast: Cast) -> None:
    for status in (Status.IN_REVIEW, Status.APPROVED, Status.SCHEDULED, Status.PUBLISHED):
        article = article_at(status, cast)
        other = article_at(status, cast)
        for revision in (None, other.current_revision_id):
            with refused():
                Article.objects.filter(pk=article.pk).update(
                    current_revision=revision, version=article.version + 1
                )


def test_a_frozen_text_is_not_swapped_for_the_live_one_either(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = factories.actions.save(article, desk=factories.desk("Newer"), by=cast.writer)
    article = factories.actions.submit(article, by=cast.writer)
    with refused("The text is frozen while the article is in_review."):
        Article.objects.filter(pk=article.pk).update(
            current_revision=article.live_revision, version=article.version + 1
        )


def test_what_was_live_leaves_with_a_notice(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = factories.actions.save(article, desk=factories.desk("Newer"), by=cast.writer)
    with refused("leaves the site by being withdrawn"):
        Article.objects.filter(pk=article.pk).update(
            live_revision=None, live_since=None, version=article.version + 1
        )


def test_a_copy_from_earlier_does_not_undo_what_happened_since(cast: Cast) -> None:
    """``save()`` of an object that somebody kept, as a script or a shell does."""
    kept = article_at(Status.PUBLISHED, cast)
    article = Article.objects.get(pk=kept.pk)
    article = factories.actions.save(article, desk=factories.desk("Newer"), by=cast.writer)
    for verb in ("submit", "approve", "publish"):
        article = factories.step(article, verb, cast)
    with refused("A change of an article raises its version"):
        kept.save()
    article.refresh_from_db()
    assert article.live_revision.number == 2


def test_when_it_went_live_is_not_for_anybody_to_say(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    for column in ("first_published_at", "live_since"):
        with refused("written by the database and stays"):
            Article.objects.filter(pk=article.pk).update(**{column: "2001-01-01T00:00:00Z"})


def test_an_article_keeps_its_number(cast: Cast) -> None:
    """Its revisions, decisions and redirects mean it by this number."""
    article = article_at(Status.DRAFT, cast)
    with refused("A row keeps its number"):
        sql("UPDATE articles_article SET id = id + 1000000 WHERE id = %s", article.pk)


@pytest.mark.parametrize("verb", ["submit", "approve", "request_changes", "publish", "take_down"])
def test_a_command_takes_no_step_for_the_wrong_person(verb: str, cast: Cast) -> None:
    wrong = {
        "submit": (Status.DRAFT, cast.reviewer),
        "approve": (Status.IN_REVIEW, cast.superuser),
        "request_changes": (Status.IN_REVIEW, cast.writer),
        "publish": (Status.APPROVED, cast.reviewer),
        "take_down": (Status.PUBLISHED, cast.writer),
    }
    state, by = wrong[verb]
    article = article_at(state, cast)
    before = stored(article)
    with refused("", Refused):
        command(verb, article, by)
    with refused("", Refused):
        command(verb, article, cast.stranger)
    assert stored(article) == before

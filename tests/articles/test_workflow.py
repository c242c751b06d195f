"""The table of the workflow, as a whole: what holds for every line of it."""

import datetime as dt
import inspect
from collections.abc import Callable

import pytest
from django.db.transaction import Atomic
from django.utils import timezone

from articles import actions
from articles.models import Article, FactCheck, Image, Status
from articles.workflow import (
    ALLOWED_MOVES,
    CLOCK,
    EDITABLE,
    EVERY,
    IMPORT,
    NEEDS_APPROVAL,
    OPENS_A_DRAFT,
    TRANSITIONS,
    Ask,
    Refused,
    System,
    Transition,
    available,
    check,
    find,
    may_edit,
    may_see,
)
from articles.workflow_docs import action_of
from authors.models import User
from tests import factories
from tests.factories import Cast, article_at, desk

VERBS = list(dict.fromkeys(row.verb for row in TRANSITIONS))
PEOPLE = (
    "writer second_writer reviewer second_reviewer editor second_editor superuser stranger".split()
)


def approval_of(article: Article) -> FactCheck | None:
    return article.fact_checks.filter(decision="approved").first()


# --- the table itself ---------------------------------------------------------------------------


def test_every_state_can_be_reached_from_draft_and_left_again() -> None:
    def reach(start: Status) -> set[Status]:
        reached = {start}
        while more := {t for s, t in ALLOWED_MOVES if s in reached} - reached:
            reached |= more
        return reached

    for status in Status:
        assert reach(status) == set(Status)


def test_every_state_says_whose_turn_it_is_and_whether_its_text_can_change() -> None:
    for status in Status:
        assert status.whose_turn
    edited = frozenset().union(*(row.sources for row in TRANSITIONS if row.verb == "edit"))
    assert edited == EDITABLE | OPENS_A_DRAFT
    assert not EDITABLE & OPENS_A_DRAFT
    assert not EDITABLE & NEEDS_APPROVAL
    assert set(Status) == EVERY


def test_every_line_is_for_somebody_and_starts_somewhere() -> None:
    for row in TRANSITIONS:
        assert row.roles, row
        assert row.sources, row
        assert row.label[0].isupper(), row


@pytest.mark.parametrize("verb", VERBS)
def test_lines_with_one_verb_and_source_are_told_apart_by_a_condition(verb: str) -> None:
    """At most the last line that starts in a state goes without one, or it would hide others."""
    for status in Status:
        here = [row for row in TRANSITIONS if row.verb == verb and status in row.sources]
        assert all(row.when is not None for row in here[:-1]), (verb, status)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_an_atomic_action_that_says_by_whom(verb: str) -> None:
    action = action_of(verb)
    by = inspect.signature(action).parameters["by"]
    assert by.kind is inspect.Parameter.KEYWORD_ONLY
    assert by.default is inspect.Parameter.empty
    assert is_atomic(action)


def test_no_other_door_writes() -> None:
    """What ``actions`` offers beside the verbs of the table is known here, by name."""
    offered = {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))}
    others = {"create", "publish_due", "ask_instead"}
    assert offered - {action_of(verb).__name__ for verb in VERBS} == others
    assert is_atomic(actions.create)
    assert is_atomic(actions.ask_instead)


def is_atomic(action: Callable[..., object]) -> bool:
    cells = inspect.getclosurevars(action).nonlocals
    return any(isinstance(value, Atomic) for value in cells.values())


def test_an_unknown_verb_is_a_mistake_of_the_program(cast: Cast) -> None:
    ask = Ask(Article(status=Status.DRAFT), CLOCK)
    with pytest.raises(LookupError, match="no verb 'burn'"):
        find(ask, "burn")


# --- the sentences ------------------------------------------------------------------------------

Case = Callable[[Cast], tuple[Article, str, User | System, str]]
"""Makes an article, a verb and an actor, and the beginning of the sentence that refuses."""


def _theirs(cast: Cast) -> tuple[Article, str, User | System, str]:
    return article_at(Status.DRAFT, cast), "edit", cast.second_writer, "This article belongs to"


def _public_face(cast: Cast) -> tuple[Article, str, User | System, str]:
    return article_at(Status.PUBLISHED, cast), "arrange", cast.writer, "Address, topic, byline"


def _public_face_import(cast: Cast) -> tuple[Article, str, User | System, str]:
    return article_at(Status.APPROVED, cast), "arrange", IMPORT, "Address, topic, byline"


def _has_text(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = actions.create(
        topic=factories.topic(), desk=factories.DeskCopy(title="Only a title"), by=cast.writer
    )
    return article, "submit", cast.writer, "The article has no text yet."


def _has_text_but_no_author(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = actions.create(topic=factories.topic(), desk=desk(), by=cast.writer)
    return article, "submit", cast.writer, "The article has no author yet"


def _says_something_new(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = article_at(Status.PUBLISHED, cast)
    live = factories.DeskCopy.of_article(article)
    article = actions.save(article, desk=live.change(title="Another title"), by=cast.writer)
    article = actions.save(article, desk=live, by=cast.writer)
    return article, "submit", cast.writer, "This text is live already, word for word"


def _passes_checks(cast: Cast) -> tuple[Article, str, User | System, str]:
    copy = desk(body='<p>Sleep helps <a href="#reference-2">(2)</a>.</p>')
    article = article_at(Status.DRAFT, cast, copy=copy)
    return article, "submit", cast.writer, "The checks found something to put right first. A cit"


def _picture_without_words(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = article_at(Status.DRAFT, cast, copy=desk(hero=factories.image("Cat")))
    return article, "submit", cast.writer, "The picture “Cat” has no alternative text"


def _picture_in_the_text_without_words(cast: Cast) -> tuple[Article, str, User | System, str]:
    image = factories.image("Cat")
    body = f'<p>Text</p><figure class="image"><img src="{image.file.url}" alt=""></figure>'
    article = article_at(Status.DRAFT, cast, copy=desk(body=body))
    return article, "submit", cast.writer, "The picture “Cat” has no alternative text"


def _licence_over(image: Image) -> None:
    image.expires_on = timezone.localdate() - dt.timedelta(days=1)
    image.save()


def _licence_ended(cast: Cast) -> tuple[Article, str, User | System, str]:
    image = factories.image("Cat")
    article = article_at(Status.DRAFT, cast, copy=desk(hero=image, hero_alt="A cat"))
    _licence_over(image)
    return article, "submit", cast.writer, "The licence of the picture “Cat” ended on"


def _licence_ended_since(cast: Cast) -> tuple[Article, str, User | System, str]:
    image = factories.image("Cat")
    article = article_at(Status.APPROVED, cast, copy=desk(hero=image, hero_alt="A cat"))
    _licence_over(image)
    return article, "publish", cast.editor, "The licence of the picture “Cat” ended on"


def _entitled(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = article_at(Status.IN_REVIEW, cast)
    return article, "approve", cast.second_editor, f"“{article.topic}” requires a medical reviewer"


def _entitled_by_a_credential_that_ended(cast: Cast) -> tuple[Article, str, User | System, str]:
    cast.reviewer.medicalreviewer.credentials.update(valid_from="2001-01-01")
    cast.reviewer.medicalreviewer.credentials.update(valid_until="2002-01-01")
    reviewer = User.objects.get(pk=cast.reviewer.pk)
    return article_at(Status.IN_REVIEW, cast), "approve", reviewer, "No verified credential of Rita"


def _entitled_as_editor(cast: Cast) -> tuple[Article, str, User | System, str]:
    topic = factories.topic(requires_medical_review=False)
    article = article_at(Status.IN_REVIEW, cast, topic=topic)
    cast.reviewer.medicalreviewer.delete()
    reviewer = User.objects.get(pk=cast.reviewer.pk)
    return article, "approve", reviewer, f"In “{topic}” an editor approves"


def _not_their_own_text(cast: Cast) -> tuple[Article, str, User | System, str]:
    topic = factories.topic(requires_medical_review=False)
    article = article_at(Status.DRAFT, cast, topic=topic)
    article = actions.save(article, desk=desk("By the superuser"), by=cast.superuser)
    article = actions.submit(article, by=cast.writer)
    return article, "approve", cast.superuser, "You wrote revision 2"


def _not_their_own_name(cast: Cast) -> tuple[Article, str, User | System, str]:
    topic = factories.topic(requires_medical_review=False)
    article = article_at(Status.DRAFT, cast, topic=topic)
    own = factories.author("Edith Editor", cast.editor)
    article = actions.arrange(article, by=cast.editor, authors=[own])
    article = actions.submit(article, by=cast.writer)
    return article, "approve", cast.editor, "Your name stands over this article"


def _approval_stands(cast: Cast) -> tuple[Article, str, User | System, str]:
    # A topic may begin to require a medical review; the database refuses it while approved
    # articles lack one, so the only way here is an approval that never was.
    article = article_at(Status.IN_REVIEW, cast)
    article.status = Status.APPROVED  # in memory only: what the guard would have to answer
    return article, "publish", cast.editor, "No approval of exactly this text stands"


def _revocable(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = article_at(Status.APPROVED, cast)
    return article, "revoke", cast.second_reviewer, "Only an editor, or the reviewer who approved"


def _revocable_once(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = article_at(Status.APPROVED, cast)
    approval = approval_of(article)
    assert approval is not None
    article = actions.revoke(approval, by=cast.editor, reason="Wrong source.")
    return article, "revoke", cast.editor, "This approval is revoked already."


def _revocable_at_all(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = article_at(Status.CHANGES_REQUESTED, cast)
    return article, "revoke", cast.editor, "There is no approval to revoke."


def _not_live(cast: Cast) -> tuple[Article, str, User | System, str]:
    return article_at(Status.DRAFT, cast), "take_down", cast.editor, "This article is not live."


def _nothing_waits(cast: Cast) -> tuple[Article, str, User | System, str]:
    return article_at(Status.DRAFT, cast), "publish", cast.editor, "There is no approved revision"


def _not_from_here(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = article_at(Status.PUBLISHED, cast)
    return article, "schedule", cast.editor, "“Schedule” is not possible while the article is"


def _not_this_role(cast: Cast) -> tuple[Article, str, User | System, str]:
    article = article_at(Status.APPROVED, cast)
    return article, "publish", cast.writer, "This step is for editors."


def _frozen_for_the_import(cast: Cast) -> tuple[Article, str, User | System, str]:
    return article_at(Status.SCHEDULED, cast), "edit", IMPORT, "“Save” is not possible while"


def _nothing_to_correct(cast: Cast) -> tuple[Article, str, User, str]:
    copy = desk("New", correction_kind="clarification", correction="It was unclear.")
    article = article_at(Status.DRAFT, cast, copy=copy)
    return article, "submit", cast.writer, "Nothing of this article was published yet"


CASES: dict[str, tuple[Case, ...]] = {
    "theirs": (_theirs,),
    "public_face": (_public_face, _public_face_import),
    "has_text": (_has_text, _has_text_but_no_author),
    "says_something_new": (_says_something_new,),
    "pictures_described": (_picture_without_words, _picture_in_the_text_without_words),
    "licences_hold": (_licence_ended,),
    "licences_hold_of_approved": (_licence_ended_since,),
    "passes_checks": (_passes_checks,),
    "corrects_what_was_public": (_nothing_to_correct,),
    "entitled": (_entitled, _entitled_by_a_credential_that_ended, _entitled_as_editor),
    "not_their_own_text": (_not_their_own_text, _not_their_own_name),
    "approval_stands": (_approval_stands,),
    "revocable": (_revocable, _revocable_once, _revocable_at_all),
    "": (_not_live, _nothing_waits, _not_from_here, _not_this_role, _frozen_for_the_import),
}


def test_every_guard_of_the_table_has_a_case() -> None:
    guards = {guard.__name__ for row in TRANSITIONS for guard in row.guards}
    assert guards == set(CASES) - {""}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.DRAFT, "a draft"),
        (Status.CHANGES_REQUESTED, "back with its writer for changes"),
        (Status.IN_REVIEW, "in review"),
        (Status.WITHDRAWN, "withdrawn"),
    ],
)
@pytest.mark.django_db
def test_a_step_that_is_not_possible_here_says_so_in_a_sentence(
    status: Status, words: str, cast: Cast
) -> None:
    sentence = check(article_at(status, cast), "unschedule", cast.editor)
    assert sentence == f"“Unschedule” is not possible while the article is {words}."


@pytest.mark.django_db
@pytest.mark.parametrize("case", [case for cases in CASES.values() for case in cases])
def test_a_refusal_says_why_before_and_when_it_is_tried(case: Case, cast: Cast) -> None:
    article, verb, by, sentence = case(cast)
    fact_check = article.fact_checks.first() if verb == "revoke" else None
    assert check(article, verb, by, fact_check=fact_check).startswith(sentence)
    if article.status == Article.objects.get(pk=article.pk).status:
        with pytest.raises(Refused) as refusal:
            take(article, verb, by, cast)
        assert str(refusal.value).startswith(sentence)


# --- who may take a step ------------------------------------------------------------------------


@pytest.fixture
def everywhere(cast: Cast) -> dict[Status, Article]:
    """One article in each state."""
    return {status: article_at(status, cast) for status in Status}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_the_stranger_is_refused_at_every_step_in_every_state(
    verb: str, cast: Cast, everywhere: dict[Status, Article]
) -> None:
    for status, article in everywhere.items():
        fact_check = approval_of(article)
        assert check(article, verb, cast.stranger, fact_check=fact_check), (verb, status)
        if verb == "revoke" and article.fact_checks.first() is None:
            continue  # there is nothing to call the verb with
        with pytest.raises(Refused):
            take(article, verb, cast.stranger, cast)
        assert Article.objects.get(pk=article.pk).version == article.version


@pytest.mark.django_db
def test_the_stranger_begins_nothing_and_is_offered_nothing(
    cast: Cast, everywhere: dict[Status, Article]
) -> None:
    with pytest.raises(Refused, match="Only writers and editors"):
        actions.create(topic=factories.topic(), desk=desk(), by=cast.stranger)
    for article in everywhere.values():
        assert available(article, cast.stranger) == []


@pytest.mark.django_db
def test_actors_that_are_no_people_take_only_their_own_steps(
    cast: Cast, everywhere: dict[Status, Article]
) -> None:
    for actor in (CLOCK, IMPORT):
        assert not actor.verbs & {"approve", "request_changes", "revoke", "submit"}
        for verb in VERBS:
            answers = {
                check(article, verb, actor, fact_check=approval_of(article))
                for article in everywhere.values()
            }
            # Some state lets the actor take its own step; no state lets it take another.
            assert ("" in answers) == (verb in actor.verbs), (actor.name, verb)
    with pytest.raises(Refused, match="takes a person"):
        actions.create(topic=factories.topic(), desk=desk(), by=CLOCK)


@pytest.mark.django_db
def test_a_switched_off_account_may_do_nothing(
    cast: Cast, everywhere: dict[Status, Article]
) -> None:
    for name in PEOPLE:
        User.objects.filter(pk=getattr(cast, name).pk).update(is_active=False)
    for name in PEOPLE:
        user = User.objects.get(pk=getattr(cast, name).pk)
        for article in everywhere.values():
            assert not may_see(article, user)
            assert available(article, user) == []
        assert not Article.objects.visible_to(user).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
def test_lists_show_exactly_what_each_person_may_see_and_edit(
    name: str, cast: Cast, everywhere: dict[Status, Article]
) -> None:
    # Beside one in each state: a draft over a live text, one by nobody of the cast, one that the
    # reviewer was asked about before it was handed in, one that the superuser's name stands over.
    opened = article_at(Status.PUBLISHED, cast)
    actions.save(opened, desk=desk("A second look"), by=cast.writer)
    actions.create(topic=factories.topic(), desk=desk("From outside"), by=IMPORT)
    asked = actions.create(topic=factories.topic(), desk=desk("Asked early"), by=cast.second_writer)
    actions.arrange(asked, by=cast.editor, reviewers_asked=[cast.reviewer.medicalreviewer])
    signed = actions.create(topic=factories.topic(), desk=desk("Signed"), by=cast.editor)
    name_of_second = factories.author("Sam Second", cast.second_writer)
    actions.arrange(signed, by=cast.editor, authors=[cast.author, name_of_second])

    user = getattr(cast, name)
    articles = Article.objects.all()
    assert articles.count() == len(Status) + 4
    assert list(Article.objects.visible_to(user)) == [a for a in articles if may_see(a, user)]
    assert list(Article.objects.editable_by(user)) == [a for a in articles if may_edit(a, user)]
    if name == "stranger":
        assert not Article.objects.visible_to(user).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_offered_can_be_done_and_what_is_disabled_is_refused(
    name: str, cast: Cast, everywhere: dict[Status, Article]
) -> None:
    user = getattr(cast, name)
    for status, article in everywhere.items():
        for offer in available(article, user):
            assert offer.reason == check(article, offer.verb, user), (status, offer)
            assert _row_of(article, offer.verb, user) == offer.transition


def _row_of(article: Article, verb: str, by: User) -> Transition | None:
    return find(Ask(article, by), verb)[0]


def take(article: Article, verb: str, by: User | System, cast: Cast) -> object:
    """Try the step with words that are in order, so that only the person or state is wrong."""
    match verb:
        case "edit":
            return actions.save(article, desk=desk("Other words"), by=by)
        case "arrange":
            return actions.arrange(article, by=by, authors=[factories.author("New Name")])
        case "revoke":
            fact_check = article.fact_checks.first()
            assert fact_check is not None
            return actions.revoke(fact_check, by=by, reason="A source was wrong.")  # type: ignore[arg-type]
        case "approve" | "request_changes":
            return action_of(verb)(article, by=by, statement="Checked.", interests="None")
        case "schedule":
            return action_of(verb)(article, by=by, at=factories.timezone.now())
        case "take_down":
            return action_of(verb)(article, by=by, notice="Taken down.")
        case _:
            return action_of(verb)(article, by=by)

"""Thousands of random walks through the desk, by everybody, right and wrong.

A walk begins with two articles in states drawn by chance and takes steps through the public verbs:
mostly ones that the third telling of the rules (``machine.truth``) allows, the others by anybody
with anything. After each step

* the verb did exactly what that telling says: it went through, or it was refused and changed
  nothing; state, texts, versions and times of the article are the ones that follow;
* every live text is proven from the rows of history (``machine.evidence``), history has all its
  old rows to the letter, and a step without a change has added none;
* what a reader gets of a changed article says the live words and no other.

The walks of ``make test`` are always the same. ``make hunt`` takes new ones, and
``MACHINE=5000x20 make hunt`` 5,000 of up to 20 steps in each shard, for a night.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles import actions
from articles.actions import Refused
from articles.models import Article, FactCheck, LiveText
from tests.articles.machine.evidence import Evidence, prints
from tests.articles.machine.truth import Person, Truth
from tests.articles.machine.world import PEOPLE, TEXTS, WAYS, World, desk, last_decision, settle

WALKS, STEPS = map(int, os.environ.get("MACHINE", "500x12").split("x"))
"""How many walks each of the SHARDS takes, and the most steps of one."""

SHARDS = 4
"""Parts that run side by side where there are several processes; each has its own chance."""

who = st.sampled_from(PEOPLE)
which = st.integers(0, 1)
text = st.integers(0, TEXTS - 1)

PLAIN = (
    "submit discard_changes renew withdraw_submission request_changes approve publish schedule"
    " unschedule take_down restore"
).split()
"""Verbs that are called with words alone."""


class Desk(RuleBasedStateMachine):
    """Two articles, a cast of nine, and every step there is."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.walk = transaction.atomic()
        self.walk.__enter__()
        self.client = Client()
        self.people = {key: Person(**vars(p)) for key, p in self.world.people.items()}
        self.truths: list[Truth] = []
        self.wrote: set[tuple[str, int]] = set()

    @initialize(start=st.permutations(range(2 * len(WAYS))).map(lambda order: order[:2]))
    def begin(self, start: list[int]) -> None:
        self.truths = [self.world.truth(self.world.articles[place]) for place in start]
        evidence = Evidence()
        self.versions = {pk: row["version"] for pk, row in evidence.articles.items()}
        self.shown = {truth.pk: self._shown(truth, evidence) for truth in self.truths}
        self.history, self.around = prints()
        for revision in evidence.revisions.values():
            words = self.world.text_of(str(revision["content"]).split('"title":"')[1].split('"')[0])
            self.wrote.add((self.world.key(revision["created_by_id"]), words))

    def teardown(self) -> None:
        try:
            settle()
            if self.truths:
                self._read_around()
        finally:
            transaction.set_rollback(True)
            self.walk.__exit__(None, None, None)

    # -- taking a step -----------------------------------------------------------------------------

    def attempt(self, truth: Truth, allowed: bool, act: Callable[[Article], object]) -> bool:
        """Take a step; whether it went through. It has to go as the truth says."""
        article = Article.objects.get(pk=truth.pk)
        sentence = ""
        try:
            with transaction.atomic():
                act(article)
        except (Refused, ValidationError) as refusal:
            sentence = str(refusal)
        assert allowed == (not sentence), sentence or "possible, and should not have been"
        return allowed

    def happened(self, *, rows: int | None = None, versions: int | None = None) -> None:
        """Look at everything after a step.

        Args:
            rows: how many rows of history it adds; None where the step tells by itself.
            versions: how many articles it saves.
        """
        now, around = prints()
        assert now.items() >= self.history.items(), "history changed"
        assert rows is None or len(now) - len(self.history) == rows
        if now == self.history and around == self.around:
            assert not versions
            return  # nothing at all happened, and all was well before
        self.history, self.around = now, around
        evidence = Evidence()
        evidence.prove_what_is_live()
        saved = 0
        for pk, row in evidence.articles.items():
            assert row["version"] >= self.versions[pk]
            saved += row["version"] > self.versions[pk]
            self.versions[pk] = row["version"]
        assert versions is None or saved == versions
        for truth in self.truths:
            self._compare(truth, evidence)
            self._read_if_changed(truth, evidence)

    def _compare(self, truth: Truth, evidence: Evidence) -> None:
        row = evidence.articles[truth.pk]
        revisions = [r for r in evidence.revisions.values() if r["article_id"] == truth.pk]
        number = {r["id"]: r["number"] for r in revisions} | {None: None}
        assert (row["status"], row["medical"]) == (truth.status, truth.medical)
        assert number[row["current_revision_id"]] == truth.current
        assert number[row["live_revision_id"]] == truth.live
        assert [self.world.text_of(_title(r)) for r in revisions] == truth.texts
        assert [self.world.key(r["created_by_id"]) for r in revisions] == truth.writers

    @staticmethod
    def _shown(truth: Truth, evidence: Evidence) -> object:
        """All that a page is made of changes with one of these; a draft changes none of them."""
        row = evidence.articles[truth.pk]
        withdrawn = row["status"] == "withdrawn"
        return row["live_revision_id"], withdrawn, tuple(truth.byline), truth.medical

    def _read_if_changed(self, truth: Truth, evidence: Evidence) -> None:
        shown = self._shown(truth, evidence)
        if self.shown[truth.pk] != shown:
            self.shown[truth.pk] = shown
            evidence.read(self.client, truth.pk)

    def _read_around(self) -> None:
        """At the end of a walk: one article once more, one list or feed, and the index."""
        evidence = Evidence()
        evidence.read(self.client, self.truths[0].pk)
        evidence.read_around(self.client, self.addresses())
        live = {
            pk: evidence.revisions[row["live_revision_id"]]["digest"]
            for pk, row in evidence.articles.items()
            if row["live_revision_id"]
        }
        assert dict(LiveText.objects.values_list("pk", "digest")) == live

    def addresses(self) -> tuple[str, ...]:
        """Where words of several articles stand side by side."""
        topic = self.world.topics[True].slug
        author = self.world.authors["writer"].slug
        every = (
            "/", "/articles/", f"/topics/{topic}/", f"/authors/{author}/", "/search/?q=words",
            "/feeds/atom.xml", "/sitemaps/news.xml", "/api/v1/articles",
        )  # fmt: skip
        # A walk reads one of them: over all walks that is each of them, many times.
        return (every[sum(self.versions.values()) % len(every)],)

    # -- steps that the truth allows ---------------------------------------------------------------

    @precondition(lambda self: self.truths)
    @rule(data=st.data(), article=which)
    def proceed(self, data: st.DataObject, article: int) -> None:
        """Somebody who may take a step that leads on takes it."""
        truth = self.truths[article]
        possible = [
            (verb, key)
            for verb in PLAIN
            for key in PEOPLE
            if truth.may(verb, self.people[key], self._wrote(truth, key))
        ]
        if possible:
            verb, key = data.draw(st.sampled_from(possible))
            self.step(truth, verb, key, minor=data.draw(st.booleans()))

    # -- anybody, anything -------------------------------------------------------------------------

    @rule(article=which, verb=st.sampled_from(PLAIN), by=who, minor=st.booleans())
    def try_it(self, article: int, verb: str, by: str, minor: bool) -> None:
        self.step(self.truths[article], verb, by, minor=minor)

    def step(self, truth: Truth, verb: str, by: str, *, minor: bool = False) -> None:
        person, user = self.people[by], self.world.user(by)
        allowed = truth.may(verb, person, self._wrote(truth, by))
        words: dict[str, Any] = {}
        match verb:
            case "submit":
                words = {"minor": minor}
                allowed = allowed and not (minor and not self._is_live_approved(truth))
            case "approve" | "request_changes":
                words = {"statement": "Looked at.", "interests": "None"}
            case "schedule":
                words = {"at": timezone.now() + dt.timedelta(hours=1)}
            case "take_down":
                words = {"notice": "Taken down."}
        took = self.attempt(
            truth, allowed, lambda article: getattr(actions, verb)(article, by=user, **words)
        )
        if not took:
            self.happened(rows=0, versions=0)
            return
        match verb:
            case "submit":
                truth.status, truth.minor = "in_review", minor
            case "renew":
                truth.status, truth.minor = "in_review", False
            case "discard_changes":
                assert truth.live is not None
                truth.current, truth.status = truth.live, "published"
            case "withdraw_submission":
                truth.status = "published" if truth.current == truth.live else "draft"
            case "approve" | "request_changes":
                self._decided(truth, person, approved=verb == "approve")
            case "publish":
                truth.go_live()
            case "schedule":
                truth.status, truth.due = "scheduled", words["at"].timestamp()
            case "unschedule":
                truth.status, truth.due = "approved", None
            case "take_down":
                truth.leave()
            case "restore":
                truth.status = "approved" if truth.approved(truth.text) else "draft"
        self.happened(rows=2 if verb in {"approve", "request_changes"} else 1, versions=1)

    def _decided(self, truth: Truth, person: Person, *, approved: bool) -> None:
        row = last_decision(truth.pk)
        truth.decide(row["id"], person, approved=approved)
        mine = truth.decisions[-1]
        assert (mine.rests_on, mine.relies_on) == (row["rests_on_id"], frozenset(row["relies_on"]))

    def _wrote(self, truth: Truth, by: str) -> bool:
        """Whether they once wrote exactly what is on the desk, in this article or in another."""
        return (by, truth.text) in self.wrote

    @staticmethod
    def _is_live_approved(truth: Truth) -> bool:
        return truth.live is not None and truth.approved(truth.live_text, opposed_too=True)

    @rule(article=which, words=text, by=who)
    def edit(self, article: int, words: int, by: str) -> None:
        """Other words, words of before, or the same words again."""
        truth, user = self.truths[article], self.world.user(by)
        same = words == truth.text
        allowed = same or truth.may("edit", self.people[by])
        took = self.attempt(
            truth, allowed, lambda article: actions.save(article, desk=desk(words), by=user)
        )
        if took and not same:
            truth.write(words, by)
            self.wrote.add((by, words))
        changed = took and not same
        self.happened(rows=2 * changed, versions=int(changed))

    @rule(article=which, by=who, number=st.integers(1, 5))
    def publish_this(self, article: int, by: str, number: int) -> None:
        """Publish, saying which revision was meant."""
        truth, user = self.truths[article], self.world.user(by)
        allowed = truth.may("publish", self.people[by]) and truth.waiting() == number
        took = self.attempt(
            truth, allowed, lambda article: actions.publish(article, by=user, revision=number)
        )
        if took:
            truth.go_live()
        self.happened(rows=int(took), versions=int(took))

    @rule(article=which, by=who, data=st.data())
    def revoke(self, article: int, by: str, data: st.DataObject) -> None:
        truth, user = self.truths[article], self.world.user(by)
        if not truth.decisions:
            return
        decision = data.draw(st.sampled_from(truth.decisions))
        check = FactCheck.objects.get(pk=decision.pk)
        took = self.attempt(
            truth,
            truth.may_revoke(decision, self.people[by]),
            lambda article: actions.revoke(check, by=user, reason="Wrong."),
        )
        if took:
            truth.revoke(decision)
        self.happened(rows=2 * took, versions=int(took))

    @rule(article=which, by=who, medical=st.booleans())
    def move(self, article: int, by: str, medical: bool) -> None:
        """To the topic with the other rule, or to the one where it is."""
        truth, user = self.truths[article], self.world.user(by)
        same = medical == truth.medical
        allowed = same or (
            truth.may("arrange", self.people[by]) and truth.may_have(medical=medical)
        )
        topic = self.world.topics[medical]
        took = self.attempt(
            truth, allowed, lambda article: actions.arrange(article, by=user, topic=topic)
        )
        truth.medical = medical if took else truth.medical
        self.happened(rows=int(took and not same), versions=int(took and not same))

    @rule(
        article=which,
        by=who,
        byline=st.lists(
            st.sampled_from(["writer", "second_writer", "both_hands", "editor"]),
            unique=True,
            max_size=2,
        ),
    )
    def sign(self, article: int, by: str, byline: list[str]) -> None:
        """Other names over the article."""
        truth, user = self.truths[article], self.world.user(by)
        same = byline == truth.byline
        allowed = same or (truth.may("arrange", self.people[by]) and truth.may_have(byline=byline))
        authors = [self.world.authors[key] for key in byline]
        took = self.attempt(
            truth, allowed, lambda article: actions.arrange(article, by=user, authors=authors)
        )
        truth.byline = byline if took else truth.byline
        self.happened(rows=int(took and not same), versions=int(took and not same))

    @rule(clinician=st.sampled_from(["reviewer", "second_reviewer", "both_hands"]))
    def credential(self, clinician: str) -> None:
        """A credential ends, or is renewed and verified."""
        person = self.people[clinician]
        person.credential = not person.credential
        self.world.set_credential(clinician, person.credential)
        self.happened(rows=0, versions=0)

    @rule(hours=st.sampled_from([-1.0, 0.5, 1.5, 3.0]))
    def tick(self, hours: float) -> None:
        """The clock strikes, at whatever hour."""
        now = timezone.now() + dt.timedelta(hours=hours)
        published = {article.pk for article in actions.publish_due(now)}
        for truth in self.truths:
            due = truth.due is not None and truth.due <= now.timestamp()
            goes = due and truth.status == "scheduled" and truth.waiting() is not None
            assert (truth.pk in published) == goes
            if goes:
                truth.go_live()
        self.happened(rows=len(published), versions=len(published))


def _title(revision: dict[str, Any]) -> str:
    return str(revision["content"]).split('"title":"')[1].split('"')[0]


@pytest.fixture
def world(transactional_db: None, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    """Committed, so that every walk is a transaction of its own, rolled back at its end."""
    caplog.set_level(logging.CRITICAL, "django.request")  # pages that are not there are read too
    Desk.world = World.build()
    evidence, client = Evidence(), Client()
    for pk in Desk.world.articles:
        evidence.read(client, pk)
    yield Desk.world
    del Desk.world


@pytest.mark.hypothesis
@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_desk_goes_by_its_rules_whoever_walks_through_it(shard: int, world: World) -> None:
    is_same = settings().derandomize
    run_state_machine_as_test(
        seed(shard)(Desk) if is_same else Desk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            database=None,
            print_blob=True,
            verbosity=Verbosity.normal,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )

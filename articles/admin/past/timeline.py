"""The history of an article as one readable line: revisions, decisions, events, and what was said,
latest first.

Events are its spine. A revision appears with the event that made it and a decision with the event
that it caused; rows that came by another door than the verbs, and so have no event, stand for
themselves, so that nothing in the tables is missing here. Names are printed as they were at the
time: the accounts may be gone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format

from articles import workflow
from articles.admin.past import spoken
from articles.comparison import FIELDS
from articles.content import Content
from articles.models import Article, Event, FactCheck, Revision, Revocation, Status
from articles.models.fact_check import Decision
from authors.models import User

PER_PAGE: Final = 25
"""Entries on one page; each revision among them is read once, with the one before it."""

_DECIDING: Final = ("approve", "request_changes")

_VERBS: Final[dict[str, tuple[str, str, str]]] = {
    "create": ("began the article", "note_add", "plain"),
    "edit": ("saved {revision}", "edit", "plain"),
    "arrange": ("changed what surrounds the text", "tune", "plain"),
    "ask_instead": ("asked somebody else to review", "person_edit", "plain"),
    "assign": ("assigned the review", "assignment_ind", "plain"),
    "discard_changes": ("discarded the draft and went back to {revision}", "undo", "plain"),
    "submit": ("handed in {revision} for review", "send", "plain"),
    "renew": ("asked for a fresh review of {revision}", "autorenew", "plain"),
    "withdraw_submission": ("took {revision} back from review", "undo", "plain"),
    "request_changes": ("asked for changes in {revision}", "rate_review", "open"),
    "approve": ("approved {revision}", "verified", "good"),
    "publish": ("published {revision}", "public", "good"),
    "schedule": ("scheduled {revision}", "schedule", "plain"),
    "unschedule": ("took {revision} off the schedule", "event_busy", "plain"),
    "take_down": ("took the article down", "block", "bad"),
    "restore": ("brought the article back to the desk", "restore", "plain"),
    "revoke": ("revoked an approval of {revision}", "remove_moderator", "bad"),
}
"""For each verb: what somebody did, its symbol, and its tone."""

_ARRANGED: Final = {
    "slug": "Address",
    "topic": "Topic",
    "authors": "Byline",
    "related": "Related posts",
    "reviewers_asked": "Asked to review",
    "review_wanted_by": "Wanted by",
    "originally_published": "First published elsewhere",
}


_DAYS: Final = ("review_wanted_by", "originally_published")
"""Those of them that are days."""


@dataclass(frozen=True)
class Change:
    """One thing around the text that was changed, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of the history.

    Attributes:
        who: the name as it was.
        what: what they did, as the rest of a sentence.
        symbol, tone: how it looks; ``tone`` is plain, good, open or bad.
        revision: the revision that it made or is about.
        made: whether it made that revision.
        row: what that revision is now (live, on the desk, approved); only where it made one.
        written: what that revision changed, in words; only where it made one.
        decision: the decision that it is.
        fell: whether that decision relied on one that was revoked.
        revocable: whether a button to revoke belongs here at all.
        reason: why that button is disabled; empty where it isn't.
        document: the event that tells what came in from a document, where the text is one's.
        thread: the number of the thread that it is about, 0 for none.
    """

    at: datetime
    who: str
    what: str
    symbol: str = "edit"
    tone: str = "plain"
    before: str = ""
    after: str = ""
    note: str = ""
    changes: tuple[Change, ...] = ()
    revision: Revision | None = None
    made: bool = False
    row: Mapping[str, Any] = field(default_factory=dict)
    written: str = ""
    decision: FactCheck | None = None
    fell: bool = False
    revocable: bool = False
    reason: str = ""
    document: int | None = None
    when: datetime | None = None
    thread: int = 0

    @property
    def credential(self) -> str:
        """What entitled the reviewer, as it was on the day of the decision."""
        check = self.decision
        if check is None or not check.credential_title:
            return ""
        until = check.credential_valid_until
        start = check.credential_valid_from
        valid = f"valid from {date_format(start)}" if start else ""
        valid += f" until {date_format(until)}" if until else ""
        parts = [
            check.credential_title,
            check.credential_issuer,
            f"licence {check.credential_number}" if check.credential_number else "",
            check.credential_region,
            valid,
        ]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Timeline:
    """The history of one article, as one person sees it.

    Attributes:
        rows_by_id: what each revision is now, by its id.
    """

    article: Article
    viewer: User
    rows_by_id: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    _fallen: set[int] = field(default_factory=set)
    _reasons: dict[tuple[object, ...], str] = field(default_factory=dict)

    # --- which rows, in which order --------------------------------------------------------------

    def rows(self) -> QuerySet[Any, Any]:
        """``(kind, pk, at)`` of every line, latest first, in one query however long it is."""
        events = Event.objects.filter(article=self.article)
        edits = events.filter(revision=OuterRef("pk"), verb="edit")
        decided = events.filter(fact_check=OuterRef("pk"), verb__in=_DECIDING)
        revoked = events.filter(fact_check=OuterRef("fact_check"), verb="revoke")
        revisions = Revision.objects.filter(~Exists(edits), article=self.article)
        # The first revision came with the article.
        revisions = revisions.exclude(Q(number=1) & Exists(events.filter(verb="create")))
        checks = FactCheck.objects.filter(~Exists(decided), revision__article=self.article)
        revocations = Revocation.objects.filter(
            ~Exists(revoked), fact_check__revision__article=self.article
        )
        return _rows(events, "event", "at").union(
            _rows(revisions, "revision", "created_at"),
            _rows(checks, "decision", "decided_at"),
            _rows(revocations, "revocation", "revoked_at"),
            _rows(spoken.begun(self.article), "comment", "at"),
            _rows(spoken.marks(self.article), "mark", "at"),
            all=True,
        ).order_by("-moment", "-line", "-pk")  # fmt: skip

    def page(self, number: str | None) -> Page[Entry]:
        """One page of entries; a page that doesn't exist gives the nearest that does."""
        page = Paginator(self.rows(), PER_PAGE).get_page(number)
        keys = [(kind, pk) for kind, pk, _ in page.object_list]
        page.object_list = self._entries(keys)
        return page

    # --- from rows to entries --------------------------------------------------------------------

    def _entries(self, keys: list[tuple[str, int]]) -> list[Entry]:
        wanted: dict[str, list[int]] = {}
        for kind, pk in keys:
            wanted.setdefault(kind, []).append(pk)
        events = Event.objects.select_related("revision").in_bulk(wanted.get("event", []))
        revocations = Revocation.objects.in_bulk(wanted.get("revocation", []))
        decisions = self._decisions(wanted.get("decision", []), events.values(), revocations)
        comments = spoken.comments_in_bulk(wanted.get("comment", []))
        marks = spoken.marks_in_bulk(wanted.get("mark", []))
        began = any(event.verb == "create" for event in events.values())
        revisions = self._revisions(wanted.get("revision", []), events.values(), began=began)
        makers: dict[str, Callable[[int], Entry]] = {
            "event": lambda pk: self._of_event(events[pk], revisions, decisions),
            "revision": lambda pk: self._of_revision(revisions, pk),
            "decision": lambda pk: self._of_decision(decisions[pk]),
            "revocation": lambda pk: _of_revocation(revocations[pk], decisions),
            "comment": lambda pk: Entry(**spoken.of_comment(comments[pk])),
            "mark": lambda pk: Entry(**spoken.of_mark(marks[pk])),
        }
        return [makers[kind](pk) for kind, pk in keys]

    def _decisions(
        self, pks: list[int], events: Iterable[Event], revocations: dict[int, Revocation]
    ) -> dict[int, FactCheck]:
        pks = [
            *pks,
            *(event.fact_check_id for event in events if event.fact_check_id),
            *(row.fact_check_id for row in revocations.values()),
        ]
        checks = FactCheck.objects.select_related("revision", "revocation", "rests_on")
        found = checks.in_bulk(set(pks))
        below = {pk for check in found.values() for pk in check.relies_on}
        revoked = set(
            Revocation.objects.filter(fact_check__in=below).values_list("fact_check", flat=True)
        )
        self._fallen.update(pk for pk, check in found.items() if revoked & set(check.relies_on))
        return found

    def _revisions(
        self, pks: list[int], events: Iterable[Event], *, began: bool
    ) -> dict[int, tuple[Revision, str]]:
        """The revisions that were made on this page, each with what it changed."""
        pks = [*pks, *(e.revision_id for e in events if e.verb == "edit" and e.revision_id)]
        which = Q(pk__in=pks) | Q(number=1) if began else Q(pk__in=pks)
        made = list(self.article.revisions.filter(which).defer("body_source"))
        before = dict(
            self.article.revisions.filter(number__in=[row.number - 1 for row in made])
            .order_by()
            .values_list("number", "content")
        )
        return {row.pk: (row, _written(row, before.get(row.number - 1))) for row in made}

    def _of_event(
        self,
        event: Event,
        revisions: dict[int, tuple[Revision, str]],
        decisions: dict[int, FactCheck],
    ) -> Entry:
        words, symbol, tone = _VERBS.get(
            event.verb, (event.verb.replace("_", " "), "history", "plain")
        )
        revision, written = event.revision, ""
        if event.verb == "create":
            first = next((row for row in revisions.values() if row[0].number == 1), None)
            revision, written = first or (None, "")
        elif event.verb == "edit":
            revision, written = revisions.get(event.revision_id or 0, (event.revision, ""))
        decision = decisions.get(event.fact_check_id or 0)
        made = event.verb in {"create", "edit"} and revision is not None
        decides = decision is not None and event.verb in _DECIDING
        if event.data.get("minor"):
            words += " as a typographical change"
        return Entry(
            at=event.at,
            who=event.actor_name,
            what=words.format(revision=f"revision {revision.number}" if revision else "the text"),
            symbol=symbol,
            tone=tone,
            before=_status(event.from_status) if event.from_status != event.to_status else "",
            after=_status(event.to_status) if event.from_status != event.to_status else "",
            # The note of a decision is its statement, which is printed with the decision.
            note="" if decides else event.note,
            changes=tuple(_changes(event)),
            revision=revision,
            made=made,
            row=self.rows_by_id.get(revision.pk, {}) if made and revision else {},
            written=written,
            decision=decision if decides else None,
            document=event.pk if event.data.get("document") else None,
            when=parse_datetime(event.data["at"]) if event.data.get("at") else None,
            **self._revoking(decision if decides else None),
        )

    def _of_revision(self, revisions: dict[int, tuple[Revision, str]], pk: int) -> Entry:
        revision, written = revisions[pk]
        return Entry(
            at=revision.created_at,
            who=revision.created_by_name,
            what=f"wrote revision {revision.number}",
            note=revision.note,
            revision=revision,
            made=True,
            row=self.rows_by_id.get(revision.pk, {}),
            written=written,
        )

    def _of_decision(self, check: FactCheck) -> Entry:
        words, symbol, tone = _VERBS[
            "approve" if check.decision == Decision.APPROVED else "request_changes"
        ]
        return Entry(
            at=check.decided_at,
            who=check.decided_by_name,
            what=words.format(revision=f"revision {check.revision.number}"),
            symbol=symbol,
            tone=tone,
            revision=check.revision,
            decision=check,
            **self._revoking(check),
        )

    # --- revoking --------------------------------------------------------------------------------

    def _revoking(self, check: FactCheck | None) -> dict[str, Any]:
        """Whether a decision holds, a button to revoke it belongs on the screen, and its reason."""
        if check is None or check.decision != Decision.APPROVED or hasattr(check, "revocation"):
            return {}
        fell = check.pk in self._fallen
        if fell or not self._may_ever_revoke:
            return {"fell": fell}
        return {"revocable": True, "reason": self._reason(check)}

    @cached_property
    def _may_ever_revoke(self) -> bool:
        rows = (row for row in workflow.TRANSITIONS if row.verb == "revoke")
        return any(row.roles & self.viewer.roles for row in rows)

    def _reason(self, check: FactCheck) -> str:
        """The workflow's answer, asked once for all decisions that it answers alike.

        Every line of the table for ``revoke`` has the same roles and guards (a test holds that),
        and these look at no more than this; so a page of decisions needs as many queries as one.
        """
        alike = (
            check.decision,
            hasattr(check, "revocation"),
            check.decided_by_id == self.viewer.pk,
        )
        if alike not in self._reasons:
            self._reasons[alike] = workflow.check(
                self.article, "revoke", self.viewer, fact_check=check
            )
        return self._reasons[alike]


def _rows(queryset: QuerySet[Any], kind: str, moment_of: str) -> QuerySet[Any, Any]:
    rows = queryset.order_by().annotate(line=Value(kind), moment=F(moment_of))
    return rows.values_list("line", "pk", "moment")


def _of_revocation(row: Revocation, decisions: dict[int, FactCheck]) -> Entry:
    words, symbol, tone = _VERBS["revoke"]
    revision = decisions[row.fact_check_id].revision
    return Entry(
        at=row.revoked_at,
        who=row.revoked_by_name,
        what=words.format(revision=f"revision {revision.number}"),
        symbol=symbol,
        tone=tone,
        note=row.reason,
        revision=revision,
    )


def _status(value: str) -> str:
    return str(Status(value).label) if value in Status else value


def _written(revision: Revision, before: str | None) -> str:
    """What a revision changed against the one before it: “title and text”."""
    if before is None:
        return "the first text"
    changed = Content.parse(before).changed_fields(revision.data)
    return in_words([FIELDS[name] for name in FIELDS if name in changed])


def in_words(names: list[str]) -> str:
    """“title, subtitle and text”; empty for nothing."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _changes(event: Event) -> Iterable[Change]:
    for name, change in event.data.items():
        if isinstance(change, dict) and {"from", "to"} <= set(change):
            label = _ARRANGED.get(name, name.replace("_", " ").capitalize())
            before, after = change["from"], change["to"]
            if name in _DAYS:
                before, after = _day(before), _day(after)
            yield Change(label, _shown(before), _shown(after))


def _day(iso: str) -> str:
    """A day of an event as people read it; empty for none."""
    day = parse_date(iso) if iso else None
    return date_format(day) if day else ""


def _shown(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value)
    return str(value) if value else "nothing"

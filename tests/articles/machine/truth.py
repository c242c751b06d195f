"""The rules of the desk, said a second time: plain Python about plain values, without a query.

``articles.workflow`` says them in a table and the ORM, ``articles.seal`` in SQL. This third
telling shares no line with either; where it and the program disagree, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

EDITABLE = {"draft", "changes_requested"}
SAYS_APPROVED = {"approved", "scheduled"}


@dataclass
class Person:
    """Somebody of the cast, with what they are today."""

    key: str
    writer: bool = False
    clinician: bool = False
    editor: bool = False
    credential: bool = False


@dataclass
class Decision:
    pk: int
    number: int
    text: int
    approved: bool
    by: str
    medical: bool
    rests_on: int | None = None
    relies_on: frozenset[int] = frozenset()
    revoked: bool = False


@dataclass
class Truth:
    """What is true of one article."""

    pk: int
    status: str
    medical: bool
    created_by: str
    byline: list[str]
    texts: list[int] = field(default_factory=list)
    writers: list[str] = field(default_factory=list)
    current: int = 0
    live: int | None = None
    minor: bool = False
    due: float | None = None
    decisions: list[Decision] = field(default_factory=list)

    # -- texts -------------------------------------------------------------------------------------

    @property
    def text(self) -> int:
        return self.texts[self.current - 1]

    @property
    def live_text(self) -> int | None:
        return None if self.live is None else self.texts[self.live - 1]

    def write(self, text: int, by: str) -> None:
        self.texts.append(text)
        self.writers.append(by)
        self.current = len(self.texts)
        if self.status in {"approved", "published"}:
            self.status = "draft"

    # -- approvals ---------------------------------------------------------------------------------

    def standing(
        self, *, medical: bool | None = None, byline: list[str] | None = None
    ) -> Iterator[Decision]:
        """Approvals that hold; under another rule or byline where one is given."""
        medical = self.medical if medical is None else medical
        byline = self.byline if byline is None else byline
        revoked = {d.pk for d in self.decisions if d.revoked}
        for decision in self.decisions:
            if (
                decision.approved
                and not revoked & ({decision.pk} | decision.relies_on)
                and decision.by not in byline
                and (decision.medical or not medical)
            ):
                yield decision

    def opposed(self, decision: Decision) -> bool:
        return any(
            not later.approved and later.text == decision.text and later.pk > decision.pk
            for later in self.decisions
        )

    def approved(
        self,
        text: int | None,
        *,
        medical: bool | None = None,
        byline: list[str] | None = None,
        opposed_too: bool = False,
    ) -> bool:
        return any(
            d.text == text and (opposed_too or not self.opposed(d))
            for d in self.standing(medical=medical, byline=byline)
        )

    def rests(self, text: int | None, on: Decision) -> bool:
        """Whether the text would have no approval left without this one."""
        mine = [d for d in self.standing() if d.text == text]
        with_it = [d for d in mine if on.pk == d.pk or on.pk in d.relies_on]
        without = [d for d in mine if d not in with_it and not self.opposed(d)]
        return bool(with_it) and not without

    def waiting(self) -> int | None:
        """Number of the revision that publishing would put live."""
        if self.status in SAYS_APPROVED:
            return self.current if self.approved(self.text) else None
        texts = {d.text for d in self.standing()} - {self.live_text}
        numbers = [
            number
            for number, text in enumerate(self.texts, 1)
            if number > (self.live or 0) and text in texts
        ]
        if not numbers or not self.approved(self.texts[max(numbers) - 1]):
            return None
        return max(numbers)

    def cover(self, who: str) -> Decision | bool | None:
        """The latest approval by others of all that ``who`` wrote; True: they wrote nothing.

        None: there is none, and they cannot approve.
        """
        wrote = [number for number, writer in enumerate(self.writers, 1) if writer == who]
        if not wrote:
            return True
        covers = [
            d
            for d in self.standing()
            if d.number >= max(wrote) and d.by != who and not self.opposed(d)
        ]
        return max(covers, key=lambda d: d.pk, default=None)

    # -- who may -----------------------------------------------------------------------------------

    def theirs(self, who: Person) -> bool:
        own = who.key == self.created_by or who.key in self.byline
        return who.editor or (who.writer and own)

    def public_face(self, who: Person) -> bool:
        return who.editor or (self.live is None and self.status in EDITABLE)

    def may(self, verb: str, who: Person, wrote_elsewhere: bool = False) -> bool:
        """Whether the step can be taken now; what it is taken with is another question."""
        match verb:
            case "edit":
                return self.theirs(who) and self.status in EDITABLE | {"approved", "published"}
            case "arrange":
                frozen = self.status == "in_review"
                return not frozen and self.theirs(who) and self.public_face(who)
            case "submit":
                return (
                    self.status in EDITABLE and self.theirs(who) and self.text != self.live_text
                    and bool(self.byline)
                )  # fmt: skip
            case "discard_changes":
                return self.status in EDITABLE and self.theirs(who) and self.live is not None
            case "renew":
                return self.status == "published" and self.theirs(who)
            case "withdraw_submission":
                return self.status == "in_review" and self.theirs(who)
            case "request_changes":
                return self.status == "in_review" and (who.clinician or who.editor)
            case "approve":
                signs = who.clinician and who.credential
                return (
                    self.status == "in_review"
                    and (signs or (who.editor and not self.medical))
                    and self.cover(who.key) is not None
                    and not wrote_elsewhere
                    and who.key not in self.byline
                )
            case "publish":
                here = SAYS_APPROVED | EDITABLE | {"in_review"}
                return self.status in here and who.editor and self.waiting() is not None
            case "schedule":
                return self.status in SAYS_APPROVED and who.editor and self.approved(self.text)
            case "unschedule":
                return self.status == "scheduled" and who.editor
            case "take_down":
                return self.status != "withdrawn" and who.editor and self.live is not None
            case "restore":
                return self.status == "withdrawn" and who.editor
        raise AssertionError(verb)

    def may_revoke(self, decision: Decision, who: Person) -> bool:
        own = decision.by == who.key and who.clinician
        return decision.approved and not decision.revoked and (who.editor or own)

    def may_have(self, *, medical: bool | None = None, byline: list[str] | None = None) -> bool:
        """Whether what is live or approved would still be under another rule or byline."""
        if self.live is not None and not self.approved(
            self.live_text, medical=medical, byline=byline, opposed_too=True
        ):
            return False
        return self.status not in SAYS_APPROVED or self.approved(
            self.text, medical=medical, byline=byline
        )

    # -- what a step makes true --------------------------------------------------------------------

    def decide(self, pk: int, who: Person, *, approved: bool) -> None:
        signs = who.clinician and who.credential
        relies: set[int] = set()
        rests_on = None
        if approved:
            cover = self.cover(who.key)
            if isinstance(cover, Decision):
                relies |= {cover.pk} | cover.relies_on
            if self.minor:
                live = max(
                    (d for d in self.standing() if d.text == self.live_text), key=lambda d: d.pk
                )
                rests_on = live.rests_on or live.pk
                base = next(d for d in self.decisions if d.pk == rests_on)
                if signs and not base.medical:
                    rests_on = None
                else:
                    relies |= {rests_on} | base.relies_on
        self.decisions.append(
            Decision(
                pk, self.current, self.text, approved, who.key, signs, rests_on, frozenset(relies)
            )
        )
        if not approved:
            self.status = "changes_requested"
        else:
            self.status = "published" if self.current == self.live else "approved"

    def go_live(self) -> None:
        number = self.waiting()
        assert number is not None
        self.live = number
        if self.status in SAYS_APPROVED:
            self.status, self.due = "published", None

    def leave(self) -> None:
        self.status, self.live, self.due = "withdrawn", None, None

    def revoke(self, decision: Decision) -> None:
        live_too, desk_too = self.rests(self.live_text, decision), self.rests(self.text, decision)
        decision.revoked = True
        if self.live is not None and live_too:
            self.leave()
        elif self.status in SAYS_APPROVED and desk_too:
            self.status, self.due = "draft", None

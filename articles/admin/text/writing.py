"""What a person typed into the desk of one article, and how it is saved.

The forms are read here and handed to `articles.actions`; nothing is written past it. Saving and a
step of the workflow that is pressed with it are one transaction: either both happen or neither,
and in both cases the typed words come back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from articles import actions
from articles.actions.core import locked
from articles.admin.text.around import Around
from articles.admin.text.forms import AroundForm, ReferenceFormSet, TextForm
from articles.admin.two_people import conflict
from articles.admin.two_people.began import Began
from articles.admin.two_people.combining import Combination, Conflict
from articles.admin.two_people.conflict import Compared
from articles.admin.two_people.places import PLACE, PREFIX
from articles.desk import DeskCopy
from articles.models import Article
from articles.workflow import Refused
from authors.models import User

TEXT_PARTS: Final = ("title", "subtitle", "body", "description", "key_points", "hero", "hero_alt",
                     "hero_caption", "correction_kind", "correction", "disclosure")  # fmt: skip

_READ_FIRST: Final = (
    "The article was changed by somebody else after you opened this page. Read the text as it is "
    "now, then hand it in."
)


@dataclass
class Typed:
    """The forms of the desk, filled in or fresh.

    Attributes:
        text, references: None where this person gets no field for the text.
        around: None where this person gets no field for what surrounds it.
        base: the prints of the fields when the page was opened (see `conflict`).
        began: where to find what stood in the fields then (see `began`).
        version: the version of the article that the typed text is based on.
        over: the version that mine is to be saved over, where a button says so.
        combines, by_hand: the version that mine is to be combined with: to be saved so, or to go
            into the fields.
        choices: what was chosen for places that both changed.
        is_returned: whether these are somebody's typed words that came back, not yet saved.
    """

    text: TextForm | None
    references: Any
    around: AroundForm | None
    note: str = ""
    base: dict[str, str] = field(default_factory=dict)
    began: Began = field(default_factory=Began)
    version: int | None = None
    over: int | None = None
    combines: int | None = None
    by_hand: int | None = None
    choices: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    is_returned: bool = False

    @classmethod
    def fresh(cls, article: Article | None, user: User, *, text: bool, around: bool) -> Typed:
        """Forms that show what is on the desk."""
        desk = DeskCopy.to_write_on(article) if article else _first_desk()
        facts = Around.of_article(article) if article else Around.first(user)
        typed = cls(None, None, None, version=article.version if article else None)
        if text:
            typed.text = TextForm(initial=_words(desk), user=user)
            typed.references = ReferenceFormSet(initial=_numbered(desk), prefix="references")
        if around:
            typed.around = AroundForm(initial=vars(facts), user=user, article=article)
        if article:
            typed.base = conflict.read_prints(conflict.prints(conflict.of_desk(desk, facts)))
            typed.began = Began.of_article(article, facts)
        return typed

    @classmethod
    def posted(cls, data: QueryDict, article: Article | None, user: User) -> Typed:
        """Forms filled in with what was posted, whatever the person may do with it now."""
        parts = data.get("parts", "").split()
        choices = {n.removeprefix(PREFIX): data.get(n, "") for n in data if PLACE.fullmatch(n)}
        return cls(
            text=TextForm(data, user=user) if "text" in parts else None,
            references=ReferenceFormSet(data, prefix="references") if "text" in parts else None,
            around=AroundForm(data, user=user, article=article) if "around" in parts else None,
            note=data.get("note", "").strip(),
            base=conflict.read_prints(data.get("base", "")),
            began=Began.read(data.get("began", "")),
            version=_number(data.get("version", "")),
            over=_number(data.get("over", "")),
            combines=_number(data.get("combine", "")),
            by_hand=_number(data.get("by_hand", "")),
            choices=choices,
            is_returned=bool(parts),
        )

    @property
    def is_valid(self) -> bool:
        forms = [form for form in (self.text, self.references, self.around) if form is not None]
        valid = [form.is_valid() for form in forms]  # all of them, so that every error shows
        if len(self.note) > 300:
            self.errors.append(f"The note is {len(self.note)} characters; the limit is 300.")
        return all(valid) and not self.errors

    @property
    def error_count(self) -> int:
        count = len(self.errors)
        for form in (self.text, self.around):
            count += sum(len(errors) for errors in form.errors.values()) if form else 0
        if self.references is not None and self.references.is_bound:
            count += sum(len(e) for row in self.references.errors for e in row.values())
            count += len(self.references.non_form_errors())
        return count

    def desk(self) -> DeskCopy | None:
        """The typed text; the forms are valid."""
        if self.text is None:
            return None
        words = {name: self.text.cleaned_data[name] for name in TEXT_PARTS}
        return DeskCopy(**words, references=self.references.rows())

    def facts(self) -> Around | None:
        return Around.of_words(self.around.cleaned_data) if self.around else None

    def blame(self, error: ValidationError) -> None:
        """Put the sentences of a refused action beside the fields that they are about."""
        named = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, sentences in named.items():
            for form in (self.text, self.around):
                if form is not None and name in form.fields:
                    form.add_error(name, sentences)
                    break
            else:
                self.errors.extend(sentences)

    def after(self, combination: Combination, user: User) -> Typed:
        """Fresh forms with both versions combined, and mine where there is a choice to make.

        Their version is what these forms go on from, except where my version is shown: there it
        would pass for my own, and pressing Enter would undo theirs without a question.
        """
        return self._returned(combination, user, combination.to_show(), combination.held_back)

    def combined(self, combination: Combination, user: User) -> Typed:
        """Fresh forms with the combination everywhere, to be worked on by hand."""
        both = combination.desk(), combination.facts()
        return self._returned(combination, user, both, set())

    def _returned(
        self,
        combination: Combination,
        user: User,
        shown: tuple[DeskCopy | None, Around | None],
        held: set[str],
    ) -> Typed:
        article = combination.article
        typed = Typed(None, None, None, combination.note_for(self.note), is_returned=True)
        typed.version = self.version if held else article.version
        typed.choices = self.choices
        desk, facts = shown
        if desk is not None:
            typed.text = TextForm(initial=_words(desk), user=user)
            typed.references = ReferenceFormSet(initial=_numbered(desk), prefix="references")
        if facts is not None:
            typed.around = AroundForm(initial=vars(facts), user=user, article=article)
        theirs = combination.compared.theirs
        typed.base = {
            name: self.base.get(name, "") if name in held else piece.print
            for name, piece in theirs.items()
        }
        now = Began.of_article(article, Around.of_article(article))
        typed.began = self.began.and_then(now, set(theirs) - held)
        return typed


def create(typed: Typed, user: User) -> Article:
    """Begin an article from what was typed.

    Raises:
        Refused, ValidationError: as the actions do.
    """
    desk, facts = typed.desk(), typed.facts()
    assert desk is not None  # a new article shows both forms
    assert facts is not None
    assert facts.topic is not None  # the field is required
    with transaction.atomic():
        article = actions.create(
            topic=facts.topic, desk=desk, by=user, slug=facts.slug or "", note=typed.note
        )
        return actions.arrange(
            article, by=user, **facts.arranged(set(vars(facts)) - {"topic", "slug"})
        )


def save(
    article: Article,
    typed: Typed,
    user: User,
    *,
    then: Callable[[Article], Article] | None = None,
    reads: bool = False,
) -> Article:
    """Save what was typed, and take a step with it.

    Args:
        then: the step, taken in the same transaction.
        reads: the step is about the text on the screen, so that must be the latest.

    Raises:
        Conflict: the article was saved by somebody else meanwhile, and both versions differ.
        Refused, ValidationError: as the actions do.
    """
    desk, facts = typed.desk(), typed.facts()
    with transaction.atomic():
        # The lock is taken before the versions are compared, or two saves could pass together.
        article = locked(article)
        mine = _pieces(desk, facts)
        compared = Compared(mine=mine, theirs=conflict.on_the_desk(article), base=typed.base)
        note = typed.note
        if typed.version != article.version and compared.moved:
            if reads and not compared.touched:
                raise Refused(_READ_FIRST)
            if compared.touched:
                combination = combine(typed, desk, facts, article, compared, user)
                desk, facts = _decided(typed, combination)
                note = combination.note_for(note)
                compared = _compared(desk, facts, compared)
        touched = compared.touched
        if desk is not None and touched & {*TEXT_PARTS, "references"}:
            if "body" not in touched:
                # The editor program lays its source out in a way of its own; readers see the same.
                desk = desk.change(body=article.body)
            article = actions.save(article, desk=desk, by=user, version=article.version, note=note)
        if facts is not None and (around := touched & set(vars(facts))):
            article = actions.arrange(article, by=user, note=note, **facts.arranged(around))
        return then(article) if then else article


def by_hand(article: Article, typed: Typed, user: User) -> Typed:
    """Forms that hold what was typed combined with what somebody else saved; nothing is saved.

    Raises:
        Conflict: the article changed again since this person saw the two versions.
    """
    desk, facts = typed.desk(), typed.facts()
    there = conflict.on_the_desk(article)
    compared = Compared(mine=_pieces(desk, facts), theirs=there, base=typed.base)
    combination = combine(typed, desk, facts, article, compared, user)
    if typed.by_hand != article.version:
        raise Conflict(combination)
    return typed.combined(combination, user)


def combine(
    typed: Typed,
    desk: DeskCopy | None,
    facts: Around | None,
    article: Article,
    compared: Compared,
    user: User,
) -> Combination:
    """What was typed together with what somebody else saved meanwhile."""
    return Combination(
        desk=desk,
        facts=facts,
        article=article,
        compared=compared,
        base=typed.began.values(article, user, typed.base),
        choices=typed.choices,
    )


def _decided(typed: Typed, combination: Combination) -> tuple[DeskCopy | None, Around | None]:
    """What is saved of two versions, where the person who saves saw both and said so.

    Raises:
        Conflict: they didn't, or the article changed again since.
    """
    version = combination.article.version
    if typed.over == version:
        return combination.mine_over_theirs()
    if typed.combines == version and not combination.unchosen:
        return combination.desk(), combination.facts()
    raise Conflict(combination, missed=typed.combines == version)


def _pieces(desk: DeskCopy | None, facts: Around | None) -> dict[str, conflict.Piece]:
    return {
        **(conflict.of_text(desk) if desk else {}),
        **(conflict.of_around(facts) if facts else {}),
    }


def _compared(desk: DeskCopy | None, facts: Around | None, before: Compared) -> Compared:
    """What differs from theirs in what was decided."""
    theirs = {name: piece.print for name, piece in before.theirs.items()}
    return Compared(mine=_pieces(desk, facts), theirs=before.theirs, base=theirs)


def _number(raw: str) -> int | None:
    return int(raw) if raw.isdecimal() and len(raw) < 10 else None


def _words(desk: DeskCopy) -> dict[str, Any]:
    return {name: getattr(desk, name) for name in TEXT_PARTS}


def _numbered(desk: DeskCopy) -> list[dict[str, Any]]:
    return [dict(row) for row in desk.references]


def _first_desk() -> DeskCopy:
    return DeskCopy(title="")

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
from articles.admin import conflict
from articles.admin.around import Around
from articles.admin.conflict import Compared, Conflict
from articles.admin.forms import AroundForm, ReferenceFormSet, TextForm
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
        version: the version of the article that the typed text is based on.
        is_returned: whether these are somebody's typed words that came back, not yet saved.
    """

    text: TextForm | None
    references: Any
    around: AroundForm | None
    note: str = ""
    base: dict[str, str] = field(default_factory=dict)
    version: int | None = None
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
            typed.base = conflict.read_prints(conflict.prints(conflict.on_the_desk(article)))
        return typed

    @classmethod
    def posted(cls, data: QueryDict, article: Article | None, user: User) -> Typed:
        """Forms filled in with what was posted, whatever the person may do with it now."""
        parts = data.get("parts", "").split()
        over, version = data.get("over", ""), data.get("version", "")
        number = over or version
        return cls(
            text=TextForm(data, user=user) if "text" in parts else None,
            references=ReferenceFormSet(data, prefix="references") if "text" in parts else None,
            around=AroundForm(data, user=user, article=article) if "around" in parts else None,
            note=data.get("note", "").strip(),
            base=conflict.read_prints(data.get("base", "")),
            version=int(number) if number.isdecimal() and len(number) < 10 else None,
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

    def merged(self, found: Conflict, user: User) -> Typed:
        """Fresh forms with my changes, and theirs in the fields that I didn't touch."""
        mine, theirs = self.desk(), DeskCopy.to_write_on(found.article)
        touched = found.compared.touched
        typed = Typed(None, None, None, self.note, version=self.version, is_returned=True)
        if mine is not None:
            words = {n: getattr(mine if n in touched else theirs, n) for n in TEXT_PARTS}
            rows = mine if "references" in touched else theirs
            typed.text = TextForm(initial=words, user=user)
            typed.references = ReferenceFormSet(initial=_numbered(rows), prefix="references")
        facts, now = self.facts(), Around.of_article(found.article)
        if facts is not None:
            names = vars(facts)
            around = {n: getattr(facts if n in touched else now, n) for n in names}
            typed.around = AroundForm(initial=around, user=user, article=found.article)
        # Their version is what I go on from, except in what I changed myself: there it would pass
        # for my own, and pressing Enter would undo theirs without a question.
        now_there = {name: piece.print for name, piece in found.compared.theirs.items()}
        mine_before = {name: self.base.get(name, "") for name in touched}
        typed.base = {**now_there, **mine_before}
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
        mine = {
            **(conflict.of_text(desk) if desk else {}),
            **(conflict.of_around(facts) if facts else {}),
        }
        compared = Compared(mine=mine, theirs=conflict.on_the_desk(article), base=typed.base)
        if typed.version != article.version and compared.moved:
            if compared.touched:
                raise Conflict(article, compared)
            if reads:
                raise Refused(_READ_FIRST)
        touched = compared.touched
        if desk is not None and touched & {*TEXT_PARTS, "references"}:
            if "body" not in touched:
                # The editor program lays its source out in a way of its own; readers see the same.
                desk = desk.change(body=article.body)
            article = actions.save(
                article, desk=desk, by=user, version=article.version, note=typed.note
            )
        if facts is not None and (around := touched & set(vars(facts))):
            article = actions.arrange(article, by=user, note=typed.note, **facts.arranged(around))
        return then(article) if then else article


def _words(desk: DeskCopy) -> dict[str, Any]:
    return {name: getattr(desk, name) for name in TEXT_PARTS}


def _numbered(desk: DeskCopy) -> list[dict[str, Any]]:
    return [dict(row) for row in desk.references]


def _first_desk() -> DeskCopy:
    return DeskCopy(title="")

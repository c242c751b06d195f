"""What people do with comments. Whoever may see the desk copy may speak; only writers change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.core.exceptions import ValidationError

from articles import actions, workflow
from articles.actions.core import locked, verb
from articles.comments import anchors, mentions
from articles.comments.anchors import Anchor, Part, Texts
from articles.comments.models import Comment, Mark, Mention
from articles.desk import DeskCopy
from articles.models import Article
from articles.notices import audiences, speaking
from articles.workflow import Refused
from authors.models import User
from wellness.lib import rich_text
from wellness.lib.text import cuts_a_word, normalise

NOT_THERE: Final = (
    "These words are not in the text as it is now. Copy them from it (new words have to be saved "
    "first), or leave the passage empty to speak about the whole text."
)
LONGEST: Final = 2000
"""Characters of a comment or an answer."""

PART_OF_A_WORD: Final = (
    "This passage begins or ends inside of a word. Quote whole words, and suggest what stands in "
    "their place."
)
SEVERAL_TIMES: Final = (
    "These words stand in the text several times. Quote more of them, so that it is certain "
    "where other words go."
)
NOT_BY_SUGGESTION: Final = (
    "A reference has fields of its own: say in the comment what has to stand there, and suggest "
    "no words."
)
MOVED_ON: Final = (
    "It is not certain any more which words of the text are meant: they are gone, stand there "
    "several times, or others stand around them. Change the text by hand, then settle the thread."
)


@verb
def begin(
    article: Article,
    *,
    by: User,
    text: str = "",
    anchor: Anchor | None = None,
    suggestion: str | None = None,
) -> Comment:
    """Begin a thread on a passage, or on the whole text.

    Args:
        suggestion: other words for the quoted ones; "" to leave them out; None for none.
    """
    article = locked(article)  # the text as it is now, whoever saved it meanwhile
    _listened_to(article, by)
    revision = article.current_revision
    if revision is None:
        raise Refused("There is no text yet to comment on.")
    fields: dict[str, str] = {}
    if anchor is not None and anchor.quote.strip():
        texts = Texts(revision.data)
        part, place = _place(texts, anchor)
        if place is None:
            raise ValidationError({"quote": NOT_THERE})
        words = texts[part].text
        before, after = anchors.around(words, place)
        quote = words[place.start : place.end]
        fields = {"part": part, "quote": quote, "before": before, "after": after}
        if suggestion is not None:
            _can_be_reworded(part, words, place, suggestion)
    comment = Comment(
        article=article,
        revision=revision,
        text=normalise(text).strip(),
        suggestion=suggestion,
        by=by,
        by_name=str(by),
        **fields,
    )
    return _said(comment, "begin")


@verb
def reply(thread: Comment, *, by: User, text: str) -> Comment:
    """Answer in a thread; one that was resolved goes on."""
    article = locked(thread.article)
    _listened_to(article, by)
    comment = Comment(
        article=article,
        revision=article.current_revision or thread.revision,
        thread=thread,
        text=normalise(text).strip(),
        by=by,
        by_name=str(by),
    )
    speaking.heard(thread, by)
    _said(comment, "reply")
    if is_closed(thread):
        _mark(thread, Mark.Kind.REOPENED, by)
    return comment


@verb
def resolve(thread: Comment, *, by: User) -> None:
    """Close a thread; it stays to be read."""
    _listened_to(thread.article, by)
    locked(thread.article)
    if not is_closed(thread):
        _mark(thread, Mark.Kind.RESOLVED, by)


@verb
def reopen(thread: Comment, *, by: User) -> None:
    _listened_to(thread.article, by)
    locked(thread.article)
    if is_closed(thread):
        _mark(thread, Mark.Kind.REOPENED, by)


@verb
def accept(thread: Comment, *, by: User) -> Article:
    """Put the suggested words into the desk copy, as a save of the person who accepts.

    They answer for the words as for any that they typed, so they don't approve them.
    """
    article = locked(thread.article)
    if sentence := why_not_accept(thread, article, by):
        raise Refused(sentence)
    assert thread.suggestion is not None
    desk = DeskCopy.of_article(article)
    place = anchors.find(_desk_text(desk, thread.part), thread.anchor)
    if place is None or not place.is_certain:
        raise Refused(MOVED_ON)
    if thread.part == Part.BODY:
        changed = anchors.replaced(rich_text.clean(desk.body), place, thread.suggestion)
    else:
        words = str(getattr(desk, thread.part))
        changed = words[: place.start] + thread.suggestion + words[place.end :]
    note = f"Wording suggested by {thread.by_name}"
    article = actions.save(article, desk=desk.change(**{thread.part: changed}), by=by, note=note)
    _mark(thread, Mark.Kind.ACCEPTED, by, revision=article.current_revision)
    return article


def why_not_accept(thread: Comment, article: Article, by: User) -> str:
    """Why this person can't take the suggestion over now; empty when they can."""
    if thread.suggestion is None:
        return "This thread suggests no wording."
    if is_closed(thread):
        return "This thread is closed."
    return workflow.check(article, "edit", by)


def is_closed(thread: Comment) -> bool:
    """Whether the latest mark on a thread closes it; free where marks are prefetched."""
    marks = list(thread.marks.all())
    return bool(marks) and marks[-1].kind != Mark.Kind.REOPENED


def _listened_to(article: Article, by: User) -> None:
    if not by.is_active or not workflow.may_see(article, by):
        raise Refused("You may not see this text, so you can't comment on it.")


def _place(texts: Texts, anchor: Anchor) -> tuple[str, anchors.Place | None]:
    """The part that a passage is in, and where; looked for in all parts where none is named."""
    parts = [anchor.part] if anchor.part in Part.values else list(Part.values)
    found = [(part, place) for part in parts if (place := texts[part].find(anchor))]
    if not found:
        return "", None
    part, place = found[0]
    return part, replace(place, is_alone=place.is_alone and len(found) == 1)


def _can_be_reworded(part: str, words: str, place: anchors.Place, suggestion: str) -> None:
    """Refuse other words that could not be put in without doubt, or would say nothing new."""
    if part == Part.REFERENCES:
        raise ValidationError({"suggestion": NOT_BY_SUGGESTION})
    if suggestion.strip() == words[place.start : place.end].strip():
        raise ValidationError({"suggestion": "This is what the text says already."})
    if cuts_a_word(words, place.start) or cuts_a_word(words, place.end):
        raise ValidationError({"quote": PART_OF_A_WORD})
    if not place.is_alone:
        raise ValidationError({"quote": SEVERAL_TIMES})


def _desk_text(desk: DeskCopy, part: str) -> str:
    return anchors.text_of(desk.content(), part) if part == Part.BODY else str(getattr(desk, part))


def _said(comment: Comment, verb: str) -> Comment:
    """Keep a comment with whom it mentions, and tell whom it concerns."""
    if len(comment.text) > LONGEST:
        raise ValidationError(
            {"text": f"This is {len(comment.text)} characters; the limit is {LONGEST}."}
        )
    comment.full_clean(exclude=["by", "article", "revision", "thread"])
    named = mentions.named(comment.text, audiences.who_may_see(comment.article))
    comment.save()
    Mention.objects.bulk_create(
        Mention(comment=comment, person_id=pk, written=written)  # the database adds the name
        for pk, written in named.items()
    )
    speaking.tell(comment, verb)
    return comment


def _mark(thread: Comment, kind: str, by: User, **fields: object) -> None:
    Mark.objects.create(thread=thread, kind=kind, by=by, by_name=str(by), **fields)
    if kind != Mark.Kind.REOPENED:
        speaking.settled(thread)

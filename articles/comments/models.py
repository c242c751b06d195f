"""Comments and what became of them. Both are history: rows are added, never changed or removed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from articles.comments.anchors import CONTEXT, Anchor, Part
from articles.comments.mentions import Piece, in_pieces
from authors.models.history import historic_user, named
from wellness.lib.triggers import append_only, stamped


class Comment(models.Model):
    """Something that a person of the desk said about a text; not for readers.

    The first of a thread is about a passage, which it quotes with the words around it, so that the
    place is found again after edits; or, quoting nothing, about the whole text. A suggestion is
    wording for exactly the quoted words ("" to leave them out).
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="comments")
    revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, related_name="+", help_text="What was read."
    )
    thread = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    part = models.CharField(max_length=20, choices=Part, blank=True)
    quote = models.TextField(max_length=1000, blank=True)
    before = models.CharField(max_length=CONTEXT, blank=True)
    after = models.CharField(max_length=CONTEXT, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    suggestion = models.TextField(max_length=1000, null=True, blank=True)  # noqa: DJ001 - see above
    by = historic_user("by")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)
        triggers = (*append_only("Comments"), stamped("at"), named("by"))
        constraints = (
            models.CheckConstraint(
                name="comment_says_something",
                condition=~Q(text="") | Q(suggestion__isnull=False),
                violation_error_message="Write what you have to say.",
            ),
            models.CheckConstraint(
                name="comment_suggests_for_quoted_words",
                condition=Q(suggestion=None) | (Q(thread=None) & ~Q(quote="")),
                violation_error_message="A suggestion is for words that you quote.",
            ),
            models.CheckConstraint(
                name="comment_quotes_where_a_thread_begins",
                condition=Q(quote="", part="") | (Q(thread=None) & ~Q(quote="") & ~Q(part="")),
                violation_error_message="Only the first comment of a thread quotes a passage.",
            ),
        )

    def __str__(self) -> str:
        return f"Comment by {self.by_name}"

    @property
    def anchor(self) -> Anchor:
        """Where the passage is looked for."""
        return Anchor(self.part, self.quote, self.before, self.after)

    @property
    def begun(self) -> int:
        """The number of the comment with which its thread began; its own where it did."""
        return int(self.thread_id or self.pk)

    @property
    def pieces(self) -> list[Piece]:
        """Its words, with the names of those whom it mentions apart."""
        return in_pieces(self.text, [mention.written for mention in self.mentions.all()])


class Mention(models.Model):
    """That a comment names a person of the desk, who is told of it."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions")
    person = historic_user("person")
    person_name = models.CharField(max_length=150)
    written = models.CharField(
        max_length=254, help_text="As it stands in the comment, without the @."
    )

    class Meta:
        ordering = ("pk",)
        triggers = (*append_only("Mentions"), named("person"))
        constraints = (
            models.UniqueConstraint(
                fields=("comment", "person"), name="mention_names_a_person_once"
            ),
        )

    def __str__(self) -> str:
        return f"@{self.person_name}"


class Mark(models.Model):
    """What became of a thread, or that it goes on; the latest one counts."""

    class Kind(models.TextChoices):
        RESOLVED = "resolved", "Resolved"
        ACCEPTED = "accepted", "Accepted"
        REOPENED = "reopened", "Reopened"

    thread = models.ForeignKey(Comment, models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=20, choices=Kind)
    revision = models.ForeignKey(
        "articles.Revision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The revision into which the suggestion was taken.",
    )
    by = historic_user("by")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)
        triggers = (*append_only("Marks on comments"), stamped("at"), named("by"))
        constraints = (
            models.CheckConstraint(
                name="mark_names_a_revision_where_wording_was_taken",
                condition=Q(kind="accepted", revision__isnull=False)
                | (~Q(kind="accepted") & Q(revision=None)),
                violation_error_message="Accepted wording is in a revision.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by_name}"

"""Immutable copies of an article's content."""

from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Now

from articles import pictures, seal
from articles.content import Content, objection
from authors.models.history import historic_user


def _of_content(key: str) -> models.GeneratedField:
    """A column that PostgreSQL computes from the stored bytes, so it cannot say anything else."""
    return models.GeneratedField(
        expression=KeyTextTransform(key, Cast("content", models.JSONField())),
        output_field=models.TextField(),
        db_persist=True,
    )


PICTURES = Func(
    Func(
        F("content"),
        Value(".*?([0-9a-f]{64}|$)"),
        Value(r"\1 "),
        Value("g"),
        function="regexp_replace",
    ),
    Value(" "),
    function="string_to_array",
    output_field=ArrayField(models.TextField()),
)
"""SQL: the hashes that stand in a content, which is how it names its pictures.

An index is built over exactly this expression; what asks which revisions show a picture uses it.
"""


class Revision(models.Model):
    """A numbered copy of an article's content that never changes.

    ``content`` holds the canonical bytes (see ``articles.content``) and ``digest`` their SHA-256.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField(help_text="Counts from 1 within the article.")
    content = models.TextField(help_text="Canonical JSON.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content, hexadecimal.")
    title = _of_content("title")
    subtitle = _of_content("subtitle")
    description = _of_content("description")
    body_source = models.TextField(
        blank=True, help_text="The body as it was typed, for the editor; never printed."
    )
    policy_version = models.PositiveSmallIntegerField(
        help_text="Version of the sanitiser's rules that cleaned the body."
    )
    created_by = historic_user("written by")
    created_by_name = models.CharField("written by", max_length=150)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    note = models.CharField(max_length=300, blank=True, help_text="Why this change was made.")

    class Meta:
        ordering = ("article", "-number")
        triggers = seal.REVISION
        constraints = (
            models.UniqueConstraint(
                fields=("article", "number"), name="revision_numbered_once_in_its_article"
            ),
            models.CheckConstraint(
                name="revision_digest_is_of_its_content",
                condition=Q(
                    digest=Func(
                        Func(
                            Func(F("content"), Value("UTF8"), function="convert_to"),
                            function="sha256",
                        ),
                        Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    )
                ),
                violation_error_message="The digest is not that of the content.",
            ),
        )
        indexes = (
            models.Index(fields=("digest", "article"), name="revision_by_digest"),
            GinIndex(PICTURES, name="revision_by_picture"),
        )

    def __str__(self) -> str:
        return f"{self.title}, revision {self.number}"

    def objection(self) -> str:
        """Why nobody can answer for this revision, as a sentence; empty where somebody can.

        Its bytes have to be what the program writes, and its pictures those that the names of
        their files stand for.
        """
        return objection(self.content) or pictures.objection(self.data)

    @cached_property
    def data(self) -> Content:
        """The content, parsed."""
        return Content.parse(self.content)

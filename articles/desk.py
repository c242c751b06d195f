"""The desk copy as a value: what a person typed, before it becomes a revision."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError

from articles.content import Content, CorrectionKind, HeroContent, compose, notice
from articles.models import Article, Image, Reference, Revision
from wellness.lib import rich_text
from wellness.lib.text import one_line

_COLUMNS = (
    "title subtitle description key_points body hero hero_alt hero_caption"
    " correction_kind correction disclosure"
).split()
_LIMITED = (
    "title subtitle description key_points hero_alt hero_caption correction disclosure"
).split()


@dataclass(frozen=True)
class DeskCopy:
    """The text of an article as it is being worked on.

    Attributes:
        key_points: one a line.
        body: HTML as typed; it is sanitised on the way into a revision.
        references: rows with the fields of ``Reference``, in order.
        correction_kind, correction: the notice of the change that this text makes.
    """

    title: str
    subtitle: str = ""
    description: str = ""
    key_points: str = ""
    body: str = ""
    hero: Image | None = None
    hero_alt: str = ""
    hero_caption: str = ""
    references: tuple[dict[str, Any], ...] = field(default=())
    correction_kind: str = ""
    correction: str = ""
    disclosure: str = ""

    @classmethod
    def of_article(cls, article: Article) -> "DeskCopy":
        """What is on the desk now."""
        rows = tuple(reference.as_row() for reference in article.references.all())
        return cls(**{name: getattr(article, name) for name in _COLUMNS}, references=rows)

    @classmethod
    def to_write_on(cls, article: Article) -> "DeskCopy":
        """What somebody goes on writing from: a notice that readers have already is not repeated.

        It stays part of the revision that made it, and stands under the article's corrections.
        """
        desk = cls.of_article(article)
        found = notice(desk.correction_kind, desk.correction)
        if found is None or not article.has_published(found):
            return desk
        return desk.change(correction_kind="", correction="")

    @classmethod
    def of_revision(cls, revision: Revision) -> "DeskCopy":
        """The text of a revision, to put back on the desk."""
        content = revision.data
        hero = content.hero
        return cls(
            title=content.title,
            subtitle=content.subtitle,
            description=content.description,
            key_points="\n".join(content.key_points),
            body=revision.body_source,
            hero=Image.objects.filter(sha256=hero.sha256).first() if hero else None,
            hero_alt=hero.alt if hero else "",
            hero_caption=hero.caption if hero else "",
            references=tuple(
                {name: getattr(row, name) for name in row.__slots__} for row in content.references
            ),
            correction_kind=content.correction.kind if content.correction else "",
            correction=content.correction.text if content.correction else "",
            disclosure=content.disclosure,
        )

    def change(self, **fields: Any) -> "DeskCopy":
        """The same text with some fields changed."""
        return replace(self, **fields)

    def validate(self) -> None:
        """Refuse what cannot be stored.

        Raises:
            ValidationError: a sentence for each field.
        """
        errors: dict[str, list[str]] = {}
        if not one_line(self.title):
            errors["title"] = ["An article needs a title."]
        for name in _LIMITED:
            limit: int | None = getattr(Article._meta.get_field(name), "max_length", None)
            if limit and len(getattr(self, name)) > limit:
                errors.setdefault(name, []).append(
                    f"This is {len(getattr(self, name)):,} characters; the limit is {limit:,}."
                )
        if self.correction_kind and not one_line(self.correction):
            errors["correction"] = ["Write what was wrong and what is right, or choose no notice."]
        if self.correction_kind not in ("", *CorrectionKind.values) or (
            one_line(self.correction) and not self.correction_kind
        ):
            errors["correction_kind"] = ["Choose what kind of notice this is."]
        if sentence := rich_text.too_long(self.body):
            errors["body"] = [sentence]
        for number, row in enumerate(self.references, 1):
            try:
                Reference(**row).full_clean(exclude=["article"])
            except ValidationError as error:
                errors.setdefault("references", []).extend(
                    f"Reference {number}: {sentence}" for sentence in error.messages
                )
        if errors:
            raise ValidationError(errors)

    def content(self) -> Content:
        """What readers would see of this text."""
        return compose(
            title=self.title,
            subtitle=self.subtitle,
            description=self.description,
            key_points=self.key_points,
            body=self.body,
            references=list(self.references),
            hero=self._hero(),
            correction_kind=self.correction_kind,
            correction=self.correction,
            disclosure=self.disclosure,
        )

    def _hero(self) -> HeroContent | None:
        if self.hero is None:
            return None
        return HeroContent(
            src=self.hero.file.url,
            sha256=self.hero.sha256,
            width=self.hero.width,
            height=self.hero.height,
            alt=one_line(self.hero_alt),
            caption=one_line(self.hero_caption),
            credit=one_line(self.hero.credit),
        )

    def write_to(self, article: Article) -> None:
        """Set the article's columns; the caller saves it."""
        for name in _COLUMNS:
            setattr(article, name, getattr(self, name))

    def write_references(self, article: Article) -> None:
        """Make the article's reference rows say what this copy says, in its order."""
        if [reference.as_row() for reference in article.references.all()] == list(self.references):
            return
        article.references.all().delete()
        Reference.objects.bulk_create(
            Reference(article=article, position=place, **row)
            for place, row in enumerate(self.references)
        )

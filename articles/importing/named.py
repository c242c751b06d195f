"""What a file names, looked up or begun: topic, people, related posts, pictures."""

from collections.abc import Callable
from typing import TypeVar

from articles import actions, slugs
from articles.desk import DeskCopy
from articles.importing import desk_work, people, pictures
from articles.importing.context import Objection, Run, article_at
from articles.importing.facts import Problem
from articles.importing.reading import Handed, Related
from articles.importing.report import Kind, Outcome, Record
from articles.models import Article, Image, Topic
from authors.models import Author, MedicalReviewer
from wellness.lib.text import excerpt

T = TypeVar("T")


class Named:
    """The things that one file names.

    Attributes:
        made: records of what had to be begun for it.
        begun: drafts begun for related posts whose own file is still to come, by address.
        warnings: what somebody should look at.
    """

    def __init__(self, handed: Handed, run: Run) -> None:
        self.handed = handed
        self.run = run
        self.made: list[Record] = []
        self.begun: dict[str, Record] = {}
        self.warnings: list[Problem] = []

    def topic(self) -> Topic:
        topic, begun = self._known(lambda: people.topic(self.handed.topic, self.run.by), "topic")
        if begun:
            self._made(Kind.TOPIC, f"{topic.name} (requires a medical review)")
        return topic

    def authors(self) -> list[Author]:
        found: list[Author] = []
        for place, name in enumerate(self.handed.authors or ()):
            author, begun = self._known(
                lambda name=name: people.author(name, self.run.by),  # type: ignore[misc]
                "authors",
                place,
            )
            if begun:
                self._made(Kind.AUTHOR, author.name)
            if author not in found:
                found.append(author)
        return found

    def reviewers(self) -> list[MedicalReviewer]:
        """Those who are known; of the others somebody is told."""
        found: list[MedicalReviewer] = []
        for place, name in enumerate(self.handed.reviewers):
            try:
                reviewer = people.reviewer(name)
            except people.Unknown as unknown:
                self.warnings.append(self._problem(str(unknown), "medical_reviewers", place))
                continue
            if reviewer not in found:
                found.append(reviewer)
        return found

    def related(self, topic: Topic, article: Article) -> list[Article]:
        found: list[Article] = []
        for entry in self.handed.related or ():
            post = self._post(entry, topic, article)
            if post == article:
                raise Objection(
                    Problem(entry.line, entry.field, "An article cannot be related to itself.")
                )
            if post in found:
                raise Objection(
                    Problem(
                        entry.line,
                        entry.field,
                        f"“{excerpt(post.title, 80)}” stands among the related posts twice.",
                    )
                )
            found.append(post)
        return found

    def _post(self, entry: Related, topic: Topic, article: Article) -> Article:
        """The article that a related post is, or a draft begun for it."""
        slug = entry.slug
        if slug not in self.run.files:
            slug = self.run.by_title.get(slug, slug)
        post = article_at(slug)
        if post is None and slug not in self.run.files:
            titled = Article.objects.filter(title__iexact=entry.title).exclude(pk=article.pk)
            post = titled.first() if titled.count() == 1 else None
        if post is not None:
            return post
        note = desk_work.note(self.handed.source.short_name, as_related=True)
        post = actions.create(
            topic=topic,
            desk=DeskCopy(title=entry.title, subtitle=entry.subtitle),
            by=self.run.by,
            slug=slugs.check_free(slug),
            note=note,
        )
        post = actions.arrange(
            post, by=self.run.by, originally_published=entry.published, note=note
        )
        record = Record(
            Outcome.CREATED,
            Kind.RELATED,
            f"{post.slug} “{excerpt(post.title, 80)}” (named by {self.handed.source.shown})",
        )
        if slug in self.run.waiting:
            self.begun[slug] = record  # its own file tells of it
        else:
            self.made.append(record)
        return post

    def desk(self) -> DeskCopy:
        """The file's text with its pictures out of the library."""
        handed, desk = self.handed, self.handed.desk
        images: dict[str, Image] = {}
        problems: list[Problem] = []
        for src in pictures.named_in(desk.body):
            if pictures.is_local(src):
                try:
                    images[src] = self._picture(pictures.file_name(src))
                except pictures.NoPicture as error:
                    problems.append(handed.problem_at(pictures.file_name(src), str(error)))
            elif not pictures.is_shown(src):
                self.warnings.append(
                    handed.problem_at(
                        src,
                        f"The picture “{excerpt(src, 80)}” is left out, because pages show nothing "
                        "from elsewhere: save it beside the file and name it by its file name.",
                    )
                )
        hero = None
        if handed.hero is not None:
            try:
                hero = self._picture(handed.hero.file)
            except pictures.NoPicture as error:
                problems.append(handed.problem("hero", str(error)))
        if problems:
            raise Objection(*problems)
        if hero is not None and handed.hero is not None:
            self._credit(hero)
        return desk.change(body=pictures.replaced(desk.body, images), hero=hero)

    def _picture(self, name: str) -> Image:
        image, taken = self.run.pictures.take(self.handed.source, name)
        if taken:
            self._made(Kind.PICTURE, f"{image.title} ({image.width} × {image.height} pixels)")
        return image

    def _credit(self, image: Image) -> None:
        """Fill in what the library does not know yet about a picture; it knows better otherwise."""
        assert self.handed.hero is not None  # the caller asked
        for name in ("credit", "licence"):
            says: str = getattr(self.handed.hero, name)
            knows: str = getattr(image, name)
            if says and not knows:
                setattr(image, name, says)
                image.full_clean()
                image.save(update_fields=[name])
            elif says and says != knows:
                self.warnings.append(
                    self._problem(
                        f"The library has “{knows}” for this picture already, and keeps it.",
                        "hero",
                        name,
                    )
                )

    def _made(self, kind: Kind, what: str) -> None:
        self.made.append(Record(Outcome.CREATED, kind, what))

    def _known(self, find: Callable[[], T], *path: str | int) -> T:
        try:
            return find()
        except people.Unknown as unknown:
            raise Objection(self._problem(str(unknown), *path)) from unknown

    def _problem(self, sentence: str, *path: str | int) -> Problem:
        shown = (part + 1 if isinstance(part, int) else part for part in path)
        line = self.handed.front.line_of(*path)
        return Problem(line, ".".join(map(str, shown)), sentence)

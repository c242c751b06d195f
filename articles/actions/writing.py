"""Beginning and changing articles."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from articles import slugs, social_cards
from articles.actions.core import Actor, Stale, event, locked, move, refusal, require, verb
from articles.content import digest
from articles.desk import DeskCopy
from articles.models import Article, Byline, RelatedPost, Revision, SlugRedirect, Topic
from articles.search import live_texts
from articles.workflow import Refused, System, check
from authors.models import Author, MedicalReviewer, User
from wellness.lib import rich_text


class Unchanged:
    """Says “as it is” where None is a value of its own."""


UNCHANGED: Final = Unchanged()


@verb
def create(
    *,
    topic: Topic,
    desk: DeskCopy,
    by: Actor,
    slug: str = "",
    is_sample: bool = False,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> Article:
    """Begin an article as a draft with its first revision.

    Args:
        slug: its address; empty: made from the title, and following it until publication.
        data: facts about how it began, for its event.
    """
    if isinstance(by, System):
        if "edit" not in by.verbs:
            raise Refused(f"{by} cannot do this: it takes a person.")
    elif not (by.is_writer or by.is_editor):
        raise Refused("Only writers and editors begin articles.")
    desk.validate()
    article = Article(
        topic=topic,
        slug=slugs.check_free(slug) if slug else slugs.free_for(desk.title),
        slug_follows_title=not slug,
        is_sample=is_sample,
        created_by=by if isinstance(by, User) else None,
    )
    desk.write_to(article)
    _save_under_its_address(article, desk.title)
    desk.write_references(article)
    event(article, "create", by, note=note, data=data)
    revise(article, by, note)
    article.version += 1
    article.save()
    return article


@verb
def save(
    article: Article,
    *,
    desk: DeskCopy,
    by: Actor,
    version: int | None = None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> Article:
    """Save the desk copy. A change of what readers would see makes a revision; nothing else does.

    Args:
        version: the ``Article.version`` that the change is based on; None skips the comparison.
        data: facts about how the text came to be, for its event.
    """
    article = locked(article)
    if version is not None and version != article.version:
        raise Stale(article)
    desk.validate()
    current = article.current_revision
    changed = current is None or desk.content().canonical() != current.content
    if not changed and (desk == DeskCopy.of_article(article) or check(article, "edit", by)):
        # The same to readers; typed differently, it is kept where the text may be worked on.
        return article
    row = require(article, "edit", by)
    desk.write_to(article)
    desk.write_references(article)
    before = article.status
    revision = None
    if changed:
        article.status = row.target or article.status
        if article.slug_follows_title and article.first_published_at is None:
            article.slug = slugs.free_for(desk.title, article)
        revision = revise(article, by, note)
    article.version += 1
    _save_under_its_address(article, desk.title)
    if revision is not None:
        event(article, "edit", by, before=before, revision=revision, note=note, data=data)
    return article


@verb
def arrange(
    article: Article,
    *,
    by: Actor,
    slug: str | None = None,
    topic: Topic | None = None,
    authors: Sequence[Author] | None = None,
    related: Sequence[Article] | None = None,
    reviewers_asked: Sequence[MedicalReviewer] | None = None,
    originally_published: date | Unchanged | None = UNCHANGED,
    note: str = "",
) -> Article:
    """Change what surrounds the text: address, topic, byline, related posts, who is asked.

    What is left out stays as it is. A change of the address after the first publication leaves a
    redirect behind; before it, the given address stays even when the title changes.
    """
    article = locked(article)
    changes = _Changes()
    if slug is not None and slug != article.slug:
        changes.add("slug", article.slug, slugs.check_free(slug, article))
    if topic is not None and topic != article.topic:
        changes.add("topic", str(article.topic), str(topic))
    if not isinstance(originally_published, Unchanged):
        changes.add(
            "originally_published",
            str(article.originally_published or ""),
            str(originally_published or ""),
        )
    _list(changes, "authors", [b.author for b in article.bylines.all()], authors)
    _list(changes, "related", [r.related for r in article.related_posts.all()], related)
    _list(changes, "reviewers_asked", list(article.reviewers_asked.all()), reviewers_asked)
    if related is not None and article in related:
        raise ValidationError({"related": "An article cannot be related to itself."})
    if not changes:
        return article
    require(article, "arrange", by)

    if "slug" in changes and slug is not None:
        if article.first_published_at is not None:
            SlugRedirect.objects.get_or_create(slug=article.slug, defaults={"article": article})
        SlugRedirect.objects.filter(slug=slug, article=article).delete()
        article.slug, article.slug_follows_title = slug, False
    if "topic" in changes and topic is not None:
        article.topic = topic
    if not isinstance(originally_published, Unchanged):
        article.originally_published = originally_published
    if "authors" in changes and authors is not None:
        article.bylines.all().delete()
        try:
            with transaction.atomic():
                Byline.objects.bulk_create(
                    Byline(article=article, author=author, position=place)
                    for place, author in enumerate(authors)
                )
        except IntegrityError as error:
            # The database refuses an author who approved what is live, or about to be.
            raise ValidationError({"authors": refusal(error) or str(error)}) from error
    if "related" in changes and related is not None:
        article.related_posts.all().delete()
        RelatedPost.objects.bulk_create(
            RelatedPost(article=article, related=post, position=place)
            for place, post in enumerate(related)
        )
    if "reviewers_asked" in changes and reviewers_asked is not None:
        article.reviewers_asked.set(reviewers_asked)
    article.version += 1
    try:
        with transaction.atomic():
            _save_under_its_address(article, article.title)
    except IntegrityError as error:
        # The database refuses a topic whose rule the live or approved text does not meet.
        if "topic" not in changes or not refusal(error):
            raise
        raise ValidationError({"topic": needs_review_sentence(article.topic)}) from error
    event(article, "arrange", by, before=article.status, note=note, data=changes)
    live_texts.follow(article)
    social_cards.follow(article)
    return article


def _save_under_its_address(article: Article, title: str) -> None:
    """Save; where somebody took the address since it was found free, under the next that is.

    Raises:
        ValidationError: the address was chosen, so that there is no next one.
    """
    while True:
        try:
            with transaction.atomic():
                article.save()
        except IntegrityError as error:
            if "articles_article_slug" not in str(error):
                raise
            # Who took it has committed by now: asking again sees it.
            if article.slug_follows_title:
                article.slug = slugs.free_for(title, article)
            else:
                slugs.check_free(article.slug, article)
                raise
        else:
            return


def needs_review_sentence(topic: Topic) -> str:
    """Why an article cannot move to this topic now."""
    return (
        f"“{topic}” requires a medical review that the approved text of this article does not "
        "have: have it reviewed first, or take it down."
    )


class _Changes(dict[str, dict[str, object]]):
    """What an event says that changed: ``{name: {"from": …, "to": …}}``."""

    def add(self, name: str, before: object, after: object) -> None:
        if before != after:
            self[name] = {"from": before, "to": after}


def _list(
    changes: _Changes, name: str, before: Sequence[Model], after: Sequence[Model] | None
) -> None:
    """Note a changed order or membership, by name for people."""
    if after is None or list(before) == list(after):
        return
    if len({row.pk for row in after}) != len(after):
        raise ValidationError({name: "Each can stand here only once."})
    changes.add(name, [str(row) for row in before], [str(row) for row in after])
    # Two people can have one name: the change counts even where the names read the same.
    changes.setdefault(name, {"from": [str(r) for r in before], "to": [str(r) for r in after]})


@verb
def discard_changes(article: Article, *, by: User, note: str = "") -> Article:
    """Put the desk copy back to the live text."""
    article = locked(article)
    row = require(article, "discard_changes", by)
    live = article.live_revision
    assert live is not None  # the table says so: IS_LIVE
    desk = DeskCopy.of_revision(live)
    desk.write_to(article)
    desk.write_references(article)
    article.current_revision = live
    return move(article, row, by, note=note)


def revise(article: Article, by: Actor, note: str) -> Revision:
    """Copy the desk copy into a new revision and make it the current one."""
    content = DeskCopy.of_article(article).content().canonical()
    last = article.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    revision = Revision.objects.create(
        article=article,
        number=last + 1,
        content=content,
        digest=digest(content),
        body_source=article.body,
        policy_version=rich_text.POLICY_VERSION,
        created_by=by if isinstance(by, User) else None,
        created_by_name=str(by),
        note=note[:300],
    )
    article.current_revision = revision
    return revision

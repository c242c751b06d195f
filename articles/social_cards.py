"""The cards that other sites show for shared articles: drawn after the response, gone at once.

The verbs call ``follow`` in the transaction of their step. A card shows words of the live revision
only; when they change it is drawn anew, and until then the page names its own picture instead. The
card of an article that left the site is deleted with it.
"""

import hashlib
import json
import logging
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.utils import timezone

from articles.models import Article, Image, Revision, SocialCard
from articles.models.revision import PICTURES
from articles.renditions import AGAIN_AFTER, store
from articles.shown import Shown
from wellness.lib import social_card
from wellness.lib.images import content_path

log = logging.getLogger(__name__)

FOLDER: Final = "cards"
FONTS: Final = settings.BASE_DIR / "static" / "fonts"


def watch() -> None:
    """See from now on where the focus of a picture is moved to; called at the start."""
    post_save.connect(_image_saved, sender=Image, dispatch_uid="social_cards.image")


def _image_saved(instance: Image, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created or raw:
        return
    showing = Revision.objects.alias(pictures=PICTURES).filter(
        pictures__contains=[instance.sha256]  # type: ignore[misc]  # takes it for text
    )
    for article in (
        Article.objects.published()
        .filter(live_revision__in=showing.values("pk"))
        .select_related("topic", "live_revision")
    ):
        follow(article)


def follow(article: Article) -> None:
    """Bring the card of an article up to date with what readers see of it."""
    if article.live_revision is None:
        for name in SocialCard.objects.filter(pk=article.pk).values_list("name", flat=True):
            _forget(name)
        SocialCard.objects.filter(pk=article.pk).delete()
        return
    state = _state(article)
    card, _ = SocialCard.objects.get_or_create(article=article)
    if card.state != state:
        SocialCard.objects.filter(pk=article.pk).update(state=state, attempts=0, problem="")
        _enqueue(article.pk)


def shown(article: Article) -> Shown | None:
    """The card of a published article; none before it is drawn. Reads what is selected already."""
    card: SocialCard | None = getattr(article, "social_card", None)
    live = article.live_revision
    if card is None or live is None or not card.name or card.digest != live.digest:
        return None
    width, height = social_card.SIZE
    return Shown(src=f"{settings.MEDIA_URL}{card.name}", width=width, height=height, alt=card.alt)


def draw_or_try_again(pk: int) -> bool:
    """Draw the card of an article; whether it is there now. A failure is logged and tried again."""
    article = (
        Article.objects.published().select_related("topic", "live_revision").filter(pk=pk).first()
    )
    if article is None or article.live_revision is None:
        return False
    state = _state(article)
    before = SocialCard.objects.filter(pk=pk, state=state).values_list("name", flat=True).first()
    if before is None:
        return False  # it changed in the meantime, and is queued again
    revision = article.live_revision
    try:
        name = _draw(article, revision)
    except Exception as error:
        log.exception("No card could be drawn for %s", article.slug)
        SocialCard.objects.filter(pk=pk).update(
            attempts=F("attempts") + 1, problem=f"{type(error).__name__}: {error}"[:1000]
        )
        attempts = SocialCard.objects.values_list("attempts", flat=True).get(pk=pk)
        passes = not isinstance(error, social_card.CannotDraw)
        if passes and attempts <= len(AGAIN_AFTER):
            _enqueue(pk, attempts)
        return False
    kept = SocialCard.objects.filter(pk=pk, state=state).update(
        name=name,
        digest=revision.digest,
        alt=f"{article.topic.name}: {revision.data.title}",
        attempts=0,
        problem="",
    )
    if before != name or not kept:
        _forget(before if kept else name)
    return bool(kept)


def _draw(article: Article, revision: Revision) -> str:
    """Draw and store the card; the name of its file."""
    hero = revision.data.hero
    picture = None
    if hero is not None:
        with default_storage.open(hero.src.removeprefix(settings.MEDIA_URL)) as file:
            picture = file.read()
    content = social_card.draw(
        social_card.Card(
            title=revision.data.title,
            topic=article.topic.name,
            accent=article.topic.accent,
            picture=picture,
            focus=_focus(revision),
        ),
        FONTS,
    )
    name = content_path(FOLDER, hashlib.sha256(content).hexdigest(), "jpg")
    store(name, content)
    return name


def _state(article: Article) -> str:
    """A hash of all that the card shows."""
    assert article.live_revision is not None
    content = article.live_revision.data
    parts = [
        social_card.RECIPE,
        article.live_revision.digest,
        article.topic.name,
        article.topic.accent,
        content.hero.sha256 if content.hero else "",
        _focus(article.live_revision),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _focus(revision: Revision) -> tuple[int, int]:
    hero = revision.data.hero
    images = Image.objects.filter(sha256=hero.sha256 if hero else "").order_by("pk")
    return images.values_list("focus_x", "focus_y").first() or (50, 50)


def _enqueue(pk: int, attempt: int = 0) -> None:
    from articles.tasks import draw_social_card

    wait = timezone.now() + AGAIN_AFTER[attempt - 1] if attempt else None
    draw_social_card.using(backend=settings.PICTURE_TASKS, run_after=wait).enqueue(pk)


def _forget(name: str) -> None:
    """Delete a card's file once the transaction is through, unless another article has it too."""

    def delete() -> None:
        if name and not SocialCard.objects.filter(name=name).exists():
            default_storage.delete(name)

    transaction.on_commit(delete)


def add_missing() -> list[int]:
    """Articles that are published and have no card of what they show; each is noted as wanted."""
    wanted = []
    for article in Article.objects.published().select_related(
        "topic", "live_revision", "social_card"
    ):
        follow(article)
        if shown(article) is None:
            wanted.append(article.pk)
    return wanted

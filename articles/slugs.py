"""Addresses of articles: one article each, now and for ever."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from articles.models import Article, SlugRedirect

_LENGTH = 110
"""Characters of a slug made from a title; room is left for a number behind it."""

_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_taken(slug: str, article: Article | None = None) -> bool:
    """Whether an article has, or once had, this address (other than ``article`` itself)."""
    now = Article.objects.filter(slug=slug)
    once = SlugRedirect.objects.filter(slug=slug)
    if article is not None and article.pk:
        now, once = now.exclude(pk=article.pk), once.exclude(article=article)
    return now.exists() or once.exists()


def of_title(title: str) -> str:
    """The plain address that a title gives; "" where it has no letter or digit for one."""
    return re.sub(r"[-_]+", "-", slugify(title))[:_LENGTH].strip("-")


def free_for(title: str, article: Article | None = None) -> str:
    """A free address made from a title, with a number behind it where the plain one is taken."""
    base = of_title(title) or "article"
    slug, number = base, 1
    while is_taken(slug, article):
        number += 1
        slug = f"{base}-{number}"
    return slug


def check_form(slug: str) -> str:
    """The slug itself, when it can be the end of an address.

    Raises:
        ValidationError: with a sentence, on the field ``slug``.
    """
    if not _FORM.fullmatch(slug) or len(slug) > 120:
        raise ValidationError(
            {"slug": f"“{slug}” cannot be an address: use a–z, 0–9 and single hyphens."}
        )
    return slug


def check_free(slug: str, article: Article | None = None) -> str:
    """The slug itself, when it has the right form and nobody has it.

    Raises:
        ValidationError: with a sentence, on the field ``slug``.
    """
    check_form(slug)
    if is_taken(slug, article):
        raise ValidationError({"slug": f"Another article has, or once had, the address “{slug}”."})
    return slug

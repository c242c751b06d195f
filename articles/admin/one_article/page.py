"""The page of one article on the desk: what is shown of it, to this person, in this state."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.admin import access
from articles.admin.one_article.checks import Panel
from articles.admin.one_article.standing import Standing
from articles.admin.one_article.ways import Ways, kept_filters
from articles.admin.talk.comments import Threads
from articles.admin.text import unsaved
from articles.admin.text.documents import BROUGHT, report_of
from articles.admin.text.writing import Typed
from articles.admin.two_people.combining import Conflict
from articles.admin.two_people.places import PREFIX
from articles.admin.two_people.two_versions import TwoVersions
from articles.checks.report import Report, saved_report
from articles.documents import Report as BroughtIn
from articles.models import Article, Correction
from articles.unsaved import keeping
from articles.unsaved.models import UnsavedText
from authors.models import User
from wellness.lib.trusted_html import stored_body


class Page(Standing, Ways):
    """What the template of an article's page asks.

    Args:
        typed: the forms as posted; fresh ones are made where nothing was.
        pressed: the verb of the step that was posted, whose words come back with their errors.
        found: the conflict in which saving ended.
        is_combined: whether the fields hold two people's changes, to be worked on by hand.
        problem: why a step or a save was refused, for the top of the page.
        replaces: the sittings whose unsaved words are in the fields now.
        brought_back: the unsaved words that were asked for.
        checked: what the checks found in the typed text, where somebody asked them about it.
    """

    def __init__(
        self,
        request: HttpRequest,
        article: Article | None,
        *,
        typed: Typed | None = None,
        pressed: str = "",
        found: Conflict | None = None,
        is_combined: bool = False,
        problem: str = "",
        replaces: list[str] | None = None,
        brought_back: UnsavedText | None = None,
        checked: Report | None = None,
    ) -> None:
        self.request = request
        self.article = article
        self.user: User = access.person(request)
        self.pressed, self.conflict, self.problem = pressed, found, problem
        self.brought_back = brought_back
        self.is_combined = is_combined
        self._replaces = replaces
        self._checked = checked
        self.frozen = access.may_write(article, self.user) if article else ""
        self.fixed = access.may_arrange(article, self.user) if article else ""
        if found is not None and typed is not None:
            typed = typed.after(found.combination, self.user)
        fresh = Typed.fresh(article, self.user, text=not self.frozen, around=not self.fixed)
        if typed is None or not typed.is_returned:
            fresh.errors = typed.errors if typed else []
            typed = fresh
        elif article is not None:
            # Fields that were not on the form that came in, but belong on this page.
            typed.text = typed.text or fresh.text
            typed.references = typed.references or fresh.references
            typed.around = typed.around or fresh.around
        self.typed = typed

    # -- what it looks like ----------------------------------------------------------------------

    @property
    def is_new(self) -> bool:
        return self.article is None

    @property
    def text(self) -> Any:
        return self.typed.text

    @property
    def around(self) -> Any:
        return self.typed.around

    @property
    def parts(self) -> str:
        """Which forms are on the page, posted back with them."""
        parts = [name for name in ("text", "around") if getattr(self.typed, name) is not None]
        return " ".join(parts)

    @property
    def saves(self) -> bool:
        return bool(self.parts)

    @property
    def base(self) -> str:
        if self.article is None:
            return ""
        if self.typed.base:
            return json.dumps(self.typed.base)
        return ""

    @cached_property
    def two_versions(self) -> TwoVersions | None:
        return TwoVersions(self.conflict, self.user) if self.conflict else None

    @property
    def has_open_places(self) -> bool:
        return self.conflict is not None and bool(self.conflict.combination.places)

    @property
    def began(self) -> str:
        return self.typed.began.written()

    @property
    def seen(self) -> tuple[int | str, int | str]:
        """The version of the article, and its revision, that this person knows from this page."""
        if self.conflict is not None:
            version: int | None = self.conflict.article.version
        else:
            version = self.typed.version
        return version or "", max(self.typed.began.revisions, default="")

    @property
    def earlier_choices(self) -> list[tuple[str, str]]:
        """What was chosen between two versions, on a page that doesn't show them: it is kept."""
        if self.conflict is not None or self.is_combined:
            return []
        return [(PREFIX + place, choice) for place, choice in self.typed.choices.items()]

    @property
    def version(self) -> int | None:
        return self.typed.version

    @property
    def error_count(self) -> int:
        return self.typed.error_count

    @property
    def media(self) -> Media:
        media = Media()
        if self.text is not None:
            media += self.text.media
        return media

    @cached_property
    def unsaved(self) -> list[unsaved.Offer]:
        """What this person typed here before and did not save; asked for once, on opening."""
        if self.typed.is_returned:
            return []
        return unsaved.offers(self.article, self.user)

    @property
    def replaces(self) -> str:
        """The sittings that a page goes on from: its own words came back from them."""
        if self._replaces is not None:
            return ".".join(self._replaces)
        if not self.typed.is_returned:
            return ""
        posted = self.request.POST
        return ".".join(
            keeping.sittings(posted.get("replaces", ""))
            + keeping.sittings(posted.get("sitting", ""))
        )

    @property
    def brought_back_at(self) -> str:
        return unsaved.Offer(self.brought_back, []).when if self.brought_back else ""

    @property
    def unsaved_link(self) -> str:
        """Where the script of the page sends what is typed."""
        if self.article is None:
            return reverse("admin:articles_article_unsaved_new")
        return self.link("unsaved")

    @property
    def kept(self) -> str:
        """The filters of the list that the person came from, to find back to it."""
        return kept_filters(self.request)

    # -- what readers were told --------------------------------------------------------------------

    @cached_property
    def corrections(self) -> list[Correction]:
        """The notices that readers have, latest first."""
        if self.article is None:
            return []
        return list(self.article.corrections.standing().select_related("revision"))

    @property
    def takes_a_notice(self) -> bool:
        """Whether anything was published to correct; a notice that was typed stays in sight."""
        if self.article is not None and self.article.first_published_at is not None:
            return True
        fields = [self.text["correction_kind"], self.text["correction"]] if self.text else []
        return any(field.value() or field.errors for field in fields)

    # -- what is said of it ----------------------------------------------------------------------

    @cached_property
    def threads(self) -> Threads | None:
        return Threads(self.article, self.user) if self.article else None

    @cached_property
    def checks(self) -> Panel | None:
        """What the checks find, of the typed text where somebody asked, or else as it is saved."""
        if self.article is None:
            return None
        report = self._checked or saved_report(self.article)
        typed = self._checked is not None
        return Panel(report, writes=self.text is not None, of_typed=typed) if report else None

    @cached_property
    def brought_in(self) -> BroughtIn | None:
        """What came in from a document, while the text on the desk is the one that it became."""
        return report_of(self.revision) if self.revision else None

    @property
    def was_just_brought(self) -> bool:
        return BROUGHT in self.request.GET

    # -- what can be read ------------------------------------------------------------------------

    @property
    def reading(self) -> SafeString:
        """The text as readers would see it: the body of the revision on the desk."""
        return stored_body(self.revision.data.body if self.revision else "")

"""The words in which the workflow is written: states, actors, questions and refusals."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models

if TYPE_CHECKING:
    from articles.models import Article, FactCheck
    from authors.models import User


class Status(models.TextChoices):
    """State of the desk copy. Readers never see it: they see the live revision."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def of_an_article(self) -> str:
        """What an article in this state is, as the end of a sentence."""
        match self:
            case Status.DRAFT:
                return "a draft"
            case Status.CHANGES_REQUESTED:
                return "back with its writer for changes"
            case _:
                return str(self.label).lower()

    @property
    def whose_turn(self) -> str:
        """Who moves next, in words for the screen."""
        match self:
            case Status.DRAFT | Status.CHANGES_REQUESTED:
                return "writer"
            case Status.IN_REVIEW:
                return "medical reviewer"
            case Status.APPROVED | Status.WITHDRAWN:
                return "editor"
            case Status.SCHEDULED:
                return "clock"
            case Status.PUBLISHED:
                return "nobody"
        raise AssertionError(f"No turn is known for {self!r}.")


EDITABLE: Final = frozenset({Status.DRAFT, Status.CHANGES_REQUESTED})
"""States in which the text of the desk copy may change."""

OPENS_A_DRAFT: Final = frozenset({Status.APPROVED, Status.PUBLISHED})
"""States in which a change of the text opens a draft."""

NEEDS_APPROVAL: Final = frozenset({Status.APPROVED, Status.SCHEDULED})
"""States that say that the desk copy is approved; PUBLISHED says it by the live revision."""

REVIEW_AHEAD: Final = EDITABLE | {Status.IN_REVIEW}
"""States in which the next review can be planned: it is under way, or still to come."""

EVERY: Final = frozenset(Status)


class Refused(Exception):
    """A step that cannot be taken; the message is the sentence for the person who tried."""


@dataclass(frozen=True)
class System:
    """An actor that is no person: the clock, or an import. It has no role and approves nothing."""

    name: str
    verbs: frozenset[str]

    def __str__(self) -> str:
        return self.name


CLOCK: Final = System("Scheduler", frozenset({"publish"}))
IMPORT: Final = System("Import", frozenset({"edit", "arrange"}))


@dataclass(frozen=True)
class Ask:
    """A question: may ``by`` take this step with this article?"""

    article: "Article"
    by: "User | System"
    fact_check: "FactCheck | None" = None


Guard = Callable[[Ask], str]


@dataclass(frozen=True)
class When:
    """Picks between lines of the table; ``otherwise`` is the refusal where no line fits."""

    holds: Callable[[Ask], bool]
    says: str
    otherwise: str = ""

"""What the files of one import share, and how one of them is refused."""

from dataclasses import dataclass, field

from articles.actions import Actor
from articles.importing.facts import Problem
from articles.importing.pictures import Pictures
from articles.importing.reading import Handed
from articles.importing.report import Record
from articles.models import Article, SlugRedirect


class Objection(Exception):
    """Why a file cannot be brought in."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.sentence for problem in problems))


@dataclass
class Run:
    """One import.

    Attributes:
        files: the files that can be read, by the address of their article.
        by_title: the address of a file's article, by the address that its title would give.
        waiting: addresses of the files whose turn is still to come.
        done: which file each article came from, by its key.
        begun: drafts begun for related posts whose own file is still to come, by address.
    """

    by: Actor
    dry_run: bool
    pictures: Pictures
    files: dict[str, Handed] = field(default_factory=dict)
    by_title: dict[str, str] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    done: dict[int, str] = field(default_factory=dict)
    begun: dict[str, Record] = field(default_factory=dict)


def article_at(slug: str, *, lock: bool = False) -> Article | None:
    """The article that has, or once had, this address.

    Args:
        lock: hold it against everybody else until the end of the transaction.
    """
    rows = Article.objects.select_related("topic", "current_revision")
    if lock:
        rows = rows.select_for_update(of=("self",))
    moved = SlugRedirect.objects.filter(slug=slug).values("article")
    return rows.filter(slug=slug).first() or rows.filter(pk__in=moved).first()

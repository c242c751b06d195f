"""An import from beginning to end: all files, each in a transaction of its own."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles import slugs
from articles.actions import Actor, Refused
from articles.importing.bring import bring, problems_of
from articles.importing.context import Objection, Run
from articles.importing.facts import Problem
from articles.importing.files import Unreadable, shown, sources
from articles.importing.pictures import Pictures
from articles.importing.reading import Handed, read
from articles.importing.report import Kind, Outcome, Record, Tally, placed

Tell = Callable[[Record], None]


def run(paths: Sequence[Path], *, by: Actor, dry_run: bool, tell: Tell) -> Tally:
    """Import the files that the paths stand for.

    A file that fails leaves nothing behind and stops no other one.

    Args:
        by: the import itself, or the account in whose name it works.
        dry_run: do and tell everything, then take it all back. Articles that would be changed are
            locked meanwhile.
        tell: called with each record as soon as it is settled.
    """
    tally = Tally()

    def told(record: Record) -> None:
        tally.add(record)
        tell(record)

    this = Run(by=by, dry_run=dry_run, pictures=Pictures(by))
    found = [one if isinstance(one, Unreadable) else read(one) for one in sources(paths)]
    handed = [one for one in found if isinstance(one, Handed)]
    _tell_apart(handed)
    for good in handed:
        if not good.problems.errors:
            this.files[good.slug] = good
            this.by_title[slugs.of_title(good.desk.title)] = good.slug
    this.waiting = set(this.files)
    with ExitStack() as stack:
        if dry_run:
            stack.callback(this.pictures.forget_unused)  # after the transaction below has ended
            stack.enter_context(transaction.atomic())
        for number, one in enumerate(found, 1):
            *made, own = _records(one, this)
            for record in made:
                told(record)
            told(replace(own, place=f"{number}/{len(found)}" if len(found) > 1 else ""))
        if dry_run:
            transaction.set_rollback(True)
    return tally


def _tell_apart(found: list[Handed]) -> None:
    """Refuse all files that have one address: which of them is meant, nobody can know."""
    same: dict[str, list[Handed]] = {}
    for handed in found:
        if handed.slug:
            same.setdefault(handed.slug, []).append(handed)
    for slug, group in same.items():
        for handed in group if len(group) > 1 else ():
            others = [other.source.shown for other in group if other is not handed]
            name = "slug" if handed.slug_given else "title"
            handed.problems.errors.append(
                handed.problem(
                    name,
                    f"{' and '.join(others)} would have the same address, “{slug}”: "
                    "give each file a “slug” of its own. None of them was imported.",
                )
            )


def _records(one: Handed | Unreadable, this: Run) -> list[Record]:
    """Bring one file in, or say why not; the file's own record is the last."""
    if isinstance(one, Unreadable):
        return [_failed(shown(one.path), [one.problem])]
    if one.problems.errors:
        return [_failed(one.source.shown, one.problems.errors, one.problems.warnings)]
    this.waiting.discard(one.slug)
    try:
        with transaction.atomic():
            records = bring(one, this)
    except Objection as objection:
        problems = list(objection.problems)
    except Refused as refusal:
        problems = [one.problem("title", str(refusal))]
    except ValidationError as error:
        problems = problems_of(one, error)
    except IntegrityError:
        problems = [
            one.problem(
                "title",
                "Somebody else changed the same article, topic or author at this moment. "
                "Import the file again.",
            )
        ]
    else:
        if not this.dry_run:
            this.pictures.touched.clear()
        return records
    if not this.dry_run:
        this.pictures.forget_unused()
    failed = _failed(one.source.shown, problems, one.problems.warnings)
    # A draft that another file's related posts called for is there all the same.
    begun = this.begun.pop(one.slug, None)
    return [begun, failed] if begun else [failed]


def _failed(file: str, problems: list[Problem], warnings: Sequence[Problem] = ()) -> Record:
    return Record(
        Outcome.FAILED,
        Kind.ARTICLE,
        file,
        reasons=tuple(placed(file, problem) for problem in problems),
        warnings=tuple(placed(file, warning) for warning in warnings),
    )

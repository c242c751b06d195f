"""Settings from the environment, typed, with refusals that name the variable.

Every variable is declared where it is read, together with a sentence about what it does, so that
the table in docs/deployment.md is written from the same declarations. Problems are collected and
reported together by `Environment.finish`: a person who sets up a server learns everything that is
missing at once, not one variable per attempt.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

PREFIX = "WELLNESS_"
"""Variables that begin so are ours: one that nobody declared is a mistake and stops the start."""

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True)
class Variable:
    """What is known about one environment variable.

    `default` is the text for the documentation; empty means that there is none.
    `required` says that the start is refused without the variable in this environment;
    `required_in_production` says it for production, whatever is running now.
    """

    name: str
    kind: str
    help: str
    default: str
    required: bool
    required_in_production: bool


class Environment:
    """Reads declared variables from a mapping such as `os.environ`."""

    def __init__(self, values: Mapping[str, str], *, production: bool | None = None) -> None:
        self._values = values
        self._problems: list[str] = []
        self.declared: dict[str, Variable] = {}
        self.production = production if production is not None else False

    def text(
        self,
        name: str,
        *,
        default: str = "",
        help: str,
        required_in_production: bool = False,
        shown_default: str | None = None,
        kind: str = "text",
    ) -> str:
        """A word or a sentence, without the white space around it; empty counts as not set."""
        return self._read(
            name,
            kind=kind,
            convert=str,
            default=default,
            shown_default=default if shown_default is None else shown_default,
            help=help,
            required_in_production=required_in_production,
        )

    def choice(
        self,
        name: str,
        *,
        choices: tuple[str, ...],
        default: str,
        help: str,
        shown_default: str | None = None,
    ) -> str:
        """One of a few words."""

        def convert(raw: str) -> str:
            if raw not in choices:
                raise ValueError(f"is “{raw}”, but must be one of: {', '.join(choices)}")
            return raw

        return self._read(
            name,
            kind=" / ".join(choices),
            convert=convert,
            default=default,
            shown_default=shown_default or default,
            help=help,
        )

    def flag(
        self, name: str, *, default: bool, help: str, shown_default: str | None = None
    ) -> bool:
        """Yes or no."""

        def convert(raw: str) -> bool:
            word = raw.lower()
            if word in TRUE_WORDS:
                return True
            if word in FALSE_WORDS:
                return False
            raise ValueError(f"is “{raw}”, but must be yes or no (also: true, false, 1, 0)")

        return self._read(
            name,
            kind="yes / no",
            convert=convert,
            default=default,
            shown_default=shown_default or ("yes" if default else "no"),
            help=help,
        )

    def number(
        self,
        name: str,
        *,
        default: int,
        help: str,
        minimum: int,
        maximum: int,
        shown_default: str | None = None,
    ) -> int:
        """A whole number between `minimum` and `maximum`, both included."""

        def convert(raw: str) -> int:
            try:
                value = int(raw)
            except ValueError:
                raise ValueError(f"is “{raw}”, but must be a whole number") from None
            if not minimum <= value <= maximum:
                raise ValueError(f"is {value}, but must be between {minimum} and {maximum}")
            return value

        return self._read(
            name,
            kind="number",
            convert=convert,
            default=default,
            shown_default=shown_default or str(default),
            help=help,
        )

    def words(
        self,
        name: str,
        *,
        default: tuple[str, ...] = (),
        help: str,
        required_in_production: bool = False,
        check: Callable[[str], str] | None = None,
    ) -> list[str]:
        """A list separated by commas. `check` returns a complaint about one word, or nothing."""

        def convert(raw: str) -> list[str]:
            found = [word.strip() for word in raw.split(",") if word.strip()]
            if not found:
                raise ValueError("holds only commas, but must be a list of names")
            for word in found:
                complaint = check(word) if check else ""
                if complaint:
                    raise ValueError(f"holds “{word}”, which {complaint}")
            return found

        return self._read(
            name,
            kind="list, separated by commas",
            convert=convert,
            default=list(default),
            shown_default=",".join(default),
            help=help,
            required_in_production=required_in_production,
        )

    def parsed(
        self,
        name: str,
        *,
        parse: Callable[[str], T],
        default: T,
        kind: str,
        help: str,
        shown_default: str,
        required_in_production: bool = False,
    ) -> T:
        """A value that `parse` understands; it raises ValueError with what is wrong.

        The complaint continues a sentence that begins with the variable's name, and must not
        repeat the value where that may hold a password.
        """
        return self._read(
            name,
            kind=kind,
            convert=parse,
            default=default,
            shown_default=shown_default,
            help=help,
            required_in_production=required_in_production,
        )

    def refuse(self, problem: str) -> None:
        """Add a problem that only shows when several variables are looked at together."""
        self._problems.append(problem)

    def finish(self) -> None:
        """Raise ImproperlyConfigured with every problem found, or do nothing."""
        problems = [*self._problems, *self._unknown()]
        if not problems:
            return
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise ImproperlyConfigured(
            f"Wellness can't start: {count} with its environment variables.\n{listed}\n"
            "docs/deployment.md lists every variable."
        )

    def _read(
        self,
        name: str,
        *,
        kind: str,
        convert: Callable[[str], T],
        default: T,
        shown_default: str,
        help: str,
        required_in_production: bool = False,
    ) -> T:
        required = required_in_production and self.production
        self.declared[name] = Variable(
            name=name,
            kind=kind,
            help=help,
            default=shown_default,
            required=required,
            required_in_production=required_in_production,
        )
        raw = self._values.get(name, "").strip()
        if not raw:
            if required:
                self._problems.append(f"{name} is missing. {help}")
            return default
        try:
            return convert(raw)
        except ValueError as error:
            self._problems.append(f"{name} {error}.")
            return default

    def _unknown(self) -> list[str]:
        problems = []
        for name in sorted(self._values):
            if not name.startswith(PREFIX) or name in self.declared:
                continue
            near = difflib.get_close_matches(name, self.declared, n=1, cutoff=0.8)
            hint = f" Did you mean {near[0]}?" if near else ""
            problems.append(f"{name} is not a variable of this program.{hint}")
        return problems

"""Objects that a page only shows need not be asked the same thing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class AskedOnce:
    """For a model whose facts cost queries. By itself every question is asked anew.

    ``only_shown`` says of one object that it is shown and no step is taken with it: from then on it
    keeps its answers. Whoever writes loads an object of their own, under a lock.
    """

    _answers: dict[str, Any] | None = None

    def only_shown(self) -> None:
        self._answers = {}

    def once(self, question: str, ask: Callable[[], Answer]) -> Answer:
        if self._answers is None:
            return ask()
        if question not in self._answers:
            self._answers[question] = ask()
        answer: Answer = self._answers[question]
        return answer

"""Which number each reference gets: the first that the text cites is 1, and so on.

References that nothing cites come last, in the order that they had. The page of the desk does the
same while somebody writes (static/js/admin-references.js); a story in a browser compares the two.
Inside one group of markers the numbers count up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeVar

from wellness.lib import rich_text

Row = TypeVar("Row")

_MARKER: Final = re.compile(r'<a href="#reference-(\d+)"[^>]*>\d+</a>')
_GROUP: Final = re.compile(rf'(<sup class="citation">)((?:{_MARKER.pattern}(?:, )?)+)(?=</sup>)')


def by_appearance(cited: Sequence[int], count: int) -> list[int]:
    """The numbers of `count` references in their new order.

    Args:
        cited: the numbers in the text, in order; what is not between 1 and `count` leads nowhere.
    """
    first = [number for number in dict.fromkeys(cited) if 1 <= number <= count]
    named = set(first)
    return first + [number for number in range(1, count + 1) if number not in named]


def renumbered(body: str, references: Sequence[Row]) -> tuple[str, tuple[Row, ...]]:
    """A body and its references, numbered by appearance; a marker leads to the same reference."""
    clean = rich_text.clean(body)
    cited = [marker.number for marker in rich_text.citations(clean)]
    order = by_appearance(cited, len(references))
    new = {old: place for place, old in enumerate(order, start=1)}

    def group(found: re.Match[str]) -> str:
        old = (int(number) for number in _MARKER.findall(found[2]))
        links = (
            f'<a href="#reference-{number}">{number}</a>'
            for number in sorted(new.get(number, number) for number in old)
        )
        return found[1] + ", ".join(links)

    # Ids, roles and names of markers are written anew from their numbers.
    body = rich_text.clean(_GROUP.sub(group, clean))
    return body, tuple(references[old - 1] for old in order)

"""Records as PubMed exports them (“Send to: Citation manager”, .nbib): the format of MEDLINE.

A line begins with a tag of up to four letters and a hyphen; a line that begins with six spaces goes
on with the one before. Tags after “MEDLINE/PubMed Data Element (Field) Descriptions” of the
National Library of Medicine.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from articles.citing import names
from articles.citing.pubmed import notes_of
from articles.citing.sources import Failed, Outcome, read, year_in
from wellness.lib.text import excerpt

_LINE: Final = re.compile(r"^([A-Z]{2,4}) {0,2}- ?(.*)$")


def records(text: str) -> Iterator[Outcome]:
    """Every record of a text, in order."""
    begins, fields, last = 0, defaultdict[str, list[str]](list), ""
    for number, line in enumerate(text.split("\n"), start=1):
        tagged = _LINE.match(line)
        if tagged and tagged[1] == "PMID":
            if fields:
                yield _record(begins, fields)
            begins, fields = number, defaultdict(list)
        if tagged and begins:
            last = tagged[1]
            fields[last].append(tagged[2].strip())
        elif begins and last and line.startswith(" ") and line.strip():
            fields[last][-1] += " " + line.strip()
    if fields:
        yield _record(begins, fields)


def _record(line: int, fields: dict[str, list[str]]) -> Outcome:
    def first(*tags: str) -> str:
        return next((fields[tag][0] for tag in tags if fields.get(tag)), "")

    people = fields.get("AU") or [names.typed(name) for name in fields.get("FAU", ())]
    numbers = [*fields.get("LID", ()), *fields.get("AID", ())]
    doi = next((n.removesuffix("[doi]").strip() for n in numbers if n.endswith("[doi]")), "")
    found = read(
        authors=[*people, *fields.get("CN", ())],
        title=first("TI", "BTI").removesuffix("."),
        publisher=first("JT", "PB", "TA"),
        year=year_in(first("DP", "DEP")),
        doi=doi,
        pmid=first("PMID"),
        line=line,
        notes=notes_of(fields.get("PT", ())),
    )
    if not found.source.title:
        label = excerpt(f"PMID {first('PMID')}", 80)
        return Failed("This record has no title (TI).", line, label, found.source)
    return found

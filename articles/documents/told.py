"""What is told of a Word document besides its text: what was changed, what has no place here."""

from __future__ import annotations

from collections.abc import Mapping

from articles.documents.package import Package
from articles.documents.report import Report
from articles.documents.word_names import find_all, text_in
from wellness.lib.text import count, one_line


def of_changes(report: Report, counts: Mapping[str, int]) -> None:
    """What had to be done to the text, by how often it was done."""
    if counts["inserted"] or counts["deleted"]:
        report.changed(
            "Tracked changes: "
            f"{count(counts['inserted'], 'insertion', 'insertions')} and "
            f"{count(counts['deleted'], 'deletion', 'deletions')}",
            "They were accepted: what was inserted is there, what was deleted is gone.",
        )
    if counts["boxes"]:
        report.changed(
            count(counts["boxes"], "text box", "text boxes"),
            "The words stand after the paragraph that the box belonged to.",
        )
    if counts["struck"]:
        report.changed(
            f"Struck-through words in {count(counts['struck'], 'place', 'places')}",
            "They are in the text without their line: take out what should go.",
        )
    if counts["heads"]:
        report.changed(
            f"The first row of {count(counts['heads'], 'table', 'tables')}",
            "It became the head of the table, as Word showed it.",
        )
    if counts["anchors"]:
        report.changed(
            f"{count(counts['anchors'], 'link', 'links')} within the document",
            "The words stayed, the links did not.",
        )
    if counts["hidden"]:
        report.left_out(
            f"Hidden text in {count(counts['hidden'], 'place', 'places')}",
            "Word did not show it either.",
        )
    if counts["contents"]:
        report.left_out("The table of contents", "The page makes its own.")


def of_other_parts(report: Report, package: Package) -> None:
    """Parts of the document that are not its text: comments, headers and footers, macros."""
    comments = package.part("comments")
    if comments is not None and (number := len(list(find_all(comments.root, "comment")))):
        report.left_out(
            f"{count(number, 'comment', 'comments')} of Word",
            "What is said about the text has its place under it: say it there again.",
        )
    for kind in ("header", "footer"):
        words = {one_line(text_in(part.root)) for part in package.parts(kind)} - {""}
        for text in sorted(words):
            report.left_out(f"The {kind} of the pages: “{text}”", "A page has its own.")
    if package.has_macros:
        report.left_out("Macros", "They are programs: they were neither run nor kept.")

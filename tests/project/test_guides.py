"""What the guides say about the code is what the code says."""

import ast
import hashlib
import json
import re

import pytest

from articles.content import Content, ReferenceContent, digest
from articles.importing.reading import KNOWN
from articles.importing.report import Outcome
from articles.workflow import TRANSITIONS
from tests.project.committed import ROOT

DOCS = ROOT / "docs"
SPEAKERS = (
    "articles/workflow.py",
    "articles/guards.py",
    "articles/actions",
    "articles/admin/text/citing.py",
    "articles/admin/review/entitlement.py",
    "articles/admin/one_article/meanwhile.py",
    "articles/admin/planning/moments.py",
    "articles/admin/one_article/pressing.py",
    "articles/admin/planning/several.py",
    "articles/admin/one_article/standing.py",
    "articles/citing",
    "articles/comments",
    "articles/desk.py",
    "articles/documents",
    "articles/reports",
    "articles/slugs.py",
    "articles/admin/two_people/two_versions.py",
    "articles/checks/report.py",
    "authors/doors/forms.py",
    "wellness/lib/rich_text.py",
)
"""Where the sentences come from that the editorial guide explains."""

WRITTEN = (
    "static/js/admin-passages.js",
    "static/js/admin-review-draft.js",
    "static/js/admin-unsaved.js",
    "templates/admin/articles/_conflict.html",
)
"""Where others of them stand as they are."""


def test_the_worked_example_of_a_digest_is_right() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.+)\n```", page)
    content = Content(
        title="Sleep and the heart",
        subtitle="What we know",
        key_points=("Seven hours is a good night.",),
        body="<p>Sleep helps – more than café does.</p>",
        references=(
            ReferenceContent(
                authors="Doe J", title="A study of sleep", year=2021, doi="10.1000/182"
            ),
        ),
    )
    assert content.canonical() == example
    assert digest(example) == hashlib.sha256(example.encode()).hexdigest()
    assert f"{digest(example)}  content.json" in page
    assert f"`{digest(example.replace('helps', 'helped'))}`" in page
    assert "schema" in json.loads(example)


def spoken() -> str:
    """All texts in the modules that speak to editors, with “…” for what is put in."""
    found = []
    for name in SPEAKERS:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.append(node.value)
                elif isinstance(node, ast.JoinedStr):
                    parts = (p.value if isinstance(p, ast.Constant) else "…" for p in node.values)
                    found.append("".join(map(str, parts)))
    found += [(ROOT / name).read_text(encoding="utf-8") for name in WRITTEN]
    return "\n".join(found)


def sentences() -> list[str]:
    guide = (DOCS / "editorial-guide.md").read_text(encoding="utf-8")
    rows = guide.partition("## Sentences you may meet")[2].splitlines()
    return [row.split("|")[1].strip() for row in rows if row.startswith("| ")][1:]


@pytest.fixture(scope="module")
def said() -> str:
    return " ".join(spoken().split())


@pytest.mark.parametrize("sentence", sentences())
def test_the_program_says_every_sentence_that_the_guide_explains(sentence: str, said: str) -> None:
    assert sentence.removesuffix(" …") in said


def test_the_guide_names_every_step_as_its_button_does() -> None:
    guide = (DOCS / "editorial-guide.md").read_text(encoding="utf-8")
    labels = {row.label for row in TRANSITIONS if row.verb not in {"edit", "arrange", "revoke"}}
    assert [label for label in sorted(labels) if label not in guide] == []


def test_the_guide_to_imports_names_every_fact_and_outcome() -> None:
    guide = (DOCS / "importing.md").read_text(encoding="utf-8")
    assert [name for name in KNOWN if f"`{name}`" not in guide] == []
    assert [outcome for outcome in Outcome if f"| {outcome} |" not in guide] == []


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(
            r"(?<!!)\[[^\]]*\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")
        ):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"

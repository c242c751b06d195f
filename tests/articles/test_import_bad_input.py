"""Files that cannot be imported, or not as they are: each gets its sentence, and loses nothing."""

import json
import os
import stat
from pathlib import Path
from unicodedata import category

import pytest
import yaml
from django.db import connection

from articles.models import Article, Image, Topic
from authors.models import Author
from tests import factories
from tests.articles.imports import Told, take, write
from tests.factories import Cast
from wellness.lib.text import one_line

STRINGS = Path(__file__).parents[3] / "shared" / "corpora" / "strings" / "blns.json"

pytestmark = pytest.mark.django_db


def refused(told: Told, *ends: str) -> None:
    """One file failed, with these reasons and no others, and nothing of it is there."""
    assert told.error == "1 file could not be imported; the lines above say why."
    start = next(n for n, line in enumerate(told.lines) if line.startswith("failed article"))
    reasons = [line for line in told.lines[start:] if not line.startswith("warning")]
    assert [reason[-len(end) :] for reason, end in zip(reasons, ends, strict=True)] == list(ends)
    assert told.row("article") == [0, 0, 0, 0, 1]
    for model in (Article, Author, Topic, Image):
        assert not model.objects.exists()


def raw(folder: Path, content: str | bytes, name: str = "sleep.md") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# --- the file -----------------------------------------------------------------------------------


def test_a_path_that_leads_nowhere(tmp_path: Path) -> None:
    told = take(tmp_path / "nowhere.md")
    refused(told, f"{tmp_path}/nowhere.md:1: There is nothing at this path.")


def test_a_database_that_nobody_has_prepared(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA bare")
        cursor.execute("SET LOCAL search_path = bare")
    told = take(write(tmp_path))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = public")
    assert told.error == (
        "The database has no tables yet: start the magazine once with make run, "
        "or run manage.py migrate."
    )


def test_a_folder_without_markdown(tmp_path: Path) -> None:
    raw(tmp_path, "text", "notes.txt")
    refused(take(tmp_path), ":1: There is no Markdown file (.md) in this folder.")


def test_a_thing_that_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    refused(take(tmp_path / "pipe.md"), ":1: This is neither a file nor a folder.")


def test_a_file_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "gone.md")
    refused(take(tmp_path), "a.md:1: This cannot be read: No such file or directory.")


@pytest.mark.skipif(os.geteuid() == 0, reason="the system refuses root no file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = write(tmp_path)
    file.chmod(0)
    try:
        refused(take(file), "sleep.md:1: This cannot be read: Permission denied.")
    finally:
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    told = take(write(tmp_path, body="Sleep helps. " * 170_000))
    refused(
        told,
        "sleep.md:1: The file is 2.1 MB large, and an article in Markdown may have 2 MB at most: "
        "split it into several articles.",
    )


def test_a_body_that_is_too_long(tmp_path: Path) -> None:
    told = take(write(tmp_path, body="Sleep helps. " * 120_000))
    refused(
        told,
        "sleep.md:7 body: This text is 1.5 MB long with its markup, and an article may have 1 MB "
        "at most. Please split it into several articles.",
    )


def test_a_binary_file(tmp_path: Path) -> None:
    refused(
        take(raw(tmp_path, factories.picture())),
        "sleep.md:1: The file is not UTF-8: the byte 0x89 stands for no character there. Please "
        "save it as UTF-8.",
    )


def test_a_file_of_another_encoding(tmp_path: Path) -> None:
    content = write(tmp_path, body="Caf\u00e9").read_text(encoding="utf-8").encode("latin-1")
    told = take(raw(tmp_path, content))
    assert "sleep.md:7: The file is not UTF-8: the byte 0xe9" in told.line("failed")
    told = take(raw(tmp_path, "---\ntitle: x\n---\n".encode("utf-16")))
    assert "sleep.md:1: The file is written in UTF-16." in told.line("failed")


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.md"
    with open(name, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(write(tmp_path, "x.txt").read_bytes())
    told = take(tmp_path)
    assert told.error == ""
    assert told.line("created article").endswith("caf.md)")


def test_without_front_matter(tmp_path: Path) -> None:
    for text in ("", "# Sleep\n\nSleep helps.\n"):
        told = take(raw(tmp_path, text))
        assert "sleep.md:1: The file must begin with its front matter" in told.line("failed")
    told = take(raw(tmp_path, "---\ntitle: Sleep\n\nSleep helps.\n"))
    assert "sleep.md:1: The front matter begins here and never ends" in told.line("failed")


@pytest.mark.parametrize(
    ("yaml_", "line"),
    [
        ("title: Sleep: a guide\ntopic: Sleep", 2),
        ('title: "Sleep\ntopic: Sleep', 2),
        ("title: Sleep\n  topic: Sleep", 3),
        ("title: Sleep\nauthors: [Noor", 3),
        ("title: Sleep\n\ttopic: Sleep", 3),
        ("title: Sleep\ntitle: Age", 3),
        ("- title: Sleep", 2),
        ("title: *sleep", 2),
        ("title: !!python/object:os.system x", 2),
    ],
)
def test_malformed_yaml(yaml_: str, line: int, tmp_path: Path) -> None:
    told = take(raw(tmp_path, f"---\n{yaml_}\n---\n\nSleep helps.\n"))
    assert told.row("article") == [0, 0, 0, 0, 1]
    assert f"sleep.md:{line}: " in told.line("failed")


# --- the facts ----------------------------------------------------------------------------------


def test_everything_that_is_wrong_with_a_file_is_said_at_once(tmp_path: Path) -> None:
    told = take(
        raw(
            tmp_path,
            """---
title:
subtitle: [one, two]
date: January 16, 2024
topic: true
authors:
  - name: Noor
  -
key_points: {one: two}
references:
  - title: A study
    year: last
  - Doe J. Sleep. 2019.
  - year: 2020
    doi: 182
related: Sleep and youth
---

Sleep helps.
""",
        )
    )
    refused(
        told,
        "sleep.md:2 title: An article needs a title.",
        "sleep.md:3 subtitle: This has to be a text, and it is a list.",
        "sleep.md:9 key_points: This has to be a text, and it is a group of named values.",
        "sleep.md:12 references.1.year: This has to be a whole number, and it is the text “last”.",
        "sleep.md:13 references.2: Each entry here has names for its facts, and this is the text "
        "“Doe J. Sleep. 2019.”: write it as “- title: The study, year: 2020”.",
        "sleep.md:14 references.3.title: This field cannot be blank.",
        "sleep.md:15 references.3.doi: “182” is not a DOI; one looks like 10.1000/182.",
        "sleep.md:5 topic: “true” alone means yes or no here: put it in quotation marks if it is a "
        "text.",
        "sleep.md:7 authors.1: This has to be a text, and it is a group of named values.",
        "sleep.md:8 authors.2: This entry is empty: fill it in or take it out.",
        "sleep.md:4 date: “January 16, 2024” has to be written as year-month-day: 2024-01-16.",
        "sleep.md:16 related: This has to be a list, and it is the text “Sleep and youth”: begin "
        "each entry with a dash, as in “- title: Sleep and age”.",
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("January 16, 2024", "has to be written as year-month-day: 2024-01-16."),
        ("16 Jan 2024", "has to be written as year-month-day: 2024-01-16."),
        ("2024/01/16", "has to be written as year-month-day: 2024-01-16."),
        ("2024-01-16 10:00", "has to be written as year-month-day: 2024-01-16."),
        ("01/02/2024", ("The text “01/02/2024” is not a day: write year-month-day, as in "
         "2024-01-16.")),
        ("2024-02-30", ("The text “2024-02-30” is not a day: write year-month-day, as in "
         "2024-01-16.")),
        ("last spring", "is not a day: write year-month-day, as in 2024-01-16."),
        ("20240116", "A number is not a day: write year-month-day, as in 2024-01-16."),
        ("[2024-01-16]", "A list is not a day: write year-month-day, as in 2024-01-16."),
        ("true", "Yes or no is not a day: write year-month-day, as in 2024-01-16."),
        ("9998-01-01", ("9998-01-01 is still to come: this is the day on which the article first "
         "appeared.")),
    ],
)  # fmt: skip
def test_a_date_that_is_none(written: str, sentence: str, tmp_path: Path) -> None:
    told = take(write(tmp_path, date=written))
    assert "sleep.md:5 date: " in told.line("failed")
    assert told.line("failed").endswith(sentence)


def test_missing_and_over_long_facts(tmp_path: Path) -> None:
    refused(
        take(write(tmp_path, title="x" * 201, topic="y" * 81)),
        "sleep.md:2 title: This is 201 characters; the limit is 200.",
    )
    refused(
        take(write(tmp_path, topic="y" * 81)),
        "sleep.md:3 topic: Ensure this value has at most 80 characters (it has 81).",
    )
    refused(
        take(write(tmp_path, title='" "', topic=None)),
        "sleep.md:2 title: An article needs a title.",
        "sleep.md:1 topic: Every article has a topic: add one, as in “topic: Sleep”.",
    )
    refused(
        take(write(tmp_path, title="睡眠")),
        "sleep.md:2 title: No address can be made of this title: add one, as in “slug: "
        "sleep-and-age”.",
    )
    refused(
        take(write(tmp_path, slug="Sleep_and age")),
        "sleep.md:5 slug: “Sleep_and age” cannot be an address: use a–z, 0–9 and single hyphens.",
    )
    refused(
        take(write(tmp_path, authors=f"[{'z' * 151}]")),
        "sleep.md:4 authors.1: Ensure this value has at most 150 characters (it has 151).",
    )


def test_numbers_and_days_are_texts_where_texts_are_meant(tmp_path: Path) -> None:
    assert take(write(tmp_path, title="1984", subtitle="2024-01-16")).error == ""
    article = Article.objects.get(slug="1984")
    assert (article.title, article.subtitle) == ("1984", "2024-01-16")


def test_names_that_nobody_reads_are_pointed_out(tmp_path: Path) -> None:
    told = take(
        write(
            tmp_path,
            **{
                "Tittle": "x",
                "medical-reviewer": "x",
                "published": "yes",
                "related": "[{title: One, titel: x}]",
                "hero_captoin": "x",
            },
        )
    )
    warnings = [line for line in told.lines if line.startswith("warning")]
    assert [line.partition("sleep.md:")[2] for line in warnings] == [
        "5 Tittle: “Tittle” is not read: “title” is there already.",
        (
            "6 medical-reviewer: “medical-reviewer” is not read: “medical_reviewers” is probably "
            "meant."
        ),
        (
            "7 published: “published” is not read: known are authors, date, description, "
            "disclosure, hero, hero_alt, hero_caption, key_points, medical_reviewers, references, "
            "related, slug, subtitle, title, topic."
        ),
        "9 hero_captoin: “hero_captoin” is not read: “hero_caption” is probably meant.",
        "8 related.1.titel: “titel” is not read: “title” is there already.",
    ]
    assert told.row("article") == [1, 0, 0, 0, 0]


def test_related_posts_that_cannot_be(tmp_path: Path) -> None:
    refused(
        take(
            write(
                tmp_path,
                related="[{subtitle: x}, {title: 睡眠}, {title: A, slug: B}, "
                "{title: C, date: May 2024}]",
            )
        ),
        "sleep.md:5 related.1.title: An article needs a title.",
        "sleep.md:5 related.2.title: No address can be made of this title: add one, as in “slug: "
        "sleep-and-age”.",
        "sleep.md:5 related.3.slug: “B” cannot be an address: use a–z, 0–9 and single hyphens.",
        "sleep.md:5 related.4.date: The text “May 2024” is not a day: write year-month-day, as in "
        "2024-01-16.",
    )
    refused(
        take(write(tmp_path, related="[{title: Sleep and age}]")),
        "sleep.md:5 related.1: An article cannot be related to itself.",
    )
    refused(
        take(write(tmp_path, related="[{title: One}, {title: ONE}]")),
        "sleep.md:5 related.2: “One” stands among the related posts twice.",
    )


def test_a_name_given_twice_counts_once(tmp_path: Path) -> None:
    told = take(write(tmp_path, authors="[Noor, Noor]"))
    assert told.line("warning").endswith("authors.2: “Noor” stands here twice; once is enough.")
    assert Author.objects.count() == 1


# --- the text -----------------------------------------------------------------------------------


def test_html_in_the_text_does_nothing_and_is_pointed_out(tmp_path: Path) -> None:
    body = "Sleep helps.\n\n<script>alert(1)</script>\n\nSo <img src=x onerror=alert(1)> it does."
    told = take(write(tmp_path, body=body))
    assert told.line("warning").endswith(
        "sleep.md:9 body: HTML is not read here: “<script…” will be shown to readers as text "
        "(2 places in all). Write it in Markdown, or take it out."
    )
    html = Article.objects.get(slug="sleep-and-age").current_revision.data.body
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_link_that_no_article_may_have_leaves_its_words_and_is_pointed_out(
    tmp_path: Path,
) -> None:
    told = take(write(tmp_path, body="Sleep helps.\n\nSo [it is said](javascript:alert(1))."))
    assert told.line("warning").endswith(
        "sleep.md:9 body: The link “it is said” leads to “javascript:alert(1)”: only web and mail "
        "addresses and paths of this site can be links. The words stay, the link does not."
    )
    html = Article.objects.get(slug="sleep-and-age").current_revision.data.body
    assert html == "<p>Sleep helps.</p>\n<p>So it is said.</p>"


def test_no_text_and_no_author_is_a_draft_with_warnings(tmp_path: Path) -> None:
    told = take(write(tmp_path, body="", authors=None))
    warnings = [line for line in told.lines if line.startswith("warning")]
    assert any("There is no text after the front matter." in line for line in warnings)
    assert any("needs an author before it can be handed in" in line for line in warnings)
    assert told.row("article") == [1, 0, 0, 0, 0]


# --- pictures -----------------------------------------------------------------------------------


def test_pictures_that_are_none(tmp_path: Path) -> None:
    raw(tmp_path, "not a picture", "lamp.png")
    raw(tmp_path, "<svg onload='alert(1)'/>", "drawing.png")
    raw(tmp_path, b"", "nothing.png")
    told = take(write(tmp_path, hero="lamp.png", body="x\n\n![](drawing.png)\n\n![](nothing.png)"))
    assert told.row("article") == [0, 0, 0, 0, 1]
    assert "sleep.md:10 body: “drawing.png”: This file is an SVG drawing" in told.out
    assert "sleep.md:12 body: “nothing.png”: The submitted file is empty." in told.out
    assert "sleep.md:5 hero: “lamp.png”: This file is a text file" in told.out
    assert not Image.objects.exists()


def test_a_picture_of_60_megapixels(tmp_path: Path) -> None:
    raw(tmp_path, factories.picture(10_000, 6_000), "large.png")
    told = take(write(tmp_path, hero="large.png"))
    refused(
        told,
        "sleep.md:5 hero: “large.png”: This picture has 60 megapixels (10,000 × 6,000 pixels), and "
        "40 megapixels is the limit. Please save it smaller: 2,400 pixels on the long side are "
        "enough.",
    )


def test_pictures_from_other_places(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    raw(tmp_path, factories.picture(), "private.png")
    inside.mkdir()
    (inside / "link.png").symlink_to(tmp_path / "private.png")
    for name in ("../private.png", str(tmp_path / "private.png"), "link.png"):
        refused(
            take(write(inside, hero=name)),
            f"sleep.md:5 hero: “{name}” lies outside of the folder that is imported: put it "
            "beside the file.",
        )
    refused(
        take(write(inside, hero="gone.png")),
        "sleep.md:5 hero: There is no file “gone.png” beside the article.",
    )
    refused(
        take(write(inside, hero="{alt: A lamp}")),
        "sleep.md:5 hero.file: Which file? Name it, as in “file: picture.jpg”.",
    )


def test_pictures_of_other_sites_are_left_out_and_pointed_out(tmp_path: Path) -> None:
    told = take(write(tmp_path, body="Text.\n\n![x](https://example.org/x.png)"))
    assert told.line("warning").endswith(
        "sleep.md:9 body: The picture “https://example.org/x.png” is left out, because pages show "
        "nothing from elsewhere: save it beside the file and name it by its file name."
    )
    assert "example.org" not in Article.objects.get().current_revision.content


def test_a_file_that_fails_leaves_no_picture_behind(tmp_path: Path, media: Path) -> None:
    raw(tmp_path, factories.picture(), "lamp.png")
    told = take(write(tmp_path, hero="lamp.png", related="[{title: Sleep and age}]"))
    refused(told, "related.1: An article cannot be related to itself.")
    assert not [path for path in media.rglob("*") if path.is_file()]


# --- several files ------------------------------------------------------------------------------


def test_two_files_with_one_address(tmp_path: Path) -> None:
    first = write(tmp_path, "a.md")
    second = write(tmp_path, "b.md", title="Another title", slug="sleep-and-age")
    write(tmp_path, "c.md", title="Something else")
    told = take(tmp_path)
    failed = [line for line in told.lines if line.startswith("failed")]
    assert f"a.md:2 title: {second} would have the same address, “sleep-and-age”" in failed[0]
    assert f"b.md:5 slug: {first} would have the same address, “sleep-and-age”" in failed[1]
    assert told.row("article") == [1, 0, 0, 0, 2]
    assert list(Article.objects.values_list("slug", flat=True)) == ["something-else"]


def test_two_files_for_one_article_by_an_old_address(tmp_path: Path, cast: Cast) -> None:
    article = factories.article_at(factories.Status.PUBLISHED, cast)
    old = article.slug
    factories.actions.arrange(article, by=cast.editor, slug="new-address")
    article.refresh_from_db()
    write(tmp_path, "a.md", title=article.title, slug="new-address", topic=article.topic.name)
    text = "---\n" + yaml.safe_dump({"title": "B", "topic": "Sleep", "slug": old}) + "---\n\nB.\n"
    raw(tmp_path, text, "b.md")
    told = take(tmp_path)
    assert told.row("article")[-1] == 2  # the first would overwrite what people wrote


def test_a_bad_file_stops_no_other(tmp_path: Path) -> None:
    write(tmp_path, "a.md", title="A", date="yesterday")
    write(tmp_path, "b.md", title="B")
    raw(tmp_path, b"\xff\xfe\xfa", "c.md")
    write(tmp_path, "d.md", title="D", topic="New one", hero="gone.png")
    write(tmp_path, "e.md", title="E")
    told = take(tmp_path / "nowhere", tmp_path)
    assert told.row("article") == [2, 0, 0, 0, 4]
    assert told.error == "4 files could not be imported; the lines above say why."
    assert [line.split()[2] for line in told.lines if line.startswith("failed")] == [
        "[1/6]", "[2/6]", "[4/6]", "[5/6]",
    ]  # fmt: skip
    assert not Topic.objects.filter(name="New one").exists()
    assert Author.objects.count() == 1


# --- strings that break naive programs ----------------------------------------------------------

OWN_STRINGS = (
    "NULL", "null", "true", "undefined", "1E+02", "0x1", "<script>alert(1)</script>",
    "'; DROP TABLE users; --", "{{ 7*7 }}", "%s%d", "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい",
    "\u202etest\u202c", "\u200b", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "👩🏽‍💻", "\ufeff", "- x", "# x", "a: b", "",
    "`ls`", "../../etc/passwd", "\\", "\t", "x\x00y", "---",
)  # fmt: skip


def handfuls() -> list[list[str]]:
    """The strings, six to a file."""
    found = list(OWN_STRINGS)
    if STRINGS.exists():
        found += json.loads(STRINGS.read_text(encoding="utf-8"))
    return [found[start : start + 6] for start in range(0, len(found), 6)]


def test_strings_that_break_naive_programs(tmp_path: Path) -> None:
    """Wherever a writer may put words they come in as they are; only unseen characters go."""
    files = handfuls()
    for number, (title, *others) in enumerate(files):
        subtitle, description, *points = [*others, "", ""]
        facts = {
            "title": f"{number} {title}",
            "subtitle": subtitle,
            "description": description,
            "slug": f"string-{number}",
            "topic": "Strings",
            "authors": ["Noor Example"],
            "key_points": [f"{place} {point}" for place, point in enumerate(points)],
        }
        front = yaml.safe_dump(facts, allow_unicode=True, width=10_000)
        body = "\n\n".join(["Body", title, *others])
        raw(tmp_path, f"---\n{front}---\n\n{body}\n", f"{number:04}.md")
    told = take(tmp_path)
    assert told.row("article") == [len(files), 0, 0, 0, 0]
    for number, (title, *others) in enumerate(files):
        subtitle, description, *points = [*others, "", ""]
        content = Article.objects.get(slug=f"string-{number}").current_revision.data
        assert content.title == one_line(f"{number} {title}")
        assert content.subtitle == one_line(subtitle)
        assert content.description == one_line(description)
        assert content.key_points == tuple(one_line(f"{n} {p}") for n, p in enumerate(points))
        assert "<script" not in content.body.lower()
    assert not [c for c in told.out if category(c) == "Cc" and c != "\n"]
    assert take(tmp_path).row("article") == [0, 0, len(files), 0, 0]

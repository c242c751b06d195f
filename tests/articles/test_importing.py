"""Articles from Markdown files, through the command."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Event, Image, Revision, Status, Topic
from authors.models import Author, MedicalReviewer, User
from tests import factories
from tests.articles.imports import OWN, take, write
from tests.factories import Cast

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "what-is-ketamine.md"

pytestmark = pytest.mark.django_db


def the_article(slug: str = "sleep-and-age") -> Article:
    return Article.objects.get(slug=slug)


def everything() -> dict[str, list[object]]:
    """All rows that an import could touch."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Article, Revision, Event, Topic, Author, MedicalReviewer, Image)
    }


# --- a file becomes a draft ---------------------------------------------------------------------


def test_a_file_becomes_a_draft_with_all_it_names() -> None:
    told = take(OWN)
    article = the_article("what-is-evening-light")
    content = article.current_revision.data

    assert told.error == ""
    assert article.status == Status.DRAFT
    assert (article.created_by, article.current_revision.created_by_name) == (None, "Import")
    assert content.title == "What is Evening Light?"
    assert content.subtitle == "A Closer Look at Lamps, Screens & the Hour Before Bed"
    assert content.description.startswith("How light in the evening")
    assert content.key_points[1] == "Dimming the lamps costs nothing."
    assert str(article.originally_published) == "2023-11-08"
    assert [author.name for author in article.authors.all()] == ["Noor Example"]
    assert [row.related.title for row in article.related_posts.all()] == [
        "Should You Read in Bed?",
        "The Long Night: Shift Work",
    ]
    (reference,) = content.references
    assert (reference.doi, reference.year) == ("10.1000/example.182", 2021)
    assert '<h2 id="section-what-lamps-do">What Lamps Do</h2>' in content.body
    assert "<figcaption>Ines Invented, a reader of samples</figcaption>" in content.body
    assert "<em>warm</em>" in content.body
    assert "<td>dim</td>" in content.body
    assert "nobody real is quoted &amp; nothing is advised" in content.body


def test_the_report_names_what_was_begun_and_what_has_to_be_looked_at() -> None:
    told = take(OWN)
    assert told.lines == [
        "created topic Sleep (requires a medical review)",
        "created author Noor Example",
        f"created related draft should-you-read-in-bed “Should You Read in Bed?” (named by {OWN})",
        (
            "created related draft the-long-night-shift-work “The Long Night: Shift Work” "
            f"(named by {OWN})"
        ),
        f"created article what-is-evening-light “What is Evening Light?” ({OWN})",
        (
            f"warning {OWN}:9 medical_reviewers.1: “Otto Sample” is not among the medical "
            "reviewers, and an import never adds one: an editor has to add the profile and "
            "verify the credential. Then import again."
        ),
    ]
    assert told.row("article") == [1, 0, 0, 0, 0]
    assert told.row("related draft") == [2, 0, 0, 0, 0]
    assert Topic.objects.get().requires_medical_review
    assert not MedicalReviewer.objects.exists()


def test_the_reference_article() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference article does not lie beside this checkout")
    told = take(REFERENCE)
    article = the_article("what-is-ketamine")
    content = article.current_revision.data
    source = REFERENCE.read_text(encoding="utf-8")

    assert told.error == ""
    assert content.title == "What is Ketamine?"
    assert [author.name for author in article.authors.all()] == ["Mia West"]
    assert str(article.originally_published) == "2024-01-16"
    assert article.topic.name == "Mental health"
    related = [row.related for row in article.related_posts.all()]
    assert [post.title.split()[0] for post in related] == ["Should", "Beyond", "The"]
    assert {str(post.originally_published) for post in related} == {"2024-06-06"}
    assert content.body.count("<h2") == 3
    paragraphs = source.partition("\n---\n")[2].split("\n\n")
    assert content.body.count("<p>") == sum(not p.strip().startswith("#") for p in paragraphs)
    assert "Ryan Lester" in told.line("warning")
    assert take(REFERENCE).line("unchanged article what-is-ketamine")


def test_it_is_an_article_like_any_other_from_then_on(cast: Cast) -> None:
    take(OWN)
    article = actions.submit(the_article("what-is-evening-light"), by=cast.editor)
    article = actions.approve(article, by=cast.reviewer, statement="Checked.", interests="None")
    assert actions.publish(article, by=cast.editor).status == Status.PUBLISHED


# --- once is enough -----------------------------------------------------------------------------


def test_a_title_that_stands_over_the_text_as_well_is_there_once(tmp_path: Path) -> None:
    take(write(tmp_path, body="# Sleep and age\n\nSleep helps.\n\n## Sleep and age\n\nMore."))
    article = Article.objects.get()
    assert article.body.startswith("<p>Sleep helps.</p>")
    assert article.body.count("Sleep and age") == 1


def test_a_second_time_changes_nothing() -> None:
    take(OWN)
    before = everything()
    told = take(OWN)
    assert told.line("unchanged article what-is-evening-light")
    assert told.row("article") == [0, 0, 1, 0, 0]
    assert everything() == before


def test_dry_run_says_the_same_and_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "lamp.png").write_bytes(factories.picture())
    write(tmp_path, "a.md", hero="lamp.png", related="[{title: Sleep and youth}]")
    write(tmp_path, "b.md", title="Sleep and youth", date="January 16, 2024")
    write(tmp_path, "c.md", title="Sleep and work", authors="[Noor Example, Ulf Example]")
    before = everything()
    rehearsed = take(tmp_path, dry_run=True)
    assert everything() == before
    assert stored_files() == []
    done = take(tmp_path)
    assert (done.out, done.error) == (rehearsed.out, rehearsed.error)
    assert len(stored_files()) == 1
    # And once more over what is there now.
    before = everything()
    again = take(tmp_path, dry_run=True)
    assert everything() == before
    assert len(stored_files()) == 1
    assert take(tmp_path).out == again.out


def stored_files() -> list[str]:
    found: list[str] = []

    def walk(folder: str) -> None:
        folders, files = default_storage.listdir(folder)
        found.extend(files)
        for inner in folders:
            walk(f"{folder}/{inner}")

    if default_storage.exists("images"):
        walk("images")
    return found


def test_a_changed_file_changes_the_draft(tmp_path: Path) -> None:
    take(write(tmp_path))
    told = take(write(tmp_path, body="Sleep helps a lot.", subtitle="What we know"))
    article = the_article()
    assert told.line("updated").endswith("changed: subtitle, text")
    assert article.current_revision.number == 2
    assert article.current_revision.data.body == "<p>Sleep helps a lot.</p>"
    assert take(tmp_path).row("article") == [0, 0, 1, 0, 0]


def test_what_the_file_does_not_speak_of_stays(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path, date="2024-01-16", related="[{title: Sleep and youth}]"))
    told = take(write(tmp_path, authors=None))
    article = the_article()
    assert told.line("unchanged")
    assert str(article.originally_published) == "2024-01-16"
    assert article.related_posts.count() == 1
    assert article.authors.count() == 1
    told = take(write(tmp_path, date="", related="[]"))
    assert told.line("updated").endswith("changed: list of related posts, date")
    article.refresh_from_db()
    assert article.originally_published is None
    assert article.related_posts.count() == 0


def test_order_of_authors_and_related_posts(tmp_path: Path) -> None:
    take(write(tmp_path, authors="[Noor, Ulf]", related="[{title: One}, {title: Two}]"))
    told = take(write(tmp_path, authors="[Ulf, Noor]", related="[{title: Two}, {title: One}]"))
    assert told.line("updated").endswith("changed: byline, list of related posts")
    article = the_article()
    assert [byline.author.name for byline in article.bylines.all()] == ["Ulf", "Noor"]
    assert [row.related.title for row in article.related_posts.all()] == ["Two", "One"]
    assert Author.objects.count() == 2
    assert Article.objects.count() == 3


# --- which article it is ------------------------------------------------------------------------


def test_a_slug_in_the_file_is_the_address(tmp_path: Path) -> None:
    take(write(tmp_path, slug="ageing"))
    take(write(tmp_path, slug="ageing", title="Another title"))
    assert the_article("ageing").title == "Another title"
    assert Article.objects.count() == 1


def test_an_old_address_still_means_the_article(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path))
    article = publish(the_article(), cast)
    actions.arrange(article, by=cast.editor, slug="a-better-address")
    told = take(tmp_path)
    assert told.line("unchanged article a-better-address")
    assert Article.objects.count() == 1


def publish(article: Article, cast: Cast) -> Article:
    article = actions.submit(article, by=cast.editor)
    article = actions.approve(article, by=cast.reviewer, statement="Checked.", interests="None")
    return actions.publish(article, by=cast.editor)


def test_a_changed_title_asks_whether_it_is_the_same_article(tmp_path: Path) -> None:
    file = write(tmp_path)
    take(file)
    told = take(write(tmp_path, title="Sleep and old age"))
    assert "Add “slug: sleep-and-age” to keep it one article" in told.line("failed")
    assert Article.objects.count() == 1
    told = take(write(tmp_path, title="Sleep and old age", slug="sleep-and-age"))
    assert told.line("updated").endswith("changed: title")
    file.rename(tmp_path / "another.md")
    (tmp_path / "another.md").write_text(
        write(tmp_path, "x.txt", title="Something else").read_text()
    )
    assert take(tmp_path / "another.md").line("created article something-else")


def test_a_title_changed_at_the_desk_keeps_the_address(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path))
    article = the_article()
    desk = DeskCopy.of_article(article).change(title="Sleep in old age")
    actions.save(article, desk=desk, by=cast.editor)
    told = take(tmp_path)
    assert told.line("skipped article sleep-and-age “Sleep in old age”")
    assert Article.objects.count() == 1


# --- related posts ------------------------------------------------------------------------------


def test_related_posts_that_exist_are_linked_whatever_they_came_from(
    tmp_path: Path, cast: Cast
) -> None:
    by_address = actions.create(topic=factories.topic(), desk=factories.desk("One"), by=cast.writer)
    by_title = actions.create(
        topic=factories.topic(), desk=factories.desk("Two!"), by=cast.writer, slug="zwei"
    )
    told = take(write(tmp_path, related="[{title: one}, {title: Two!, subtitle: Ignored}]"))
    article = the_article()
    assert [row.related for row in article.related_posts.all()] == [by_address, by_title]
    assert not [line for line in told.lines if "related draft" in line]


def test_files_that_name_each_other_become_one_article_each(tmp_path: Path) -> None:
    write(tmp_path, "a.md", title="Day", related="[{title: Night, subtitle: After the day}]")
    write(tmp_path, "b.md", title="Night", slug="at-night", related="[{title: Day}]")
    told = take(tmp_path)
    assert told.row("article") == [2, 0, 0, 0, 0]
    assert "related draft" not in told.out
    day, night = the_article("day"), the_article("at-night")
    assert day.related_posts.get().related == night
    assert night.related_posts.get().related == day
    assert night.current_revision.data.body == "<p>Sleep helps.</p>"
    assert take(tmp_path).row("article") == [0, 0, 2, 0, 0]


def test_a_draft_begun_for_a_related_post_becomes_the_article_of_its_file(tmp_path: Path) -> None:
    take(write(tmp_path, "a.md", title="Day", related="[{title: Night}]"))
    assert the_article("night").current_revision.data.body == ""
    told = take(write(tmp_path, "b.md", title="Night", topic="Shift work"))
    assert told.line("updated article night").endswith("changed: text, topic, byline")
    assert the_article("night").topic.name == "Shift work"


def test_a_related_post_of_which_the_own_file_fails_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.md", title="Day", related="[{title: Night}]")
    write(tmp_path, "b.md", title="Night", hero="nowhere.png")
    told = take(tmp_path)
    assert told.line("created related draft night")
    assert told.line("failed").startswith("failed article [2/2]")
    assert the_article("night").bylines.count() == 0


# --- people and topics --------------------------------------------------------------------------


def test_people_and_topics_are_found_by_name_or_address(tmp_path: Path, cast: Cast) -> None:
    topic = Topic.objects.create(name="Sleep", slug="sleep-and-rest", requires_medical_review=False)
    author = Author.objects.create(name="Noor Example", slug="noor")
    take(write(tmp_path, "a.md", topic="sleep", authors="[noor example]"))
    take(write(tmp_path, "b.md", title="B", topic="sleep-and-rest", authors="[noor]"))
    assert list(Topic.objects.all()) == [topic]
    assert list(Author.objects.all()) == [author]
    assert topic.articles.count() == 2


def test_of_two_authors_with_one_name_the_address_says_which(tmp_path: Path) -> None:
    for slug in ("noor-1", "noor-2"):
        Author.objects.create(name="Noor Example", slug=slug)
    told = take(write(tmp_path))
    assert "authors.1: 2 authors are called “Noor Example”" in told.line("failed")
    assert "(noor-1, noor-2)" in told.line("failed")
    take(write(tmp_path, authors="[noor-2]"))
    assert the_article().bylines.get().author.slug == "noor-2"


def test_names_that_give_no_address_get_one(tmp_path: Path) -> None:
    take(write(tmp_path, topic="睡眠", authors="[李娜, 王伟, Noor Example]"))
    assert list(Author.objects.order_by("pk").values_list("slug", flat=True)) == [
        "author", "author-2", "noor-example",
    ]  # fmt: skip
    assert Topic.objects.get().slug == "topic"
    assert take(tmp_path).row("article") == [0, 0, 1, 0, 0]


def test_a_reviewer_is_asked_once_somebody_has_verified_them(tmp_path: Path, cast: Cast) -> None:
    file = write(tmp_path, medical_reviewers="['Rita Reviewer, PA-C']")
    assert "never adds one" in take(file).line("warning")
    reviewer = cast.reviewer.medicalreviewer
    told = take(file)
    assert told.line("updated").endswith("changed: reviewers asked")
    assert not [line for line in told.lines if line.startswith("warning")]
    assert list(the_article().reviewers_asked.all()) == [reviewer]
    assert take(file).row("article") == [0, 0, 1, 0, 0]
    # An editor who takes the reviewer off again is not overruled.
    actions.arrange(the_article(), by=cast.editor, reviewers_asked=[])
    assert take(file).row("article") == [0, 0, 1, 0, 0]
    assert not the_article().reviewers_asked.exists()


def test_a_reviewer_without_the_title_is_not_asked(tmp_path: Path, cast: Cast) -> None:
    assert cast.reviewer.medicalreviewer
    told = take(write(tmp_path, medical_reviewers="['Rita Reviewer, MD']"))
    assert "Rita Reviewer has no credential as MD" in told.line("warning")
    assert told.row("article") == [1, 0, 0, 0, 0]
    told = take(write(tmp_path, medical_reviewers="[Rita Reviewer]"))
    assert told.line("updated").endswith("changed: reviewers asked")


def test_of_two_reviewers_with_one_name_the_title_says_which(tmp_path: Path, cast: Cast) -> None:
    assert cast.reviewer.medicalreviewer
    doctor = factories.medical_reviewer("Rita Reviewer", cast.editor, title="MD")
    told = take(write(tmp_path, medical_reviewers="[Rita Reviewer]"))
    assert "2 medical reviewers are called “Rita Reviewer”" in told.line("warning")
    take(write(tmp_path, medical_reviewers="['rita reviewer, md']"))
    assert list(the_article().reviewers_asked.all()) == [doctor]
    MedicalReviewer.objects.update(is_active=False)
    told = take(write(tmp_path, "b.md", title="B", medical_reviewers="['Rita Reviewer, MD']"))
    assert "is not active as a medical reviewer any more" in told.line("warning")


# --- pictures -----------------------------------------------------------------------------------


def test_pictures_beside_the_file_come_into_the_library(tmp_path: Path) -> None:
    (tmp_path / "lamp.png").write_bytes(factories.picture(120, 90))
    (tmp_path / "two words.jpg").write_bytes(factories.picture(50, 40, "navy", "JPEG"))
    hero = "{file: lamp.png, alt: A lamp, caption: Dimmed, credit: N. Example, licence: CC0}"
    file = write(tmp_path, hero=hero, body='![A screen](<two words.jpg> "Too bright")\n\nText.')
    told = take(file)
    content = the_article().current_revision.data
    lamp, screen = Image.objects.order_by("width").reverse()
    assert told.row("picture") == [2, 0, 0, 0, 0]
    assert (content.hero.sha256, content.hero.alt, content.hero.caption, content.hero.credit) == (
        lamp.sha256, "A lamp", "Dimmed", "N. Example",
    )  # fmt: skip
    assert (lamp.title, lamp.licence) == ("Lamp", "CC0")
    assert f'<img src="{screen.file.url}" alt="A screen" width="50" height="40">' in content.body
    assert "<figcaption>Too bright</figcaption>" in content.body
    assert take(file).row("article") == [0, 0, 1, 0, 0]
    assert Image.objects.count() == 2
    flat = write(tmp_path, "c.md", title="C", hero="lamp.png", hero_alt="Lamp", hero_caption="Lit")
    assert take(flat).error == ""
    hero = the_article("c").current_revision.data.hero
    assert (hero.sha256, hero.alt, hero.caption) == (lamp.sha256, "Lamp", "Lit")
    other = write(tmp_path, "b.md", title="B", hero="{file: lamp.png, credit: Somebody else}")
    assert "The library has “N. Example” for this picture already" in take(other).line("warning")


def test_pictures_in_the_folder_that_is_imported_may_be_shared(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "lamp.png").write_bytes(factories.picture())
    write(tmp_path, hero="pictures/lamp.png")
    assert take(tmp_path).error == ""


# --- what people did at the desk ----------------------------------------------------------------


def edit(article: Article, by: User, **fields: object) -> Article:
    desk = DeskCopy.of_article(article).change(**fields)
    return actions.save(article, desk=desk, by=by)


def test_the_desk_is_kept_while_the_file_says_nothing_new(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path, related="[{title: One}]"))
    article = edit(the_article(), cast.editor, body="<p>Better words.</p>")
    actions.arrange(article, by=cast.editor, related=[])
    before = everything()
    told = take(tmp_path)
    assert told.line("skipped").endswith(
        "changed at the desk and kept as it is there: text, list of related posts"
    )
    assert told.error == ""
    assert everything() == before


def test_a_change_in_both_places_is_refused(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path))
    edit(the_article(), cast.editor, body="<p>Better words.</p>")
    before = everything()
    told = take(write(tmp_path, body="Other words.", authors="[Somebody New]"))
    assert told.line("failed").endswith(
        "sleep.md:7 body: The text was changed at the desk after the last import (revision 2, by "
        "Edith Editor), and the file was changed as well. Nothing was overwritten: bring the two "
        "together in the admin."
    )
    assert told.error == "1 file could not be imported; the lines above say why."
    assert everything() == before
    # Once the two say the same, the import is content.
    edit(the_article(), cast.editor, body="<p>Other words.</p>")
    assert take(write(tmp_path, body="Other words.")).row("article") == [0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("facts", "change", "sentence"),
    [
        ({"authors": "[A]"}, {"authors": "[B]"}, "authors: The byline was changed"),
        ({"topic": "A"}, {"topic": "B"}, "topic: The topic was changed"),
        ({"date": "2020-01-01"}, {"date": "2020-01-02"}, "date: The date was changed"),
        ({"related": "[{title: A}]"}, {"related": "[{title: B}]"}, "related: The list of related"),
    ],
)
def test_so_is_a_change_of_the_surroundings(
    facts: dict[str, str], change: dict[str, str], sentence: str, tmp_path: Path, cast: Cast
) -> None:
    take(write(tmp_path, **facts))
    actions.arrange(
        the_article(),
        by=cast.editor,
        authors=[cast.author],
        topic=factories.topic(),
        related=[],
        originally_published=None,
    )
    told = take(write(tmp_path, **facts))
    assert told.row("article") == [0, 0, 0, 1, 0]
    told = take(write(tmp_path, **facts | change))
    assert sentence in told.line("failed")
    assert the_article().authors.get() == cast.author


def test_an_article_that_people_began_is_left_to_them(tmp_path: Path, cast: Cast) -> None:
    actions.create(topic=factories.topic(), desk=factories.desk("Sleep and age"), by=cast.writer)
    told = take(write(tmp_path))
    assert "has this address already and did not come from an import" in told.line("failed")
    assert not Topic.objects.filter(name="Sleep").exists()


# --- the workflow holds -------------------------------------------------------------------------


def test_a_new_text_of_a_live_article_opens_a_draft(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path))
    live = publish(the_article(), cast).live_revision
    assert take(tmp_path).row("article") == [0, 0, 1, 0, 0]
    told = take(write(tmp_path, body="New words."))
    article = the_article()
    assert "a draft is open; readers keep the live text" in told.line("updated")
    assert (article.status, article.live_revision) == (Status.DRAFT, live)


def test_the_byline_of_a_live_article_is_the_editors(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path))
    publish(the_article(), cast)
    told = take(write(tmp_path, body="New words.", authors="[Somebody New]"))
    assert "are for editors to change now" in told.line("failed")
    assert the_article().status == Status.PUBLISHED
    told = take(write(tmp_path, authors="[Somebody New]"), by=cast.editor.email)
    assert told.line("updated").endswith("changed: byline")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ("submit", "“Save” is not possible while the article is in review."),
        ("submit approve schedule", "“Save” is not possible while the article is scheduled."),
        ("submit approve publish take_down", "“Save” is not possible while the article is withdr"),
    ],
)
def test_a_frozen_text_stays_as_it_is(
    steps: str, sentence: str, tmp_path: Path, cast: Cast
) -> None:
    take(write(tmp_path))
    article = actions.arrange(the_article(), by=cast.editor, authors=[cast.author])
    for verb in steps.split():
        article = factories.step(article, verb, cast)
    assert take(tmp_path).row("article") == [0, 0, 0, 1, 0]
    told = take(write(tmp_path, body="New words."))
    assert sentence in told.line("failed")
    assert the_article().current_revision.number == 1


def test_an_approved_text_that_changes_is_a_draft_again(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path))
    article = actions.submit(the_article(), by=cast.editor)
    actions.approve(article, by=cast.reviewer, statement="Checked.", interests="None")
    told = take(write(tmp_path, body="New words."))
    assert "it had been approved and is a draft again" in told.line("updated")
    assert the_article().status == Status.DRAFT


# --- in whose name ------------------------------------------------------------------------------


def test_by_an_account_it_is_that_persons_text(tmp_path: Path, cast: Cast) -> None:
    take(write(tmp_path, topic="Calm"), by=cast.editor.email.upper())
    article = the_article()
    assert (article.created_by, article.current_revision.created_by) == (cast.editor, cast.editor)
    assert article.unapproved_revision_by(cast.editor) == 1
    told = take(write(tmp_path, topic="Calm", body="New."), by=cast.editor.email)
    assert told.line("updated")


def test_a_writer_begins_no_topics_and_touches_no_articles_of_others(
    tmp_path: Path, cast: Cast
) -> None:
    told = take(write(tmp_path), by=cast.writer.email)
    assert told.line("failed").endswith(
        "topic: “Sleep” is not a topic yet, and an editor has to begin it."
    )
    Topic.objects.create(name="Sleep", slug="sleep")
    told = take(write(tmp_path), by=cast.writer.email)
    assert told.line("failed").endswith(
        "authors.1: “Noor Example” is no author yet, and an editor has to begin it."
    )
    take(write(tmp_path))
    told = take(write(tmp_path, body="New words."), by=cast.writer.email)
    assert told.line("failed").endswith("This article belongs to other writers.")


def test_only_those_who_may_write_can_be_named(tmp_path: Path, cast: Cast) -> None:
    file = write(tmp_path)
    assert take(file, by="nobody@example.org").error.startswith("There is no account")
    assert "neither writer nor editor" in take(file, by=cast.stranger.email).error
    assert "neither writer nor editor" in take(file, by=cast.reviewer.email).error
    cast.editor.is_active = False
    cast.editor.save()
    assert "is switched off" in take(file, by=cast.editor.email).error
    assert not Article.objects.exists()


# --- many files ---------------------------------------------------------------------------------


def test_many_files_in_order_of_name_each_once(tmp_path: Path) -> None:
    for name in ("c.md", "a.MD", "b.md"):
        write(tmp_path, name, title=f"Article {name[0]}")
    write(tmp_path, ".hidden.md", title="Hidden")
    write(tmp_path, "notes.txt", title="Notes")
    write(tmp_path / "inner", "d.md", title="Deeper")
    told = take(tmp_path, tmp_path / "b.md")
    places = [line.split()[2] for line in told.lines if " article " in line]
    assert places == ["[1/3]", "[2/3]", "[3/3]"]
    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "article-a", "article-b", "article-c",
    ]  # fmt: skip

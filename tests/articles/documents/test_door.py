"""The doors for documents: who may bring one, what becomes of it, what comes back when it can't."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import actions, workflow
from articles.documents import bring
from articles.models import Article, Event, Image, Status
from tests.articles.documents.word_file import WordFile, heading, paragraph
from tests.doors import answers, client_of, leads_to_login, page_for
from tests.factories import Cast, article_at, picture, topic
from tests.reading import Sheet
from wellness.lib import rich_text
from wellness.management.long_document import FOOTNOTES, PICTURES, WORDS, long_document

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/article/upload/"


def rich() -> WordFile:
    file = WordFile()
    return file.add(
        paragraph("Sleep and rest", style="Title"),
        heading("Why", 1),
        paragraph("Sleep helps.", file.footnote("Doe J. A study. J Sleep. 2020;1:2.")),
        paragraph(file.picture(picture(), "A cup of tea")),
        paragraph(file.picture(b"not a picture")),
    )


def upload(data: bytes, name: str = "sleep.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def replace_url(article: Article) -> str:
    return reverse("admin:articles_article_replace", args=[article.pk])


def begun(cast: Cast, file: WordFile | None = None, **fields: Any) -> Article:
    """The article that the writer begins with a document."""
    data = {"file": upload((file or rich()).written()), "topic": topic().pk, **fields}
    response = client_of(cast.writer).post(UPLOAD, data)
    assert response.status_code == 302, Sheet(response).words("//main")
    return Article.objects.latest("pk")


def test_a_document_becomes_a_draft_of_whoever_brought_it(cast: Cast) -> None:
    article = begun(cast, authors=[cast.author.pk])
    assert (article.title, article.status) == ("Sleep and rest", Status.DRAFT)
    assert article.slug == "sleep-and-rest"
    assert [byline.author for byline in article.bylines.all()] == [cast.author]
    revision = article.current_revision
    assert revision.created_by == cast.writer
    assert rich_text.clean(article.body) == article.body == revision.data.body
    (shown,) = rich_text.images(article.body)
    image = Image.objects.get()
    assert (shown.src, shown.alt, shown.width) == (image.file.url, "A cup of tea", 80)
    assert (image.alt, image.title, image.uploaded_by) == (
        "A cup of tea", "A cup of tea", cast.writer
    )  # fmt: skip
    reference = article.references.get()
    assert (reference.authors, reference.title, reference.year) == ("Doe J", "A study", 2020)
    assert rich_text.citations(article.body)[0].number == 1


def test_whoever_brought_a_document_cannot_approve_it(cast: Cast) -> None:
    data = {
        "file": upload(rich().written()),
        "topic": topic(requires_medical_review=False).pk,
        "authors": [cast.author.pk],
    }
    client_of(cast.editor).post(UPLOAD, data)
    submitted = actions.submit(Article.objects.get(), by=cast.editor)
    assert "You wrote revision 1" in workflow.check(submitted, "approve", cast.editor)
    assert not workflow.check(submitted, "approve", cast.second_editor)


def test_the_report_is_read_and_read_again(cast: Cast) -> None:
    article = begun(cast)
    change = reverse("admin:articles_article_change", args=[article.pk])
    page = page_for(cast.writer, f"{change}?brought=1")
    said = page.words("//details[@id='brought-in']")
    assert "What came in from “sleep.docx”" in said
    assert "3 words, 1 heading, 1 picture, 1 reference, 1 citation." in said
    assert "Picture 2 This file is a text file." in said
    assert "Picture 1: A cup of tea" in said
    assert page.one("//details[@id='brought-in']").get("open") is not None
    event = Event.objects.get(verb="create")
    assert event.note == "From the document “sleep.docx”."
    history = page_for(cast.writer, reverse("admin:articles_article_history", args=[article.pk]))
    address = reverse("admin:articles_article_brought", args=[article.pk, event.pk])
    assert history.all(f"//a[@href='{address}']")
    actions.save(article, desk=_desk(article, title="Changed"), by=cast.writer)
    assert not page_for(cast.writer, change).all("//details[@id='brought-in']")
    assert "Picture 2" in page_for(cast.writer, address).words("//main")
    assert client_of(cast.writer).get(address.replace(str(event.pk), "999999")).status_code == 404


def _desk(article: Article, **fields: Any) -> Any:
    from articles.desk import DeskCopy

    return DeskCopy.of_article(article).change(**fields)


def test_a_text_is_replaced_and_the_old_one_kept(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    old = article.current_revision
    version = page_for(cast.writer, replace_url(article)).one("//input[@name='version']/@value")
    data = {"file": upload(rich().written()), "version": version}
    response = client_of(cast.writer).post(replace_url(article), data)
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.title == "Sleep and rest"
    assert article.current_revision.number == 2
    assert article.current_revision.created_by == cast.writer
    assert article.subtitle == "What we know"  # the document has none
    assert article.revisions.get(number=1) == old
    event = Event.objects.get(verb="edit")
    assert event.data["document"]["name"] == "sleep.docx"


def test_a_document_without_title_leaves_the_title(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    title = article.title
    file = WordFile().add(paragraph("Only text."))
    data = {"file": upload(file.written()), "version": article.version}
    client_of(cast.writer).post(replace_url(article), data)
    article.refresh_from_db()
    assert (article.title, article.body) == (title, "<p>Only text.</p>")


def test_the_same_document_twice_is_one_revision_and_one_picture(cast: Cast) -> None:
    article = begun(cast)
    client = client_of(cast.writer)
    data = {"file": upload(rich().written()), "version": article.version}
    response = client.post(replace_url(article), data, follow=True)
    assert "The document says what the article says already." in response.content.decode()
    article.refresh_from_db()
    assert article.current_revision.number == 1
    assert Image.objects.count() == 1


def test_somebody_saved_meanwhile(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    version = article.version
    actions.save(article, desk=_desk(article, title="Theirs"), by=cast.editor)
    data = {"file": upload(rich().written()), "version": version}
    response = client_of(cast.writer).post(replace_url(article), data)
    assert "saved by somebody else" in Sheet(response).words("//main")
    article.refresh_from_db()
    assert article.title == "Theirs"
    assert not Image.objects.exists()


def test_a_refused_document_stores_nothing_and_keeps_the_form(cast: Cast, media: Path) -> None:
    chosen = topic()
    data = {"file": upload(b"MZ\x90\x00" * 20), "topic": chosen.pk, "authors": [cast.author.pk]}
    response = client_of(cast.writer).post(UPLOAD, data)
    page = Sheet(response)
    assert response.status_code == 200
    assert "This file is a Windows program" in page.words("//main")
    assert "No article was begun." in page.words("//*[@role='alert']")
    assert page.one("//select[@name='topic']/option[@selected]/@value") == str(chosen.pk)
    assert page.one("//input[@name='authors']/@value") == str(cast.author.pk)
    described = page.one("//input[@name='file']").get("aria-describedby").split()
    assert any(page.all(f"//ul[@id='{key}']") for key in described)
    assert not Article.objects.exists()
    assert not Image.objects.exists()
    assert not media.exists() or not [path for path in media.rglob("*") if path.is_file()]


def test_a_form_with_something_missing(cast: Cast) -> None:
    client = client_of(cast.writer)
    page = Sheet(client.post(UPLOAD, {}))
    for sentence in ("Choose the file first.", "Choose the topic that this article belongs to."):
        assert sentence in page.words("//main")
    page = Sheet(client.post(UPLOAD, {"file": upload(b""), "topic": topic().pk}))
    assert "This file is empty." in page.words("//main")
    assert not Article.objects.exists()


def test_a_broken_file_and_a_missing_topic_are_told_at_once(cast: Cast) -> None:
    data = {"file": upload(b"MZ\x90\x00" * 20), "authors": [cast.author.pk]}
    page = Sheet(client_of(cast.writer).post(UPLOAD, data))
    said = page.words("//main")
    assert "This file is a Windows program" in said
    assert "Choose the topic that this article belongs to." in said
    assert page.one("//input[@name='authors']/@value") == str(cast.author.pk)
    assert not Article.objects.exists()


def test_of_pictures_that_were_given_up_no_file_stays(
    cast: Cast, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **fields: object) -> None:
        raise workflow.Refused("Not today.")

    monkeypatch.setattr(actions, "create", refuse)
    response = client_of(cast.writer).post(
        UPLOAD, {"file": upload(rich().written()), "topic": topic().pk}
    )
    assert "Not today." in Sheet(response).words("//main")
    assert not Image.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def bounded(cast: Cast, *widths: int) -> tuple[list[int], list[str]]:
    """The widths of pictures that came along, and why the others did not."""
    file = WordFile().add(paragraph("T", style="Title"), paragraph("Text."))
    for width in widths:
        file.add(paragraph(file.picture(picture(width))))
    article = begun(cast, file)
    lines = Event.objects.get(verb="create").data["document"]["lines"]
    came = [image.width or 0 for image in rich_text.images(article.body)]
    return came, [f"{what}: {reason}" for outcome, what, reason in lines if outcome == "failed"]


def test_pictures_are_bounded_by_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring, "MAX_PICTURES", 2)
    came, failed = bounded(cast, 80, 90, 100)
    assert came == [80, 90]
    assert [sentence.partition(" at most")[0] for sentence in failed] == [
        "Picture 3: A document brings 2 pictures"
    ]


def test_pictures_are_bounded_by_their_pixels(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring, "MAX_PIXELS_IN_ALL", (80 + 40) * 60)
    came, failed = bounded(cast, 80, 90, 40)
    assert came == [80, 40]
    assert "megapixels together" in failed[0]


def test_a_markdown_file_with_a_picture_in_it(cast: Cast) -> None:
    import base64

    data = base64.b64encode(picture()).decode()
    text = (
        "---\ntitle: Sleep\ntopic: Rest\nkey_points:\n  - Sleep.\n---\n# Why\n\n"
        f"![Tea][image1]\n\nSeven.[^1]\n\n[^1]: Doe J. A study.\n\n"
        f"[image1]: <data:image/png;base64,{data}>\n"
    )
    response = client_of(cast.writer).post(
        UPLOAD, {"file": upload(text.encode(), "sleep.md"), "topic": topic().pk}
    )
    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.title, article.key_points) == ("Sleep", "Sleep.")
    assert rich_text.images(article.body)[0].alt == "Tea"
    assert article.references.get().title == "A study"
    lines = Event.objects.get(verb="create").data["document"]["lines"]
    assert ["skipped", "“topic” in front of the text", "Enter it at the desk."] in lines


def test_a_long_document_is_a_clean_draft(cast: Cast) -> None:
    response = client_of(cast.writer).post(
        UPLOAD, {"file": upload(long_document()), "topic": topic().pk}
    )
    assert response.status_code == 302
    article = Article.objects.get()
    assert rich_text.word_count(article.body) == WORDS == 6_000
    assert len(rich_text.images(article.body)) == PICTURES == Image.objects.count() == 20
    assert article.references.count() == FOOTNOTES == 60
    assert [c.number for c in rich_text.citations(article.body)] == list(range(1, FOOTNOTES + 1))
    levels = [found.level for found in rich_text.headings(article.body)]
    assert (levels[0], set(levels)) == (2, {2, 3})
    assert all(image.alt for image in rich_text.images(article.body))
    assert rich_text.clean(article.body) == article.body
    assert article.references.first().doi == "10.1000/1"


# -- who may ---------------------------------------------------------------------------------------


def test_who_begins_an_article_with_a_document(cast: Cast) -> None:
    writers = {"writer", "second_writer", "editor", "superuser"}
    found = answers(cast, UPLOAD)
    assert found == {
        name: 302 if name == "anonymous" else 200 if name in writers else 403 for name in found
    }
    chosen = topic()
    for user in (cast.stranger, cast.reviewer):
        data = {"file": upload(rich().written()), "topic": chosen.pk}
        assert client_of(user).post(UPLOAD, data).status_code == 403
    response = client_of(None).post(UPLOAD, {"file": upload(rich().written())})
    assert leads_to_login(response)
    assert not Article.objects.exists()
    assert not Image.objects.exists()


def test_who_replaces_a_text(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    found = answers(cast, replace_url(article))
    may = {"writer", "editor", "superuser"}
    assert found == {
        name: 302 if name == "anonymous" else 200 if name in may else 403 for name in found
    }
    for user in (cast.stranger, cast.second_writer, cast.reviewer):
        data = {"file": upload(rich().written()), "version": article.version}
        response = client_of(user).post(replace_url(article), data)
        assert response.status_code == 403
        assert article.title not in response.content.decode()
    article.refresh_from_db()
    assert article.current_revision.number == 1
    assert not Image.objects.exists()
    assert (
        client_of(cast.writer)
        .get(replace_url(article).replace(str(article.pk), "99999"))
        .status_code
        == 404
    )


def test_a_frozen_text_is_not_replaced(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    data = {"file": upload(rich().written()), "version": article.version}
    response = client_of(cast.writer).post(replace_url(article), data)
    assert response.status_code == 403
    change = page_for(cast.writer, reverse("admin:articles_article_change", args=[article.pk]))
    assert not change.all(f"//a[@href='{replace_url(article)}']")


def test_who_reads_the_report(cast: Cast) -> None:
    article = begun(cast)
    event = Event.objects.get(verb="create")
    found = answers(cast, reverse("admin:articles_article_brought", args=[article.pk, event.pk]))
    may = {"writer", "editor", "superuser"}
    assert found == {
        name: 302 if name == "anonymous" else 200 if name in may else 403 for name in found
    }


def test_the_doors_need_the_token_against_forged_requests(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    client = client_of(cast.writer)
    client.handler.enforce_csrf_checks = True
    for address in (UPLOAD, replace_url(article)):
        data = {"file": upload(rich().written()), "topic": article.topic.pk, "version": 1}
        assert client.post(address, data).status_code == 403
    assert Article.objects.count() == 1


def test_where_the_way_in_is_offered(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    places = (reverse("admin:index"), reverse("admin:articles_article_changelist"))
    for place in (*places, reverse("admin:articles_article_add")):
        assert page_for(cast.writer, place).all(
            f"//main//a[@href='{UPLOAD}']|//a[@href='{UPLOAD}']"
        )
    for place in places:
        assert not page_for(cast.reviewer, place).all(f"//a[@href='{UPLOAD}']")
    change = page_for(cast.writer, reverse("admin:articles_article_change", args=[article.pk]))
    assert change.all(f"//a[@href='{replace_url(article)}']")

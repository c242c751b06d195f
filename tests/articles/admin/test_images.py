"""The image library: what comes in, what is refused in which words, where pictures are used."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import actions, library
from articles.models import Image, Status
from authors.models import User
from tests import factories
from tests.doors import answers, client_of, page_for
from tests.factories import Cast, article_at, desk, picture
from tests.queries import counted
from tests.reading import Sheet
from tests.wellness.lib.corpora import FOLDER, needs_corpora
from tests.wellness.lib.test_images import huge_png
from wellness.lib import rich_text
from wellness.lib.images import MAX_BYTES

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/image/"
ADD = "/admin/articles/image/add/"
TODAY = "//*[@id='content-main']"

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "sixty megapixels": ("photo.png", lambda: huge_png(10_000, 6_000), "has 60 megapixels"),
    "a renamed program": ("photo.jpg", lambda: b"MZ\x90\x00" + bytes(200), "a Windows program"),
    "a drawing with script": (
        "logo.svg",
        lambda: SVG,
        "an SVG drawing, which can contain programs",
    ),
    "a drawing named as photograph": ("photo.png", lambda: SVG, "an SVG drawing"),
    "cut off": ("photo.png", lambda: picture(400, 300)[:200], "damaged or breaks off"),
    "not a picture": ("notes.png", lambda: b"Dear diary", "a text file"),
    "empty": ("photo.png", lambda: b"", "empty"),
    "a page": ("photo.gif", lambda: b"<html><script>alert(1)</script>", "an HTML page"),
    "too heavy": ("photo.jpg", lambda: b"\xff\xd8\xff" + bytes(MAX_BYTES), "10 MB at most"),
}


def file(content: bytes, name: str = "night_sky-2.PNG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def add(user: User, content: bytes, name: str = "night_sky-2.PNG", **fields: str) -> Any:
    words = {"title": "", "alt": "", "caption": "", "credit": "", "licence": ""}
    return client_of(user).post(ADD, {**words, **fields, "file": file(content, name)})


def change_address(image: Image) -> str:
    return reverse("admin:articles_image_change", args=[image.pk])


def drop(user: User | None, content: bytes | None, name: str = "night_sky-2.PNG") -> Any:
    """Send a picture as the editor does when one is dropped into the text."""
    data = {} if content is None else {"upload": file(content, name), "ckCsrfToken": "made up"}
    return client_of(user).post(reverse("admin:articles_image_upload"), data)


# --- the library ---------------------------------------------------------------------------------


def test_a_picture_is_added_with_its_words(cast: Cast, media: Path) -> None:
    response = add(cast.writer, picture(), title="Night sky", alt="Stars", credit="W. Writer")
    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.title, image.alt, image.credit) == ("Night sky", "Stars", "W. Writer")
    assert image.uploaded_by == cast.writer
    assert (image.width, image.height) == (80, 60)
    stored = media / str(image.file.name)
    assert hashlib.sha256(stored.read_bytes()).hexdigest() == image.sha256


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("night_sky-2.PNG", "Night sky 2"),
        (".png", ".png"),
        ("C:\\Users\\me\\cat.jpeg", "Cat"),
        ("“Schlaf” & Herz.png", "“Schlaf” & Herz"),
        ("___.png", "Untitled picture"),
        ("x" * 300 + ".png", "X" + "x" * 199),
    ],
)
def test_a_picture_without_a_title_is_called_by_its_file(name: str, title: str) -> None:
    assert library.title_from(name) == title


def test_the_form_takes_the_title_from_the_file(cast: Cast) -> None:
    add(cast.editor, picture())
    assert Image.objects.get().title == "Night sky 2"


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_not_taken_gets_a_sentence_and_loses_no_words(
    cast: Cast, kind: str, media: Path
) -> None:
    name, content, sentence = BAD[kind]
    response = add(cast.writer, content(), name, alt="Words I typed")
    assert response.status_code == 200
    page = Sheet(response)
    assert sentence in page.words("//*[@id='image_form']")
    assert page.one("//input[@name='alt']/@value") == "Words I typed"
    assert not Image.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_the_same_picture_is_kept_once_and_the_form_says_where(cast: Cast) -> None:
    add(cast.writer, picture(), title="First")
    response = add(cast.editor, picture(), "another-name.png", title="Second")
    page = Sheet(response)
    image = Image.objects.get()
    assert "This picture is in the library already: “First”" in page.words("//*[@id='image_form']")
    assert page.all(f"//a[@href='{change_address(image)}' and text()='“First”']")


def test_a_title_with_markup_is_escaped_in_that_sentence(cast: Cast) -> None:
    add(cast.writer, picture(), title="<script>alert(1)</script>")
    response = add(cast.editor, picture())
    assert "<script>alert(1)</script>" not in response.content.decode()


def test_words_are_changed_and_the_file_is_not(cast: Cast, media: Path) -> None:
    image = factories.image("Old", colour="navy")
    before = (image.file.name, (media / str(image.file.name)).read_bytes())
    response = client_of(cast.writer).post(
        change_address(image),
        {"title": "New", "alt": "A night", "caption": "", "credit": "", "licence": "CC0",
         "file": file(picture(colour="red"))},
    )  # fmt: skip
    assert response.status_code == 302
    image.refresh_from_db()
    assert (image.title, image.alt, image.licence) == ("New", "A night", "CC0")
    assert (image.file.name, (media / str(image.file.name)).read_bytes()) == before
    assert not page_for(cast.editor, change_address(image)).all("//input[@type='file']")


def test_a_title_that_is_emptied_stays(cast: Cast) -> None:
    image = factories.image("Kept")
    words = {"title": " ", "alt": "", "caption": "", "credit": "", "licence": ""}
    assert client_of(cast.writer).post(change_address(image), words).status_code == 302
    image.refresh_from_db()
    assert image.title == "Kept"


@pytest.mark.parametrize("who", ["superuser", "editor", "writer"])
def test_nobody_deletes_a_picture(cast: Cast, who: str) -> None:
    image = factories.image()
    client = client_of(getattr(cast, who))
    address = reverse("admin:articles_image_delete", args=[image.pk])
    assert client.get(address).status_code == 403
    assert client.post(address, {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [image.pk], "post": "yes"})
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_picture_outlives_the_account_that_brought_it(cast: Cast) -> None:
    add(cast.writer, picture(), title="Stays")
    cast.writer.delete()
    image = Image.objects.get()
    assert "a former account" in page_for(cast.editor, change_address(image)).words()
    assert "A former account" in page_for(cast.editor, LIST).words()


def test_a_picture_whose_file_is_gone_still_has_its_page(cast: Cast, media: Path) -> None:
    image = factories.image()
    (media / str(image.file.name)).unlink()
    assert "its file is missing" in page_for(cast.editor, change_address(image)).words()


def test_the_list_shows_what_a_picture_is(cast: Cast) -> None:
    add(cast.writer, picture(), title="Night sky", alt="Stars", credit="W. W.", licence="CC0")
    page = page_for(cast.reviewer, LIST)
    words = page.words("//table")
    for text in ("Night sky", "80 × 60", "Stars", "W. W.", "CC0", "Wanda Writer"):
        assert text in words
    assert page.one("//table//img/@alt") == "Stars"
    factories.image("Plain", colour="red")
    assert "Missing" in page_for(cast.reviewer, LIST).words("//table")
    Image.objects.filter(title="Plain").update(decorative=True)
    assert "Decorative" in page_for(cast.reviewer, LIST).words("//table")


def test_the_list_finds_what_somebody_has_to_do_something_about(cast: Cast) -> None:
    today = timezone.localdate()
    used = factories.image("Used", colour="red")
    inside = factories.image("Inside", colour="blue")
    factories.image("Ended", colour="green")
    factories.image("Ends soon", colour="pink")
    factories.image("Ends late", colour="gray")
    for title, days in (("Ended", -1), ("Ends soon", 30), ("Ends late", 31)):
        Image.objects.filter(title=title).update(expires_on=today + dt.timedelta(days=days))
    Image.objects.filter(title="Ends soon").update(alt="A pink field")
    Image.objects.filter(title="Ends late").update(decorative=True)
    body = f'<p>Text</p><figure class="image"><img src="{inside.file.url}" alt="x"></figure>'
    article_at(Status.DRAFT, cast, copy=desk(body=body, hero=used))

    def shown(which: str) -> set[str]:
        page = page_for(cast.editor, f"{LIST}?which={which}")
        return {image.get("alt") for image in page.all("//table//img")}

    assert shown("without-words") == {"Used", "Inside", "Ended"}
    assert shown("expiring") == {"Ended", "A pink field"}
    assert shown("unused") == {"Ended", "A pink field", "Ends late"}


def test_editors_are_told_of_live_articles_whose_picture_may_not_stay(cast: Cast) -> None:
    image = factories.image("Cat")
    article_at(Status.PUBLISHED, cast, copy=desk("With a cat", hero=image, hero_alt="A cat"))
    assert "Licence of a picture ends" not in page_for(cast.editor, "/admin/").words(TODAY)
    Image.objects.update(expires_on=timezone.localdate() + dt.timedelta(days=20))
    assert "With a cat" in page_for(cast.editor, "/admin/").words(TODAY)
    assert "With a cat" in page_for(cast.editor, "/admin/articles/article/?queue=licences").words(
        "//main"
    )
    assert "Licence of a picture ends" not in page_for(cast.writer, "/admin/").words(TODAY)


def test_a_decorative_picture_has_no_words_and_may_be_handed_in(cast: Cast) -> None:
    image = factories.image("Pattern")
    words = {"title": "Pattern", "alt": "Stripes", "decorative": "on"}
    response = client_of(cast.writer).post(change_address(image), words)
    assert "A decorative picture has no alternative text" in Sheet(response).words()
    client_of(cast.writer).post(change_address(image), words | {"alt": ""})
    image.refresh_from_db()
    assert image.decorative
    article_at(Status.PUBLISHED, cast, copy=desk(hero=image))


def test_the_focus_is_entered_in_numbers_and_stays_in_the_picture(cast: Cast) -> None:
    image = factories.image("Cat")
    client = client_of(cast.writer)
    client.post(change_address(image), {"title": "Cat", "focus_x": "20", "focus_y": "90"})
    image.refresh_from_db()
    assert (image.focus_x, image.focus_y) == (20, 90)
    response = client.post(
        change_address(image), {"title": "Cat", "focus_x": "101", "focus_y": "-1"}
    )
    assert response.status_code == 200
    client.post(change_address(image), {"title": "Cat", "focus_x": "", "focus_y": "50"})
    image.refresh_from_db()
    assert (image.focus_x, image.focus_y) == (20, 50)


def test_the_list_needs_no_more_queries_for_more_pictures(cast: Cast) -> None:
    def count() -> int:
        client = client_of(cast.editor)
        client.get(LIST)
        with counted() as queries:
            client.get(LIST)
        return int(queries)

    for n in range(3):
        add(cast.writer, picture(80 + n), title=f"{n}")
    few = count()
    for n in range(3, 9):
        add(cast.second_writer, picture(80 + n), title=f"{n}")
    assert count() == few


# --- where it is used ----------------------------------------------------------------------------


def used_words(user: User, image: Image) -> str:
    """What the page of a picture says under “Where it is used”."""
    page = page_for(user, change_address(image))
    label = page.one("//label[text()='Where it is used']")
    return " ".join(label.getparent().getparent().text_content().split())


def test_it_says_where_a_picture_is_used(cast: Cast) -> None:
    image = factories.image("Cat")
    assert "Nowhere yet." in used_words(cast.editor, image)
    as_hero = desk("With a cat at the top", hero=image, hero_alt="A cat")
    article = article_at(Status.PUBLISHED, cast, copy=as_hero)
    figure = f'<figure class="image"><img src="{image.file.url}" alt="A cat"></figure><p>Text</p>'
    assert image.sha256 in rich_text.clean(figure)
    draft = article_at(Status.DRAFT, cast, copy=desk("With a cat inside", figure))
    actions.save(draft, desk=desk("With a cat inside", figure + "<p>More</p>"), by=cast.writer)
    words = used_words(cast.editor, image)
    assert "With a cat at the top live on the desk, in revision 1" in words
    assert "With a cat inside on the desk, in 2 revisions from 1 to 2" in words
    actions.save(article, desk=desk("Without"), by=cast.writer)
    assert "Without live no longer on the desk, in revision 1" in used_words(cast.editor, image)


def test_articles_of_other_writers_are_counted_and_not_named(cast: Cast) -> None:
    image = factories.image("Cat")
    article_at(Status.DRAFT, cast, copy=desk("A secret title", hero=image))
    assert "A secret title" in used_words(cast.writer, image)
    words = used_words(cast.second_writer, image)
    assert "A secret title" not in words
    assert "1 article of other writers" in words
    # A reviewer sees what was handed in.
    assert "A secret title" not in used_words(cast.reviewer, image)


# --- what the editor sends -----------------------------------------------------------------------


def test_a_picture_that_is_dropped_into_the_text_is_in_the_library(cast: Cast) -> None:
    response = drop(cast.writer, picture())
    image = Image.objects.get()
    assert response.status_code == 200
    assert response.json() == {
        "uploaded": 1,
        "fileName": "Night sky 2",
        "url": image.file.url,
        "width": 80,
        "height": 60,
    }
    assert image.uploaded_by == cast.writer
    # The text may show exactly this address.
    shown = f'<figure class="image"><img src="{image.file.url}" alt="Night"></figure>'
    assert image.file.url in rich_text.clean(shown)


@pytest.mark.parametrize("kind", BAD)
def test_the_editor_is_told_why_a_file_is_not_taken(cast: Cast, kind: str, media: Path) -> None:
    name, content, sentence = BAD[kind]
    response = drop(cast.writer, content(), name)
    answer = response.json()
    assert answer["uploaded"] == 0
    assert sentence in answer["error"]["message"]
    assert not Image.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_the_same_picture_dropped_twice_is_one_picture(cast: Cast) -> None:
    first, second = drop(cast.writer, picture()), drop(cast.editor, picture(), "other.png")
    assert first.json() == second.json()
    assert Image.objects.get().uploaded_by == cast.writer


def test_nothing_sent_is_said(cast: Cast) -> None:
    assert "No file arrived" in drop(cast.writer, None).json()["error"]["message"]


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 403), ("stranger", 403), ("reviewer", 403), ("writer", 200), ("editor", 200),
     ("superuser", 200)],
)  # fmt: skip
def test_only_who_may_add_pictures_sends_them(cast: Cast, who: str | None, status: int) -> None:
    response = drop(getattr(cast, who) if who else None, picture())
    assert response.status_code == status
    assert response.json()["uploaded"] == int(status == 200)
    assert Image.objects.exists() == (status == 200)


def test_a_switched_off_account_sends_nothing(cast: Cast) -> None:
    cast.writer.is_active = False
    cast.writer.save()
    assert drop(cast.writer, picture()).status_code == 403


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_the_address_takes_posts_only(cast: Cast, method: str) -> None:
    client = client_of(cast.writer)
    assert getattr(client, method)(reverse("admin:articles_image_upload")).status_code == 405


def test_another_site_cannot_send_a_picture_in_somebody_s_name(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    address = reverse("admin:articles_image_upload")
    data: dict[str, Any] = {"upload": file(picture()), "ckCsrfToken": "a" * 40}
    assert client.post(address, data).status_code == 403
    assert not Image.objects.exists()
    client.get(ADD)
    token = client.cookies["csrf"].value
    data = {"upload": file(picture())}
    assert client.post(address, data, headers={"X-CSRFToken": token}).json()["uploaded"] == 1


@needs_corpora
@pytest.mark.parametrize(
    "path", sorted((FOLDER / "uploads").glob("*")) if FOLDER.is_dir() else [], ids=lambda p: p.name
)
def test_hostile_files_are_refused_or_made_harmless(cast: Cast, path: Path, media: Path) -> None:
    answer = drop(cast.writer, path.read_bytes(), path.name).json()
    if answer["uploaded"]:
        image = Image.objects.get()
        stored = (media / str(image.file.name)).read_bytes()
        assert str(image.file.name).endswith(".webp")
        assert not any(mark in stored for mark in (b"<script", b"<?php", b"<svg", b"onerror"))
    else:
        assert len(answer["error"]["message"]) > 20
        assert not Image.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_upload_one_picture_at_once_get_the_same(cast: Cast) -> None:
    people = [cast.writer, cast.second_writer, cast.editor, cast.second_editor]

    def send(user: User) -> str:
        try:
            return str(drop(user, picture()).json()["url"])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(send, people))
    assert Image.objects.count() == 1
    assert len(set(found)) == 1


# --- who may -------------------------------------------------------------------------------------


def test_who_sees_the_library(cast: Cast) -> None:
    image = factories.image()
    seen = {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 200,
        "reviewer": 200,
        "editor": 200,
        "superuser": 200,
    }
    assert answers(cast, LIST) == seen
    assert answers(cast, change_address(image)) == seen
    assert answers(cast, ADD) == seen | {"reviewer": 403}


def test_a_reviewer_reads_and_changes_nothing(cast: Cast) -> None:
    image = factories.image("Kept")
    page = page_for(cast.reviewer, change_address(image))
    assert not page.all("//input[@name='title']")
    response = client_of(cast.reviewer).post(change_address(image), {"title": "Changed"})
    assert response.status_code == 403
    image.refresh_from_db()
    assert image.title == "Kept"

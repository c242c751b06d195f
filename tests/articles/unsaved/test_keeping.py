"""Typing is kept while it is unsaved: for whoever typed it, and without touching the article."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Event, Revision, Status
from articles.unsaved import keeping
from articles.unsaved.models import MAX_FORM, UnsavedText
from authors.models import Author, User
from tests.articles.admin.desk_form import DeskForm, change_url
from tests.doors import PEOPLE, client_of, person
from tests.factories import Cast, article_at, desk
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

SITTING = "1234567890"
OTHER = "9876543210"


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.DRAFT, cast, copy=desk("Sleep", "<p>Sleep helps.</p>"))


def door(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_unsaved_new")
    return reverse("admin:articles_article_unsaved", args=[article.pk])


def page_of(article: Article | None) -> str:
    return change_url(article) if article else reverse("admin:articles_article_add")


def keep(form: DeskForm, user: User, *, sitting: str = SITTING, turn: int = 1, **typed: Any) -> Any:
    """What the script of the page sends."""
    form.set(**typed)
    data = {**form.fields, "sitting": sitting, "turn": turn, "person": user.pk}
    return form.client.post(
        door(form.article),
        urlencode(data, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )


def offered(page: Sheet) -> list[str]:
    return page.texts("//section[@data-unsaved-sitting]")


def opened(user: User, article: Article | None, query: str = "") -> Sheet:
    return Sheet(client_of(user).get(page_of(article) + query))


def restored(user: User, article: Article | None) -> DeskForm:
    (link,) = opened(user, article).all("//section[@data-unsaved-sitting]//a/@href")
    return DeskForm(user, article, query=link)


def test_kept_typing_is_offered_restored_and_gone_after_a_save(
    article: Article, cast: Cast
) -> None:
    form = DeskForm(cast.writer, article)
    answer = keep(form, cast.writer, body="<p>Sleep helps the heart.</p>", title="Half a ti")
    assert answer.status_code == 200
    assert answer.json()["kept"]
    (words,) = offered(opened(cast.writer, article))
    assert "and did not save it" in words
    assert "the heart" in words
    back = restored(cast.writer, article)
    assert back.value("title") == "Half a ti"
    assert back.value("body") == "<p>Sleep helps the heart.</p>"
    assert back.press(sitting=OTHER).status_code == 302
    assert Article.objects.get(pk=article.pk).title == "Half a ti"
    assert offered(opened(cast.writer, article)) == []
    assert set(UnsavedText.objects.values_list("form", flat=True)) == {""}


def test_a_page_that_is_no_article_yet_is_kept_too(cast: Cast) -> None:
    form = DeskForm(cast.writer)
    assert keep(form, cast.writer, title="", body="<p>A first sentence.</p>").status_code == 200
    assert offered(opened(cast.editor, None)) == []
    back = restored(cast.writer, None)
    assert back.value("body") == "<p>A first sentence.</p>"


def test_keeping_changes_nothing_of_the_article(article: Article, cast: Cast) -> None:
    def trace() -> tuple[Any, ...]:
        rows = Article.objects.filter(pk=article.pk).values()
        return (*rows, Revision.objects.count(), Event.objects.count())

    before = trace()
    keep(DeskForm(cast.writer, article), cast.writer, title="Another")
    assert trace() == before


def test_nobody_is_offered_what_another_person_typed(article: Article, cast: Cast) -> None:
    keep(DeskForm(cast.writer, article), cast.writer, title="Secret words")
    page = opened(cast.editor, article)
    assert "Secret words" not in page.raw
    row = UnsavedText.objects.get()
    assert "Secret words" not in opened(cast.editor, article, f"?typed={row.pk}").raw
    client_of(cast.editor).post(
        reverse("admin:articles_article_unsaved_discard"), {"sitting": SITTING}
    )
    assert len(offered(opened(cast.writer, article))) == 1


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED])
def test_only_who_may_change_the_article_now_gets_typing_kept(status: Status, cast: Cast) -> None:
    article = article_at(status, cast)
    found = {}
    for number, name in enumerate(PEOPLE):
        user = person(cast, name)
        data = {"parts": "text", "title": "x", "turn": 1, "sitting": f"{SITTING}{number}"}
        response = client_of(user).post(door(article), {**data, "person": user.pk if user else ""})
        found[name] = response.status_code
        assert response.status_code == 200 or response.json()["sentence"]
    able = {"writer", "editor", "superuser"} if status != Status.IN_REVIEW else set()
    assert found == {n: 401 if n == "anonymous" else 200 if n in able else 403 for n in PEOPLE}


def test_a_new_page_is_kept_for_those_who_begin_articles(cast: Cast) -> None:
    data = {"parts": "text", "title": "x", "turn": 1, "sitting": SITTING}
    for user, status in ((cast.writer, 200), (cast.reviewer, 403), (cast.stranger, 403)):
        answer = client_of(user).post(door(None), {**data, "person": user.pk})
        assert answer.status_code == status


def test_the_door_takes_no_forged_request_and_only_posts(article: Article, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    assert client.post(door(article), {"sitting": SITTING}).status_code == 403
    assert client_of(cast.writer).get(door(article)).status_code == 405
    assert not UnsavedText.objects.exists()


def test_what_one_typed_is_not_put_down_as_anothers(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.editor, article)
    answer = keep(form, cast.writer, title="The writer's words")
    assert answer.status_code == 409
    assert "Somebody else is logged in" in answer.json()["sentence"]
    assert not UnsavedText.objects.exists()


def test_what_was_overtaken_brings_nothing_back(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    keep(form, cast.writer, turn=2, title="Newer")
    assert keep(form, cast.writer, turn=1, title="Older").status_code == 200
    assert "Newer" in UnsavedText.objects.get().form
    form.press(title="Saved", sitting=SITTING)
    assert keep(form, cast.writer, turn=3, title="Late").status_code == 409
    assert offered(opened(cast.writer, article)) == []


def test_two_tabs_of_one_person_do_not_overwrite_each_other(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    keep(form, cast.writer, title="In the first tab")
    keep(form, cast.writer, sitting=OTHER, title="In the second tab")
    assert len(offered(opened(cast.writer, article))) == 2


def test_no_more_than_a_few_sittings_are_kept(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    for number in range(keeping.AT_MOST + 3):
        keep(form, cast.writer, sitting=f"{SITTING}{number}", title=f"Number {number}")
    kept = UnsavedText.objects.values_list("form", flat=True)
    assert len(kept) == keeping.AT_MOST
    assert f"Number+{keeping.AT_MOST + 2}" in kept[0]


def test_text_that_the_desk_holds_already_is_not_offered(article: Article, cast: Cast) -> None:
    keep(DeskForm(cast.writer, article), cast.writer, title="The same")
    copy = DeskCopy.of_article(article).change(title="The same")
    actions.save(article, desk=copy, by=cast.writer)
    assert offered(opened(cast.writer, article)) == []


def test_a_change_meanwhile_ends_in_the_usual_question(article: Article, cast: Cast) -> None:
    keep(DeskForm(cast.writer, article), cast.writer, title="Mine")
    actions.save(article, desk=DeskCopy.of_article(article).change(title="Theirs"), by=cast.editor)
    back = restored(cast.writer, article)
    assert back.press(sitting=OTHER).status_code == 409
    assert back.value("title") == "Mine"
    # The page that comes back goes on from both sittings, and saving it ends them.
    assert back.value("replaces") == f"{SITTING}.{OTHER}"


def test_words_that_cannot_go_in_now_can_be_read(article: Article, cast: Cast) -> None:
    keep(DeskForm(cast.writer, article), cast.writer, title="Too late")
    actions.submit(article, by=cast.writer)
    page = opened(cast.writer, article, f"?typed={UnsavedText.objects.get().pk}")
    (words,) = offered(page)
    assert "Too late" in words
    assert "It cannot go into the article now." in words
    assert page.all("//input[@name='title']") == []


def test_discarding_removes_the_words(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    keep(form, cast.writer, title="Not wanted")
    answer = form.client.post(
        reverse("admin:articles_article_unsaved_discard"),
        {"sitting": SITTING, "article": article.pk},
    )
    assert answer.headers["Location"] == change_url(article)
    assert UnsavedText.objects.get().form == ""
    assert offered(opened(cast.writer, article)) == []


def test_there_is_a_limit_and_it_says_so(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    answer = keep(form, cast.writer, body="x" * (MAX_FORM + 1))
    assert answer.status_code == 413
    assert "Save it" in answer.json()["sentence"]


@pytest.mark.parametrize(
    "wrong",
    [{"sitting": ""}, {"sitting": "1"}, {"sitting": "12345678' --"}, {"turn": "-1"}, {"parts": ""}],
)
def test_what_no_page_sends_is_refused(wrong: dict[str, str], article: Article, cast: Cast) -> None:
    data = {"parts": "text", "sitting": SITTING, "turn": "1", "person": cast.writer.pk, **wrong}
    assert client_of(cast.writer).post(door(article), data).status_code == 400


def test_no_markup_of_unsaved_text_acts_on_the_page(article: Article, cast: Cast) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\x00"
    keep(DeskForm(cast.writer, article), cast.writer, title=hostile, body=f"<p>Mine{hostile}</p>")
    page = opened(cast.writer, article)
    (box,) = page.all("//section[@data-unsaved-sitting]")
    assert box.xpath(".//script | .//img | .//*[@onerror]") == []
    assert "Mine" in restored(cast.writer, article).value("body")


def test_half_typed_fields_are_offered_as_they_stand(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    form.fields |= {
        "references-TOTAL_FORMS": ["1"], "references-0-title": [""], "references-0-ORDER": ["1"],
        "references-0-authors": ["Doe J"], "references-0-url": ["htt"], "references-0-year": ["20"],
    }  # fmt: skip
    keep(form, cast.writer, topic="", originally_published="soon", title="")
    (words,) = offered(opened(cast.writer, article))
    assert "Doe J" in words


def test_old_typing_is_forgotten(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    keep(form, cast.writer, title="Old")
    keep(form, cast.writer, sitting=OTHER, title="New")
    old = timezone.now() - keeping.KEPT_FOR
    UnsavedText.objects.filter(sitting=SITTING).update(kept_at=old)
    assert len(offered(opened(cast.writer, article))) == 1
    assert keeping.forget_old() == 1
    assert [row.sitting for row in UnsavedText.objects.all()] == [OTHER]
    UnsavedText.objects.update(form="", kept_at=timezone.now() - dt.timedelta(days=2))
    assert keeping.forget_old() == 0
    assert not UnsavedText.objects.exists()


def test_the_queries_do_not_grow_with_what_others_type(article: Article, cast: Cast) -> None:
    form = DeskForm(cast.writer, article)
    keep(form, cast.writer, title="Mine")
    with counted() as before:
        keep(form, cast.writer, turn=2, title="Mine again")
    other = DeskForm(cast.editor, article)
    for number in range(4):
        keep(other, cast.editor, sitting=f"{OTHER}{number}", title=f"Theirs {number}")
    with counted(at_most=int(before)):
        keep(form, cast.writer, turn=3, title="Mine a third time")


@pytest.mark.parametrize("name", ["base", "began"])
def test_hidden_fields_that_no_page_sends_do_not_close_the_page(
    article: Article, cast: Cast, name: str
) -> None:
    form = DeskForm(cast.writer, article)
    sent = {"title": "My title", name: "[" * 50_000}
    assert keep(form, cast.writer, **sent).status_code < 300
    assert offered(DeskForm(cast.writer, article).page)
    assert DeskForm(cast.writer, article).press(**sent).status_code < 500


# -- the page on which the admin opens -------------------------------------------------------------


def left_on_today(user: User) -> list[str]:
    page = Sheet(client_of(user).get(reverse("admin:index")))
    return page.texts("//section[@aria-labelledby='left-unsaved']//li/a")


def test_today_names_the_pages_on_which_words_were_left(article: Article, cast: Cast) -> None:
    keep(DeskForm(cast.writer, None), cast.writer, title="Naps")
    keep(DeskForm(cast.writer, article), cast.writer, sitting=OTHER, body="<p>Unsaved.</p>")
    assert left_on_today(cast.writer) == ["Sleep", "Naps"]
    assert left_on_today(cast.editor) == []
    page = Sheet(client_of(cast.writer).get(reverse("admin:index")))
    for (address,), before in zip(
        [[a] for a in page.all("//section[@aria-labelledby='left-unsaved']//li/a/@href")],
        [article, None],
        strict=True,
    ):
        assert address == page_of(before)
    assert restored(cast.writer, article).press().status_code == 302
    assert left_on_today(cast.writer) == ["Naps"]


def test_today_names_no_page_on_which_nothing_was_left(article: Article, cast: Cast) -> None:
    keep(DeskForm(cast.writer, article), cast.writer)  # typed, and taken back
    assert left_on_today(cast.writer) == []
    joins = Author.objects.create(name="Sam Second", user=cast.second_writer)
    actions.arrange(article, by=cast.editor, authors=[joins])
    keep(DeskForm(cast.second_writer, article), cast.second_writer, sitting=OTHER, title="Naps")
    assert left_on_today(cast.second_writer) == ["Sleep"]
    actions.arrange(article, by=cast.editor, authors=[cast.author])
    assert left_on_today(cast.second_writer) == []  # the article is not theirs any more


def test_today_asks_no_more_the_more_was_left(article: Article, cast: Cast) -> None:
    browser = client_of(cast.writer)

    def asked() -> int:
        with counted() as queries:
            assert browser.get(reverse("admin:index")).status_code == 200
        return int(queries)

    keep(DeskForm(cast.writer, article), cast.writer, title="Naps")
    asked()
    before = asked()
    for number in range(3):
        other = article_at(Status.DRAFT, cast, copy=desk(f"Sleep {number}", "<p>Sleep.</p>"))
        keep(DeskForm(cast.writer, other), cast.writer, sitting=f"{OTHER}{number}", title="Naps")
    assert len(left_on_today(cast.writer)) == 3
    assert asked() <= before + 1

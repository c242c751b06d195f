"""Writing: what is typed is saved as typed, and what cannot be saved comes back with a sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from articles import actions
from articles.models import Article, Reference, SlugRedirect, Status
from tests import factories
from tests.articles.admin.desk_form import DeskForm, errors_of, field_of, problem_of
from tests.factories import Cast, article_at, desk
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

SOURCE = {
    "authors": "Doe J, Roe R",
    "title": "A regular hour of rising",
    "publisher": "Journal of Examples",
    "year": 2021,
    "url": "",
    "doi": "10.1000/182",
    "pmid": "12345678",
}


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


# -- beginning -----------------------------------------------------------------------------------


def test_a_writer_begins_an_article(cast: Cast) -> None:
    topic = factories.topic()
    author = cast.author
    form = DeskForm(cast.writer)
    assert form.value("authors") == str(author.pk)  # their own name stands over it
    response = form.press(
        title="The hour of rising",
        body="<p>Rise.</p>",
        topic=topic.pk,
        note="First go",
        references__TOTAL_FORMS=1,
        references__0__title="A trial",
        references__0__doi="https://doi.org/10.1000/182",
    )
    article = Article.objects.get()
    assert response.headers["Location"].endswith(f"/{article.pk}/change/")
    assert (article.title, article.slug, article.topic) == (
        "The hour of rising",
        "the-hour-of-rising",
        topic,
    )
    assert article.created_by == cast.writer
    assert list(article.authors.all()) == [author]
    assert article.references.get().doi == "10.1000/182"
    assert article.current_revision.note == "First go"
    assert form.client.get(response.headers["Location"]).status_code == 200


def test_a_new_article_without_title_and_topic_says_so_and_keeps_the_text(cast: Cast) -> None:
    form = DeskForm(cast.writer)
    response = form.press(body="<p>Typed for an hour.</p>")
    assert response.status_code == 200
    assert errors_of(form.page, "title") == ["An article needs a title."]
    assert errors_of(form.page, "topic") == ["Choose the topic that this article belongs to."]
    assert form.value("body") == "<p>Typed for an hour.</p>"
    assert not Article.objects.exists()


def test_an_editor_gives_a_new_article_its_address(cast: Cast) -> None:
    form = DeskForm(cast.editor)
    form.press(title="A title", topic=factories.topic().pk, slug="another-address")
    assert Article.objects.get().slug == "another-address"


# -- changing ------------------------------------------------------------------------------------


def test_everything_that_is_typed_is_saved(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    related = article_at(Status.PUBLISHED, cast)
    other = factories.author("Oda Other")
    picture = factories.image("A lamp")
    form = DeskForm(cast.editor, article)
    response = form.press(
        title="New title",
        subtitle="New subtitle",
        body="<h2>New</h2>\r\n<p>New words.</p>",
        description="New description",
        key_points="One\nTwo",
        hero=picture.pk,
        hero_alt="A lamp on a table",
        hero_caption="The lamp",
        slug="new-address",
        authors=[other.pk, cast.author.pk],
        reviewers_asked=[cast.reviewer.medicalreviewer.pk],
        related=[related.pk],
        originally_published="2020-02-29",
        note="All of it",
    )
    assert response.status_code == 302
    article = fresh(article)
    content = article.current_revision.data
    assert (content.title, content.subtitle) == ("New title", "New subtitle")
    assert "<p>New words.</p>" in content.body
    assert content.key_points == ("One", "Two")
    assert (content.hero.alt, content.hero.caption) == ("A lamp on a table", "The lamp")
    assert article.slug == "new-address"
    assert [byline.author for byline in article.bylines.all()] == [other, cast.author]
    assert list(article.reviewers_asked.all()) == [cast.reviewer.medicalreviewer]
    assert [post.related for post in article.related_posts.all()] == [related]
    assert article.originally_published == dt.date(2020, 2, 29)
    assert set(article.events.values_list("verb", flat=True)) >= {"create", "edit", "arrange"}


def test_saving_without_a_change_makes_no_revision_and_no_version(cast: Cast) -> None:
    article = article_at(
        Status.PUBLISHED,
        cast,
        copy=desk(
            references=(SOURCE,), key_points="One\nTwo", hero=factories.image(), hero_alt="Teal"
        ),
    )
    for user in (cast.writer, cast.editor):
        DeskForm(user, article).press()
    again = fresh(article)
    assert (again.version, again.status, again.revisions.count()) == (
        article.version,
        Status.PUBLISHED,
        1,
    )


def test_the_layout_of_the_editors_source_is_no_change(cast: Cast) -> None:
    body = "<p>One.</p><ul><li>Two.</li></ul>"
    article = article_at(Status.PUBLISHED, cast, copy=desk(body=body))
    laid_out = "<p>One.</p>\r\n\r\n<ul>\r\n\t<li>Two.</li>\r\n</ul>\r\n"
    DeskForm(cast.writer, article).press(body=laid_out)
    assert fresh(article).version == article.version
    assert fresh(article).body == body


def test_a_change_of_a_live_article_opens_a_draft_and_says_so(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    form = DeskForm(cast.writer, article)
    assert "Readers go on seeing revision 1" in form.page.words("//main")
    response = form.press(title="A better title")
    article = fresh(article)
    assert (article.status, article.live_revision.number) == (Status.DRAFT, 1)
    page = Sheet(form.client.get(response.headers["Location"]))
    assert "Saved as revision 2, a draft." in page.words("//main")
    assert "Revision 1, since" in page.words("//main")


def test_save_and_close_goes_to_the_list(cast: Cast) -> None:
    form = DeskForm(cast.writer, article_at(Status.DRAFT, cast))
    response = form.press("_close", title="Done for today")
    assert response.headers["Location"] == reverse("admin:articles_article_changelist")


def test_the_list_is_found_again_as_it_was_left(cast: Cast) -> None:
    filters = "?_changelist_filters=turn%3Dwriter%26p%3D2"
    form = DeskForm(cast.writer, article_at(Status.DRAFT, cast), query=filters)
    stayed = form.press(title="Saved once")
    assert stayed.headers["Location"].endswith(f"/change/{filters}")
    form = DeskForm(cast.writer, fresh(form.article), query=filters)
    closed = form.press("_close", title="Saved twice")
    assert closed.headers["Location"] == "/admin/articles/article/?turn=writer&p=2"


def test_enter_in_a_line_saves_and_takes_no_step(cast: Cast) -> None:
    """A browser presses the first submit button of the form."""
    page = DeskForm(cast.writer, article_at(Status.DRAFT, cast)).page
    first = page.all("//form[@id='article_form']//button[@type='submit']")[0]
    assert first.get("name") == "_save"
    assert first.get("formaction") is None


def test_no_field_cuts_off_what_is_pasted(cast: Cast) -> None:
    page = DeskForm(cast.editor, article_at(Status.DRAFT, cast)).page
    assert page.all("//form[@id='article_form']//*[@maxlength]") == []


# -- the address ---------------------------------------------------------------------------------


def test_the_address_follows_the_title_until_the_first_publication(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    DeskForm(cast.editor, article).press(title="Another title")
    assert fresh(article).slug == "another-title"
    live = article_at(Status.PUBLISHED, cast)
    DeskForm(cast.editor, live).press(title="Yet another title")
    assert fresh(live).slug == live.slug


def test_a_changed_address_of_a_live_article_leaves_a_redirect(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    form = DeskForm(cast.editor, article)
    assert "the old address leads to the new one" in form.page.words("//main")
    form.press(slug="A-New-Address ")
    assert fresh(article).slug == "a-new-address"
    assert fresh(article).status == Status.PUBLISHED  # the text is as approved
    assert SlugRedirect.objects.get().slug == article.slug


def test_writers_see_the_address_and_cannot_change_it(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.writer, article)
    assert f"/articles/{article.slug}/" in form.page.words("//main")
    form.press(slug="mine", title="New words")
    assert fresh(article).slug == "new-words"


# -- what cannot be saved ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "An article needs a title."),
        ("title", "x" * 201, "This is 201 characters; the limit is 200."),
        ("subtitle", "x" * 301, "This is 301 characters; the limit is 300."),
        ("description", "x" * 321, "This is 321 characters; the limit is 320."),
        ("key_points", "x" * 2001, "This is 2001 characters; the limit is 2000."),
        ("hero_alt", "x" * 301, "This is 301 characters; the limit is 300."),
        ("slug", "", "An article needs an address."),
        ("slug", "No Spaces!", "cannot be an address"),
        ("slug", "taken", "Another article has, or once had, the address “taken”."),
        ("originally_published", "next Tuesday", "“next Tuesday” is not a date that can be read"),
        ("originally_published", "2021-02-30", "“2021-02-30” is not a date that can be read"),
        ("topic", "", "Choose the topic that this article belongs to."),
        ("topic", "999999", "Select a valid choice"),
        ("authors", ["999999"], "This author can't be chosen"),
        ("hero", "999999", "Select a valid choice"),
    ],
)
def test_a_field_says_what_is_wrong_and_everything_typed_comes_back(
    field: str, value: str | list[str], sentence: str, cast: Cast
) -> None:
    actions.create(topic=factories.topic(), desk=desk(), by=cast.editor, slug="taken")
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.editor, article)
    response = form.press(body="<p>Typed for an hour.</p>", note="Why", **{field: value})
    assert response.status_code == 200
    assert sentence in " ".join(errors_of(form.page, field))
    assert field_of(form.page, field).get("aria-invalid") == "true"
    assert "has to be put right" in problem_of(form.page)
    assert form.value("body") == "<p>Typed for an hour.</p>"
    assert form.value("note") == "Why"
    if value != "999999" and isinstance(value, str):
        assert form.value(field) == value
    assert fresh(article).version == article.version


def test_a_body_that_is_too_long_is_refused_in_words_and_comes_back(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.writer, article)
    body = "<p>" + "word " * 420_000 + "</p>"  # 2 MB
    assert form.press(body=body).status_code == 200
    assert "1 MB" in " ".join(errors_of(form.page, "body"))
    assert form.value("body").count("word") == 420_000
    assert fresh(article).version == article.version


def test_characters_that_a_database_cannot_keep_are_refused(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.writer, article)
    form.client.post(form.url, {**form.fields, "title": "a\x00b"})
    assert fresh(article).version == article.version


def test_two_articles_with_one_title_get_two_addresses(cast: Cast) -> None:
    topic = factories.topic()
    for _ in range(2):
        DeskForm(cast.writer).press(title="The same", topic=topic.pk)
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["the-same", "the-same-2"]


def test_a_topic_that_the_live_text_does_not_satisfy_is_refused(cast: Cast) -> None:
    plain = factories.topic("Kitchen", requires_medical_review=False)
    medical = factories.topic("Heart")
    article = article_at(Status.PUBLISHED, cast, topic=plain)
    form = DeskForm(cast.editor, article)
    form.press(topic=medical.pk)
    assert "requires a medical review" in " ".join(errors_of(form.page, "topic"))
    assert fresh(article).topic == plain


def test_an_article_is_not_related_to_itself(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.editor, article)
    form.press(related=[article.pk])
    assert errors_of(form.page, "related")


# -- references ----------------------------------------------------------------------------------


def rows(article: Article) -> list[str]:
    return [reference.title for reference in article.references.all()]


def test_references_are_kept_in_the_typed_order(cast: Cast) -> None:
    sources = tuple({**SOURCE, "title": f"Source {n}"} for n in range(3))
    article = article_at(Status.DRAFT, cast, copy=desk(references=sources))
    form = DeskForm(cast.writer, article)
    form.press(
        references__0__ORDER="3",
        references__1__ORDER="1",
        references__2__DELETE="on",
        references__TOTAL_FORMS=4,
        references__3__title="Source 3",
        references__3__ORDER="2",
    )
    assert rows(article) == ["Source 1", "Source 3", "Source 0"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("doi", "nonsense", "“nonsense” is not a DOI; one looks like 10.1000/182."),
        ("pmid", "PMID1", "A PubMed ID is a number of up to nine digits."),
        ("year", "last year", "Write the year in four digits, like 2021."),
        ("year", "1066", "greater than or equal to 1500"),
        ("url", "not an address", "This is not a web address: it begins with https://."),
        ("title", "", "A reference needs the title of its source."),
    ],
)
def test_a_reference_says_what_is_wrong_in_its_own_field(
    field: str, value: str, sentence: str, cast: Cast
) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(references=(SOURCE,)))
    form = DeskForm(cast.writer, article)
    name = f"references-0-{field}"
    form.press(title="Typed", **{name.replace("-", "__"): value})
    assert sentence in " ".join(errors_of(form.page, name))
    assert form.value(name) == value
    assert form.value("title") == "Typed"
    assert Reference.objects.get().doi == "10.1000/182"


def test_an_empty_row_is_no_reference(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    DeskForm(cast.writer, article).press(title="Typed", references__TOTAL_FORMS=2)
    assert fresh(article).title == "Typed"
    assert rows(article) == []


# -- nothing typed is lost -----------------------------------------------------------------------


def test_who_loses_their_role_while_writing_gets_their_text_back(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.writer, article)
    cast.writer.groups.clear()
    response = form.client.post(form.url, {**form.fields, "body": "<p>Typed for an hour.</p>"})
    assert response.status_code == 403
    page = Sheet(response)
    assert "<p>Typed for an hour.</p>" in page.texts("//textarea")
    assert fresh(article).version == article.version


def test_a_save_while_somebody_is_reviewing_is_refused_and_comes_back(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.writer, article)
    actions.submit(article, by=cast.editor)
    response = form.press(body="<p>Typed for an hour.</p>", note="Why")
    assert response.status_code == 403
    assert "not possible while the article is in review" in problem_of(form.page)
    assert "What you typed is still in the fields" in problem_of(form.page)
    assert form.value("body") == "<p>Typed for an hour.</p>"


def test_words_that_the_browser_kept_come_back_unsaved(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.writer, article)
    response = form.press("_restore", body="<p>Typed before the session ended.</p>")
    assert response.status_code == 200
    assert form.value("body") == "<p>Typed before the session ended.</p>"
    assert fresh(article).version == article.version
    form.fields.pop("_restore", None)
    assert form.press().status_code == 302
    assert "before the session ended" in fresh(article).body


def test_a_save_that_arrived_is_named_to_the_browser(cast: Cast) -> None:
    form = DeskForm(cast.writer, article_at(Status.DRAFT, cast))
    response = form.press(title="Saved", receipt="12345")
    assert response.cookies["desk-saved"].value == "12345"
    assert response.cookies["desk-saved"]["path"] == "/admin/"
    refused = DeskForm(cast.writer, fresh(form.article)).press(title="", receipt="67890")
    assert "desk-saved" not in refused.cookies

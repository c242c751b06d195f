"""Correction notices and disclosures in the form of the desk."""

import pytest

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Status
from tests.articles.admin.desk_form import DeskForm, errors_of, problem_of
from tests.doors import page_for
from tests.factories import WRONG, Cast, article_at, corrected, step

pytestmark = pytest.mark.django_db


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_a_notice_and_a_disclosure_are_typed_saved_and_shown_again(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    form = DeskForm(cast.writer, article)
    form.press(correction_kind="material", correction=WRONG, disclosure="She sells it.")
    data = fresh(article).current_revision.data
    assert (data.correction.kind, data.correction.text) == ("material", WRONG)
    assert data.disclosure == "She sells it."
    again = DeskForm(cast.writer, article)
    assert (again.value("correction_kind"), again.value("correction")) == ("material", WRONG)
    assert again.value("disclosure") == "She sells it."


def test_half_a_notice_comes_back_with_a_sentence_beside_its_field(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    form = DeskForm(cast.writer, article)
    form.press(correction_kind="material")
    assert errors_of(form.page, "correction") == [
        "Write what was wrong and what is right, or choose no notice."
    ]
    assert form.value("correction_kind") == "material"
    form.press(correction_kind="", correction=WRONG)
    assert errors_of(form.page, "correction_kind") == ["Choose what kind of notice this is."]
    assert form.value("correction") == WRONG
    assert fresh(article).revisions.count() == 1


def test_a_new_article_has_no_notice_to_write(cast: Cast) -> None:
    for article in (None, article_at(Status.DRAFT, cast)):
        form = DeskForm(cast.writer, article)
        assert "correction" not in form.fields
        assert "disclosure" in form.fields
        assert "Once the article has been published" in form.page.words("//main")


def test_after_publication_the_notice_is_history_and_its_fields_are_empty(cast: Cast) -> None:
    article = corrected(cast)
    form = DeskForm(cast.writer, article)
    assert (form.value("correction_kind"), form.value("correction")) == ("", "")
    assert WRONG in form.page.words("//*[@class='desk-notices']")


def test_saving_without_a_change_after_a_correction_makes_no_revision(cast: Cast) -> None:
    article = corrected(cast)
    before = (article.version, article.revisions.count())
    assert DeskForm(cast.writer, article).press().status_code == 302
    article = fresh(article)
    assert (article.version, article.revisions.count()) == before
    assert article.status == Status.PUBLISHED
    assert DeskCopy.of_article(article) == DeskCopy.of_revision(article.live_revision)


def test_the_next_change_does_not_repeat_the_notice(cast: Cast) -> None:
    article = corrected(cast)
    DeskForm(cast.writer, article).press(title="Another title")
    article = fresh(article)
    assert article.current_revision.data.correction is None
    assert article.live_revision.data.correction is not None


def test_a_material_correction_handed_in_as_minor_is_refused_and_kept(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    actions.save(article, desk=DeskCopy.of_article(article).change(title="Newer"), by=cast.writer)
    form = DeskForm(cast.writer, fresh(article))
    form.set(correction_kind="material", correction=WRONG)
    form.step("submit", minor="on")
    assert "A material correction is no minor change" in problem_of(form.page)
    assert form.value("correction") == WRONG
    assert fresh(article).status == Status.DRAFT


def test_publication_meanwhile_is_no_notice_of_mine(cast: Cast) -> None:
    """The form was opened with a notice that has gone live since: saving does not repeat it."""
    article = article_at(Status.PUBLISHED, cast)
    copy = DeskCopy.of_article(article).change(correction_kind="material", correction=WRONG)
    article = actions.save(article, desk=copy, by=cast.writer)
    form = DeskForm(cast.writer, article)
    for verb in ("submit", "approve", "publish"):
        article = step(article, verb, cast)
    form.press()
    article = fresh(article)
    assert article.status == Status.PUBLISHED
    assert article.revisions.count() == 2


def test_the_reviewer_reads_the_notice_and_the_disclosure(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    copy = DeskCopy.of_article(article).change(
        correction_kind="material", correction=WRONG, disclosure="She sells it."
    )
    article = step(actions.save(article, desk=copy, by=cast.writer), "submit", cast)
    page = page_for(cast.reviewer, f"/admin/articles/article/{article.pk}/change/")
    assert WRONG in page.words("//section[h3[@id='notice-title']]")
    assert "She sells it." in page.words("//section[h3[@id='disclosure-title']]")
    compared = page_for(
        cast.reviewer, f"/admin/articles/article/{article.pk}/compare/?from=1&to=2"
    ).words("//main")
    assert f"Correction: {WRONG}" in compared
    assert "correction notice and disclosure" in page_for(
        cast.writer, f"/admin/articles/article/{article.pk}/history/"
    ).words("//main")


@pytest.mark.parametrize("who", ["stranger", "second_writer"])
def test_nobody_else_gets_the_fields(who: str, cast: Cast) -> None:
    article = corrected(cast)
    page_for(getattr(cast, who), f"/admin/articles/article/{article.pk}/change/", 403)

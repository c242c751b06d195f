"""What is easily cut, covered or set askew on the screens of the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from articles.comments import verbs
from articles.models import Article, Status
from tests import factories
from tests.browser.conftest import OpenPage
from tests.browser.test_desk import opened
from tests.factories import Cast, article_at
from tests.wellness.test_contrast import TEXT, contrast

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_list_of_pictures_shows_everything_on_a_phone(cast: Cast, open_page: OpenPage) -> None:
    picture = factories.image("A long title of a picture that does not fit into one line")
    picture.alt = (
        "A cut-paper profile of a sleeper, with rings of sound that rise from the mouth. " * 2
    )
    picture.save()
    page = open_page(user=cast.editor, width=360)
    page.goto("/admin/articles/image/")
    expect(page.locator(".data-row")).to_contain_text("No credit")
    expect(page.locator("header")).to_contain_text("Pictures")
    expect(page.get_by_text("1 picture", exact=True)).to_be_visible()
    cut = page.locator(".data-row > :is(td, th)").evaluate_all(
        "cells => cells.filter(cell => cell.scrollHeight > cell.clientHeight + 1)"
        ".map(cell => cell.dataset.label)"
    )
    assert not cut


def test_the_number_leaves_the_bell_to_be_seen(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    verbs.begin(article, by=cast.reviewer, text="@Wanda Writer, which study?")
    page = open_page(user=cast.writer, width=360)
    page.goto("/admin/")
    bell = page.locator(".desk-bell .material-symbols-outlined").bounding_box()
    number = page.locator(".desk-bell .desk-count").bounding_box()
    assert bell is not None
    assert number is not None
    assert number["x"] >= bell["x"] + 0.75 * bell["width"]
    assert number["x"] + number["width"] <= 360


def test_the_state_and_the_word_sample_stand_on_one_line(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast)
    Article.objects.filter(pk=article.pk).update(is_sample=True)
    page = open_page(user=cast.writer)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    ends = page.locator(".desk-panel__state > *").evaluate_all(
        """parts => parts.map(part => {
            const words = new Range();
            words.selectNodeContents(part);
            return words.getBoundingClientRect().bottom;
        })"""
    )
    assert len(ends) == 2
    assert ends[0] == pytest.approx(ends[1], abs=0.5)


@pytest.mark.parametrize("dark", [False, True])
def test_the_message_that_it_is_saved_can_be_read(
    dark: bool, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.writer, dark=dark), article_at(Status.DRAFT, cast))
    page.get_by_label("Title", exact=False).first.fill("On sleeping")
    page.get_by_role("button", name="Save", exact=True).click()
    message = page.locator(".bg-green-100")
    expect(message).to_be_visible()
    page.wait_for_load_state()  # its styles as well
    # The paper lies under the colours, some of which let it through.
    word, ground = message.evaluate(
        """message => {
            const canvas = document.createElement("canvas").getContext("2d");
            const laid = (...colours) => {
                for (const colour of colours) {
                    canvas.fillStyle = colour;
                    canvas.fillRect(0, 0, 1, 1);
                }
                const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
                return "#" + parts.map(part => part.toString(16).padStart(2, "0")).join("");
            };
            const papers = [];
            for (let part = message; part; part = part.parentElement) {
                papers.unshift(getComputedStyle(part).backgroundColor);
            }
            const ground = laid("white", ...papers);
            return [laid(ground, getComputedStyle(message).color), ground];
        }"""
    )
    assert contrast(word, ground) >= TEXT

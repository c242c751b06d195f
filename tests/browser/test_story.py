"""The whole way of an article: from the file that a writer hands in to the page, and on.

Played in a real browser by the people whose turn it is. The article is the reference article
where that lies beside the checkout, and always one of the same form of our own.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Status
from authors.models import Author, User
from authors.roles import Role
from tests import factories
from tests.articles.imports import OWN
from tests.browser.conftest import OpenPage
from tests.browser.test_login import log_in
from tests.factories import PASSWORD, Cast
from wellness.lib.front_matter import front_matter
from wellness.promotions.models import Promotion

pytestmark = pytest.mark.django_db(transaction=True)

REFERENCE = Path(settings.BASE_DIR).parent / "shared" / "reference" / "what-is-ketamine.md"
ADDED = "This sentence came in during the edit."
READY = "window.CKEDITOR?.instances.id_body?.status === 'ready'"


@pytest.fixture(
    params=[
        pytest.param(OWN, id="own"),
        pytest.param(
            REFERENCE,
            id="reference",
            marks=pytest.mark.skipif(
                not REFERENCE.exists(), reason="the reference article is not beside the checkout"
            ),
        ),
    ]
)
def file(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


class Desk:
    """Somebody at the desk of one article."""

    def __init__(self, page: Page, user: User, article: Article) -> None:
        self.page = page
        self.article = article
        log_in(page, user.email, PASSWORD)
        expect(page).to_have_url(re.compile(r"/admin/$"))

    def find(self) -> None:
        """Open the article from the list, as a person would."""
        self.page.goto("/admin/articles/article/")
        self.page.get_by_role("link", name=self.article.title, exact=True).click()

    def write(self, sentence: str) -> None:
        """Type a paragraph at the end of the text, in CKEditor."""
        self.page.wait_for_function(READY)
        paper = self.page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
        paper.click()
        self.page.keyboard.press("ControlOrMeta+End")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(sentence)
        expect(paper).to_contain_text(sentence)

    def add_reference(self, title: str, doi: str) -> None:
        card = self.page.get_by_role("region", name="References")
        card.get_by_role("button", name="Add a reference").click()
        last = card.get_by_role("listitem").last
        last.get_by_label("Title").fill(title)
        last.get_by_label("DOI").fill(doi)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.get_by_text("Saved as revision").first).to_be_visible()

    def step(self, label: str, **words: str) -> None:
        """Open a step, fill in its words and take it."""
        steps = self.page.get_by_role("group", name="Next steps")
        steps.locator("summary", has_text=label).click()
        box = steps.locator("details[open]")
        for name, text in words.items():
            box.get_by_label(name).fill(text)
        box.locator("button[type=submit]").click()

    def decide(self, button: str, statement: str, interests: str) -> None:
        self.page.get_by_label("Statement").fill(statement)
        self.page.get_by_label("Declared interests").fill(interests)
        self.page.get_by_role("button", name=button, exact=True).click()

    def expect_decided(self, status: Status) -> None:
        expect(self.page.get_by_role("status").filter(has_text="Revision")).to_be_focused()
        self.article.refresh_from_db()
        assert self.article.status == status

    def expect_state(self, status: Status) -> None:
        expect(self.page.locator(".desk-panel__state")).to_contain_text(status.label)
        self.article.refresh_from_db()
        assert self.article.status == status


def people(file: Path, cast: Cast) -> tuple[User, User, Author]:
    """The writer and the reviewer that the file names, each with an account and a profile."""
    front = front_matter(file.read_text(encoding="utf-8")).data
    name = front["authors"][0]
    writer = factories.account(name, Role.WRITER)
    author = Author.objects.create(
        name=name, slug="the-author", user=writer, bio=f"{name} writes about health."
    )
    signature, _, title = front["medical_reviewers"][0].partition(", ")
    reviewer = factories.account(signature, Role.MEDICAL_REVIEWER)
    factories.medical_reviewer(signature, cast.editor, reviewer, title=title)
    return writer, reviewer, author


def publish_related(article: Article, cast: Cast) -> list[Article]:
    """Give the related drafts a text of their own and bring them to the site."""
    posts = [row.related for row in article.related_posts.all()]
    for post in posts:
        copy = DeskCopy.of_article(post).change(body="<p>A text of its own.</p>")
        post = actions.save(post, desk=copy, by=cast.editor)
        post = actions.arrange(post, by=cast.editor, authors=[cast.author])
        post = actions.submit(post, by=cast.editor)
        post = actions.approve(post, by=cast.reviewer, statement="Checked.", interests="None")
        actions.publish(post, by=cast.editor)
    return [Article.objects.get(pk=post.pk) for post in posts]


def promote() -> None:
    """What stands around the reference page: announcement, box in the article, closing call."""
    for placement, heading, text, button in (
        ("announcement", "", "Free shipping on all orders", ""),
        ("in_article", "", "Join the people who measure first.", "Order the kit"),
        ("closing", "Are you ready?", "Begin with a conversation.", "Stop waiting"),
    ):
        Promotion.objects.create(
            placement=placement,
            heading=heading,
            text=text,
            button_label=button,
            url="/about/medical-review/" if button else "",
        )


@pytest.mark.tolerates("404 (Not Found)")
def test_from_the_writers_file_to_the_readers_page(
    file: Path, cast: Cast, open_page: OpenPage
) -> None:
    writer, reviewer, author = people(file, cast)
    call_command("import_articles", str(file))
    front = front_matter(file.read_text(encoding="utf-8")).data
    article = Article.objects.get(title=front["title"])
    related = publish_related(article, cast)
    promote()
    address = article.get_absolute_url()

    reader = open_page()
    assert reader.goto(address).status == 404  # type: ignore[union-attr]

    # The writer edits in CKEditor, adds a source and hands in.
    desk = Desk(open_page(), writer, article)
    desk.find()
    desk.write(ADDED)
    desk.add_reference("A source for the added sentence", "https://doi.org/10.1000/182")
    desk.save()
    assert ADDED in Article.objects.get(pk=article.pk).body
    desk.step("Hand in for review")
    desk.expect_state(Status.IN_REVIEW)

    # The reviewer reads and asks for changes.
    review = Desk(open_page(), reviewer, article)
    review.find()
    expect(review.page.get_by_text(ADDED)).to_be_visible()
    expect(review.page.get_by_text("so all of it is new")).to_be_visible()
    review.decide("Request changes", "Please say which study.", "None")
    review.expect_decided(Status.CHANGES_REQUESTED)

    # The writer finds the request, changes the text and hands in again.
    desk.find()
    expect(desk.page.get_by_text("Please say which study.").first).to_be_visible()
    desk.write("It is the second study of the list.")
    desk.step("Hand in for review")
    desk.expect_state(Status.IN_REVIEW)

    # The reviewer approves; nothing is public by that.
    review.find()
    review.decide("Approve", "Checked against its references.", "None")
    review.expect_decided(Status.APPROVED)
    # Read anew: a browser may keep what it was told for the seconds that the page allows.
    assert reader.reload().status == 404  # type: ignore[union-attr]

    # The editor publishes.
    editing = Desk(open_page(), cast.editor, article)
    editing.find()
    editing.step("Publish")
    editing.expect_state(Status.PUBLISHED)

    # The reader finds every element of the page.
    assert reader.reload().status == 200  # type: ignore[union-attr]
    main = reader.locator("main")
    expect(reader.get_by_text("Free shipping on all orders")).to_be_visible()
    expect(reader.get_by_role("heading", level=1)).to_have_text(front["title"])
    expect(main).to_contain_text(front["subtitle"])
    expect(main.get_by_role("link", name=author.name).first).to_have_attribute(
        "href", author.get_absolute_url()
    )
    published: date = front["date"]
    expect(main.locator(f"time[datetime='{published:%Y-%m-%d}']").first).to_be_visible()
    today = timezone.localdate()
    expect(main).to_contain_text("Medically reviewed")
    expect(main.locator(f"time[datetime='{today:%Y-%m-%d}']").first).to_be_visible()
    signature = front["medical_reviewers"][0]
    line = main.get_by_text("Medically reviewed and fact-checked by")
    expect(line).to_contain_text(signature)
    expect(line.get_by_role("link", name=signature)).to_have_attribute(
        "href", reviewer.medicalreviewer.get_absolute_url()
    )
    body = Article.objects.get(pk=article.pk).live_revision.data.body  # type: ignore[union-attr]
    assert body in reader.content() or body in reader.request.get(address).text()
    expect(main).to_contain_text(ADDED)
    expect(main.get_by_role("region", name="References")).to_contain_text(
        "A source for the added sentence"
    )
    expect(main).to_contain_text("Join the people who measure first.")
    cards = main.get_by_role("region", name="Read next").get_by_role("article")
    expect(cards).to_have_count(len(related))
    for card, post in zip(cards.all(), related, strict=False):
        expect(card).to_contain_text(post.title)
        expect(card).to_contain_text(post.subtitle)
    expect(main.get_by_role("region", name="About the author")).to_contain_text(author.bio)
    expect(reader.get_by_role("link", name="Stop waiting")).to_be_visible()
    assert reader.context.cookies() == []

    # An edit of the live article: readers see the approved words until the next approval.
    desk.find()
    desk.write("Newer words, not approved yet.")
    desk.save()
    desk.expect_state(Status.DRAFT)
    reader.reload()
    expect(main).to_contain_text(ADDED)
    expect(main).not_to_contain_text("Newer words, not approved yet.")
    desk.step("Hand in for review")
    desk.expect_state(Status.IN_REVIEW)
    review.find()
    expect(
        review.page.locator("ins").filter(has_text="Newer words, not approved yet.").last
    ).to_be_visible()
    review.decide("Approve", "The new sentence is right.", "None")
    review.expect_decided(Status.APPROVED)
    reader.reload()
    expect(main).not_to_contain_text("Newer words, not approved yet.")
    editing.find()
    editing.step("Publish")
    editing.expect_state(Status.PUBLISHED)
    reader.reload()
    expect(main).to_contain_text("Newer words, not approved yet.")

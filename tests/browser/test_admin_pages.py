"""The screens of the desk in a real browser: without barriers, without sideways scrolling."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles import actions
from articles.models import Article, Image, Status
from authors.models import Author, Credential, MedicalReviewer
from authors.roles import Role
from tests import factories
from tests.browser.conftest import OpenPage
from tests.factories import Cast, article_at, desk, picture, step

pytestmark = pytest.mark.django_db(transaction=True)

REFERENCES = (
    {"authors": "Doe J", "title": "Short nights", "publisher": "Journal of Examples", "year": 2021,
     "url": "https://example.org/an/address/without/a/place/to/break/it/in/two/anywhere",
     "doi": "10.1000/182", "pmid": "123"},
)  # fmt: skip


@pytest.fixture
def article(cast: Cast) -> Article:
    """One with everything in its history."""
    article = article_at(Status.PUBLISHED, cast)
    copy = desk(
        "Sleep and the heart, with a much longer title than anybody would ever need",
        "<h2>What is known</h2><p>Sleep may help.</p><ul><li>Dark</li></ul>"
        "<table><thead><tr><th>Age</th><th>Hours</th></tr></thead>"
        "<tbody><tr><td>Adults</td><td>Seven to nine</td></tr></tbody></table>",
        key_points="One point\nAnother",
        hero=factories.image("Cat", width=1200, height=800),
        hero_alt="A cat",
        references=REFERENCES,
    )
    article = actions.save(article, desk=copy, by=cast.writer, note="Sources named")
    article = step(article, "submit", cast)
    article = step(article, "request_changes", cast)
    article = actions.save(article, desk=copy.change(subtitle="Better"), by=cast.writer)
    article = step(step(article, "submit", cast), "approve", cast)
    approval = article.standing_approval(article.current_revision)
    assert approval is not None
    article = actions.revoke(approval, by=cast.editor, reason="Read the wrong text.")
    return actions.arrange(article, by=cast.editor, slug="another-address")


def screens(cast: Cast, article: Article) -> dict[str, tuple[str, str]]:
    """Each screen with who looks at it: a name and the address."""
    live = article.standing_approval(article.live_revision)
    assert live is not None
    cat = Image.objects.get(title="Cat")
    unverified = factories.medical_reviewer("Una Unverified", None).credentials.get()
    factories.topic("Movement", requires_medical_review=False)
    author = Author.objects.get(pk=cast.author.pk)
    author.links = [{"label": "Register", "url": "https://example.org/"}]
    author.portrait = SimpleUploadedFile("face.png", picture(700, 700, "peru"))
    author.save()

    def at(name: str, *args: object) -> str:
        return reverse(f"admin:{name}", args=args)

    return {
        "history": ("editor", at("articles_article_history", article.pk)),
        "history of the writer": ("writer", at("articles_article_history", article.pk)),
        "history of the reviewer": ("second_reviewer", at("articles_article_history", article.pk)),
        "compare": ("editor", at("articles_article_compare", article.pk) + "?from=1&to=3"),
        "compare nonsense": ("editor", at("articles_article_compare", article.pk) + "?from=x"),
        "revoke": ("editor", at("articles_article_revocation", article.pk, live.pk)),
        "preview": ("writer", at("articles_article_preview", article.pk)),
        "pictures": ("editor", at("articles_image_changelist")),
        "a picture": ("editor", at("articles_image_change", cat.pk)),
        "a picture, read": ("reviewer", at("articles_image_change", cat.pk)),
        "a new picture": ("writer", at("articles_image_add")),
        "topics": ("editor", at("articles_topic_changelist")),
        "a topic": ("editor", at("articles_topic_change", article.topic.pk)),
        "a topic, read": ("writer", at("articles_topic_change", article.topic.pk)),
        "old addresses": ("editor", at("articles_slugredirect_changelist")),
        "authors": ("editor", at("authors_author_changelist")),
        "an author": ("editor", at("authors_author_change", author.pk)),
        "reviewers": ("editor", at("authors_medicalreviewer_changelist")),
        "a reviewer": ("editor", at("authors_medicalreviewer_change", unverified.reviewer_id)),
        "a reviewer, read": (
            "writer",
            at("authors_medicalreviewer_change", unverified.reviewer_id),
        ),
        "verify": ("editor", at("authors_credential_verify", unverified.pk)),
        "accounts": ("superuser", at("authors_user_changelist")),
        "an account": ("superuser", at("authors_user_change", cast.writer.pk)),
        "an account, read": ("editor", at("authors_user_change", cast.writer.pk)),
        "a new account": ("superuser", at("authors_user_add")),
        "delete an account": ("superuser", at("authors_user_delete", cast.writer.pk)),
        "password": ("superuser", at("auth_user_password_change", cast.writer.pk)),
    }


# The other two looks are those of test_every_screen.py, which opens every door in fewer states.
@pytest.mark.parametrize(
    ("width", "dark"), [(360, False), (1280, True)], ids=["360-light", "1280-dark"]
)
@pytest.mark.tolerates("the server responded with a status of 404")
def test_no_screen_has_barriers_or_scrolls_sideways(
    cast: Cast,
    article: Article,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
    width: int,
    dark: bool,
) -> None:
    pages: dict[str, Page] = {}
    complaints = []
    for name, (who, address) in screens(cast, article).items():
        if who not in pages:
            pages[who] = open_page(user=getattr(cast, who), width=width, dark=dark)
        page = pages[who]
        page.goto(address)
        try:
            barrier_free(page)
        except AssertionError as found:
            complaints.append(f"--- {name}: {found}")
    assert not complaints, "\n".join(complaints)


def test_links_are_added_and_removed_as_rows(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(user=cast.editor)
    page.goto(reverse("admin:authors_author_change", args=[cast.author.pk]))
    rows = page.locator("[data-links-row]")
    expect(rows).to_have_count(1)
    page.get_by_label("Label of link 1").fill("Register")
    page.get_by_label("Address of link 1").fill("example.org/1")
    page.get_by_role("button", name="Add a link").click()
    expect(page.get_by_label("Label of link 2")).to_be_focused()
    page.keyboard.type("Wrong")
    page.get_by_role("button", name="Add a link").click()
    page.get_by_label("Label of link 3").fill("University")
    page.get_by_label("Address of link 3").fill("https://example.edu/")
    page.get_by_role("button", name="Remove link 2").click()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile(r"/authors/author/$"))
    cast.author.refresh_from_db()
    assert cast.author.links == [
        {"label": "Register", "url": "https://example.org/1"},
        {"label": "University", "url": "https://example.edu/"},
    ]


def test_an_editor_takes_an_approval_back_from_the_history(
    cast: Cast, article: Article, open_page: OpenPage
) -> None:
    page = open_page(user=cast.editor)
    page.goto(reverse("admin:articles_article_history", args=[article.pk]))
    page.get_by_role("link", name="Revoke… the approval of revision 1").click()
    expect(page.get_by_text("The article leaves the site in the same moment")).to_be_visible()
    page.get_by_role("button", name="Revoke the approval").click()
    expect(page.get_by_text("Say why the approval is revoked.")).to_be_visible()
    page.get_by_label("Reason").fill("The licence was forged.")
    page.get_by_role("button", name="Revoke the approval").click()
    expect(
        page.get_by_text("The approval is revoked, and the article is off the site.")
    ).to_be_visible()
    expect(page.get_by_text("Revoked by Edith Editor").first).to_be_visible()
    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN


def test_two_revisions_are_picked_and_compared(
    cast: Cast, article: Article, open_page: OpenPage
) -> None:
    page = open_page(user=cast.writer)
    page.goto(reverse("admin:articles_article_history", args=[article.pk]))
    page.get_by_label("Compare").select_option("2")
    page.get_by_label("with").select_option("3")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Subtitle")).to_be_visible()
    expect(page.get_by_text("No difference in: title, description")).to_be_visible()
    expect(page.locator("ins").filter(has_text="Better")).to_be_visible()


def test_a_credential_is_verified_in_two_steps(cast: Cast, open_page: OpenPage) -> None:
    user = factories.account("Una Unverified", Role.MEDICAL_REVIEWER)
    reviewer = factories.medical_reviewer("Una Unverified", None, user)
    page = open_page(user=cast.editor)
    page.goto(reverse("admin:authors_medicalreviewer_change", args=[reviewer.pk]))
    expect(page.get_by_text("No verified credential is valid today.")).to_be_visible()
    page.get_by_role("link", name="Verify…").click()
    page.get_by_role("button", name="I checked it: verify").click()
    expect(page.get_by_text("Verified by Edith Editor on")).to_be_visible()
    expect(page.get_by_text(re.compile("Yes, as PA-C, until"))).to_be_visible()
    assert Credential.objects.get(reviewer=reviewer).verified_by == cast.editor


def test_a_credential_is_added_to_a_new_reviewer(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(user=cast.editor)
    page.goto(reverse("admin:authors_medicalreviewer_add"))
    page.locator("#id_name").press_sequentially("Nadia New")
    expect(page.locator("#id_slug")).to_have_value("nadia-new")
    page.get_by_text("Add another Credential").click()
    for name, value in (
        ("title", "RD"), ("number", "EX-1"), ("issuer", "Example Board"), ("region", "Example"),
        ("valid_from", "2024-01-01"),
    ):  # fmt: skip
        page.locator(f"#id_credentials-0-{name}").fill(value)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile(r"/medicalreviewer/$"))
    credential = MedicalReviewer.objects.get(slug="nadia-new").credentials.get()
    assert (credential.title, credential.verified_at) == ("RD", None)


def test_a_picture_is_chosen_and_a_bad_one_is_explained(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(user=cast.writer)
    page.goto(reverse("admin:articles_image_add"))
    page.locator("#id_file").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + bytes(100)}
    )
    page.get_by_label("Alternative text").fill("Stars over a hill")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("This file is a Windows program.")).to_be_visible()
    expect(page.get_by_label("Alternative text")).to_have_value("Stars over a hill")
    page.locator("#id_file").set_input_files(
        {"name": "night-sky.png", "mimeType": "image/png", "buffer": factories.picture()}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile(r"/articles/image/$"))
    image = Image.objects.get()
    assert (image.title, image.alt) == ("Night sky", "Stars over a hill")


def test_the_preview_can_be_framed_by_the_desk(
    cast: Cast, article: Article, open_page: OpenPage
) -> None:
    page = open_page(user=cast.writer)
    page.goto(reverse("admin:articles_article_history", args=[article.pk]))
    address = reverse("admin:articles_article_preview", args=[article.pk])
    page.evaluate(
        """address => {
            const frame = document.createElement("iframe");
            frame.src = address;
            document.body.append(frame);
        }""",
        address,
    )
    expect(page.frame_locator("iframe").locator("h1")).to_contain_text("Sleep and the heart")

"""The page of whoever reviews: who sees it, what it compares, and the decision through it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles import actions
from articles.comments import verbs
from articles.comments.anchors import Anchor
from articles.desk import DeskCopy
from articles.models import Article, FactCheck, Status
from articles.notices.models import Notice
from tests import factories
from tests.articles.admin.desk_form import change_url
from tests.doors import answers, client_of, leads_to_login, page_for
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

BODY = (
    "<h2>What is known</h2>"
    '<p>Sleep helps.<sup class="citation"><a href="#reference-1">1</a></sup></p>'
    "<h2>What is not</h2><p>Coffee does not help.</p><p>It stays.</p>"
)
SOURCES: Final = (
    {"authors": "Doe J", "title": "Short nights", "publisher": "Journal", "year": 2021,
     "url": "https://example.org/nights", "doi": "10.1000/182", "pmid": "123"},
    {"authors": "Roe R", "title": "Dark rooms", "publisher": "Press", "year": 2019,
     "url": "", "doi": "", "pmid": ""},
)  # fmt: skip

WORDS: Final = {"decision-statement": "Checked it all.", "decision-interests": "None"}


def review_url(article: Article, query: str = "") -> str:
    return reverse("admin:articles_article_review", args=[article.pk]) + query


def text(title: str = "On sleep", body: str = BODY, **more: Any) -> DeskCopy:
    return desk(title, body, references=more.pop("references", SOURCES), **more)


def in_review(cast: Cast, **changes: Any) -> Article:
    """Live as revision 1, and changed and handed in as revision 2."""
    article = article_at(Status.PUBLISHED, cast, copy=text())
    copy = DeskCopy.to_write_on(article).change(**changes)
    article = actions.save(article, desk=copy, by=cast.writer)
    return actions.submit(article, by=cast.writer, note="The trial is new.")


def decide(article: Article, user: Any, verb: str = "approve", **words: str) -> Any:
    number = article.current_revision.number if article.current_revision else 0
    data = {"verb": verb, "decision-revision": str(number), **WORDS}
    data |= {f"decision-{name}": value for name, value in words.items()}
    return client_of(user).post(review_url(article), data)


def places(page: Sheet) -> list[str]:
    return page.texts("//*[@data-review-place]")


# -- who sees it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", list(Status))
def test_the_page_is_for_whoever_may_see_the_desk_copy(status: Status, cast: Cast) -> None:
    article = article_at(status, cast)
    assert answers(cast, review_url(article)) == {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 403,
        "reviewer": 403 if status is Status.DRAFT else 200,
        "editor": 200,
        "superuser": 200,
    }


def test_a_refusal_shows_nothing_of_the_article_and_the_login_leads_back(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=text("A secret title"))
    for user in (cast.second_writer, cast.stranger):
        assert "A secret title" not in page_for(user, review_url(article), 403).raw
    response = client_of(None).get(review_url(article))
    assert leads_to_login(response)
    assert response.headers["Location"].endswith(f"/{article.pk}/review/")


def test_what_is_not_there_is_said(cast: Cast) -> None:
    for address in ("/admin/articles/article/999999/review/", "/admin/articles/article/x/review/"):
        assert "no article at this address" in page_for(cast.editor, address, 404).words("//main")


@pytest.mark.parametrize("status", list(Status))
def test_the_form_is_there_for_whoever_may_decide(status: Status, cast: Cast) -> None:
    article = article_at(status, cast)
    for name in ("writer", "reviewer", "editor"):
        response = client_of(getattr(cast, name)).get(review_url(article))
        if response.status_code == 403:
            continue
        page = Sheet(response)
        offered = page.all("//button[@name='verb']/@value")
        expected = {"reviewer": ["request_changes", "approve"], "editor": ["request_changes"]}
        decides = expected.get(name, []) if status is Status.IN_REVIEW else []
        assert sorted(offered) == sorted(decides), name
        if not decides:
            assert "“Approve” is not possible" in page.words("//section[@id='decision']") or (
                "This step is for" in page.words("//section[@id='decision']")
            )


def test_why_a_decision_is_not_somebodys_is_said_beside_it(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    words = page_for(cast.writer, review_url(article)).words("//section[@id='decision']")
    assert "This step is for medical reviewers and editors." in words
    page = page_for(cast.editor, review_url(article))
    closed = page.one("//section[@id='decision']//button[@aria-disabled='true']")
    assert closed.text_content() == "Approve"
    reason = page.words(f"//*[@id='{closed.get('aria-describedby')}']")
    assert "requires a medical reviewer" in reason


def test_nobody_reviews_their_own_words_here_either(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    article = actions.arrange(
        article,
        by=cast.editor,
        authors=[cast.author, factories.author("Rita Reviewer", cast.reviewer)],
    )
    article = step(article, "submit", cast)
    response = decide(article, cast.reviewer)
    assert response.status_code == 403
    assert "Your name stands over this article" in Sheet(response).words("//main")
    assert not FactCheck.objects.exists()


# -- what is decided -------------------------------------------------------------------------------


def test_what_is_decided_stands_at_the_top(cast: Cast) -> None:
    article = in_review(cast, title="On rest")
    words = page_for(cast.reviewer, review_url(article)).words(
        "//section[@aria-labelledby='review-title']"
    )
    revision = article.current_revision
    assert revision is not None
    for part in (
        "For your decision: revision 2",
        "It is your turn: read the text, then decide.",
        "Wanda Writer",
        "Full review",
        "Next review of the live text due",
        "“The trial is new.”",
        revision.digest[:12],
    ):
        assert part in words


def test_the_day_by_which_the_review_is_wanted_is_said(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    assert "wanted" not in page_for(cast.reviewer, review_url(article)).words("//main").lower()
    day = timezone.localdate() + dt.timedelta(days=3)
    actions.assign(article, by=cast.editor, day=day)
    words = page_for(cast.reviewer, review_url(article)).words("//main")
    assert date_format(day, "j F Y") in words


def test_a_minor_change_says_what_an_approval_means(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    copy = DeskCopy.to_write_on(article).change(subtitle="What is known")
    article = actions.save(article, desk=copy, by=cast.writer)
    article = actions.submit(article, by=cast.writer, minor=True)
    page = page_for(cast.reviewer, review_url(article))
    assert "Minor change: the date of the medical review stays" in page.words("//main")
    assert "does not move the date" in page.words("//section[@id='decision']")


def test_the_text_is_the_bytes_that_are_approved(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=text())
    revision = article.current_revision
    assert revision is not None
    raw = page_for(cast.reviewer, review_url(article)).raw
    assert revision.data.body in raw


def test_open_comments_and_findings_are_counted_before_deciding(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=text())
    for words in ("Sleep helps.", "It stays."):
        verbs.begin(article, by=cast.reviewer, text="Says who?", anchor=Anchor("body", words))
    page = page_for(cast.reviewer, review_url(article))
    assert "2 open comments" in page.words("//section[@id='decision']")
    assert "Roe R" in page.words("//section[@id='checks']") or "note" in page.words(
        "//section[@id='checks']"
    )
    assert page.all("//section[@id='comments']//input[@name='from'][@value='review']")


def test_a_comment_leads_back_to_this_page(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=text())
    response = client_of(cast.reviewer).post(
        reverse("admin:articles_article_comments", args=[article.pk]),
        {"from": "review", "quote": "It stays.", "text": "Does it?"},
    )
    assert response.headers["Location"].startswith(f"{review_url(article)}#comment-")


def test_a_comment_that_is_refused_comes_back_here_with_its_words(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=text())
    address = reverse("admin:articles_article_comments", args=[article.pk])
    data = {"from": "review", "quote": "Not in the text.", "text": "Does it?"}
    response = client_of(cast.reviewer).post(address, data)
    assert response.status_code == 400
    page = Sheet(response)
    assert "These words are not in the text" in page.words("//section[@id='comments']")
    assert page.words("//section[@id='comments']//textarea[@name='quote']") == "Not in the text."
    assert page.all("//section[@id='decision']//textarea")
    assert client_of(cast.second_writer).post(address, data).status_code == 403


def test_opening_the_page_reads_its_notice(cast: Cast) -> None:
    assert cast.reviewer
    article = article_at(Status.IN_REVIEW, cast)
    notice = Notice.objects.get(person=cast.reviewer)
    assert notice.get_absolute_url() == review_url(article)
    assert notice.is_unread
    page_for(cast.reviewer, review_url(article))
    notice.refresh_from_db()
    assert not notice.is_unread


def test_links_of_sources_open_a_new_tab_and_say_so(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=text())
    links = page_for(cast.reviewer, review_url(article)).all(
        "//aside[@id='references']//li//a[@rel]"
    )
    assert len(links) == 3
    for link in links:
        assert link.get("target") == "_blank"
        assert "noopener" in link.get("rel")
        assert "(opens in a new tab)" in link.text_content()


# -- what changed ----------------------------------------------------------------------------------


def test_a_first_text_is_new_as_a_whole(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=text())
    page = page_for(cast.reviewer, review_url(article))
    assert "all of it is new" in page.words("//section[@id='changes']")
    assert not page.all("//ins | //del")
    assert page.one("//body").get("data-show") == "clean"


def test_every_kind_of_change_is_marked_in_its_place_and_listed(cast: Cast) -> None:
    article = in_review(
        cast,
        title="On rest",
        subtitle="What we guess",
        description="About nights.",
        key_points="Sleep may help",
        hero=factories.image("Cat"),
        hero_alt="A cat",
        body=BODY.replace("does not help", "may help").replace("<p>It stays.</p>", ""),
        disclosure="Dr. Example leads a clinic.",
        correction_kind="clarification",
        correction="It said less.",
        references=(
            SOURCES[0] | {"year": 2022},
            {**SOURCES[1], "title": "Bright days, long walks"},
        ),
    )
    page = page_for(cast.reviewer, review_url(article))
    assert page.one("//body").get("data-show") == "marked"
    found = places(page)
    assert found == [
        "Title “sleep” became “rest”",
        "Subtitle “know” became “guess”",
        "Picture at the top Added",
        "Key points Added: “Sleep may help”",
        "Correction notice Added: “Clarification: It said less.”",
        "What is not “does not” became “may”",
        "What is not Removed: “It stays.”",
        "Disclosure Added: “Dr. Example leads a clinic.”",
        "Reference 1 “2021” became “2022”",
        "Reference 2 “Dark rooms” became “Bright days, long walks”",
        "Description Added: “About nights.”",
    ]
    assert "11 changes since revision 1" in page.words("//section[@id='changes']")
    targets = page.all("//*[@data-review-place]/@href")
    for target in targets:
        assert page.one(f"//*[@id='{target[1:]}']") is not None
    marks = [e.get("id") for e in page.all("//*[starts-with(@id, 'change-')]")]
    assert sorted(marks, key=lambda name: int(name.split("-")[1])) == [t[1:] for t in targets]


def test_each_part_is_there_once_as_readers_see_it(cast: Cast) -> None:
    article = in_review(cast, title="On rest", body=BODY.replace("does not", "may"))
    page = page_for(cast.reviewer, review_url(article))
    clean = page.one("//*[@id='reading-body']")
    assert not clean.xpath(".//ins | .//del")
    assert "only-clean" in clean.get("class")
    marked = page.one("//*[@data-review-marked='body']")
    assert "[removed: does not" in " ".join(marked.text_content().split())
    assert page.words("//h2[@id='reading-title']") == "On rest"


def test_the_last_standing_approval_is_what_counts(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast, copy=text())
    for title in ("Second", "Third"):
        copy = DeskCopy.to_write_on(article).change(title=title)
        article = actions.save(article, desk=copy, by=cast.writer)
        article = step(article, "submit", cast)
        if title == "Second":
            article = step(article, "approve", cast)
    page = page_for(cast.reviewer, review_url(article))
    sentence = page.words("//section[@id='changes']")
    assert "1 change since revision 2, which Rita Reviewer, PA-C approved on" in sentence
    assert "Compare with revision 1, which readers see" in sentence
    assert places(page) == ["Title “Second” became “Third”"]
    live = page_for(cast.reviewer, review_url(article, "?since=1"))
    assert places(live) == ["Title “On sleep” became “Third”"]


def test_a_revoked_approval_is_not_compared_with(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast, copy=text())
    approval = article.fact_checks.get()
    article = actions.revoke(approval, by=cast.editor, reason="Read the wrong text.")
    article = actions.save(article, desk=text("Anew"), by=cast.writer)
    article = step(article, "submit", cast)
    page = page_for(cast.reviewer, review_url(article))
    assert "all of it is new" in page.words("//section[@id='changes']")


def test_the_two_texts_can_be_read_side_by_side(cast: Cast) -> None:
    article = in_review(cast, title="On rest")
    page = page_for(cast.reviewer, review_url(article))
    (link,) = page.all("//section[@id='changes']//a[.='Read the two side by side']/@href")
    page = page_for(cast.reviewer, link)
    assert page.texts("//p[@class='version']//strong") == ["From revision 1", "To revision 2"]


def test_who_asked_for_changes_may_look_at_what_became_of_them(cast: Cast) -> None:
    article = article_at(Status.CHANGES_REQUESTED, cast, copy=text())
    article = actions.save(article, desk=text("Better"), by=cast.writer)
    article = step(article, "submit", cast)
    page = page_for(cast.reviewer, review_url(article))
    assert "all of it is new" in page.words("//section[@id='changes']")
    (link,) = page.all("//section[@id='changes']//a[starts-with(., 'Compare with')]/@href")
    page = page_for(cast.reviewer, review_url(article) + link.partition("#")[0])
    assert "1 change since revision 1, where Rita Reviewer, PA-C asked for changes" in page.words(
        "//section[@id='changes']"
    )
    assert places(page) == ["Title “On sleep” became “Better”"]


@pytest.mark.parametrize("since", ["99", "x", "-1", "0", "٣", "<b>"])
def test_another_number_is_passed_over(since: str, cast: Cast) -> None:
    article = in_review(cast, title="On rest")
    page = page_for(cast.reviewer, review_url(article, f"?since={since}&show={since}"))
    assert places(page) == ["Title “sleep” became “rest”"]


def test_the_text_is_compared_with_any_earlier_revision(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast, copy=text())
    for title in ("On rest", "On naps"):
        article = actions.save(article, desk=text(title), by=cast.writer)
    article = step(article, "submit", cast)
    page = page_for(cast.reviewer, review_url(article, "?since=2"))
    assert "1 change since revision 2." in page.words("//section[@id='changes']")
    assert places(page) == ["Title “rest” became “naps”"]
    for itself in ("3", "4"):
        page = page_for(cast.reviewer, review_url(article, f"?since={itself}"))
        assert "so all of it is new" in page.words("//section[@id='changes']")


def test_a_fresh_look_at_the_live_text_says_that_nothing_changed(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast, copy=text())
    article = actions.renew(article, by=cast.writer)
    page = page_for(cast.reviewer, review_url(article))
    assert "Not a word changed since revision 1" in page.words("//section[@id='changes']")
    assert "A fresh look at the live text" in page.words("//main")
    assert not page.all("//*[@data-review-show]")


def test_hostile_text_is_shown_and_not_obeyed(cast: Cast) -> None:
    attack = "<img src=x onerror=alert(1)>"
    article = in_review(
        cast, title=attack, key_points=attack, body=f"<p>Text</p>{attack}<script>alert(1)</script>",
        references=({**SOURCES[0], "title": attack},),
    )  # fmt: skip
    page = page_for(cast.reviewer, review_url(article))
    assert not page.all("//main//script | //main//*[@onerror] | //main//img[@src='x']")
    assert any(attack in words for words in places(page))


def test_the_browser_is_told_the_policy_of_public_pages(cast: Cast) -> None:
    response = client_of(cast.reviewer).get(review_url(article_at(Status.IN_REVIEW, cast)))
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "no-store" in response.headers["Cache-Control"]


# -- the decision ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "status", "said"),
    [
        ("approve", Status.APPROVED, "Approved: an editor can publish it now."),
        ("request_changes", Status.CHANGES_REQUESTED, "Changes requested: it is the writer’s"),
    ],
)
def test_a_decision_is_taken_here_and_confirmed(
    verb: str, status: Status, said: str, cast: Cast
) -> None:
    waiting = article_at(Status.IN_REVIEW, cast, copy=text("The longest waiting"))
    article_at(Status.IN_REVIEW, cast, copy=text("Another one"))
    article = article_at(Status.IN_REVIEW, cast, copy=text("Decided on"))
    client = client_of(cast.reviewer)
    data = {"verb": verb, "decision-revision": "1", **WORDS}
    response = client.post(review_url(article), data)
    assert response.headers["Location"] == review_url(article)
    page = Sheet(client.get(review_url(article)))
    panel = page.words("//*[@data-review-decided]")
    assert said in panel
    assert "Next to review: The longest waiting" in panel
    assert page.one("//*[@data-review-decided]//a[1]").get("href") == review_url(waiting)
    article.refresh_from_db()
    assert article.status == status
    check = FactCheck.objects.get()
    assert (check.statement, check.interests, check.decided_by) == (
        "Checked it all.", "None", cast.reviewer,
    )  # fmt: skip
    assert check.digest == article.current_revision.digest  # type: ignore[union-attr]


def test_with_nothing_left_it_says_so(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    decide(article, cast.reviewer)
    panel = page_for(cast.reviewer, review_url(article)).words("//*[@data-review-decided]")
    assert "You approved this text." in panel
    assert "Nothing else waits for your review." in panel
    assert not page_for(cast.editor, review_url(article)).all("//*[@data-review-decided]")


def test_a_second_editor_decides_where_no_clinician_is_asked(cast: Cast) -> None:
    topic = factories.topic(requires_medical_review=False)
    article = article_at(Status.IN_REVIEW, cast, topic=topic)
    assert decide(article, cast.second_editor).status_code == 302
    article.refresh_from_db()
    assert article.status == Status.APPROVED


def test_a_decision_without_its_words_says_what_is_missing_and_keeps_the_rest(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    response = decide(article, cast.reviewer, statement="", interests="A talk in May")
    page = Sheet(response)
    assert response.status_code == 200
    assert "Say what you checked" in page.words("//section[@id='decision']")
    assert "1 thing has to be put right first." in page.words("//*[@role='alert']")
    assert page.words("//textarea[@name='decision-interests']") == "A talk in May"
    assert not FactCheck.objects.exists()


def test_a_statement_that_is_too_long_comes_back_whole(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    long = "word " * 600
    page = Sheet(decide(article, cast.reviewer, statement=long))
    assert "the limit is 2000" in page.words("//section[@id='decision']")
    assert page.words("//textarea[@name='decision-statement']") == long.strip()


def test_a_decision_on_a_revision_that_moved_on_is_refused_with_every_word(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=text())
    actions.withdraw_submission(article, by=cast.writer)
    newer = actions.save(article, desk=text("Newer"), by=cast.writer)
    step(newer, "submit", cast)
    response = client_of(cast.reviewer).post(
        review_url(article),
        {"verb": "approve", "decision-revision": "1", "decision-statement": "I read the first.",
         "decision-interests": "A talk in May"},
    )  # fmt: skip
    assert response.status_code == 403
    page = Sheet(response)
    assert "Revision 2 is in review now, not revision 1: read it first." in page.words(
        "//*[@role='alert']"
    )
    assert page.words("//textarea[@name='decision-statement']") == "I read the first."
    assert page.words("//textarea[@name='decision-interests']") == "A talk in May"
    assert page.one("//input[@name='decision-revision']/@value") == "2"
    assert page.words("//h2[@id='reading-title']") == "Newer"
    assert not FactCheck.objects.exists()
    # What they have read already needs no second look.
    assert "What changed since revision 1 is marked in the text." in page.words(
        "//*[@role='alert']"
    )
    assert "1 change since revision 1." in page.words("//section[@id='changes']")
    assert places(page) == ["Title “On sleep” became “Newer”"]


@pytest.mark.parametrize("number", ["", "x", "9" * 30])
def test_a_decision_on_no_revision_is_none(number: str, cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    response = decide(article, cast.reviewer, revision=number)
    assert response.status_code in {200, 403}
    assert "Checked it all." in Sheet(response).words("//textarea[@name='decision-statement']")
    assert not FactCheck.objects.exists()


def test_words_about_a_text_that_was_taken_back_are_there_to_be_copied(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast, copy=text())
    copy = DeskCopy.to_write_on(article).change(title="Newer")
    article = step(actions.save(article, desk=copy, by=cast.writer), "submit", cast)
    actions.withdraw_submission(article, by=cast.writer)
    response = decide(article, cast.reviewer)
    assert response.status_code == 403
    alert = Sheet(response).one("//*[@role='alert']")
    words = " ".join(alert.text_content().split())
    assert "Nothing was decided. “Approve” is not possible while the article is a draft." in words
    assert "Checked it all." in words


def test_who_may_not_see_it_any_more_gets_their_words_back(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    actions.withdraw_submission(article, by=cast.writer)
    response = decide(article, cast.reviewer)
    assert response.status_code == 403
    assert "Checked it all." in Sheet(response).words("//main")


@pytest.mark.parametrize("verb", ["", "publish", "submit", "edit", "nonsense", "__class__"])
def test_no_other_step_is_taken_through_this_door(verb: str, cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    assert decide(article, cast.editor, verb).status_code == 404
    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW


@pytest.mark.parametrize("name", ["stranger", "second_writer", "writer"])
def test_others_decide_nothing(name: str, cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    for verb in ("approve", "request_changes"):
        assert decide(article, getattr(cast, name), verb).status_code == 403
    assert leads_to_login(decide(article, None))
    assert not FactCheck.objects.exists()


def test_a_decision_needs_the_token_against_forged_requests(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    client = client_of(cast.reviewer)
    client.handler.enforce_csrf_checks = True
    data = {"verb": "approve", "decision-revision": "1", **WORDS}
    assert client.post(review_url(article), data).status_code == 403
    assert not FactCheck.objects.exists()


# -- the ways to it --------------------------------------------------------------------------------


def test_every_way_leads_to_it_in_one_step(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    address = review_url(article)
    for page in ("/admin/", "/admin/articles/article/?queue=review", "/admin/articles/article/"):
        links = page_for(cast.reviewer, page).all("//main//a/@href")
        assert any(link.startswith(address) for link in links), page
    assert address in page_for(cast.reviewer, change_url(article)).all("//main//a/@href")
    assert change_url(article) in page_for(cast.reviewer, address).all("//header//a/@href")


def test_others_open_an_article_in_review_where_they_work_on_it(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    for user in (cast.editor, cast.writer):
        links = page_for(user, "/admin/articles/article/").all("//table//a/@href")
        assert change_url(article) in links
        assert not any("/review/" in link for link in links)


# -- its price -------------------------------------------------------------------------------------


def test_queries_stay_the_same_when_references_comments_and_changes_double(cast: Cast) -> None:
    def price(number: int) -> int:
        sources = [{**SOURCES[0], "title": f"Source {n}"} for n in range(number)]
        body = "".join(f"<p>Sentence {n} stays.</p>" for n in range(number))
        article = article_at(Status.PUBLISHED, cast, copy=text(body=body, references=sources))
        copy = DeskCopy.to_write_on(article).change(body=body.replace("stays", "goes"))
        article = step(actions.save(article, desk=copy, by=cast.writer), "submit", cast)
        for n in range(number):
            anchor = Anchor("body", f"Sentence {n} goes.")
            thread = verbs.begin(article, by=cast.reviewer, text="Why?", anchor=anchor)
            verbs.reply(thread, by=cast.writer, text="Because.")
        client = client_of(cast.reviewer)
        client.get(review_url(article))
        with counted() as count:
            assert client.get(review_url(article)).status_code == 200
        return int(count)

    few = price(3)
    assert price(6) == few
    assert few <= 29

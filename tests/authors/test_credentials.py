"""Vouching for a credential: by an editor, for somebody else, for exactly what was seen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.models import Status
from authors.admin.people import what_is_missing
from authors.admin.verification import fingerprint, summary
from authors.models import Credential, MedicalReviewer, User
from authors.roles import Role
from tests import factories
from tests.doors import answers, client_of, leads_to_login, page_for
from tests.factories import Cast, article_at
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()


def address(credential: Credential) -> str:
    return reverse("admin:authors_credential_verify", args=[credential.pk])


def home(reviewer: MedicalReviewer) -> str:
    return reverse("admin:authors_medicalreviewer_change", args=[reviewer.pk])


def vouch(by: User | None, credential: Credential, facts: str | None = None) -> Any:
    sent = {"facts": fingerprint(credential) if facts is None else facts}
    return client_of(by).post(address(credential), sent)


def is_verified(credential: Credential) -> bool:
    credential.refresh_from_db()
    return credential.verified_at is not None


@pytest.fixture
def unverified(cast: Cast) -> Credential:
    user = factories.account("Una Unverified", Role.MEDICAL_REVIEWER)
    return factories.medical_reviewer("Una Unverified", None, user).credentials.get()


def row(credential: Credential, **changed: Any) -> dict[str, Any]:
    """One row of the credentials' form, as a browser sends it."""
    names = ("title", "issuer", "number", "region", "valid_from", "valid_until")
    values = {name: getattr(credential, name) or "" for name in names} | changed
    start = "credentials-0-"
    data = {f"{start}{name}": str(value) for name, value in values.items()}
    if not credential._state.adding:
        data[f"{start}id"] = str(credential.pk)
    return data | {f"{start}reviewer": str(credential.reviewer_id)}


def save(by: User, reviewer: MedicalReviewer, rows: dict[str, Any], total: int = 1) -> Any:
    user = {"user": str(reviewer.user_id)} if reviewer.user_id else {}
    return client_of(by).post(
        home(reviewer),
        {"name": reviewer.name, "is_active": "on", "bio": "", **user,
         "credentials-TOTAL_FORMS": str(total),
         "credentials-INITIAL_FORMS": str(reviewer.credentials.count()), **rows},
        follow=True,
    )  # fmt: skip


# --- verifying -----------------------------------------------------------------------------------


def test_an_editor_verifies_and_the_page_says_who_and_when(
    cast: Cast, unverified: Credential
) -> None:
    reviewer = unverified.reviewer
    page = page_for(cast.editor, home(reviewer))
    assert "Not verified" in page.words()
    link = page.one("//a[contains(., 'Verify…')]/@href")
    confirm = page_for(cast.editor, link)
    for fact in (unverified.title, unverified.issuer, unverified.number, unverified.region):
        assert fact in confirm.words("//dl")
    response = vouch(cast.editor, unverified, confirm.one("//input[@name='facts']/@value"))
    assert response.headers["Location"] == home(reviewer)
    assert is_verified(unverified)
    assert unverified.verified_by_name == "Edith Editor"
    words = page_for(cast.reviewer, home(reviewer)).words()
    when = timezone.localtime(unverified.verified_at)
    assert f"Verified by Edith Editor on {when.day} {when:%B %Y, %H:%M}." in words


def test_from_then_on_the_reviewer_can_approve(cast: Cast, unverified: Credential) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    holder = unverified.reviewer.user
    assert holder is not None
    with pytest.raises(actions.Refused, match="No verified credential of Una Unverified is valid"):
        actions.approve(article, by=holder, statement="Fine.", interests="None")
    vouch(cast.editor, unverified)
    fresh = User.objects.get(pk=holder.pk)
    approved = actions.approve(article, by=fresh, statement="Fine.", interests="None")
    assert approved.status == Status.APPROVED


@pytest.mark.parametrize("who", ["writer", "reviewer", "second_reviewer"])
def test_only_an_editor_verifies(cast: Cast, unverified: Credential, who: str) -> None:
    user = getattr(cast, who)
    page = page_for(user, home(unverified.reviewer))
    assert page.all("//button[@disabled and contains(., 'Verify…')]")
    assert "Only an editor can verify a credential." in page.words()
    response = vouch(user, unverified)
    assert response.status_code == 403
    assert "Only an editor can verify a credential." in response.content.decode()
    assert not is_verified(unverified)


def test_the_stranger_and_the_anonymous_find_a_closed_door(
    cast: Cast, unverified: Credential
) -> None:
    assert answers(cast, address(unverified)) == {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 200,
        "reviewer": 200,
        "editor": 200,
        "superuser": 200,
    }
    assert vouch(cast.stranger, unverified).status_code == 403
    assert leads_to_login(vouch(None, unverified))
    assert not is_verified(unverified)


def test_nobody_verifies_a_credential_of_their_own(cast: Cast, unverified: Credential) -> None:
    """An editor who is a clinician as well; superusers are no exception."""
    holder = unverified.reviewer.user
    assert holder is not None
    factories.Group.objects.get(name="Editor").user_set.add(holder)
    for is_superuser in (False, True):
        User.objects.filter(pk=holder.pk).update(is_superuser=is_superuser)
        fresh = User.objects.get(pk=holder.pk)
        page = page_for(fresh, home(unverified.reviewer))
        assert "Nobody verifies a credential of their own." in page.words()
        assert vouch(fresh, unverified).status_code == 403
        with pytest.raises(ValidationError, match="of their own"):
            unverified.verify(by=fresh)
    assert not is_verified(unverified)


def test_facts_changed_meanwhile_are_not_vouched_for_unseen(
    cast: Cast, unverified: Credential
) -> None:
    seen = fingerprint(unverified)
    Credential.objects.filter(pk=unverified.pk).update(number="OTHER-1")
    response = vouch(cast.editor, unverified, seen)
    assert response.status_code == 409
    page = Sheet(response)
    assert "This credential was changed while you were looking at it." in page.words()
    assert "OTHER-1" in page.words("//dl")
    assert not is_verified(unverified)
    assert vouch(cast.editor, unverified, "").status_code == 409
    again = page.one("//input[@name='facts']/@value")
    assert vouch(cast.editor, unverified, again).status_code == 302
    assert is_verified(unverified)


def test_another_holder_is_not_vouched_for_unseen(cast: Cast, unverified: Credential) -> None:
    seen = fingerprint(unverified)
    other = factories.account("Somebody Else", Role.MEDICAL_REVIEWER)
    MedicalReviewer.objects.filter(pk=unverified.reviewer_id).update(user=other)
    response = vouch(cast.editor, unverified, seen)
    assert response.status_code == 409
    assert other.email in Sheet(response).words("//dl")
    assert not is_verified(unverified)


def test_a_credential_that_is_not_there_is_not_found(cast: Cast) -> None:
    nowhere = reverse("admin:authors_credential_verify", args=[999_999])
    assert client_of(cast.editor).get(nowhere).status_code == 404


def test_looking_verifies_nothing(cast: Cast, unverified: Credential) -> None:
    client_of(cast.editor).get(address(unverified), {"facts": fingerprint(unverified)})
    assert not is_verified(unverified)


# --- a changed fact voids it ---------------------------------------------------------------------

FACTS = {
    "title": "MD",
    "issuer": "Another board",
    "number": "NEW-7",
    "region": "Elsewhere",
    "valid_from": TODAY - dt.timedelta(days=3),
    "valid_until": TODAY + dt.timedelta(days=9),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_changed_fact_voids_the_verification_and_the_desk_says_so(cast: Cast, name: str) -> None:
    reviewer = cast.reviewer.medicalreviewer
    credential = reviewer.credentials.get()
    response = save(cast.editor, reviewer, row(credential, **{name: FACTS[name]}))
    assert not is_verified(credential)
    assert credential.verified_by is None
    assert "its verification no longer holds" in Sheet(response).words()
    assert "No verified credential is valid today." in page_for(cast.editor, home(reviewer)).words()


@pytest.mark.parametrize("changed", ["name", "user"])
def test_another_person_voids_the_verification_and_the_desk_says_so(
    cast: Cast, changed: str
) -> None:
    reviewer = cast.reviewer.medicalreviewer
    credential = reviewer.credentials.get()
    if changed == "name":
        reviewer.name = "Rita Renamed"
    else:
        reviewer.user = factories.account("Somebody Else", Role.MEDICAL_REVIEWER)
    response = save(cast.editor, reviewer, row(credential))
    assert not is_verified(credential)
    assert "so its verification no longer holds" in Sheet(response).words()


def test_saving_without_a_change_voids_nothing(cast: Cast) -> None:
    reviewer = cast.reviewer.medicalreviewer
    credential = reviewer.credentials.get()
    response = save(cast.editor, reviewer, row(credential))
    assert is_verified(credential)
    assert "no longer holds" not in Sheet(response).words()


def test_the_database_voids_it_whatever_the_door(cast: Cast) -> None:
    credential = cast.reviewer.medicalreviewer.credentials.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE authors_credential SET number = 'RAW' WHERE id = %s", [credential.pk]
        )
    assert not is_verified(credential)
    credential.verify(by=cast.editor)
    Credential.objects.filter(pk=credential.pk).update(region="By the ORM")
    assert not is_verified(credential)


def test_a_verification_is_who_and_when_together(cast: Cast, unverified: Credential) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.filter(pk=unverified.pk).update(verified_at=timezone.now())


def test_the_form_cannot_smuggle_a_verification_in(cast: Cast, unverified: Credential) -> None:
    smuggled = {
        "credentials-0-verified_by": str(cast.editor.pk),
        "credentials-0-verified_by_name": "Edith Editor",
        "credentials-0-verified_at": "2024-01-01 00:00",
    }
    save(cast.editor, unverified.reviewer, row(unverified) | smuggled)
    assert not is_verified(unverified)


def test_past_approvals_keep_the_credential_as_it_was(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    approval = article.standing_approval(article.live_revision)
    assert approval is not None
    credential = cast.reviewer.medicalreviewer.credentials.get()
    number = credential.number
    save(cast.editor, credential.reviewer, row(credential, number="NEW-7"))
    credential.delete()
    approval.refresh_from_db()
    assert approval.credential_number == number
    assert article.standing_approval(article.live_revision) == approval


# --- what the desk says about a reviewer ---------------------------------------------------------


def test_credentials_are_added_as_rows(cast: Cast) -> None:
    reviewer = MedicalReviewer.objects.create(name="Nadia New", slug="nadia-new")
    fresh = Credential(
        reviewer=reviewer,
        title="RD",
        issuer="Example Board",
        number="1",
        region="Example State",
        valid_from=TODAY,
    )
    save(cast.editor, reviewer, row(fresh))
    credential = reviewer.credentials.get()
    assert (credential.title, credential.valid_until) == ("RD", None)
    assert not is_verified(credential)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"valid_until": TODAY - dt.timedelta(days=800)}, "cannot end before it starts"),
        ({"valid_from": "some day in spring"}, "Enter a valid date."),
        ({"issuer": ""}, "This field is required."),
    ],
)
def test_a_row_that_cannot_be_gets_a_sentence(
    cast: Cast, unverified: Credential, changed: dict[str, Any], sentence: str
) -> None:
    response = save(cast.editor, unverified.reviewer, row(unverified, **changed))
    assert sentence in Sheet(response).words("//form[@id='medicalreviewer_form']")


def test_the_page_says_what_is_missing_before_somebody_can_approve(cast: Cast) -> None:
    reviewer = MedicalReviewer.objects.create(name="Nadia New", slug="nadia-new")

    def said() -> str:
        return page_for(cast.editor, home(reviewer)).words()

    assert "No account belongs to the profile." in said()
    assert "No verified credential is valid today." in said()
    reviewer.user = factories.account("Nadia New", Role.WRITER)
    reviewer.save()
    assert "The account lacks the role “Medical reviewer”" in said()
    reviewer.user = factories.account("Nadia New", Role.MEDICAL_REVIEWER)
    reviewer.save()
    credential = Credential.objects.create(
        reviewer=reviewer, title="RD", issuer="Board", number="1", region="X", valid_from=TODAY
    )
    credential.verify(by=cast.editor)
    assert "Yes, as RD." in said()
    reviewer.user.is_active = False
    reviewer.user.save()
    assert "The account is switched off." in said()
    MedicalReviewer.objects.filter(pk=reviewer.pk).update(is_active=False)
    assert "The profile is switched off." in said()


@pytest.mark.parametrize(
    ("start", "end", "allowed"),
    [(-10, 10, True), (-10, None, True), (0, 0, True), (1, 10, False), (-10, -1, False)],
)
def test_the_page_and_the_workflow_agree_on_who_can_approve(
    cast: Cast, start: int, end: int | None, allowed: bool
) -> None:
    today = timezone.now().date()  # the run may have begun yesterday
    user = factories.account("Nadia New", Role.MEDICAL_REVIEWER)
    dates: dict[str, Any] = {
        "valid_from": today + dt.timedelta(days=start),
        "valid_until": None if end is None else today + dt.timedelta(days=end),
    }
    reviewer = factories.medical_reviewer("Nadia New", cast.editor, user, **dates)
    assert (what_is_missing(reviewer, today) == []) is allowed
    article = article_at(Status.IN_REVIEW, cast)
    try:
        actions.approve(article, by=user, statement="Fine.", interests="None")
    except actions.Refused:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize(
    ("start", "end", "verified", "words"),
    [
        (-10, 10, False, "not verified"),
        (-10, None, True, "verified, without an end"),
        (-10, -1, True, "ended"),
        (5, 10, True, "verified, valid from"),
        (-10, 10, True, "verified, until"),
    ],
)
def test_a_credential_in_a_few_words(
    cast: Cast, start: int, end: int | None, verified: bool, words: str
) -> None:
    credential = Credential(
        valid_from=TODAY + dt.timedelta(days=start),
        valid_until=None if end is None else TODAY + dt.timedelta(days=end),
        verified_at=timezone.now() if verified else None,
    )
    assert summary(credential).startswith(words)

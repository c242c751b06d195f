"""Inviting people: who may, as what, and what the link is good for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from authors import invitations, mails
from authors.models import AccountEvent, Invitation, MedicalReviewer, User
from authors.roles import Role
from tests import factories
from tests.authors.doors import link_in
from tests.doors import answers, client_of, page_for
from tests.factories import PASSWORD, Cast
from tests.reading import Sheet

pytestmark = pytest.mark.django_db(transaction=True)

LIST = reverse("admin:authors_invitation_changelist")
ADD = reverse("admin:authors_invitation_add")
ANNA = "anna@example.org"


def invite(by: User, **fields: Any) -> Any:
    data = {"email": ANNA, "name": "Anna Ash", "roles": [Role.WRITER.value], **fields}
    return client_of(by).post(ADD, data)


def said(response: Any) -> str:
    return Sheet(response).words("//main")


def page_of(invitation: Invitation) -> str:
    return reverse("admin:authors_invitation_change", args=[invitation.pk])


def join(link: str, **fields: Any) -> tuple[Client, Any]:
    client = Client()
    data = {"name": "Anna Ash", "new_password1": PASSWORD, "new_password2": PASSWORD, **fields}
    return client, client.post(link, data)


def expire(invitation: Invitation) -> None:
    past = invitation.sent_at - dt.timedelta(days=8)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=past)


def test_somebody_invited_joins_with_a_name_and_a_password_and_is_in(cast: Cast) -> None:
    assert invite(cast.editor).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == [ANNA]
    assert "Edith Editor invites you" in letter.body
    html = letter.alternatives[0].content
    assert link_in(letter) in html
    link = link_in(letter)
    assert "Edith Editor invited you as writer." in said(Client().get(link))
    client, response = join(link)
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    anna = User.objects.get(email=ANNA)
    assert (anna.name, anna.roles, anna.is_superuser) == ("Anna Ash", {Role.WRITER}, False)
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.accepted_by) == ("accepted", anna)
    events = AccountEvent.objects.order_by("pk").values_list("verb", "account_name", "actor_name")
    assert list(events)[:2] == [
        ("invite", ANNA, "Edith Editor"),
        ("accept_invitation", "Anna Ash", "Anna Ash"),
    ]


def test_the_form_says_that_a_mail_leaves_and_leads_to_the_invitation(cast: Cast) -> None:
    page = page_for(cast.editor, ADD)
    assert page.texts("//main//button[@type='submit']") == ["Send the invitation"]
    sent = client_of(cast.editor).post(
        ADD, {"email": ANNA, "roles": [Role.WRITER.value]}, follow=True
    )
    assert f"The invitation to {ANNA} is on its way." in said(sent)
    assert sent.redirect_chain == [(page_of(Invitation.objects.get()), 302)]


def test_a_link_is_good_once(cast: Cast) -> None:
    invite(cast.editor)
    link = link_in(mail.outbox[0])
    join(link)
    assert Client().get(link).status_code == 410
    _, response = join(link, new_password1="another long sentence", name="Eve")
    assert response.status_code == 410
    assert User.objects.get(email=ANNA).check_password(PASSWORD)


@pytest.mark.parametrize("end", ["expire", "withdraw", "resend"])
def test_a_link_ends(cast: Cast, end: str) -> None:
    invite(cast.editor)
    invitation = Invitation.objects.get()
    link = link_in(mail.outbox[0])
    if end == "expire":
        expire(invitation)
    else:
        client_of(cast.editor).post(page_of(invitation), {"step": end})
    assert Client().get(link).status_code == 410
    assert join(link)[1].status_code == 410
    assert not User.objects.filter(email=ANNA).exists()
    if end == "resend":
        assert Client().get(link_in(mail.outbox[1])).status_code == 200


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1:1", "%00", "a" * 3000])
def test_a_forged_link_opens_nothing_and_says_nothing(cast: Cast, token: str) -> None:
    invite(cast.editor)
    response = Client().get(f"/admin/join/{token}/")
    assert response.status_code == 410
    assert ANNA not in response.content.decode()


def test_a_link_of_another_salt_is_none(cast: Cast) -> None:
    from django.core import signing

    invite(cast.editor)
    forged = signing.dumps([Invitation.objects.get().pk, 1], salt="something else")
    assert Client().get(reverse("desk:join", args=[forged])).status_code == 410


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"new_password2": "different words entirely"}, "didn’t match"),
        ({"new_password1": "short", "new_password2": "short"}, "too short"),
        ({"new_password1": "123456789012", "new_password2": "123456789012"}, "entirely numeric"),
        ({"name": " "}, "Type your name."),
    ],
)
def test_what_is_wrong_is_said_and_the_link_stays_good(
    cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    invite(cast.editor)
    link = link_in(mail.outbox[0])
    _, response = join(link, **fields)
    assert sentence in said(response)
    assert not User.objects.filter(email=ANNA).exists()
    assert join(link)[1].status_code == 302


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Robert'); DROP TABLE x;--", "名前"])
def test_a_name_is_only_a_name(cast: Cast, name: str) -> None:
    invite(cast.editor, name=name)
    assert "<script>alert" not in mail.outbox[0].alternatives[0].content
    client, _ = join(link_in(mail.outbox[0]), name=name)
    assert User.objects.get(email=ANNA).name == name
    assert "<script>alert" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("email", ["a@example.org\nBcc: b@example.org", "nobody", ""])
def test_what_is_no_address_gets_no_mail(cast: Cast, email: str) -> None:
    assert invite(cast.editor, email=email).status_code == 200
    assert not mail.outbox


def test_who_may_invite_as_what(cast: Cast) -> None:
    every = {role.value for role in Role}
    allowed = {
        "stranger": set(),
        "writer": set(),
        "reviewer": set(),
        "editor": {"Writer", "Medical reviewer"},
        "superuser": every,
    }
    for name, roles in allowed.items():
        by = getattr(cast, name)
        assert {role.value for role in invitations.roles_to_give(by)} == roles
        for number, role in enumerate(every):
            address = f"{name}{number}@example.org"
            invite(by, email=address, roles=[role])
            assert Invitation.objects.filter(email=address).exists() is (role in roles)


def test_only_editors_and_administrators_see_invitations(cast: Cast) -> None:
    invite(cast.editor)
    closed = dict.fromkeys(("stranger", "writer", "second_writer", "reviewer"), 403)
    seen = {"anonymous": 302, "editor": 200, "superuser": 200, **closed}
    for address in (LIST, ADD, page_of(Invitation.objects.get())):
        assert answers(cast, address) == seen
    for name in closed:
        client_of(getattr(cast, name)).post(page_of(Invitation.objects.get()), {"step": "withdraw"})
    assert Invitation.objects.get().state == "open"


def test_an_editor_does_not_touch_the_invitation_of_an_editor(cast: Cast) -> None:
    invite(cast.superuser, roles=[Role.EDITOR.value])
    invitation = Invitation.objects.get()
    for step in ("resend", "withdraw", "nonsense"):
        assert client_of(cast.editor).post(page_of(invitation), {"step": step}).status_code == 403
    assert len(mail.outbox) == 1
    assert not page_for(cast.editor, page_of(invitation)).all("//button[@name='step']")


def test_an_address_with_an_account_is_refused_in_a_sentence(cast: Cast) -> None:
    words = said(invite(cast.editor, email=cast.writer.email.upper()))
    assert "has an account already" in words
    assert not mail.outbox


def test_an_address_is_invited_once_at_a_time(cast: Cast) -> None:
    invite(cast.editor)
    response = invite(cast.superuser, email=ANNA.upper(), name="Kept as typed")
    assert "is open already: send it again, or withdraw it first." in said(response)
    assert "Kept as typed" in response.content.decode()
    expire(Invitation.objects.get())
    assert invite(cast.superuser).status_code == 302
    states = [each.state for each in Invitation.objects.order_by("pk")]
    assert states == ["withdrawn", "open"]


def test_a_profile_that_readers_know_becomes_theirs(cast: Cast) -> None:
    author = factories.author("Anna Ash")
    reviewer = factories.medical_reviewer("Anna Ash", cast.editor)
    roles = [Role.WRITER.value, Role.MEDICAL_REVIEWER.value]
    invite(cast.editor, roles=roles, author=author.pk, medical_reviewer=reviewer.pk)
    join(link_in(mail.outbox[0]))
    anna = User.objects.get(email=ANNA)
    assert (anna.author, anna.medicalreviewer) == (author, reviewer)
    # Another account stands behind the credential: somebody has to vouch for it again.
    assert MedicalReviewer.objects.get().credentials.get().verified_at is None


def test_a_profile_with_an_account_is_not_offered(cast: Cast) -> None:
    assert invite(cast.editor, author=cast.author.pk).status_code == 200
    assert not Invitation.objects.exists()


def test_an_account_made_meanwhile_is_left_alone(cast: Cast) -> None:
    invite(cast.editor)
    User.objects.create_user(ANNA, "another password here", name="Anna")
    _, response = join(link_in(mail.outbox[0]))
    assert "You have an account already" in said(response)
    assert User.objects.get(email=ANNA).check_password("another password here")


def test_the_list_says_what_became_of_each(cast: Cast) -> None:
    for number, state in enumerate(("open", "expired", "withdrawn")):
        invite(cast.editor, email=f"{state}{number}@example.org")
    _, old, gone = Invitation.objects.order_by("pk")
    expire(old)
    invitations.withdraw(gone, by=cast.editor)
    for state in ("open", "expired", "withdrawn"):
        rows = page_for(cast.editor, f"{LIST}?state={state}").texts("//table//tbody/tr")
        assert len(rows) == 1
        assert state.capitalize() in rows[0]


def test_a_mail_that_waited_too_long_is_not_sent(cast: Cast) -> None:
    invite(cast.editor)
    invitation = Invitation.objects.get()
    invitations.withdraw(invitation, by=cast.editor)
    mails.send_invitation.enqueue(invitation.pk, 1)
    assert len(mail.outbox) == 1


def test_the_way_to_an_invitation_names_its_address_as_it_is(cast: Cast) -> None:
    invite(cast.editor)
    page = page_for(cast.editor, page_of(Invitation.objects.get()))
    where = page.words("//*[contains(@class, 'desk-where__next')]/..")
    assert where == f"Invitations/{ANNA}"

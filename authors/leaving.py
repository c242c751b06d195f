"""Somebody leaves the desk: the account is switched off, and open work goes to others.

What open work is, this room does not know. Rooms above it say so with ``register``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from authors.models import DeskSession, User
from authors.models.record import write


@dataclass(frozen=True)
class Work:
    """One kind of open work of one person.

    Attributes:
        key: names it in a form.
        title: what it is, in the plural.
        meaning: what handing it over does.
        items: the open pieces, each a title and an address of the desk.
        takers: who can take it over: a key for the form, and a name.
    """

    key: str
    title: str
    meaning: str
    items: tuple[tuple[str, str], ...]
    takers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kind:
    """How a kind of work is found, and how it is handed over.

    ``hand_over`` takes the person, the key of the taker (empty: nobody) and ``by=``; it returns
    how many pieces went over, and raises ValidationError with a sentence.
    """

    key: str
    open_of: Callable[[User], Work]
    hand_over: Callable[..., int]


_KINDS: Final[list[Kind]] = []


def register(kind: Kind) -> None:
    """Say that people can have open work of this kind."""
    if all(known.key != kind.key for known in _KINDS):
        _KINDS.append(kind)


def open_work(user: User) -> list[Work]:
    """What this person has open now, kinds without any left out."""
    return [work for kind in _KINDS if (work := kind.open_of(user)).items]


def refusal(user: User, by: User) -> str:
    """Why ``by`` cannot switch this account off, as a sentence; empty when they can."""
    if not (by.is_active and by.is_superuser):
        return "Only administrators switch accounts off."
    if user.pk == by.pk:
        return "You cannot switch off your own account: ask another administrator."
    if not user.is_active:
        return f"The account of {user} is switched off already."
    return ""


@transaction.atomic
def switch_off(user: User, *, takers: Mapping[str, str], by: User) -> User:
    """Hand over open work, log the person out everywhere and let them in no more.

    Args:
        takers: who takes each kind of work over, by the keys of ``Work``; missing: nobody.

    Raises:
        ValidationError: with a sentence.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if sentence := refusal(user, by):
        raise ValidationError(sentence)
    said = []
    for kind in _KINDS:
        work = kind.open_of(user)
        if not work.items:
            continue
        taker = takers.get(kind.key, "")
        names = dict(work.takers)
        if taker and taker not in names:
            raise ValidationError("Whom you chose cannot take that over any more: choose again.")
        number = kind.hand_over(user, taker, by=by)
        said.append(f"{work.title}: {number} to {names.get(taker, 'nobody')}")
    user.is_active = False
    user.save(update_fields=["is_active"])
    DeskSession.objects.filter(user=user).delete()
    write("switch_off", account=user, by=by, note="; ".join(said))
    return user


@transaction.atomic
def switch_on(user: User, *, by: User) -> User:
    """Let somebody in again, with the roles that they had.

    Raises:
        ValidationError: ``by`` is no administrator.
    """
    if not (by.is_active and by.is_superuser):
        raise ValidationError("Only administrators switch accounts on.")
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        write("switch_on", account=user, by=by)
    return user

from authors.models.accounts import User
from authors.models.credentials import Credential
from authors.models.doors import DeskSession, RecoverySheet, Throttle
from authors.models.invitations import Invitation
from authors.models.people import Author, MedicalReviewer, Person
from authors.models.record import AccountEvent

__all__ = [
    "AccountEvent",
    "Author",
    "Credential",
    "DeskSession",
    "Invitation",
    "MedicalReviewer",
    "Person",
    "RecoverySheet",
    "Throttle",
    "User",
]

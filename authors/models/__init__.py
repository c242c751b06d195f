from authors.models.accounts import User
from authors.models.credentials import Credential
from authors.models.people import Author, MedicalReviewer, Person

__all__ = ["Author", "Credential", "MedicalReviewer", "Person", "User"]

"""The admin of people: accounts, authors, medical reviewers and their credentials."""

from django.contrib import admin
from django.contrib.auth.models import Group

from authors.admin.accounts import AccountAdmin
from authors.admin.people import AuthorAdmin, MedicalReviewerAdmin

# What a group may do is said by the table in authors.roles; a form for it would be undone by the
# next migration.
admin.site.unregister(Group)

__all__ = ["AccountAdmin", "AuthorAdmin", "MedicalReviewerAdmin"]

"""The admin of people: accounts, authors, medical reviewers and their credentials."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from authors.admin.accounts import AccountAdmin
from authors.admin.invitations import InvitationAdmin
from authors.admin.people import AuthorAdmin, MedicalReviewerAdmin
from authors.doors.forms import LoginForm

# What a group may do is said by the table in authors.roles; a form for it would be undone by the
# next migration.
admin.site.unregister(Group)

# The keys of people's phones are nobody's to read.
admin.site.unregister(TOTPDevice)

admin.site.login_form = LoginForm

__all__ = ["AccountAdmin", "AuthorAdmin", "InvitationAdmin", "MedicalReviewerAdmin"]

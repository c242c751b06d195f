"""Addresses of the doors, below the desk's."""

from django.urls import path

from authors.doors import joining, passwords, second_factor, sessions

app_name = "desk"

urlpatterns = [
    path("join/<str:token>/", joining.join, name="join"),
    path("password/forgotten/", passwords.forgotten, name="forgotten"),
    path("password/forgotten/sent/", passwords.sent, name="forgotten_sent"),
    path("password/new/<uidb64>/<token>/", passwords.NewPassword.as_view(), name="new_password"),
    path("password_change/", passwords.change, name="password_change"),
    path("second-factor/", second_factor.overview, name="second_factor"),
    path("second-factor/code/", second_factor.ask, name="code"),
    path("second-factor/codes/", second_factor.new_codes, name="new_codes"),
    path("second-factor/remove/", second_factor.remove, name="remove_second_factor"),
    path("sessions/", sessions.own, name="sessions"),
]

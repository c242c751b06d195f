"""Addresses of authors and medical reviewers."""

from django.urls import path

from articles import people_views as views

app_name = "authors"

urlpatterns = [
    path("authors/", views.authors, name="authors"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("reviewers/", views.reviewers, name="reviewers"),
    path("reviewers/<slug:slug>/", views.reviewer, name="reviewer"),
]

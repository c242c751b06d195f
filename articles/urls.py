"""Addresses of articles and topics. Once public, an address answers for ever."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles import feeds, history_views, views
from articles.feed_formats import FORMATS
from articles.reports import views as reports

app_name = "articles"


class FeedName(StringConverter):
    """The last part of a feed's address."""

    regex = "|".join(name.replace(".", r"\.") for name in FORMATS)


register_converter(FeedName, "feed")

urlpatterns = [
    path("articles/", views.archive, name="archive"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/provenance/", views.provenance, name="provenance"),
    path("articles/<slug:slug>/provenance/content.json", views.content, name="content"),
    path("articles/<slug:slug>/history/", history_views.history, name="history"),
    path("articles/<slug:slug>/history/<int:number>/", history_views.difference, name="difference"),
    path("articles/<slug:slug>/report/", reports.report, name="report"),
    path("articles/<slug:slug>/report/<slug:reference>/", reports.thanks, name="report_thanks"),
    path("corrections/", views.corrections, name="corrections"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("feeds/<feed:name>", feeds.site, name="feed"),
    path("feeds/topics/<slug:slug>/<feed:name>", feeds.topic, name="topic_feed"),
    path("feeds/authors/<slug:slug>/<feed:name>", feeds.author, name="author_feed"),
]

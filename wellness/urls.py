"""The addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from articles.api import page as api_page
from articles.api import views as api
from wellness import machine_views, sitemaps, views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("articles.urls")),
    path("", include("articles.people_urls")),
    path("search/", include("articles.search.urls")),
    path("about/", include("wellness.policies.urls")),
    path("api/", api_page.about, name="api"),
    path("api/v1/", api.urls()),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemaps/news.xml", sitemaps.news, name="news_sitemap"),
    path("sitemaps/<slug:name>/<int:page>.xml", sitemaps.section, name="sitemap"),
    path("robots.txt", machine_views.robots, name="robots"),
    path(".well-known/security.txt", machine_views.security, name="security"),
    path("health/", machine_views.health, name="health"),
    path("media/<path:name>", views.media, name="media"),
    path("admin/", include("authors.doors.urls")),
    path("admin/", admin.site.urls),
]

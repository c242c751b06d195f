"""The editorial desk: Django's admin of everything that belongs to articles."""

from articles.admin.article import ArticleAdmin
from articles.admin.images import ImageAdmin
from articles.admin.reports import ReaderReportAdmin
from articles.admin.today.notices import NoticeAdmin
from articles.admin.topics import SlugRedirectAdmin, TopicAdmin

__all__ = [
    "ArticleAdmin",
    "ImageAdmin",
    "NoticeAdmin",
    "ReaderReportAdmin",
    "SlugRedirectAdmin",
    "TopicAdmin",
]

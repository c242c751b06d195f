from articles.models.article import Article, Byline, RelatedPost, SlugRedirect, Status
from articles.models.byline_author import BylineAuthor
from articles.models.correction import Correction
from articles.models.event import Event
from articles.models.fact_check import FactCheck, Revocation
from articles.models.image import Image
from articles.models.live_text import LiveText
from articles.models.reference import Reference
from articles.models.renditions import Renditions
from articles.models.revision import Revision
from articles.models.social_card import SocialCard
from articles.models.topic import Topic

__all__ = [
    "Article",
    "Byline",
    "BylineAuthor",
    "Correction",
    "Event",
    "FactCheck",
    "Image",
    "LiveText",
    "Reference",
    "RelatedPost",
    "Renditions",
    "Revision",
    "Revocation",
    "SlugRedirect",
    "SocialCard",
    "Status",
    "Topic",
]

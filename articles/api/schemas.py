"""What the API hands out. The OpenAPI document is written from these declarations."""

import datetime as dt
from typing import Any

from ninja import Field, Schema

from articles.approvals import CredentialThen, Review
from articles.content import HeroContent
from articles.corrections import Notice
from articles.models import Topic
from articles.whole import Whole
from authors.models import Author, Credential, MedicalReviewer, Person
from wellness.lib.json_ld import absolute

API = "/api/v1"


def _api(kind: str, slug: str) -> str:
    return absolute(f"{API}/{kind}/{slug}")


class Ref(Schema):
    """A topic or a person, with its page and its place in the API."""

    slug: str
    name: str
    url: str = Field(description="The page that readers see.")
    api_url: str

    @classmethod
    def to(cls, kind: str, found: Topic | Author) -> "Ref":
        return cls(
            slug=found.slug,
            name=found.name,
            url=absolute(found.get_absolute_url()),
            api_url=_api(kind, found.slug),
        )


class Picture(Schema):
    """A picture, named by the hash of its bytes."""

    url: str
    alt: str = Field(description="Alternative text; empty where the picture only decorates.")
    width: int | None = Field(description="In pixels.")
    height: int | None = Field(description="In pixels.")
    caption: str = ""
    credit: str = ""

    @classmethod
    def hero(cls, hero: HeroContent) -> "Picture":
        return cls(
            url=absolute(hero.src),
            alt=hero.alt,
            width=hero.width,
            height=hero.height,
            caption=hero.caption,
            credit=hero.credit,
        )

    @classmethod
    def portrait(cls, person: Person) -> "Picture | None":
        if not person.portrait:
            return None
        return cls(
            url=absolute(person.portrait.url), alt=person.portrait_alt, width=None, height=None
        )


class CredentialOut(Schema):
    """What entitles a medical reviewer, as it was verified."""

    title: str = Field(description="As it follows the name: MD, PA-C, RD …")
    issuer: str
    number: str
    region: str
    valid_from: dt.date | None
    valid_until: dt.date | None = Field(description="Null: without an end.")

    @classmethod
    def of(cls, credential: Credential | CredentialThen) -> "CredentialOut":
        return cls(
            title=credential.title,
            issuer=credential.issuer,
            number=credential.number,
            region=credential.region,
            valid_from=credential.valid_from,
            valid_until=credential.valid_until,
        )


class Approval(Schema):
    """The approval of exactly the live text, as its page shows it."""

    is_medical: bool = Field(description="Whether a clinician approved; otherwise an editor did.")
    signature: str = Field(description="Who approved, with the credential as it was that day.")
    reviewer_url: str | None = Field(description="The reviewer's page; null for an editor.")
    reviewed_on: dt.date = Field(description="The day of the full review.")
    due_on: dt.date = Field(description="When the topic's rule wants the next one.")
    decided_at: dt.datetime
    statement: str
    interests: str = Field(description="Declared interests.")
    is_minor: bool = Field(description="Approved as typographical, resting on a full review.")
    credential: CredentialOut | None

    @classmethod
    def of(cls, review: Review) -> "Approval":
        return cls(
            is_medical=review.is_medical,
            signature=review.signature,
            reviewer_url=absolute(review.url) if review.url else None,
            reviewed_on=review.date,
            due_on=review.due,
            decided_at=review.decided_at,
            statement=review.statement,
            interests=review.interests,
            is_minor=review.is_minor,
            credential=CredentialOut.of(review.credential) if review.credential else None,
        )


class Reference(Schema):
    """A cited source, numbered by its place."""

    number: int
    authors: str
    title: str
    publisher: str
    year: int | None
    url: str
    doi: str
    pmid: str


class CorrectionOut(Schema):
    """A notice of a change to what readers had seen before."""

    kind: str = Field(description="material, or clarification.")
    label: str = Field(description="What the notice calls itself on the page.")
    published: dt.datetime = Field(description="When readers got it.")
    text: str

    @classmethod
    def of(cls, notice: Notice) -> "CorrectionOut":
        assert notice.published_at is not None  # only previews have notices without a date
        return cls(
            kind=notice.kind, label=notice.label, published=notice.published_at, text=notice.text
        )


class ArticleItem(Schema):
    """An article in a list, in the words of its live revision."""

    id: str = Field(description="A tag URI; it stays when the address changes.")
    slug: str
    url: str = Field(description="The page that readers see.")
    api_url: str
    title: str
    subtitle: str
    description: str
    topic: Ref
    authors: list[Ref]
    published: dt.date = Field(description="The day that the page says.")
    updated: dt.datetime = Field(description="When the live text went live.")
    revision: int
    digest: str = Field(description="SHA-256 of the bytes at content_url, which were approved.")
    content_url: str
    approval: Approval | None
    picture: Picture | None
    is_sample: bool = Field(description="Part of the sample magazine, by invented people.")

    @classmethod
    def of(cls, article: Whole) -> "ArticleItem":
        return cls(**cls.facts(article))

    @staticmethod
    def facts(article: Whole) -> dict[str, Any]:
        content = article.content
        return {
            "id": article.id,
            "slug": article.slug,
            "url": article.url,
            "api_url": _api("articles", article.slug),
            "title": content.title,
            "subtitle": content.subtitle,
            "description": article.summary,
            "topic": Ref.to("topics", article.topic),
            "authors": [Ref.to("authors", author) for author in article.authors],
            "published": article.published_on,
            "updated": article.updated,
            "revision": article.number,
            "digest": article.digest,
            "content_url": article.content_url,
            "approval": Approval.of(article.review) if article.review else None,
            "picture": Picture.hero(content.hero) if content.hero else None,
            "is_sample": article.is_sample,
        }


class ArticleOut(ArticleItem):
    """An article with its whole live text."""

    key_points: list[str]
    body: str = Field(description="HTML of the allow-list, byte for byte as it was approved.")
    references: list[Reference]
    corrections: list[CorrectionOut] = Field(
        description="Newest first. Keep them with the text wherever you show it."
    )
    disclosure: str = Field(
        description="Interests of people whom the article quotes or names; empty where none is."
    )

    @classmethod
    def of(cls, article: Whole) -> "ArticleOut":
        content = article.content
        return cls(
            **cls.facts(article),
            key_points=list(content.key_points),
            body=content.body,
            references=[
                Reference(number=number, **{name: getattr(row, name) for name in row.__slots__})
                for number, row in enumerate(content.references, 1)
            ],
            corrections=[CorrectionOut.of(notice) for notice in article.corrections],
            disclosure=content.disclosure,
        )


class TopicOut(Schema):
    """A section of the magazine with its rule of review."""

    slug: str
    name: str
    url: str
    api_url: str
    articles_url: str
    description: str
    requires_medical_review: bool
    review_months: int

    @classmethod
    def of(cls, topic: Topic) -> "TopicOut":
        return cls(
            slug=topic.slug,
            name=topic.name,
            url=absolute(topic.get_absolute_url()),
            api_url=_api("topics", topic.slug),
            articles_url=absolute(f"{API}/articles?topic={topic.slug}"),
            description=topic.description,
            requires_medical_review=topic.requires_medical_review,
            review_months=topic.review_months,
        )


class Website(Schema):
    label: str
    url: str


class AuthorOut(Schema):
    """Somebody whose name stands over an article."""

    slug: str
    name: str
    url: str
    api_url: str
    articles_url: str
    job_title: str
    bio: str = Field(description="Plain text; a blank line ends a paragraph.")
    website: str
    links: list[Website]
    portrait: Picture | None

    @classmethod
    def of(cls, author: Author) -> "AuthorOut":
        return cls(**_person(author, "authors", "author"))


class ReviewerOut(AuthorOut):
    """A clinician who checks the facts, with what entitles them: verified credentials only."""

    credentials: list[CredentialOut]

    @classmethod
    def of(cls, reviewer: MedicalReviewer) -> "ReviewerOut":  # type: ignore[override]
        return cls(
            **_person(reviewer, "reviewers", "reviewer"),
            credentials=[CredentialOut.of(c) for c in reviewer.credentials.all() if c.verified_at],
        )


def _person(person: Author | MedicalReviewer, kind: str, filter_: str) -> dict[str, Any]:
    return {
        "slug": person.slug,
        "name": person.name,
        "url": absolute(person.get_absolute_url()),
        "api_url": _api(kind, person.slug),
        "articles_url": absolute(f"{API}/articles?{filter_}={person.slug}"),
        "job_title": person.job_title,
        "bio": person.bio,
        "website": person.website,
        "links": [Website(**link) for link in person.links],
        "portrait": Picture.portrait(person),
    }


class Listing(Schema):
    """A page of a list."""

    total: int = Field(description="How many there are on all pages together.")
    page: int
    pages: int
    next: str | None = Field(description="Address of the next page; null on the last.")
    prev: str | None = Field(description="Address of the page before; null on the first.")


class Articles(Listing):
    items: list[ArticleItem]


class Authors(Listing):
    items: list[AuthorOut]


class Reviewers(Listing):
    items: list[ReviewerOut]


class Topics(Listing):
    items: list[TopicOut]


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="A sentence for people.")

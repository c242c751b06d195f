"""Articles and lists of them in the vocabulary of schema.org, from the facts that pages show."""

from articles.approvals import Review
from articles.article_page import ArticlePage
from articles.content import ReferenceContent
from articles.corrections import Notice
from articles.public import Teaser
from articles.shown import Shown
from authors import structured_data as people
from wellness.lib import json_ld
from wellness.lib.json_ld import Node, absolute, node, ref

ARTICLE = "#article"
PICTURE = "#picture"


def article(page: ArticlePage) -> Node:
    """The graph of an article's page.

    Only a clinician's approval makes it a MedicalWebPage.
    """
    review = page.review
    medical = review is not None and review.is_medical
    return json_ld.graph(
        node(
            "MedicalWebPage" if medical else "WebPage",
            page.url,
            url=absolute(page.url),
            name=page.title,
            description=page.description,
            mainEntity=ref(page.url + ARTICLE),
            primaryImageOfPage=ref(page.url + PICTURE) if page.hero else None,
            reviewedBy=_reviewed_by(review) if review else None,
            lastReviewed=review.date if review else None,
            datePublished=page.published,
            dateModified=page.updated,
            isPartOf=ref(json_ld.SITE_ID),
            breadcrumb=ref(f"{page.url}#breadcrumbs"),
            inLanguage="en",
        ),
        node(
            "Article",
            page.url + ARTICLE,
            headline=page.title,
            alternativeHeadline=page.subtitle,
            description=page.description,
            abstract="\n".join(page.key_points),
            articleSection=page.topic.name,
            author=[ref(f"{author.get_absolute_url()}{people.PERSON}") for author in page.authors],
            publisher=ref(json_ld.PUBLISHER_ID),
            mainEntityOfPage=ref(page.url),
            image=ref(page.url + PICTURE) if page.hero else None,
            datePublished=page.published,
            dateModified=page.updated,
            wordCount=page.words,
            citation=[_citation(reference) for reference in page.references],
            correction=[_correction(notice) for notice in page.corrections],
            version=page.revision_number,
            identifier=node("PropertyValue", propertyID="SHA-256", value=page.digest),
            inLanguage="en",
        ),
        _picture(page.url, page.hero) if page.hero else None,
        *(people.author(author) for author in page.authors),
        json_ld.breadcrumbs(
            page.url, (page.topic.name, page.topic.get_absolute_url()), (page.title, page.url)
        ),
        json_ld.website(),
        json_ld.publisher(),
    )


def _reviewed_by(review: Review) -> Node:
    credential = review.credential
    return node(
        "Person",
        f"{review.url}{people.PERSON}" if review.url else "",
        name=review.name,
        url=absolute(review.url) if review.url else "",
        honorificSuffix=credential.title if credential else "",
        hasCredential=node(
            "EducationalOccupationalCredential",
            name=credential.title,
            credentialCategory="license",
            identifier=credential.number,
            recognizedBy=node("Organization", name=credential.issuer),
        )
        if credential
        else None,
    )


def _picture(page: str, hero: Shown) -> Node:
    return node(
        "ImageObject",
        page + PICTURE,
        url=absolute(hero.src),
        contentUrl=absolute(hero.src),
        width=hero.width,
        height=hero.height,
        caption=hero.caption or hero.alt,
        creditText=hero.credit,
    )


def _correction(notice: Notice) -> Node:
    return node("CorrectionComment", name=notice.label, text=notice.text, datePublished=notice.date)


def _citation(reference: ReferenceContent) -> Node:
    pubmed = f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/" if reference.pmid else ""
    doi = f"https://doi.org/{reference.doi}" if reference.doi else ""
    return node(
        "ScholarlyArticle" if doi or pubmed else "CreativeWork",
        name=reference.title,
        author=reference.authors,
        publisher=node("Organization", name=reference.publisher) if reference.publisher else None,
        datePublished=str(reference.year) if reference.year else "",
        url=reference.url,
        sameAs=[address for address in (doi, pubmed) if address],
    )


def listing(
    path: str,
    name: str,
    description: str,
    teasers: list[Teaser],
    *trail: tuple[str, str],
    kind: str = "CollectionPage",
) -> Node:
    """The graph of a page that lists articles, in the order in which it shows them."""
    return json_ld.graph(
        node(
            kind,
            path,
            url=absolute(path),
            name=name,
            description=description,
            mainEntity=item_list(teasers),
            isPartOf=ref(json_ld.SITE_ID),
            breadcrumb=ref(f"{path}#breadcrumbs") if trail else None,
            inLanguage="en",
        ),
        json_ld.breadcrumbs(path, *trail) if trail else None,
        json_ld.website(),
        json_ld.publisher(),
    )


def item_list(teasers: list[Teaser]) -> Node | None:
    """Articles in order, by address; nothing where there are none."""
    if not teasers:
        return None
    return node(
        "ItemList",
        itemListElement=[
            node("ListItem", position=number, name=teaser.title, url=absolute(teaser.url))
            for number, teaser in enumerate(teasers, 1)
        ],
    )

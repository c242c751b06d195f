"""The doors of the desk as tables: `test_matrix` tries each as each person.

What a cell or an audience says is a promise, written by hand. "in": the page, or the form with what
is wrong with it. "on": led on to the page that is meant. "no": refused. "login": who are you?
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from articles.comments import verbs
from articles.models import Article, FactCheck, SlugRedirect, Status
from authors import invitations
from authors.roles import Role
from tests import factories
from tests.articles.reports.test_desk import filed
from tests.factories import Cast
from wellness.policies.models import Policy
from wellness.promotions.models import Promotion
from wellness.redirects import rules

# -- the desk as a whole -----------------------------------------------------------------------

OF_THE_DESK: Final = """
# door                                        method anonymous stranger writer reviewer editor admin
desk:join                                     GET    no        no       no     no       no     no
desk:forgotten                                GET    in        in       in     in       in     in
desk:forgotten_sent                           GET    in        in       in     in       in     in
desk:new_password                             GET    in        in       in     in       in     in
desk:password_change                          GET    login     in       in     in       in     in
desk:password_change                          POST   login     in       in     in       in     in
desk:second_factor                            GET    login     in       in     in       in     in
desk:second_factor                            POST   login     in       in     in       in     in
desk:code                                     GET    login     on       on     on       on     on
desk:new_codes                                POST   login     on       on     on       on     on
desk:remove_second_factor                     POST   login     on       on     on       on     on
desk:sessions                                 GET    login     in       in     in       in     in
desk:sessions                                 POST   login     on       on     on       on     on
search                                        GET    login     in       in     in       in     in
index                                         GET    login     in       in     in       in     in
login                                         GET    in        on       on     on       on     on
logout                                        GET    on        no       no     no       no     no
password_change                               GET    login     in       in     in       in     in
password_change                               POST   login     in       in     in       in     in
password_change_done                          GET    login     in       in     in       in     in
autocomplete                                  GET    login     no       in     in       in     in
view_on_site                                  GET    login     on       on     on       on     on
django_tasks_database_dbtaskresult_changelist GET    login     no       no     no       no     on
django_tasks_database_dbtaskresult_add        GET    login     no       no     no       no     no
django_tasks_database_dbtaskresult_add        POST   login     no       no     no       no     no
django_tasks_database_dbtaskresult_history    GET    login     on       on     on       on     on
django_tasks_database_dbtaskresult_delete     GET    login     no       no     no       no     no
django_tasks_database_dbtaskresult_delete     POST   login     no       no     no       no     no
django_tasks_database_dbtaskresult_change     GET    login     no       no     no       no     on
django_tasks_database_dbtaskresult_change     POST   login     no       no     no       no     no
authors_user_switch                           GET    login     no       no     no       no     in
authors_user_switch                           POST   login     no       no     no       no     on
authors_user_sessions                         GET    login     no       no     no       no     in
authors_user_sessions                         POST   login     no       no     no       no     on
authors_user_second_factor                    GET    login     no       no     no       no     in
authors_user_second_factor                    POST   login     no       no     no       no     on
auth_user_password_change                     GET    login     no       no     no       no     in
auth_user_password_change                     POST   login     no       no     no       no     in
authors_user_changelist                       GET    login     no       no     no       on     on
authors_user_add                              GET    login     no       no     no       no     in
authors_user_add                              POST   login     no       no     no       no     in
authors_user_history                          GET    login     no       no     no       in     in
authors_user_delete                           GET    login     no       no     no       no     in
authors_user_delete                           POST   login     no       no     no       no     on
authors_user_change                           GET    login     no       no     no       in     in
authors_user_change                           POST   login     no       no     no       no     in
authors_invitation_changelist                 GET    login     no       no     no       on     on
authors_invitation_add                        GET    login     no       no     no       in     in
authors_invitation_add                        POST   login     no       no     no       in     in
authors_invitation_history                    GET    login     no       no     no       in     in
authors_invitation_delete                     GET    login     no       no     no       no     no
authors_invitation_delete                     POST   login     no       no     no       no     no
authors_invitation_change                     GET    login     no       no     no       in     in
authors_invitation_change                     POST   login     no       no     no       no     no
authors_author_changelist                     GET    login     no       on     on       on     on
authors_author_add                            GET    login     no       no     no       in     in
authors_author_add                            POST   login     no       no     no       in     in
authors_author_history                        GET    login     no       in     in       in     in
authors_author_delete                         GET    login     no       no     no       in     in
authors_author_delete                         POST   login     no       no     no       in     in
authors_author_change                         GET    login     no       in     in       in     in
authors_author_change                         POST   login     no       no     no       in     in
authors_credential_verify                     GET    login     no       in     in       in     in
authors_credential_verify                     POST   login     no       no     no       in     in
authors_medicalreviewer_changelist            GET    login     no       on     on       on     on
authors_medicalreviewer_add                   GET    login     no       no     no       in     in
authors_medicalreviewer_add                   POST   login     no       no     no       in     in
authors_medicalreviewer_history               GET    login     no       in     in       in     in
authors_medicalreviewer_delete                GET    login     no       no     no       in     in
authors_medicalreviewer_delete                POST   login     no       no     no       on     on
authors_medicalreviewer_change                GET    login     no       in     in       in     in
authors_medicalreviewer_change                POST   login     no       no     no       in     in
articles_article_choices                      GET    login     no       in     no       in     in
articles_article_unsaved_new                  POST   login     no       in     no       in     in
articles_article_unsaved_discard              POST   login     on       on     on       on     on
articles_article_changelist                   GET    login     no       on     on       on     on
articles_article_calendar                     GET    login     no       in     in       in     in
articles_article_citing_new                   POST   login     no       in     no       in     in
articles_article_together                     GET    login     no       no     no       on     on
articles_article_together                     POST   login     no       no     no       on     on
articles_article_upload                       GET    login     no       in     no       in     in
articles_article_upload                       POST   login     no       in     no       in     in
articles_article_add                          GET    login     no       in     no       in     in
articles_article_add                          POST   login     no       in     no       in     in
articles_image_upload                         POST   no        no       in     no       in     in
articles_image_changelist                     GET    login     no       on     on       on     on
articles_image_add                            GET    login     no       in     no       in     in
articles_image_add                            POST   login     no       in     no       in     in
articles_image_history                        GET    login     no       in     in       in     in
articles_image_delete                         GET    login     no       no     no       no     no
articles_image_delete                         POST   login     no       no     no       no     no
articles_image_change                         GET    login     no       in     in       in     in
articles_image_change                         POST   login     no       on     no       on     on
notices_notice_changelist                     GET    login     no       in     in       in     in
notices_notice_read                           POST   login     no       on     on       on     on
notices_notice_preferences                    GET    login     no       in     in       in     in
notices_notice_preferences                    POST   login     no       in     in       in     in
reports_readerreport_changelist               GET    login     no       on     no       on     on
reports_readerreport_add                      GET    login     no       no     no       no     no
reports_readerreport_add                      POST   login     no       no     no       no     no
reports_readerreport_history                  GET    login     on       on     on       on     on
reports_readerreport_delete                   GET    login     no       no     no       no     no
reports_readerreport_delete                   POST   login     no       no     no       no     no
reports_readerreport_change                   GET    login     no       in     no       in     in
reports_readerreport_change                   POST   login     no       no     no       in     in
articles_topic_changelist                     GET    login     no       on     on       on     on
articles_topic_add                            GET    login     no       no     no       in     in
articles_topic_add                            POST   login     no       no     no       in     in
articles_topic_history                        GET    login     no       in     in       in     in
articles_topic_delete                         GET    login     no       no     no       in     in
articles_topic_delete                         POST   login     no       no     no       in     in
articles_topic_change                         GET    login     no       in     in       in     in
articles_topic_change                         POST   login     no       no     no       in     in
articles_slugredirect_changelist              GET    login     no       no     no       on     on
articles_slugredirect_add                     GET    login     no       no     no       no     no
articles_slugredirect_add                     POST   login     no       no     no       no     no
articles_slugredirect_history                 GET    login     no       no     no       in     in
articles_slugredirect_delete                  GET    login     no       no     no       no     no
articles_slugredirect_delete                  POST   login     no       no     no       no     no
articles_slugredirect_change                  GET    login     no       no     no       in     in
articles_slugredirect_change                  POST   login     no       no     no       no     no
policies_policy_changelist                    GET    login     no       no     no       on     on
policies_policy_add                           GET    login     no       no     no       no     no
policies_policy_add                           POST   login     no       no     no       no     no
policies_policy_history                       GET    login     no       no     no       in     in
policies_policy_delete                        GET    login     no       no     no       no     no
policies_policy_delete                        POST   login     no       no     no       no     no
policies_policy_change                        GET    login     no       no     no       in     in
policies_policy_change                        POST   login     no       no     no       in     in
promotions_promotion_changelist               GET    login     no       no     no       on     on
promotions_promotion_add                      GET    login     no       no     no       in     in
promotions_promotion_add                      POST   login     no       no     no       in     in
promotions_promotion_history                  GET    login     no       no     no       in     in
promotions_promotion_delete                   GET    login     no       no     no       in     in
promotions_promotion_delete                   POST   login     no       no     no       on     on
promotions_promotion_change                   GET    login     no       no     no       in     in
promotions_promotion_change                   POST   login     no       no     no       in     in
redirects_oldaddress_changelist               GET    login     no       no     no       on     on
redirects_oldaddress_add                      GET    login     no       no     no       in     in
redirects_oldaddress_add                      POST   login     no       no     no       in     in
redirects_oldaddress_history                  GET    login     no       no     no       in     in
redirects_oldaddress_delete                   GET    login     no       no     no       in     in
redirects_oldaddress_delete                   POST   login     no       no     no       on     on
redirects_oldaddress_change                   GET    login     no       no     no       in     in
redirects_oldaddress_change                   POST   login     no       no     no       in     in
app_list                                      GET    login     no       in     in       in     in
"""


def things(cast: Cast) -> dict[str, Any]:
    """One of everything that an address can name, by the model's name."""
    article = factories.article_at(Status.PUBLISHED, cast)
    unverified = factories.medical_reviewer("Una Unverified", None)
    return {
        "article": article,
        "author": cast.author,
        "credential": unverified.credentials.get(),
        "image": factories.image("Cat"),
        "invitation": invitations.invite("anna@example.org", roles=[Role.WRITER], by=cast.editor),
        "medicalreviewer": unverified,
        "oldaddress": rules.keep(rules.settle("/x", article.get_absolute_url()))[0],
        "policy": Policy.objects.order_by("pk").first(),
        "promotion": Promotion.objects.create(
            placement="announcement", label="Promotion", text="Half price"
        ),
        "readerreport": filed(article),
        "slugredirect": SlugRedirect.objects.create(slug="sleep-of-old", article=article),
        "topic": article.topic,
        "user": cast.second_reviewer,
    }


OF_NOTHING: Final = frozenset("changelist add calendar read preferences upload new discard".split())
"""Ends of addresses that name no thing."""


def arguments(name: str, things: Mapping[str, Any]) -> list[Any]:
    """What the address of a door names."""
    match name:
        case "view_on_site":
            return [ContentType.objects.get_for_model(Article).pk, things["article"].pk]
        case "app_list":
            return ["articles"]
        case "auth_user_password_change":
            return [things["user"].pk]
        case "articles_article_choices":
            return ["authors"]
        case "articles_article_together":
            return ["publish"]
        case name if name.startswith("django_tasks") and not name.endswith(("changelist", "add")):
            return [uuid.UUID(int=0)]  # of no task: administrators are led to the list
        case "desk:join":
            return ["nonsense"]
        case "desk:new_password":
            return ["MQ", "nonsense"]
    app, _, rest = name.partition("_")
    _model, _, verb = rest.rpartition("_")
    if (
        verb in {"changelist", "add", "calendar", "read", "preferences", "upload", "new", "discard"}
        or not app
    ):
        return []
    thing = next((row for key, row in things.items() if rest.startswith(f"{key}_")), None)
    return [] if thing is None else [thing.pk]


def words(name: str, things: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent there, where an empty form would not do."""
    if name == "autocomplete":
        return {"app_label": "articles", "model_name": "relatedpost", "field_name": "related"}
    return {"post": "yes"} if name.endswith("_delete") else {}


# -- one article -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Door:
    """A door of one article.

    Attributes:
        audience: who comes in: "sees", whoever may see the article; "changes", whoever may change
            its text or what is around it in that state; "writes", its text; "sees an approval", as
            "sees", once there is one; "revokes", editors and whoever gave it; "nobody".
    """

    name: str
    method: str
    audience: str


OF_AN_ARTICLE: Final = (
    Door("articles_article_change", "GET", "sees"),
    Door("articles_article_change", "POST", "changes"),
    Door("articles_article_delete", "GET", "nobody"),
    Door("articles_article_delete", "POST", "nobody"),
    Door("articles_article_history", "GET", "sees"),
    Door("articles_article_compare", "GET", "sees"),
    Door("articles_article_preview", "GET", "sees"),
    Door("articles_article_preview_typed", "POST", "sees"),
    Door("articles_article_checks", "GET", "sees"),
    Door("articles_article_checks", "POST", "sees"),
    Door("articles_article_presence", "POST", "sees"),
    Door("articles_article_unsaved", "POST", "changes"),
    Door("articles_article_comments", "GET", "sees"),
    Door("articles_article_comments", "POST", "sees"),
    Door("articles_article_comment", "POST", "sees"),
    Door("articles_article_citing", "POST", "writes"),
    Door("articles_article_comment_people", "GET", "sees"),
    Door("articles_article_preview_desk", "GET", "sees"),
    Door("articles_article_review", "GET", "sees"),
    Door("articles_article_replace", "GET", "writes"),
    Door("articles_article_replace", "POST", "writes"),
    Door("articles_article_brought", "GET", "nobody"),  # of an event that brought no document
    Door("articles_article_revocation", "GET", "sees an approval"),
    Door("articles_article_revocation", "POST", "revokes"),
)


def way_to(door: Door, article: Article, cast: Cast) -> tuple[str, dict[str, Any]]:
    """The address of a door and what is sent there."""
    more: list[Any] = []
    sent: dict[str, Any] = {}
    match door.name:
        case "articles_article_comment":
            more = [verbs.begin(article, by=cast.editor, text="Why?").pk, "reply"]
            sent = {"text": "Because."}
        case "articles_article_comments" if door.method == "POST":
            sent = {"text": "Why?"}
        case "articles_article_revocation":
            approval = FactCheck.objects.filter(
                revision__article=article, decision="approved"
            ).first()
            more = [approval.pk if approval else 0]
        case "articles_article_unsaved" | "articles_article_preview_typed":
            sent = {"parts": "text", "title": "Typed", "body": "<p>Words.</p>", "turn": "1",
                    "sitting": "0" * 32, "version": article.version,
                    "references-TOTAL_FORMS": 0, "references-INITIAL_FORMS": 0}  # fmt: skip
        case "articles_article_brought":
            more = [article.events.order_by("pk").first().pk]
        case "articles_article_presence":
            sent = {"sitting": "0" * 32}
    return reverse(f"admin:{door.name}", args=[article.pk, *more]), sent

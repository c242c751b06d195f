"""The form of an article's page, filled in as a browser would: from what the page holds."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article
from authors.models import User
from tests.doors import client_of
from tests.reading import Sheet


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def step_url(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_step", args=[article.pk, verb])


class DeskForm:
    """One person's page of an article, or of a new one."""

    def __init__(
        self, user: User | None, article: Article | None = None, *, query: str = ""
    ) -> None:
        self.client: Client = client_of(user)
        self.article = article
        self.url = change_url(article) if article else reverse("admin:articles_article_add")
        self.url += query
        response = self.client.get(self.url)
        assert response.status_code == 200, f"{response.status_code} at {self.url}"
        self.page = Sheet(response)
        self.fields = fields_of(self.page)

    def set(self, **values: Any) -> DeskForm:
        """Type into fields; a list stands for a field with several values, None empties it.

        `references__0__title` is the field `references-0-title`.
        """
        for key, value in values.items():
            self.fields[key.replace("__", "-")] = (
                [] if value is None else value if isinstance(value, list) else [str(value)]
            )
        return self

    def press(self, button: str = "_save", **values: Any) -> Any:
        """Send the form by one of its own buttons."""
        self.set(**values)
        return self._send(self.page.one("//form[@id='article_form']/@action"), {button: ["1"]})

    def step(self, verb: str, **words: Any) -> Any:
        """Send the form by the button of a step, with the words that it asks for."""
        assert self.article is not None
        prefix = "decision" if verb in {"approve", "request_changes"} else verb
        self.set(**{f"{prefix}__{name}": value for name, value in words.items()})
        return self._send(step_url(self.article, verb), {})

    def _send(self, url: str, more: dict[str, list[str]]) -> Any:
        response = self.client.post(url, {**self.fields, **more})
        if response.status_code != 302:
            self.page = Sheet(response)
            self.fields = fields_of(self.page)
        return response

    def value(self, name: str) -> str:
        """What a field holds."""
        return next(iter(self.fields.get(name, [])), "")


def fields_of(page: Sheet, where: str = "//form[@id='article_form']") -> dict[str, list[str]]:
    """The names and values that a browser would send, without the buttons."""
    form = page.one(where)
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        if "__prefix__" not in name and name != "csrfmiddlewaretoken":
            # A browser drops the line feed that follows the opening tag of a text area.
            found.setdefault(name, []).append(value.removeprefix("\n"))
    return found


def field_of(page: Sheet, name: str) -> Any:
    """Where a person types into a field: of a picker, its search."""
    search = page.all(f"//*[@id='id_{name}_search']")
    return search[0] if search else page.one(f"//*[@name='{name}']")


def errors_of(page: Sheet, name: str) -> list[str]:
    """The sentences beside a field, found the way a screen reader finds them."""
    field = field_of(page, name)
    described = (field.get("aria-describedby") or "").split()
    return [
        " ".join(item.text_content().split())
        for key in described
        for item in page.all(f"//ul[@id='{key}']/li")
    ]


def problem_of(page: Sheet) -> str:
    """What is said at the top of the page in an alert."""
    alerts = page.texts("//form[@id='article_form']//*[@role='alert']")
    return " ".join(alerts)

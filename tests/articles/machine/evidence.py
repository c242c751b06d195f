"""What the tables prove and what the pages show, read without a line of the program's queries."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import Any

from django.db import connection
from django.test import Client

HISTORY = ("articles_revision", "articles_factcheck", "articles_revocation", "articles_event")
SURROUNDINGS = ("articles_article", "articles_byline", "articles_topic")
MARK = re.compile(r"(?:title|body)mark\d+x")

Row = dict[str, Any]


def rows(query: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def prints() -> tuple[dict[tuple[str, int], str], dict[tuple[str, int], str]]:
    """A fingerprint of every row of history, and of every row that it is about."""
    union = " UNION ALL ".join(
        f"SELECT '{table}' AS name, id, md5(t::text) AS print FROM {table} t"
        for table in (*HISTORY, *SURROUNDINGS)
    )
    found = {(row["name"], row["id"]): row["print"] for row in rows(union)}
    past = {key: print_ for key, print_ in found.items() if key[0] in HISTORY}
    return past, {key: print_ for key, print_ in found.items() if key[0] not in HISTORY}


class Evidence:
    """The rows that matter, as they are now."""

    def __init__(self) -> None:
        self.articles = {
            row["id"]: row
            for row in rows(
                "SELECT a.id, a.slug, a.status, a.version, a.current_revision_id,"
                " a.live_revision_id, a.first_published_at, t.requires_medical_review AS medical"
                " FROM articles_article a JOIN articles_topic t ON t.id = a.topic_id"
            )
        }
        self.revisions = {
            row["id"]: row
            for row in rows(
                "SELECT id, article_id, number, digest, content, created_by_id, created_at"
                " FROM articles_revision ORDER BY id"
            )
        }
        self.decisions = rows("SELECT * FROM articles_factcheck ORDER BY id")
        self.revoked = {
            row["fact_check_id"] for row in rows("SELECT fact_check_id FROM articles_revocation")
        }
        self.byline: dict[int, set[int]] = defaultdict(set)
        for row in rows(
            "SELECT b.article_id, a.user_id FROM articles_byline b"
            " JOIN authors_author a ON a.id = b.author_id"
        ):
            self.byline[row["article_id"]].add(row["user_id"])

    def prove_what_is_live(self) -> None:
        """Every live text was approved, in exactly these bytes, by somebody entitled to."""
        for article in self.articles.values():
            if article["live_revision_id"] is None:
                continue
            live = self.revisions[article["live_revision_id"]]
            assert live["article_id"] == article["id"]
            assert live["digest"] == hashlib.sha256(live["content"].encode()).hexdigest()
            proofs = [d for d in self.decisions if self._proves(d, live, article)]
            assert proofs, f"article {article['id']}: revision {live['number']} is live unapproved"
            assert article["status"] != "withdrawn"
            assert (
                article["status"] != "published"
                or article["current_revision_id"] == article["live_revision_id"]
            )

    def _proves(self, decision: Row, live: Row, article: Row) -> bool:
        text = self.revisions[decision["revision_id"]]
        day = decision["decided_at"].date()
        until = decision["credential_valid_until"]
        return (
            decision["decision"] == "approved"
            and decision["digest"] == text["digest"] == live["digest"]
            and text["article_id"] == article["id"]
            and decision["id"] not in self.revoked
            and decision["rests_on_id"] not in self.revoked
            and decision["decided_by_id"] not in self.byline[article["id"]]
            and (
                not article["medical"]
                or (
                    decision["reviewer_id"] is not None
                    and decision["credential_title"] != ""
                    and decision["credential_valid_from"] <= day
                    and (until is None or day <= until)
                )
            )
            and not self._wrote_it(decision, text)
        )

    def _wrote_it(self, decision: Row, text: Row) -> bool:
        """Whether who approved wrote this text, or part of it that nobody else approved since."""
        before = [
            r
            for r in self.revisions.values()
            if r["created_by_id"] == decision["decided_by_id"]
            and r["created_at"] < decision["decided_at"]
        ]
        if any(r["digest"] == text["digest"] for r in before):
            return True
        numbers = [r["number"] for r in before if r["article_id"] == text["article_id"]]
        if not numbers:
            return False
        return not any(
            other["decision"] == "approved"
            and other["id"] < decision["id"]
            and other["id"] not in self.revoked
            and other["decided_by_id"] != decision["decided_by_id"]
            and self.revisions[other["revision_id"]]["article_id"] == text["article_id"]
            and self.revisions[other["revision_id"]]["number"] >= max(numbers)
            for other in self.decisions
        )

    # -- readers -----------------------------------------------------------------------------------

    def marks_of(self, article: Row) -> set[str]:
        if article["live_revision_id"] is None:
            return set()
        return set(MARK.findall(self.revisions[article["live_revision_id"]]["content"]))

    def read(self, client: Client, pk: int) -> None:
        """The page of an article says the live words; no word that is not live; 404 or 410 else."""
        article = self.articles[pk]
        response = client.get(f"/articles/{article['slug']}/")
        if article["live_revision_id"] is None:
            gone = article["first_published_at"] is not None
            assert response.status_code == (410 if gone else 404)
            assert not MARK.search(response.content.decode())
            return
        assert response.status_code == 200
        found = set(MARK.findall(response.content.decode()))
        own = self.marks_of(article)
        assert own <= found, f"{own - found} are live and not on the page"
        bodies = {mark for mark in found if mark.startswith("body")}
        assert bodies <= own, f"{bodies - own} are on the page and not live"
        self._only_live(found)
        bytes_ = client.get(f"/articles/{article['slug']}/provenance/content.json").content
        assert bytes_.decode() == self.revisions[article["live_revision_id"]]["content"]

    def read_around(self, client: Client, addresses: tuple[str, ...]) -> None:
        """No list, feed or search shows a word that is not live."""
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200, address
            self._only_live(set(MARK.findall(response.content.decode())))

    def _only_live(self, found: set[str]) -> None:
        live = set().union(*(self.marks_of(article) for article in self.articles.values()))
        assert found <= live, f"{found - live} are shown and not live"

"""modelsearch on PostgreSQL, with phrases that can be left out and steps that don't wait in a ring.

A module with this name of a class is what modelsearch takes as a backend; see
``wellness.lib.search_engine``.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Avg, F
from django.db.models.functions import Length
from modelsearch.backends.database.postgres.postgres import (
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import Phrase


class QueryCompiler(PostgresSearchQueryCompiler):
    """Turns a phrase around where it is excluded; modelsearch 1.3 looks for it all the same."""

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        if isinstance(query, Phrase):
            phrase = SearchQuery(query.query_string, search_type="phrase", config=config)
            return ~phrase if invert else phrase
        return super().build_tsquery_content(query, config=config, invert=invert)


class Index(PostgresIndex):
    """Writes the entries that it is given and no other.

    modelsearch 1.3 goes on to weigh every title that is as long as the average. Two editors who
    publish at once could each hold the entry that the other waits for.
    """

    def add_items(self, model: Any, objs: Any) -> None:
        self.given = [str(obj.pk) for obj in objs]
        super().add_items(model, objs)

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Let a title count the more, the shorter it is beside the average one."""
        if full:
            super()._refresh_title_norms(full=True)
            return
        titles = self.entries.annotate(title_length=Length("title")).filter(title_length__gt=0)
        average = titles.aggregate(average=Avg("title_length"))["average"]
        titles.filter(object_id__in=self.given).update(title_norm=average / F("title_length"))


class SearchBackend(PostgresSearchBackend):
    """Full text of PostgreSQL; neither pg_trgm nor unaccent is needed."""

    query_compiler_class = QueryCompiler
    index_class = Index

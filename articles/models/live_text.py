"""What search reads: the words of what is published, and of nothing else."""

from typing import ClassVar

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from modelsearch import index


class LiveText(index.Indexed, models.Model):
    """The words of one published article, as readers see them now.

    Written by ``articles.search.live_texts`` alone, in the transaction that puts the words live or
    takes them away; an article that readers don't see has no row. It can always be made anew from
    the live revisions: ``manage.py update_search``.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="live_text"
    )
    digest = models.CharField(max_length=64, help_text="Digest of the revision with these words.")
    title = models.TextField()
    subtitle = models.TextField(blank=True)
    key_points = models.TextField(blank=True, help_text="One a line.")
    body = models.TextField(blank=True, help_text="The body without markup.")
    topic = models.ForeignKey("articles.Topic", on_delete=models.CASCADE, related_name="+")
    topic_name = models.TextField()
    authors = models.ManyToManyField("authors.Author", related_name="+")
    author_names = models.TextField(blank=True, help_text="One a line, in their order.")
    reviewed_on = models.DateField(
        null=True, help_text="Day of the last full medical review; none without one."
    )
    checked_on = models.DateField(
        null=True,
        help_text="Day of the last full review, by whomever the topic asks; it falls due again.",
    )
    published_on = models.DateField(help_text="The date that readers see.")
    words = models.GeneratedField(
        expression=SearchVector(
            "title", "subtitle", "key_points", "topic_name", "author_names", config="simple"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text="Whole words for suggesting a spelling.",
    )

    # modelsearch would index by a signal after each save, in a task of its own: later than the
    # words are live. live_texts says when, so its handlers are not wanted.
    search_auto_update: ClassVar[bool] = False
    # Four boosts, because PostgreSQL weighs words in four classes.
    search_fields: ClassVar[list[object]] = [
        index.SearchField("title", boost=8),
        index.SearchField("subtitle", boost=4),
        index.SearchField("key_points", boost=4),
        index.SearchField("author_names", boost=2),
        index.SearchField("topic_name", boost=2),
        index.SearchField("body", boost=1),
        index.AutocompleteField("title"),
        index.FilterField("topic"),
        index.FilterField("reviewed_on"),
        index.RelatedFields("authors", [index.FilterField("slug")]),
    ]

    class Meta:
        verbose_name = "live text"
        indexes = (models.Index(fields=("topic", "checked_on"), name="live_text_checked"),)

    def __str__(self) -> str:
        return self.title

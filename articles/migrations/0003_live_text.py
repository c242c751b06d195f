"""One row for each published article, with the words that search reads."""

import django.contrib.postgres.search
import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_initial"),
        ("authors", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LiveText",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="live_text",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="Digest of the revision with these words.", max_length=64
                    ),
                ),
                ("title", models.TextField()),
                ("subtitle", models.TextField(blank=True)),
                ("key_points", models.TextField(blank=True, help_text="One a line.")),
                ("body", models.TextField(blank=True, help_text="The body without markup.")),
                ("topic_name", models.TextField()),
                (
                    "author_names",
                    models.TextField(blank=True, help_text="One a line, in their order."),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        help_text="Day of the last full medical review; none without one.",
                        null=True,
                    ),
                ),
                ("published_on", models.DateField(help_text="The date that readers see.")),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title",
                            "subtitle",
                            "key_points",
                            "topic_name",
                            "author_names",
                            config="simple",
                        ),
                        help_text="Whole words for suggesting a spelling.",
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                ("authors", models.ManyToManyField(related_name="+", to="authors.author")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "live text",
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]

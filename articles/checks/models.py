"""What the checks remember: the levels that a topic chose, and how links answered."""

from django.db import models

from articles.checks.findings import Level


class TopicCheck(models.Model):
    """The level of one check in one topic, where it is not the usual one."""

    topic = models.ForeignKey(
        "articles.Topic", on_delete=models.CASCADE, related_name="check_levels"
    )
    check_name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("topic", "check_name"), name="one_level_a_check")
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.level} in {self.topic}"


class AskedLink(models.Model):
    """How an address answered when the program last asked it.

    Attributes:
        digest: SHA-256 of the address, because an address can be longer than an index takes.
        problem: why readers would not get the page, as a sentence; empty where they would.
    """

    digest = models.CharField(max_length=64, unique=True)
    address = models.TextField()
    asked_at = models.DateTimeField()
    problem = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.address

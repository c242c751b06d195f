"""Notices about who reviews what, and by when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_of_comments"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("to_review", "To review"),
                    ("asked", "Asked to review"),
                    ("new_day", "Another day for a review"),
                    ("nobody_can_review", "Nobody can review"),
                    ("changes_requested", "Changes requested"),
                    ("ready", "Ready to publish"),
                    ("renewed", "Reviewed anew"),
                    ("taken_back", "Taken back from review"),
                    ("published", "Published"),
                    ("scheduled", "Scheduled"),
                    ("unscheduled", "Off the schedule"),
                    ("revoked", "Approval revoked"),
                    ("taken_down", "Taken down"),
                    ("restored", "Restored"),
                    ("waiting", "Review waits"),
                    ("wanted_soon", "Review wanted soon"),
                    ("wanted", "Review wanted today"),
                    ("late", "Review late"),
                    ("due_soon", "Review due soon"),
                    ("due", "Review due"),
                    ("overdue", "Review overdue"),
                    ("mentioned", "You are mentioned"),
                    ("answered", "Answered"),
                ],
                max_length=20,
            ),
        ),
    ]

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0016_second_factor_sealed")]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="subject",
            field=models.CharField(
                choices=[
                    ("organisation", "organisation"),
                    ("care_team", "care team"),
                    ("patient", "person"),
                    ("login", "login"),
                    ("consent", "consent"),
                    ("consent_text", "consent text"),
                    ("zone", "time zone"),
                    ("session", "therapy session"),
                    ("message", "message"),
                    ("diary_file", "diary file"),
                    ("summary", "summary"),
                    ("database", "database"),
                ],
                max_length=20,
            ),
        )
    ]

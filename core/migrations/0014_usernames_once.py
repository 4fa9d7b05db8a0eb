"""Usernames that differ in capitals alone become distinct, and stay so. Tries of passwords under way are counted."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Count
from django.db.models.functions import Lower
from core.migrations._unrendered import AddConstraint

_SPARE = 10  # characters for the number behind a name
_MAX_LENGTH = 150


def make_distinct(apps: Any, schema_editor: Any) -> None:
    """Of several, the one that is active and was there first keeps its name; "Ada" becomes "Ada-2". On record."""
    users, changes = apps.get_model("core", "User").objects, apps.get_model("core", "Change").objects
    low = users.annotate(low=Lower("username"))
    # A default ordering would set the doubles apart again.
    doubles = low.order_by().values("low").annotate(found=Count("id")).filter(found__gt=1)
    for name in [*doubles.values_list("low", flat=True)]:
        for user in [*low.filter(low=name).order_by("-is_active", "date_joined", "id")[1:]]:
            root = user.username[: _MAX_LENGTH - _SPARE]
            free = (f"{root}-{number}" for number in count(2))
            user.username = next(each for each in free if not low.filter(low=each.lower()).exists())
            user.save(update_fields=["username"])
            # Without the name, which outlives an erasure here.
            changes.create(
                actor_label="migration",
                organisation_id=user.organisation_id,
                subject="login",
                subject_id=user.pk,
                details="renamed: another login had the name in other capitals",
            )


class Migration(migrations.Migration):
    dependencies = [("core", "0013_one_time_passwords")]

    operations = [
        migrations.RunPython(make_distinct, migrations.RunPython.noop),
        AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("username"),
                name="users_username_once_in_any_capitals",
                violation_error_message=(
                    "Another login has this name, perhaps in other capitals. Choose another name."
                ),
            ),
        ),
        migrations.CreateModel(
            name="LoginTry",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("name_key", models.CharField(max_length=64)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "db_table": "login_tries",
                "indexes": [models.Index(fields=["name_key"], name="login_tries_by_name")],
            },
        ),
    ]

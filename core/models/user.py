from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models

from core.models.organisation import Organisation


class User(AbstractUser):
    """Somebody who logs in: staff or app user of an organisation, or an operator without one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )

    class Meta(AbstractUser.Meta):
        db_table = "users"
        ordering = ["username"]

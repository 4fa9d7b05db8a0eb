from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone


class LoginTry(models.Model):
    """A password that is being checked just now, counted with the wrong ones until it is known which it was.

    `name_key` and `address` as in `LoginEvent`. The row goes as soon as the answer is known.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name_key = models.CharField(max_length=64)
    address = models.CharField(max_length=45, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "login_tries"
        indexes = [models.Index(fields=["name_key"], name="login_tries_by_name")]

    def __str__(self) -> str:
        return f"a try at {self.at:%Y-%m-%d %H:%M:%S}"

"""`manage.py createsuperuser`: Django's own, which knows that no two names differ in capitals alone."""

from __future__ import annotations

from django.contrib.auth.management.commands import createsuperuser

from core.models import User


class Command(createsuperuser.Command):
    def _validate_username(self, username: str, verbose_field_name: str, database: str) -> str | None:
        """What is wrong with the name, asked before anything is made; "" and None are Django's own to refuse."""
        if username and User.objects.using(database).filter(username__iexact=username).exists():
            return "Error: Another login has this name, perhaps in other capitals. Choose another name."
        said: str | None = super()._validate_username(username, verbose_field_name, database)  # type: ignore[misc]  # no stub
        return said

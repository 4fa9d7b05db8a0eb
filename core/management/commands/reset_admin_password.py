"""`manage.py reset_admin_password`: another password for the account that `make up` made."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.actors import command_actor
from core.database_ready import require_tables
from core.local_admin import ADMIN, reset_admin_password
from core.models import User


class Command(BaseCommand):
    help = f"Give the account `{ADMIN}` a new password, print it, and log the account out everywhere."

    def handle(self, **options: Any) -> None:
        """Changes nothing else of the account. Ends with a non-zero code where there is none."""
        require_tables()
        try:
            password = reset_admin_password(command_actor("reset_admin_password"))
        except User.DoesNotExist:
            raise CommandError(
                f"There is no account `{ADMIN}`. `make up` makes one; elsewhere, `manage.py createsuperuser` does."
            ) from None
        self.stdout.write(f"User:     {ADMIN}\nPassword: {password}")

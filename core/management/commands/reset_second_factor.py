"""`manage.py reset_second_factor`: for a login whose authenticator and recovery codes are lost."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import command_actor
from core.database_ready import require_tables
from core.practice.logins import find_login, take_second_factor_away


class Command(BaseCommand):
    help = "Take the second factor of a login away; the next login with its password sets up another."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        """Ends with a non-zero code where there is no such login."""
        require_tables()
        user = find_login(username)
        if user is None:
            raise CommandError("There is no login of this name.")
        gone = take_second_factor_away(command_actor("reset_second_factor"), user)
        self.stdout.write("The second factor is taken away." if gone else "It has no second factor.")

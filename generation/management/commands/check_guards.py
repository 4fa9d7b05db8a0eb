"""`manage.py check_guards`: whether every trigger and constraint is there, enabled and as the code has it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from generation.database_guards import GuardsMissing, require_database_guards


class Command(BaseCommand):
    help = "Say whether the database keeps its promises; fail where a trigger or constraint is missing or disabled."

    def handle(self, **options: Any) -> None:
        try:
            require_database_guards(expressions=True)
        except GuardsMissing as missing:
            raise CommandError(str(missing)) from None
        self.stdout.write("Every trigger and constraint is there and in force.")

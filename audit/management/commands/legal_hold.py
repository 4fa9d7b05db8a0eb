"""`manage.py legal_hold PERSON on|off`: nothing of the person is erased because it has expired."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.retention import set_hold
from core.actors import command_actor
from core.database_ready import require_tables
from core.management.commands.import_messages import find_patient
from core.refusals import InputRefused


class Command(BaseCommand):
    help = "Keep everything of a person whatever the periods say, or no longer. What people take back themselves goes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="id or code (P-0042)")
        parser.add_argument("holds", choices=["on", "off"])

    def handle(self, *, person: str, holds: str, **options: Any) -> None:
        require_tables()
        try:
            patient = find_patient(person)
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{patient.code}: {set_hold(command_actor('legal_hold'), patient, holds=holds == 'on')}.")

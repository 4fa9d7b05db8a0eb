"""`manage.py delete_messages PERSON ID ...`: messages with every word they ever had."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import command_actor
from core.database_ready import require_tables
from core.management.commands.import_messages import find_patient
from core.practice.taking_back import delete_messages
from core.refusals import InputRefused


class Command(BaseCommand):
    help = "Delete messages, named by the ids they were sent under. What was made of them goes too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="id or code (P-0042)")
        parser.add_argument("ids", nargs="+", metavar="ID", help="an id as the app or the file gave it")

    def handle(self, *, person: str, ids: list[str], **options: Any) -> None:
        require_tables()
        try:
            deleted = delete_messages(command_actor("delete_messages"), find_patient(person), ids)
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        if deleted < len(set(ids)):
            self.stderr.write(f"{len(set(ids)) - deleted:,} were deleted before or are not known.")
        self.stdout.write(f"{deleted:,} deleted.")

"""`manage.py replace_words PERSON ID < NEW`: other words for a message, read from standard input."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import command_actor
from core.database_ready import require_tables
from core.management.asking import INTERRUPTED
from core.management.commands.import_messages import find_patient
from core.messages import Outcome
from core.practice.taking_back import replace_words
from core.refusals import InputRefused


class Command(BaseCommand):
    help = "Replace the words of a message with those on standard input. What was made of the earlier ones goes too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="id or code (P-0042)")
        parser.add_argument("id", help="the id the message was sent under, as the app or the file gave it")

    def handle(self, *, person: str, id: str, **options: Any) -> None:  # noqa: A002 - the option's name
        require_tables()
        try:
            outcome = replace_words(command_actor("replace_words"), find_patient(person), id, _read_words())
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("Replaced." if outcome is Outcome.REVISED else "These are the words it has.")


def _read_words() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise CommandError("Standard input is not text in UTF-8. Nothing was replaced.") from None
    except KeyboardInterrupt:
        raise CommandError("Interrupted. Nothing was replaced.", returncode=INTERRUPTED) from None

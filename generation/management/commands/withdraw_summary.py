"""`manage.py withdraw_summary PERSON VERSION --reason WHY`: a summary that must not be shown any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import command_actor
from core.database_ready import require_tables
from core.management.commands.import_messages import find_patient
from core.refusals import InputRefused
from generation.erasure import withdraw_summary
from generation.models import SessionBridgeVersion, WithdrawalCause


class Command(BaseCommand):
    help = "Withdraw a published summary from the person. The text stays for whoever looks into it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="id or code (P-0042)")
        parser.add_argument("version", type=int, help="the number of the person's summary, counted from 1")
        parser.add_argument("--reason", required=True, help="why it must not be shown")

    def handle(self, *, person: str, version: int, reason: str, **options: Any) -> None:
        require_tables()
        try:
            found = _find_summary(person, version)
            by = command_actor("withdraw_summary")
            withdrawal = withdraw_summary(by, found, cause=WithdrawalCause.STAFF, reason=reason)
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("It was withdrawn before." if withdrawal is None else "Withdrawn.")


def _find_summary(person: str, version: int) -> SessionBridgeVersion:
    """Raises InputRefused where there is no such person, or no such summary of theirs."""
    patient = find_patient(person)
    found = SessionBridgeVersion.objects.filter(patient=patient, version=version).first()
    if found is None:
        raise InputRefused("version", f"{patient.code} has no summary {version}.")
    return found

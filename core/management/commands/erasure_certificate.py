"""`manage.py erasure_certificate PERSON`: what an erasure took and left, and whether it still stands so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.database_ready import require_tables
from core.erasure import all_kept_words
from core.erasure_certificates import differences, in_plain_text
from core.management.commands.import_messages import find_patient
from core.models import ErasureCertificate
from core.refusals import InputRefused


class Command(BaseCommand):
    help = "Print the certificate of a person's erasure; end with 1 where what stayed has changed since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="id or code (P-0042)")

    def handle(self, *, person: str, **options: Any) -> None:
        require_tables()
        try:
            patient = find_patient(person)
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        certificate = ErasureCertificate.objects.filter(patient=patient).first()
        if certificate is None:
            raise CommandError(f"There is no certificate of {patient.code}: no erasure that gives one took place.")
        self.stdout.write(in_plain_text(certificate, all_kept_words()))
        if changed := differences(certificate, all_kept_words()):
            raise CommandError(f"Rows changed since then, in: {', '.join(changed)}.")
        self.stdout.write("Checked now: every row is as it stood then.")

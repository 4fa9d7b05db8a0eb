"""`manage.py erase_person PERSON`: shows what goes, asks for the code to be typed, erases, prints the certificate."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import command_actor
from core.database_ready import require_tables
from core.erasure import all_kept_words, count_words
from core.erasure_certificates import in_plain_text
from core.management.asking import ask
from core.management.commands.import_messages import find_patient
from core.models import Patient
from core.practice.taking_back import erase_person
from core.refusals import InputRefused


class Command(BaseCommand):
    help = "Erase all that a person wrote and said and all that was made of it. This cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="id or code (P-0042)")
        parser.add_argument("--by", default="", help="who answers for it (default: the account this runs under)")
        parser.add_argument("--code-again", help="the person's code, instead of typing it when asked")

    def handle(self, **options: Any) -> None:
        require_tables()
        try:
            patient = find_patient(options["person"])
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        self._show(patient)
        typed = options["code_again"]
        if typed is None:
            typed = ask(f"Type the code of the person to erase {patient.code}: ", or_else="Nothing was erased.")
        if typed != patient.code:
            raise CommandError("This is not the person's code. Nothing was erased.")
        certificate = erase_person(command_actor("erase_person"), patient, by=options["by"])
        if certificate is None:
            raise CommandError(f"{patient.code} was erased before; `manage.py erasure_certificate` prints how.")
        self.stdout.write(in_plain_text(certificate, all_kept_words()))
        self.stdout.write("Dead rows and the write-ahead log still hold the words: run `manage.py scrub`.")

    def _show(self, patient: Patient) -> None:
        found = ", ".join(count.counted for count in count_words(patient)) or "nothing"
        self.stdout.write(f"The words of {patient.code} that go: {found}.")
        self.stdout.write("Rows without words stay, with their times and salted hashes; so do code and zone.")
        self.stdout.write("The login for the app is switched off, and its name taken out of every record.")

"""`manage.py export_metadata_json`: the metadata of versions in the older system's shape, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.database_ready import require_tables
from core.management.commands.import_messages import find_patient
from core.models import Patient
from core.refusals import InputRefused
from generation.models import SessionBridgeVersion, YourJourneyVersion
from generation.older_system.metadata_shape import kept_metadata, older_shape

_FEATURES = (("your_journey", YourJourneyVersion), ("session_bridge", SessionBridgeVersion))


class Command(BaseCommand):
    help = (
        "Print the metadata of journeys and summaries as TheraBridge has it: what came from there in its own bytes, "
        "the rest made of the rows of generation_metadata."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", nargs="?", help="id or code (P-0042); everybody where left out")

    def handle(self, *, person: str | None, **options: Any) -> None:
        require_tables()
        try:
            patient = find_patient(person) if person else None
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        for line in _lines(patient):
            self.stdout.write(line)


def _lines(patient: Patient | None) -> Iterator[str]:
    for feature, model in _FEATURES:
        rows = model._default_manager.select_related("metadata").order_by("patient", "version")  # noqa: SLF001 - public
        for version in (rows.filter(patient=patient) if patient else rows).iterator(200):
            metadata = getattr(version, "metadata", None)
            shape = kept_metadata(version.generation_context) or (metadata and json.dumps(older_shape(metadata)))
            if shape:
                of = {"feature": feature, "patient_id": f"{version.patient_id}", "version_id": f"{version.pk}"}
                # The kept bytes stand as they are, so they are put in and not read.
                yield f'{json.dumps(of)[:-1]}, "version": {version.version}, "metadata": {shape}}}'

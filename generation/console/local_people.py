"""People that exist on this machine only: whoever's diary file is summarised from the command line, and the demo's."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from core.diary_formats.rows import DiaryRow, Row
from core.models import Organisation, Patient

LOCAL = "Local"
DEMO = "Demo"


def person_of_file(rows: Sequence[Row], zone: str) -> Patient:
    """The person whose diary these rows are, the same one each time.

    Known by what the file says and the zone it is read in, not by its name: the same file again is the same person,
    and a file that took another's place is somebody else, so two diaries never mix.
    """
    entries = [[row.client_id, row.sent_at.isoformat(), row.text] for row in rows if isinstance(row, DiaryRow)]
    content = "\0".join([zone, *(part for entry in entries for part in entry)])
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return _person(LOCAL, f"file-{digest[:20]}", zone)


def demo_person(name: str, zone: str) -> Patient:
    """The invented person of a demo diary."""
    return _person(DEMO, f"demo-{name}", zone)


def _person(organisation_name: str, code: str, zone: str) -> Patient:
    organisation, _ = Organisation.objects.get_or_create(name=organisation_name)
    patient, _ = Patient.objects.get_or_create(organisation=organisation, code=code, defaults={"zone": zone})
    return patient

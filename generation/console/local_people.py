"""People that exist on this machine only: whoever's diary file is summarised from the command line, and the demo's."""

from __future__ import annotations

import hashlib

from core.diary_formats.diary_file import Diary
from core.diary_formats.rows import DiaryRow
from core.models import Organisation, Patient
from core.refusals import InputRefused

LOCAL = "Local"
DEMO = "Demo"
# What chats call whoever exported them: not one person's name.
_NOBODYS_NAMES = frozenset(("me", "you", "ich", "du"))


def person_of_file(diary: Diary, zone: str, name: str | None = None) -> Patient:
    """The person whose diary this is, the same one each time.

    Known by the name they are given, or that of the file's own author; else by what the file says, not by its own
    name: then the same file again is the same person, and a file that took another's place is somebody else, so two
    diaries never mix. Each in the zone it is read in. Raises InputRefused for a name of white space.
    """
    if name is not None and not name.strip():
        raise InputRefused("--person", "is empty. Give any name.")
    if name is not None:
        return _person(LOCAL, f"named-{_digest(zone, name.strip())}", zone)
    if diary.author and diary.author.casefold() not in _NOBODYS_NAMES:
        return _person(LOCAL, f"author-{_digest(zone, diary.author)}", zone)
    entries = [[row.client_id, row.sent_at.isoformat(), row.text] for row in diary.rows if isinstance(row, DiaryRow)]
    return _person(LOCAL, f"file-{_digest(zone, *(part for entry in entries for part in entry))}", zone)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def demo_person(name: str, zone: str) -> Patient:
    """The invented person of a demo diary."""
    return _person(DEMO, f"demo-{name}", zone)


def _person(organisation_name: str, code: str, zone: str) -> Patient:
    organisation, _ = Organisation.objects.get_or_create(name=organisation_name)
    patient, _ = Patient.objects.get_or_create(organisation=organisation, code=code, defaults={"zone": zone})
    return patient

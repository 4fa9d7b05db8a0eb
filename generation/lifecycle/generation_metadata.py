"""How a version was made: created, read and edited here, for both features. A change for one is a change for both."""

from __future__ import annotations

from typing import Any

from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject
from core.refusals import InputRefused
from generation.lifecycle.kept_text import hold_text
from generation.models import GenerationMetadata, SessionBridgeVersion, YourJourneyVersion

AnyVersion = SessionBridgeVersion | YourJourneyVersion
NOTES_MAX_LENGTH = 2000


def create_generation_metadata(version: AnyVersion, **values: Any) -> GenerationMetadata:
    """Describe a version that was just published, in its transaction. `values` are the fields but the keys."""
    return GenerationMetadata.objects.create(**{_key_of(version): version}, **values)


def get_generation_metadata(version: AnyVersion) -> GenerationMetadata | None:
    """What is known of how `version` was made."""
    return GenerationMetadata.objects.filter(**{_key_of(version): version}).first()


class NotesChanged(Exception):
    """Somebody else wrote them meanwhile; nothing was changed."""


def update_generation_metadata(
    actor: Actor, metadata: GenerationMetadata, *, notes: str, made_from: str | None = None
) -> None:
    """Write down what staff have to say about how a version was made; a row of history tells who and when.

    `made_from` are the notes that whoever writes had before them, None where they do not say. Raises NotesChanged
    where there are others by now, InputRefused for notes that are too long, and where the words about it were erased.
    """
    if len(notes) > NOTES_MAX_LENGTH or "\0" in notes:
        raise InputRefused("notes", f"are at most {NOTES_MAX_LENGTH:,} characters of plain text.")
    version = version_of(metadata)
    with committing("edit_metadata"):
        if not hold_text(version):
            raise InputRefused("notes", "were erased with everything that was said of this version.")
        rows = GenerationMetadata.objects.filter(pk=metadata.pk)
        expected = rows if made_from is None else rows.filter(notes=made_from)
        if not expected.update(notes=notes):
            raise NotesChanged
        details = f"{_key_of(version).replace('_', ' ')} {version.version}: notes of {len(notes)} characters"
        record_change(actor, ChangeSubject.METADATA, metadata.pk, details, patient=version.patient)


def version_of(metadata: GenerationMetadata) -> AnyVersion:
    """The version it describes, of whichever feature."""
    version = metadata.session_bridge_version or metadata.your_journey_version
    if version is None:
        raise LookupError("metadata belongs to a version")
    return version


def _key_of(version: AnyVersion) -> str:
    return "session_bridge_version" if isinstance(version, SessionBridgeVersion) else "your_journey_version"

"""Forms for what a person wrote and said: a message by hand, a diary file, a session with its transcript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from core.actors import Actor
from core.admin.entry_forms import EntryForm, choosable_patients, offer
from core.diary_formats.detect import DiaryFormat
from core.diary_formats.diary_file import read_diary_content
from core.diary_formats.file_text import FILE_MAX_BYTES
from core.importing import ImportResult, RowNote
from core.models import Patient, TherapySession
from core.practice.diaries import import_diary, write_message
from core.practice.local_moments import LocalMoment, moment_of
from core.practice.sessions import TRANSCRIPT_MAX_BYTES, add_session, add_transcript
from core.refusals import InputRefused
from core.text_door import MESSAGE_MAX_BYTES
from core.zones import known_zones, require_zone

# More than these tell nobody anything new.
_NOTES_SHOWN = 100
_DATE = forms.DateInput(attrs={"type": "date"})
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class _DiaryForm(EntryForm):
    """A form about the diary of a person: the one whose page it is on, or one picked from those one may see."""

    patient = forms.ModelChoiceField(Patient.objects.none(), label="Person", empty_label="Choose one")
    # The same form sent twice enters one thing.
    entry = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def prepare(self) -> None:
        self.initial["entry"] = f"entered-{uuid4()}"
        if self.subject is None:
            offer(self, "patient", choosable_patients(self.user))
        else:
            del self.fields["patient"]

    def enter(self, actor: Actor) -> Patient:
        patient = self.subject or self.cleaned_data["patient"]
        self.do(actor, patient)
        return cast("Patient", patient)

    def do(self, actor: Actor, patient: Patient) -> None:
        raise NotImplementedError


class MessageForm(_DiaryForm):
    intro = "For words the person gave you another way: on paper, by phone. They are kept exactly as typed."
    done = "The message is entered."
    names_here = {"sent_at": "day", "date": "day", "time": "clock"}
    field_order = ["patient", "day", "clock", "text"]
    day = forms.DateField(label="Written on", widget=_DATE)
    clock = forms.TimeField(label="At", widget=_TIME, help_text="Where the person was on that day.")
    text = forms.CharField(
        label="Words",
        # Not stripped: what the door takes is kept as it is.
        strip=False,
        max_length=MESSAGE_MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80}),
    )

    def do(self, actor: Actor, patient: Patient) -> None:
        data = self.cleaned_data
        words = data["text"].replace("\r\n", "\n")
        write_message(actor, patient, data["day"], data["clock"], words, client_id=data["entry"])
        self.done = _with_note(self.done, moment_of(patient, data["day"], data["clock"]))


class DiaryFileForm(_DiaryForm):
    intro = (
        "A diary kept elsewhere: one JSON object a line, CSV, Day One's JSON export or Daylio's CSV export. "
        "All of it is imported, or nothing; the same file again changes nothing."
    )
    button = "Import"
    field_order = ["patient", "file", "zone", "format", "skip_bad"]
    file = forms.FileField(label="File", max_length=255)
    zone = forms.ChoiceField(
        label="Time zone of the file",
        required=False,
        choices=lambda: [("", "where the person lives"), *((zone, zone) for zone in sorted(known_zones()))],
        help_text="Only for times in the file that name no zone of their own.",
    )
    format = forms.ChoiceField(
        required=False, choices=[("", "found by what is in it"), *((each.value, each.value) for each in DiaryFormat)]
    )
    skip_bad = forms.BooleanField(
        label="Leave bad lines out and import the others", required=False, help_text="Otherwise one bad line stops all."
    )

    def clean_file(self) -> Any:
        """The upload, unless it is larger than any diary file may be."""
        upload = self.cleaned_data["file"]
        if upload.size > FILE_MAX_BYTES:
            raise ValidationError(f"The file has {upload.size:,} bytes; the limit is {FILE_MAX_BYTES:,} (64 MB).")
        return upload

    def do(self, actor: Actor, patient: Patient) -> None:
        data = self.cleaned_data
        zone = require_zone(data["zone"] or patient.zone)
        upload = data["file"]
        diary = read_diary_content(upload.read(), upload.name, zone, data["format"] or None)
        result = import_diary(actor, patient, diary, skip_bad=data["skip_bad"])
        if not result.stored or len(result.bad) == len(diary.rows):
            self.add_error("file", _lines(result.bad))
            raise InputRefused("file", f"was not imported: {len(result.bad):,} of {len(diary.rows):,} lines are bad.")
        self.done = _report(result)


class SessionForm(_DiaryForm):
    intro = "That a session was held, with what was said, where you have a transcript. You can add one later."
    done = "The session is entered."
    field_order = ["patient", "session_date", "clock", "transcript"]
    session_date = forms.DateField(label="Held on", widget=_DATE)
    clock = forms.TimeField(label="At", required=False, widget=_TIME, help_text="Where the person lives. Optional.")
    transcript = forms.CharField(
        required=False,
        strip=False,
        max_length=TRANSCRIPT_MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80}),
    )
    names_here = {"date": "session_date", "time": "clock"}

    def do(self, actor: Actor, patient: Patient) -> None:
        data = self.cleaned_data
        moment = moment_of(patient, data["session_date"], data["clock"]) if data["clock"] else None
        add_session(
            actor,
            patient,
            data["session_date"],
            held_at=moment.instant if moment else None,
            transcript=data["transcript"].replace("\r\n", "\n"),
            client_id=data["entry"],
        )
        if moment:
            self.done = _with_note(self.done, moment)


class TranscriptForm(EntryForm):
    intro = "What was said in this session. Once entered it does not change."
    done = "The transcript is entered."
    transcript = forms.CharField(
        strip=False, max_length=TRANSCRIPT_MAX_BYTES, widget=forms.Textarea(attrs={"rows": 16, "cols": 80})
    )

    def enter(self, actor: Actor) -> TherapySession:
        session = cast("TherapySession", self.subject)
        add_transcript(actor, session, self.cleaned_data["transcript"].replace("\r\n", "\n"))
        return session


def _with_note(done: str, moment: LocalMoment) -> str:
    return f"{done} {moment.note}".strip()


def _lines(notes: Sequence[RowNote]) -> list[str]:
    more = len(notes) - _NOTES_SHOWN
    shown = [f"Line {note.line:,}: {note.text}" for note in notes[:_NOTES_SHOWN]]
    return [*shown, f"And {more:,} more."] if more > 0 else shown


def _report(result: ImportResult) -> str:
    counts = {
        "new": result.new,
        "revised": result.revised,
        "unchanged": result.unchanged,
        "deleted before and left so": result.withdrawn,
        "without words": len(result.empty),
        "bad and left out": len(result.bad),
        "at a local time that did not occur, read one offset on": len(result.adjusted),
    }
    said = [f"{count:,} {name}" for name, count in counts.items() if count or name == "new"]
    return f"The diary file is imported: {', '.join(said)}."

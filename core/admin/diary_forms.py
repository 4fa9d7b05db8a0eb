"""Forms for what a person wrote and said: a message by hand, a session with its transcript."""

from __future__ import annotations

from typing import cast
from uuid import uuid4

from django import forms

from core.actors import Actor
from core.admin.entry_forms import EntryForm, choosable_patients, offer
from core.models import Patient, TherapySession
from core.practice.diaries import write_message
from core.practice.local_moments import LocalMoment, moment_of
from core.practice.sessions import TRANSCRIPT_MAX_BYTES, add_session, add_transcript
from core.text_door import MESSAGE_MAX_BYTES

_DATE = forms.DateInput(attrs={"type": "date"})
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class DiaryForm(EntryForm):
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

    def enter(self, actor: Actor) -> Patient | None:
        patient = self.subject or self.cleaned_data["patient"]
        self.do(actor, patient)
        return None if self.preview else cast("Patient", patient)

    def do(self, actor: Actor, patient: Patient) -> None:
        raise NotImplementedError


class MessageForm(DiaryForm):
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


class SessionForm(DiaryForm):
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

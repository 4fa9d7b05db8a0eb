"""Forms by which words of a diary are taken back: messages deleted, their words replaced, a person erased."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from django import forms
from django.urls import reverse

from core.actors import Actor
from core.admin.taking_back import TakeBackForm
from core.erasure import count_words
from core.messages import Outcome
from core.models import Message, MessageRevision, Patient
from core.practice.taking_back import delete_messages, erase_person, replace_words
from core.refusals import InputRefused
from core.text_door import MESSAGE_MAX_BYTES

_ANEW = "The summary shown now, where it used them, is withdrawn and made again two minutes after the last change."


class _OfMessages(TakeBackForm):
    @classmethod
    def fits(cls, row: Message) -> bool:
        return row.deleted_at is None

    def stays(self) -> Sequence[str]:
        return ("That a message was sent, and when. No words can be found from what stays.",)


class DeleteMessagesForm(_OfMessages):
    title: ClassVar[str] = "Delete messages with all they ever said"
    button: ClassVar[str] = "Delete"
    permission: ClassVar[str] = "delete"
    many: ClassVar[bool] = True
    rows: Sequence[Message]

    def goes(self) -> Sequence[str]:
        revisions = MessageRevision.objects.filter(message__in=self.rows, erased_at=None).count()
        return (
            f"The words of {_counted(len(self.rows), 'message')}, now and before: {_counted(revisions, 'wording')}.",
            "What was made of them: stored steps, findings, and every summary that used them.",
            _ANEW,
            "Sent again by the app or from a file, a deleted message stays deleted. This cannot be undone.",
        )

    def take_back(self, actor: Actor) -> str:
        rows = sorted(self.rows, key=lambda row: row.patient_id)
        deleted = 0
        for _, of_person in groupby(rows, key=lambda row: row.patient_id):
            messages = list(of_person)
            ids = [row.client_id for row in messages if row.client_id]
            deleted += delete_messages(actor, messages[0].patient, ids)
        return f"{_counted(deleted, 'message')} deleted."


class ReplaceWordsForm(_OfMessages):
    title: ClassVar[str] = "Replace the words of a message"
    button: ClassVar[str] = "Replace"
    permission: ClassVar[str] = "change"
    shows_words: ClassVar[bool] = True
    rows: Sequence[Message]

    text = forms.CharField(
        label="New words",
        strip=False,
        max_length=MESSAGE_MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80}),
        help_text="Kept exactly as typed.",
    )

    def prepare(self) -> None:
        [message] = self.rows
        self.initial["text"] = message.revisions.get(number=message.current_revision).text

    def goes(self) -> Sequence[str]:
        return (
            "The earlier words, and every summary and stored step made of them.",
            _ANEW,
            "This cannot be undone.",
        )

    def take_back(self, actor: Actor) -> str:
        [message] = self.rows
        words = self.cleaned_data["text"].replace("\r\n", "\n")
        outcome = replace_words(actor, message.patient, message.client_id or "", words)
        if outcome is Outcome.UNCHANGED:
            raise InputRefused("text", "these are the words it has.")
        return "The words are replaced."


class ErasePersonForm(TakeBackForm):
    title: ClassVar[str] = "Erase a person"
    button: ClassVar[str] = "Erase"
    permission: ClassVar[str] = "delete"
    rows: Sequence[Patient]

    code = forms.CharField(
        label="The person's code, typed again",
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    @classmethod
    def fits(cls, row: Patient) -> bool:
        return row.erased_at is None

    def goes(self) -> Sequence[str]:
        [patient] = self.rows
        found = [count.counted for count in count_words(patient)]
        return (
            f"The words in {', '.join(found)}." if found else "There are no words to erase.",
            "What is being made of them just now is cancelled, and no summary is shown any more.",
            "The key without which nobody can test guesses of what was written against what stays.",
            "The login for the app: it is switched off, and its name and e-mail are taken out of every record.",
            "From then on the diary takes no messages and no summary can be asked for. This cannot be undone.",
        )

    def stays(self) -> Sequence[str]:
        return (
            "The person's code, time zone and care teams; that there was a login, and when it was used.",
            "That something was sent, asked for or published, and when; not a word of it.",
            "Who looked, and what it cost.",
            "A certificate of the erasure, which you can print.",
        )

    def clean_code(self) -> str:
        """The code, if it is this person's."""
        [patient] = self.rows
        code: str = self.cleaned_data["code"]
        if code != patient.code:
            raise forms.ValidationError("This is not the person's code. Nothing was erased.")
        return code

    def take_back(self, actor: Actor) -> str:
        [patient] = self.rows
        if erase_person(actor, patient) is None:
            raise InputRefused("patient", "somebody else erased this person just now.")
        return "The person is erased."

    def next_page(self) -> str:
        [patient] = self.rows
        certificate = Patient.objects.get(pk=patient.pk).erasure_certificate
        return reverse("admin:core_erasurecertificate_change", args=[certificate.pk])


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"

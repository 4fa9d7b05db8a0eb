"""The form by which staff have a published summary made again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django import forms

from core.actors import Actor
from core.admin.taking_back import TakeBackForm
from core.refusals import InputRefused
from generation.admin.asking import REASON_LABEL, REASON_MAX_LENGTH, ask_for_summary
from generation.models import SessionBridgeVersion


class AnewForm(TakeBackForm):
    title: ClassVar[str] = "Generate again"
    button: ClassVar[str] = "Generate again"
    permission: ClassVar[str] = "anew"
    goes_title: ClassVar[str] = "What happens"
    refused: ClassVar[str] = "No new summary was asked for. Correct what is marked, then try again."
    rows: Sequence[SessionBridgeVersion]

    reason = forms.CharField(label=REASON_LABEL, max_length=REASON_MAX_LENGTH)

    @classmethod
    def fits(cls, row: SessionBridgeVersion) -> bool:
        """Only of a diary that is there, and of a window that is known."""
        return row.job is not None and row.patient.erased_at is None

    def goes(self) -> Sequence[str]:
        return ("The diary of the same 15 days is read as it is now, and summarised once more.",)

    def stays(self) -> Sequence[str]:
        return ("This summary, until the new one is there; the person then sees the new one.",)

    def take_back(self, by: Actor) -> str:
        [version] = self.rows
        assert version.job is not None and by.user is not None  # noqa: S101, PT018 - `fits` has asked, of staff
        is_asked, words = ask_for_summary(
            version.patient, by.user, summarised_to=version.job.window_last, again=self.cleaned_data["reason"]
        )
        if not is_asked:
            raise InputRefused("reason", words)
        return words

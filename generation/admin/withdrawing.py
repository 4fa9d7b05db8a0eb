"""The form by which a published summary is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django import forms

from core.actors import Actor
from core.admin.taking_back import TakeBackForm
from generation.erasure import Version, withdraw_summary
from generation.models import WithdrawalCause


class WithdrawForm(TakeBackForm):
    title: ClassVar[str] = "Withdraw from the person"
    button: ClassVar[str] = "Withdraw"
    permission: ClassVar[str] = "delete"
    many: ClassVar[bool] = True
    rows: Sequence[Version]

    reason = forms.CharField(
        label="Why it must not be shown",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="For whoever looks into it later. It goes when words of the person are erased, as it may quote them.",
    )

    @classmethod
    def fits(cls, row: Version) -> bool:
        return not hasattr(row, "withdrawal")

    def goes(self) -> Sequence[str]:
        return (
            "The person no longer sees it. They see the latest of their other summaries, if there is one.",
            "This cannot be undone; the person, or you, can ask for a new one.",
        )

    def stays(self) -> Sequence[str]:
        return ("The text, for whoever looks into what went wrong.",)

    def take_back(self, actor: Actor) -> str:
        reason = self.cleaned_data["reason"]
        done = [withdraw_summary(actor, version, cause=WithdrawalCause.STAFF, reason=reason) for version in self.rows]
        withdrawn = sum(each is not None for each in done)
        return "It is withdrawn." if withdrawn == 1 else f"{withdrawn:,} are withdrawn."

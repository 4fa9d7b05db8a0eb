"""The form by which a published summary is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django import forms

from core.admin.taking_back import TakeBackForm
from core.models import User
from generation.erasure import Version, withdraw_summary
from generation.models import SummaryWithdrawal, WithdrawalCause


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

    def take_back(self, by: User) -> str:
        reason = self.cleaned_data["reason"]
        done = [self._withdraw(version, by, reason) for version in self.rows]
        withdrawn = sum(each is not None for each in done)
        return "It is withdrawn." if withdrawn == 1 else f"{withdrawn:,} are withdrawn."

    def _withdraw(self, version: Version, by: User, reason: str) -> SummaryWithdrawal | None:
        return withdraw_summary(version, cause=WithdrawalCause.STAFF, by=by, reason=reason)

"""How staff ask for a summary, and what they are told: on the page of a person, of a summary and of a review."""

from __future__ import annotations

from datetime import date

from core.models import Patient, User
from core.refusals import InputRefused
from generation.models import Origin
from generation.models.job import REGEN_REASON_MAX_LENGTH
from generation.summary_requests import Accepted, Busy, request_summary

REASON_MAX_LENGTH = REGEN_REASON_MAX_LENGTH
REASON_LABEL = "Why a new one, without diary text"


def ask_for_summary(
    patient: Patient, by: User, *, summarised_to: date | None = None, again: str = ""
) -> tuple[bool, str]:
    """Whether one is being made now, and what to tell whoever asked.

    It ends today, or on the date to which an earlier one was made. `again` says why the same words shall be summarised
    again; without it they are not.
    """
    try:
        answer = request_summary(
            patient, as_of=summarised_to, or_today=True, origin=Origin.STAFF, requested_by=by, again=again
        )
    except InputRefused as refused:
        return False, f"No new summary: {refused.reason}"
    if isinstance(answer, Busy):
        return False, "The previous summary is still being generated. Ask again when it is done."
    if isinstance(answer, Accepted):
        return True, "A new summary of the diary as it is now is being made. It will be ready within 15 minutes."
    return False, "Nothing has been written or changed since the last summary. To have it made again, say why."


def unfit_reason(reason: str) -> str:
    """What is wrong with a reason for making a summary anew, '' where nothing is."""
    if not 0 < len(reason.strip()) <= REASON_MAX_LENGTH or "\x00" in reason:
        return f"Say why, in at most {REASON_MAX_LENGTH} characters and without diary text."
    return ""

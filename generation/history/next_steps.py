"""What to do about a job that ended without a summary: one sentence or two, for the person and for staff."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generation.lifecycle.transitions import CALLED_OFF_CODE
from generation.models import GenerationJob, JobState, Origin

_WHAT_TO_DO: Mapping[str, str] = MappingProxyType(
    {
        JobState.TIMED_OUT: "It was not finished in time and was given up. Ask for the summary again.",
        JobState.CANCELLED: (
            "It was cancelled because a message it had read was deleted or changed, or the diary was erased. "
            "Unless the diary was erased, a new summary of what is left is made two minutes after the last change."
        ),
        JobState.FAILED: (
            "Something broke while it was being made. Ask for the summary again; if it breaks again, "
            "report its id and the error code."
        ),
    }
)
# Of a correction by its error code; that it was cancelled says the same of every job.
_OF_CORRECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "CorrectedNotShown": "The summary was withdrawn before its correction was published.",
        "CorrectionRefused": (
            "The gate refuses the correction by its rules of now, so the summary stays as it was. "
            "Choose once more: the page of the correction says what is in the way."
        ),
    }
)
_CORRECT_AGAIN = (
    "The correction could not be published, so the summary stays as it was. "
    "Correct it again; if it breaks again, report its id and the error code."
)
_CALLED_OFF = "The person called it off. Ask for a summary whenever one is wanted."


def what_to_do(job: GenerationJob) -> str:
    """The advice for an ended job, '' for one that is under way or has its summary."""
    if job.error_code == CALLED_OFF_CODE:
        return _CALLED_OFF
    if job.origin == Origin.CORRECTION and job.state in {JobState.FAILED, JobState.TIMED_OUT}:
        return _OF_CORRECTIONS.get(job.error_code, _CORRECT_AGAIN)
    return _WHAT_TO_DO.get(job.state, "")

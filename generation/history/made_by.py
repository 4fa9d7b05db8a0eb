"""The line that stands with every summary: by what it was made, and whether a person reviewed it."""

from __future__ import annotations

from enum import StrEnum

from generation.history.reviewed import reviewed_jobs
from generation.models import SessionBridgeVersion, SummaryOutcome, VersionOrigin


class ChosenBy(StrEnum):
    """Who chose what the text shows. `unknown`: an older system made it."""

    RULES = "rules"
    MODEL = "model"
    REVIEWER = "reviewer"
    UNKNOWN = "unknown"


def chosen_by(version: SessionBridgeVersion) -> ChosenBy:
    if version.origin == VersionOrigin.IMPORTED:
        return ChosenBy.UNKNOWN
    if version.outcome == SummaryOutcome.CORRECTED:
        return ChosenBy.REVIEWER
    return ChosenBy.MODEL if version.model_writer else ChosenBy.RULES


def made_by_words(version: SessionBridgeVersion) -> str:
    """The line of one summary. One query."""
    return made_by_line(version, is_reviewed=bool(version.job_id and reviewed_jobs([version.job_id])))


def made_by_line(version: SessionBridgeVersion, *, is_reviewed: bool) -> str:
    """The line of one summary, in sentences."""
    reader = version.model_canonicalizer
    made = {
        ChosenBy.RULES: "Made by rules; a program wrote every word outside quotation marks.",
        ChosenBy.MODEL: (
            f"A language model ({version.model_writer}) chose what is shown; a program wrote every word outside"
            " quotation marks."
        ),
        ChosenBy.REVIEWER: (
            "A reviewer chose again what is shown; a program wrote every word outside quotation marks."
        ),
        ChosenBy.UNKNOWN: "Taken over from an older system; how it was made is not known, and it was not checked.",
    }[chosen_by(version)]
    read = f" A language model ({reader}) read the diary." if reader else ""
    return f"{made}{read} {'Reviewed by a person.' if is_reviewed else 'Not reviewed by a person.'}"

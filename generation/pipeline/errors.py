"""What can break in the pipeline. A policy failure is no error: it is a `GateReport`. No message carries diary text."""

from __future__ import annotations


class PipelineError(Exception):
    """Something broke. `permanent` says whether trying again with the same input can help."""

    permanent = False


class StoredArtifactUnreadable(PipelineError):
    """A stored stage output is not what this version of the code can read back."""

    permanent = True


class RecordOfAnotherInput(PipelineError):
    """The canonical record does not hold the pinned messages as they are."""

    permanent = True


class FallbackRefused(PipelineError):
    """The gate refused the fallback: a defect of ours, since it passes for every possible record."""

    permanent = True


class CorrectionRefused(PipelineError):
    """The gate refuses what a reviewer chose, though it let the same pass before: its rules or policy have changed."""

    permanent = True


class CorrectionOfEarlierVersion(PipelineError):
    """What a reviewer chose was stored by an earlier version of the contracts, and this one cannot go on from it."""

    permanent = True

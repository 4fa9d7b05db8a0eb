"""What can break in a run, beside the pipeline's own errors. No message carries diary text."""

from __future__ import annotations

from django.db import Error, IntegrityError, InterfaceError, OperationalError

from core.database_errors import constraint_of, describe
from generation.generators.base_ai_generator import NoReading
from generation.pipeline.errors import PipelineError

_IDLE_TOO_LONG = {"25P03", "25P04"}


class RunError(Exception):
    """A run broke. `permanent` says whether trying again with the same input can help."""

    permanent = False


class HoldLost(RunError):
    """The job has been taken over, timed out or cancelled since: whoever raises this has nothing left to do."""


class PinnedInputMissing(RunError):
    """A pinned message was erased, or the pinned input no longer has the hash the job was accepted with."""

    permanent = True


class GateOfAnotherText(RunError):
    """What the gate judged is not the text that was stored before it: a defect of ours."""

    permanent = True


class CorrectedNotShown(RunError):
    """The summary that a correction was to replace was withdrawn meanwhile, or another one has taken its place."""

    permanent = True


class NotOfThisVersion(RunError):
    """A feature or a wave that this version does not know, asked for by a newer one beside it.

    The lease lapses, and the next worker may be of that one.
    """


class StageProcessDied(RunError):
    """The process that computed the stages was killed, or ended without a word. The next worker may try."""


class RunFailed(RunError):
    """What becomes of any other error at the edge of a run: its code alone, safe to log and to show."""

    def __init__(self, code: str, *, permanent: bool) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


def classify(error: Exception) -> RunFailed | HoldLost:
    """What `error` means for the run, without its text, which may quote a diary.

    A connection that broke, a transaction that Postgres gave up or a machine without files or network is not the
    job's fault: not permanent.
    """
    if isinstance(error, HoldLost) or _refused_by_the_fence(error):
        return HoldLost()
    if isinstance(error, RunFailed):
        return error
    if isinstance(error, Error):
        passes = isinstance(error, OperationalError | InterfaceError) or _was_ended_by_postgres(error)
        return RunFailed(describe(error), permanent=not passes)
    if isinstance(error, OSError):
        return RunFailed(type(error).__name__, permanent=False)
    if isinstance(error, NoReading):
        return RunFailed(error.code, permanent=error.permanent)
    if isinstance(error, PipelineError | RunError):
        return RunFailed(type(error).__name__, permanent=error.permanent)
    return RunFailed(type(error).__name__, permanent=True)


def _was_ended_by_postgres(error: Error) -> bool:
    """A transaction that lay idle too long: its process was frozen. psycopg counts that as an internal error."""
    return getattr(error.__cause__, "sqlstate", None) in _IDLE_TOO_LONG


def _refused_by_the_fence(error: Exception) -> bool:
    return isinstance(error, IntegrityError) and constraint_of(error).endswith("_fence")

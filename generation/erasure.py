"""What becomes of jobs and summaries whose words are taken back, in the transaction that takes them.

A job that read the words is cancelled where it is under way; its artifacts and findings are blanked, their hashes
stay and the chain still verifies; a summary made of them is withdrawn and blanked, and the person's pointer moves.
Lock order: person (held by the caller), jobs, their children.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from core.actors import Actor
from core.erasure import Cause
from core.faultpoints import committing
from core.kept_words import KeptWords
from core.models import ChangeSubject, Patient
from core.practice.taking_back import record_taking_back
from core.refusals import InputRefused
from generation.lifecycle import transitions
from generation.lifecycle.notifications import notify_withdrawal
from generation.lifecycle.pointers import move_pointers
from generation.models import (
    ACTIVE_STATES,
    Feature,
    GateResult,
    GenerationJob,
    GenerationMetadata,
    SessionAnalysis,
    SessionBridgeVersion,
    StageArtifact,
    SummaryObjection,
    SummaryWithdrawal,
    WithdrawalCause,
    YourJourneyVersion,
)

Version = SessionBridgeVersion | YourJourneyVersion

# A withdrawal of one's own, and an erasure, need no notice; of a correction that of the new summary tells.
_TOLD = {WithdrawalCause.STAFF, WithdrawalCause.MESSAGE_DELETED, WithdrawalCause.MESSAGE_REPLACED}
# To the person it is the same: messages are gone, and the summary with them.
_CAUSES = {Cause.PERIOD_OVER: WithdrawalCause.MESSAGE_DELETED}
_WORDED = ("text", "generation_context", "salt")
_OF_JOBS = (
    KeptWords(
        StageArtifact, ("job__patient",), ("body", "salt"), ("stored step of a summary", "stored steps of summaries")
    ),
    KeptWords(
        GateResult,
        ("job__patient",),
        ("findings", "judge_key", "judge_passed"),
        ("check of a summary", "checks of summaries"),
    ),
    KeptWords(SessionBridgeVersion, ("patient",), _WORDED, ("summary", "summaries")),
    KeptWords(YourJourneyVersion, ("patient",), _WORDED, ("journey", "journeys")),
)
_JOBS = KeptWords(
    GenerationJob, ("patient",), ("salt", "regen_reason"), ("request for a summary", "requests for summaries")
)
_REASONS = KeptWords(
    SummaryWithdrawal,
    ("session_bridge_version__patient", "your_journey_version__patient"),
    ("reason",),
    ("reason why a summary was withdrawn", "reasons why summaries were withdrawn"),
    # Only a human says why in words of their own.
    having=~Q(reason=""),
)
_OBJECTIONS = KeptWords(
    SummaryObjection, ("version__patient",), ("words",), ("objection to a summary", "objections to summaries")
)
_NOTES = KeptWords(
    GenerationMetadata,
    ("session_bridge_version__patient", "your_journey_version__patient"),
    ("notes",),
    ("note on how a summary was made", "notes on how summaries were made"),
    having=~Q(notes=""),
)
_ANALYSES = KeptWords(
    SessionAnalysis, ("session__patient",), ("data",), ("reading of a session", "readings of sessions")
)


class JobEraser:
    """This app's part of `core.erasure`."""

    words = (*_OF_JOBS, _JOBS, _REASONS, _OBJECTIONS, _NOTES, _ANALYSES)

    def forget_messages(self, patient_id: UUID, message_ids: Sequence[UUID], cause: Cause) -> list[date]:
        """See `Eraser.forget_messages`. Of summaries withdrawn by now none is missed but the one that was shown."""
        pinned = GenerationJob.objects.filter(patient_id=patient_id, pinned_messages__message_id__in=message_ids)
        job_ids = sorted(set(pinned.values_list("id", flat=True)))
        if not job_ids:
            return []
        missed = _missed(patient_id, job_ids)
        _cancel(job_ids, cause)
        _withdraw(Q(job_id__in=job_ids), _CAUSES.get(cause) or WithdrawalCause(cause))
        for words in _OF_JOBS:
            words.blank(words.model._default_manager.filter(job_id__in=job_ids))  # noqa: SLF001 - Django's public name
        _JOBS.blank(GenerationJob.objects.filter(id__in=job_ids))
        made_by_them = Q(session_bridge_version__job_id__in=job_ids) | Q(your_journey_version__job_id__in=job_ids)
        _REASONS.blank(SummaryWithdrawal.objects.filter(made_by_them))
        _NOTES.blank(GenerationMetadata.objects.filter(made_by_them))
        _OBJECTIONS.blank(SummaryObjection.objects.filter(version__job_id__in=job_ids))
        move_pointers(patient_id)
        return missed

    def release_person(self, patient_id: UUID) -> None:
        """See `Eraser.release_person`."""
        jobs = GenerationJob.objects.filter(patient_id=patient_id, state__in=ACTIVE_STATES)
        _cancel(sorted(jobs.values_list("id", flat=True)), Cause.PERSON_ERASED)
        # What an older system published has no job.
        _withdraw(Q(patient_id=patient_id), WithdrawalCause.PERSON_ERASED)
        move_pointers(patient_id)


def withdraw_summary(
    actor: Actor, version: Version, *, cause: WithdrawalCause, reason: str = ""
) -> SummaryWithdrawal | None:
    """Show `version` to nobody any more; the person sees the newest that is left. None: it was withdrawn before.

    Who did it is on record, as with everything that is taken back. The text stays for whoever has to look into it. The
    person can ask again. Raises InputRefused where staff do not say why.
    """
    if cause is WithdrawalCause.STAFF and not reason.strip():
        raise InputRefused("reason", "say in a few words why this summary must not be shown.")
    with committing("withdraw"):
        patient = Patient.objects.select_for_update(no_key=True).get(pk=version.patient_id)
        if SummaryWithdrawal.objects.filter(**{_key_of(version): version}).exists():
            return None
        withdrawal = SummaryWithdrawal.objects.create(
            **{_key_of(version): version}, cause=cause, by=actor.user, reason=reason
        )
        _tell(version, cause)
        move_pointers(version.patient_id)
        done = f"{version._meta.verbose_name} {version.version} withdrawn"  # noqa: SLF001 - Django's public name
        record_taking_back(actor, patient, "withdraw", ChangeSubject.SUMMARY, version.pk, done)
    return withdrawal


def _missed(patient_id: UUID, job_ids: Sequence[UUID]) -> list[date]:
    """The last dates of the windows of those jobs whose summary the person sees now, or waits for."""
    jobs = GenerationJob.objects.filter(id__in=job_ids, feature=Feature.SESSION_BRIDGE)
    shown = Q(sessionbridgeversion__in=SessionBridgeVersion.objects.filter(shown_to__patient_id=patient_id))
    ends = jobs.filter(shown | Q(state__in=ACTIVE_STATES)).values_list("window_last", flat=True)
    return list(ends.distinct().order_by("window_last"))


def _cancel(job_ids: Sequence[UUID], cause: Cause) -> None:
    """First of all: from here on the workers of these jobs write nothing more, and what they wrote is visible."""
    for job_id in job_ids:
        transitions.cancel(job_id, cause)


def _withdraw(which: Q, cause: WithdrawalCause) -> None:
    """Withdraw the versions of both features that are shown or could be."""
    for model in (SessionBridgeVersion, YourJourneyVersion):
        for version in model.objects.filter(which, withdrawal__isnull=True):
            SummaryWithdrawal.objects.create(**{_key_of(version): version}, cause=cause)
            _tell(version, cause)


def _tell(version: Version, cause: WithdrawalCause) -> None:
    """Tell the person of what they did not do themselves. An older system's summary has no job to tell of."""
    if version.job is not None and cause in _TOLD:
        notify_withdrawal(version.job)


def _key_of(version: Version) -> str:
    return "session_bridge_version" if isinstance(version, SessionBridgeVersion) else "your_journey_version"

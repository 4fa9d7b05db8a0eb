"""What becomes of jobs and summaries whose words are taken back, in the transaction that takes them.

A job that read the words is cancelled where it is under way; its artifacts and findings are blanked, their hashes
stay and the chain still verifies; a summary made of them is withdrawn and blanked, and the person's pointer moves.
Lock order: person (held by the caller), jobs, their children.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Now

from core.faultpoints import committing
from core.models import Patient, User
from generation.lifecycle import transitions
from generation.lifecycle.session_analyses import cancel_analysis
from generation.models import (
    ACTIVE_STATES,
    GateResult,
    GenerationJob,
    PatientSessionBridge,
    PatientYourJourney,
    SessionAnalysis,
    SessionBridgeVersion,
    StageArtifact,
    SummaryObjection,
    SummaryWithdrawal,
    WithdrawalCause,
    YourJourneyVersion,
)

Version = SessionBridgeVersion | YourJourneyVersion


class JobEraser:
    """This app's part of `core.erasure`."""

    def forget_messages(self, patient_id: UUID, message_ids: Sequence[UUID]) -> None:
        jobs = GenerationJob.objects.filter(patient_id=patient_id, pinned_messages__message_id__in=message_ids)
        self._forget(jobs.distinct(), WithdrawalCause.MESSAGE_DELETED)
        _move_pointers(patient_id)

    def forget_person(self, patient_id: UUID) -> None:
        self._forget(GenerationJob.objects.filter(patient_id=patient_id), WithdrawalCause.PERSON_ERASED)
        # What an older system published has no job.
        _take_back(Q(patient_id=patient_id), WithdrawalCause.PERSON_ERASED)
        _forget_analyses(patient_id)
        _move_pointers(patient_id)

    def _forget(self, jobs: QuerySet[GenerationJob], cause: WithdrawalCause) -> None:
        job_ids = sorted(jobs.values_list("id", flat=True))
        # First the running ones: from here on their workers write nothing more, and what they wrote is visible.
        for job_id in job_ids:
            transitions.cancel(job_id, cause)
        StageArtifact.objects.filter(job_id__in=job_ids, erased_at=None).update(body=None, erased_at=Now())
        GateResult.objects.filter(job_id__in=job_ids, erased_at=None).update(findings=None, erased_at=Now())
        _take_back(Q(job_id__in=job_ids), cause)


def withdraw_summary(
    version: Version, *, cause: WithdrawalCause, by: User | None = None, reason: str = ""
) -> SummaryWithdrawal | None:
    """Show `version` to nobody any more; the person sees the newest that is left. None: it was withdrawn before.

    The text stays for whoever has to look into it. The person can ask again. Staff say why.
    """
    with committing("withdraw"):
        Patient.objects.select_for_update(no_key=True).get(pk=version.patient_id)
        if SummaryWithdrawal.objects.filter(**{_key_of(version): version}).exists():
            return None
        withdrawal = SummaryWithdrawal.objects.create(**{_key_of(version): version}, cause=cause, by=by, reason=reason)
        _move_pointers(version.patient_id)
    return withdrawal


def _take_back(which: Q, cause: WithdrawalCause) -> None:
    """Withdraw and blank the versions of both features, and the reasons of earlier withdrawals, which may quote."""
    for versions in (SessionBridgeVersion.objects.filter(which), YourJourneyVersion.objects.filter(which)):
        for version in versions.select_related("withdrawal"):
            earlier = getattr(version, "withdrawal", None)
            if earlier is None:
                SummaryWithdrawal.objects.create(**{_key_of(version): version}, cause=cause)
            elif earlier.reason:
                SummaryWithdrawal.objects.filter(id=earlier.id).update(reason=None, erased_at=Now())
        if versions.model is SessionBridgeVersion:
            SummaryObjection.objects.filter(version__in=versions, erased_at=None).update(words=None, erased_at=Now())
        versions.filter(erased_at=None).update(text=None, generation_context=None, erased_at=Now())


def _move_pointers(patient_id: UUID) -> None:
    """To the newest version that is not withdrawn, or to none."""
    bridges = SessionBridgeVersion.objects.filter(patient_id=patient_id, withdrawal__isnull=True)
    newest_bridge = bridges.order_by("-version").values("id")[:1]
    PatientSessionBridge.objects.filter(patient_id=patient_id).update(current=Subquery(newest_bridge), updated_at=Now())
    journeys = YourJourneyVersion.objects.filter(patient_id=patient_id, withdrawal__isnull=True)
    newest_journey = journeys.order_by("-version").values("id")[:1]
    PatientYourJourney.objects.filter(patient_id=patient_id).update(current=Subquery(newest_journey), updated_at=Now())


def _forget_analyses(patient_id: UUID) -> None:
    analyses = SessionAnalysis.objects.filter(session__patient_id=patient_id)
    for analysis in analyses.filter(state__in=ACTIVE_STATES).order_by("id"):
        cancel_analysis(analysis.id, WithdrawalCause.PERSON_ERASED)
    analyses.filter(erased_at=None).update(data=None, erased_at=Now())


def _key_of(version: Version) -> str:
    return "session_bridge_version" if isinstance(version, SessionBridgeVersion) else "your_journey_version"

"""In-app notices to the person, written in the transaction of the change they report."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import QuerySet
from django.db.models.functions import Now

from core.faultpoints import around
from generation.models import Feature, GenerationJob, JobState, Notification, NotificationKind, Origin

# By feature and the state its job ended in. Waves and journeys are readings for clinicians that nobody waits for.
_NOTICES: Mapping[str, Mapping[str, NotificationKind]] = MappingProxyType(
    {
        Feature.SESSION_BRIDGE: {
            JobState.SUCCEEDED: NotificationKind.SUMMARY_READY,
            JobState.FAILED: NotificationKind.SUMMARY_FAILED,
            JobState.TIMED_OUT: NotificationKind.SUMMARY_TIMED_OUT,
        }
    }
)


def notify_end(ended: GenerationJob) -> None:
    """Tell the job's person once how it ended, if they are to be told.

    They did not ask for a correction, and keep what they see where it comes to nothing: that is told to whoever asked.
    """
    if ended.origin == Origin.CORRECTION and ended.state != JobState.SUCCEEDED:
        return
    kind = _NOTICES.get(ended.feature, {}).get(ended.state)
    if kind is not None:
        _notify(ended, kind)


def notify_withdrawal(job: GenerationJob) -> None:
    """Tell the person once that what the job made was withdrawn, if it is theirs to read."""
    if job.feature in _NOTICES:
        _notify(job, NotificationKind.SUMMARY_WITHDRAWN)


def mark_read(notices: QuerySet[Notification]) -> None:
    """The person has read them now; those read before stay as they are."""
    with around("mark_read"):
        notices.filter(read_at=None).update(read_at=Now())


def _notify(job: GenerationJob, kind: NotificationKind) -> None:
    """A second notice of the same kind is no error, and is not stored."""
    notice = Notification(job=job, patient_id=job.patient_id, kind=kind)
    Notification.objects.bulk_create([notice], ignore_conflicts=True)

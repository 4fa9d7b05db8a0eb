"""In-app notices to the person, written in the transaction of what they tell about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generation.models import Feature, GenerationJob, JobState, Notification, NotificationKind

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


def notify(ended: GenerationJob) -> None:
    """Tell the job's person once how it ended, if they are to be told. Telling again is no error and tells nothing."""
    kind = _NOTICES.get(ended.feature, {}).get(ended.state)
    if kind is not None:
        notice = Notification(job=ended, patient_id=ended.patient_id, kind=kind)
        Notification.objects.bulk_create([notice], ignore_conflicts=True)

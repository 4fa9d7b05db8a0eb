"""In-app notices to the person, written in the transaction of what they tell about."""

from __future__ import annotations

from generation.models import GenerationJob, Notification, NotificationKind


def notify(job: GenerationJob, kind: NotificationKind) -> None:
    """Tell the job's person once. Telling again is no error and tells nothing."""
    notice = Notification(job=job, patient_id=job.patient_id, kind=kind)
    Notification.objects.bulk_create([notice], ignore_conflicts=True)

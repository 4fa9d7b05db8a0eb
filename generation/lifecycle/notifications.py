"""In-app notices to the person, written in the transaction of what they tell about."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import Now

from core.faultpoints import around
from generation.models import GenerationJob, Notification, NotificationKind


def notify(job: GenerationJob, kind: NotificationKind) -> None:
    """Tell the job's person once. Telling again is no error and tells nothing."""
    notice = Notification(job=job, patient_id=job.patient_id, kind=kind)
    Notification.objects.bulk_create([notice], ignore_conflicts=True)


def mark_read(notices: QuerySet[Notification]) -> None:
    """The person has read them now; those read before stay as they are."""
    with around("mark_read"):
        notices.filter(read_at=None).update(read_at=Now())

"""One bare Celery task that stores the rows of a run, by the ORM and in as many transactions.

No lock, no hash, no claim by condition, no lease, no hint, no look at what is there but the messages it pins.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from celery import shared_task
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from generation.models import (
    AnalysisProcessingLog,
    GateResult,
    GenerationJob,
    GenerationJobMessage,
    GenerationMetadata,
    Notification,
    PatientSessionBridge,
    PipelineEvent,
    SessionBridgeVersion,
    StageArtifact,
)
from generation.time_limits import JOB_DEADLINE, LEASE

_NEW = {"id", "job", "patient", "created_at", "erased_at"}


@shared_task(name="benchmarks.store_rows", ignore_result=True)
def store_rows(model_job_id: str, patient_id: str, job_id: str) -> None:
    """Store what the job `model_job_id` left, for this person and under this id."""
    rows = _Rows(UUID(model_job_id), UUID(patient_id), UUID(job_id))
    with transaction.atomic():
        now = timezone.now()
        rows.store(GenerationJob, id=rows.job_id, deadline_at=now + JOB_DEADLINE, **_QUEUED)
        messages = list(rows.messages())
        pins = [GenerationJobMessage(job_id=rows.job_id, message_id=each, revision=1) for each in messages]
        GenerationJobMessage.objects.bulk_create(pins)
        rows.store(PipelineEvent, 0)
    with transaction.atomic():
        rows.change(state="running", epoch=1, attempts=1, lease_until=now + LEASE, started_at=Now())
        rows.store(PipelineEvent, 1)
        rows.store(AnalysisProcessingLog, 0)
    last = len(rows.of(StageArtifact)) - 1
    for number in range(last):
        rows.store(StageArtifact, number)
    with transaction.atomic():
        rows.store(StageArtifact, last)
        rows.store(GateResult)
    with transaction.atomic():
        version = rows.store(SessionBridgeVersion)
        metadata = GenerationMetadata.objects.get(session_bridge_version__job_id=rows.model_job_id)
        metadata.pk, metadata.session_bridge_version = uuid4(), version
        metadata.save(force_insert=True)
        PatientSessionBridge.objects.create(patient_id=rows.patient_id, current=version)
        rows.store(PipelineEvent, 2)
        rows.store(AnalysisProcessingLog, 1)
        rows.store(Notification)
        rows.change(state="succeeded", lease_until=None, finished_at=Now())


_QUEUED = {
    "state": "queued",
    "epoch": 0,
    "attempts": 0,
    "lease_until": None,
    "started_at": None,
    "finished_at": None,
}
_kept: dict[tuple[UUID, type[models.Model]], list[dict[str, Any]]] = {}


class _Rows:
    """The rows of the model job, read once by each worker, and copies of them."""

    def __init__(self, model_job_id: UUID, patient_id: UUID, job_id: UUID) -> None:
        self.model_job_id = model_job_id
        self.patient_id = patient_id
        self.job_id = job_id

    def messages(self) -> Any:
        from core.models import Message  # noqa: PLC0415 - beside its one use

        return Message.objects.filter(patient_id=self.patient_id).values_list("id", flat=True)

    def of(self, table: type[models.Model]) -> list[dict[str, Any]]:
        key = (self.model_job_id, table)
        if key not in _kept:
            where = {"id" if table is GenerationJob else "job_id": self.model_job_id}
            order = {PipelineEvent: "number", StageArtifact: "position"}.get(table, "created_at")
            found = table._default_manager.filter(**where).order_by(order)  # noqa: SLF001 - Django's public name for it
            _kept[key] = [
                {
                    field.attname: getattr(row, field.attname)
                    for field in row._meta.concrete_fields  # noqa: SLF001 - as above
                    if field.name not in _NEW
                }
                for row in found
            ]
        return _kept[key]

    def store(self, table: type[models.Model], number: int = 0, **changes: Any) -> Any:
        names = {field.name for field in table._meta.concrete_fields}  # noqa: SLF001 - as above
        ids = {
            name: value
            for name, value in (("job_id", self.job_id), ("patient_id", self.patient_id))
            if name[:-3] in names
        }
        row = table(**{**self.of(table)[number], **ids, **changes})
        row.save(force_insert=True)
        return row

    def change(self, **changes: Any) -> None:
        GenerationJob.objects.filter(id=self.job_id).update(**changes)

"""Rows of runs and summaries are never deleted or changed; an erasure blanks their words alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from generation.models import (
    AnalysisProcessingLog,
    GateResult,
    ModelCall,
    PipelineEvent,
    SessionBridgeVersion,
    StageArtifact,
    SummaryWithdrawal,
    WithdrawalCause,
    YourJourneyVersion,
)
from tests.builders.jobs import held_job
from tests.builders.rows import artifact, gate_result, imported, journey, published, refused_by

pytestmark = pytest.mark.django_db


def make_row(model: type[Model]) -> Model:
    job = held_job()
    rows: dict[type[Model], Any] = {
        StageArtifact: lambda: artifact(job),
        GateResult: lambda: gate_result(job),
        SessionBridgeVersion: imported,
        YourJourneyVersion: lambda: journey(job),
        SummaryWithdrawal: lambda: SummaryWithdrawal(
            session_bridge_version=published(job), cause=WithdrawalCause.STAFF, reason="wrong person"
        ),
        PipelineEvent: job.events.get,
        AnalysisProcessingLog: job.processing_log.get,
        ModelCall: lambda: ModelCall(
            job=job,
            task="writer",
            tier="rapid",
            model_asked="m",
            duration_ms=1,
            outcome="answered",
            prompt_version="writer-1",
        ),
    }
    row: Model = rows[model]()
    if row._state.adding:
        row.save()
    return row


APPEND_ONLY = [
    StageArtifact,
    GateResult,
    SessionBridgeVersion,
    YourJourneyVersion,
    SummaryWithdrawal,
    PipelineEvent,
    AnalysisProcessingLog,
    ModelCall,
]


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_rows_are_never_deleted(model: type[Model]) -> None:
    row = make_row(model)
    rows = model._default_manager.filter(pk=row.pk)
    assert refused_by(lambda: rows._raw_delete(rows.db)) == f"{model._meta.db_table}_never_deleted"


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_rows_never_change(model: type[Model]) -> None:
    row = make_row(model)
    name = next(field.name for field in model._meta.fields if field.name in {"created_at", "at"})
    table = model._meta.db_table
    refusal = refused_by(lambda: model._default_manager.filter(pk=row.pk).update(**{name: timezone.now()}))
    assert refusal in {f"{table}_append_only", f"{table}_never_changed"}


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (StageArtifact, ["body", "salt"]),
        (GateResult, ["findings", "judge_key", "judge_passed"]),
        (SessionBridgeVersion, ["text", "generation_context", "salt"]),
        (YourJourneyVersion, ["text", "generation_context", "salt"]),
        (SummaryWithdrawal, ["reason"]),
    ],
)
def test_erasure_blanks_the_words_and_keeps_the_rest(model: type[Model], columns: list[str]) -> None:
    row = make_row(model)
    blank = dict.fromkeys(columns)
    assert model._default_manager.filter(pk=row.pk).update(erased_at=timezone.now(), **blank) == 1
    blanked = {f"{column}__isnull": True for column in columns}
    assert model._default_manager.filter(pk=row.pk, erased_at__isnull=False, **blanked).exists()

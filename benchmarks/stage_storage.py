"""Storing the five stages of a run, hashes, events and all, against psycopg writing the same rows under the same
triggers; and what the events cost, against psycopg writing all but them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from uuid import uuid4

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from benchmarks.figures import Figure, time_in_turns
from benchmarks.inputs import sixty_messages
from core.models import Organisation, Patient
from generation.lifecycle import transitions
from generation.models import GateResult, GenerationJob, Origin, StageArtifact
from generation.pipeline.sequence import Stage, StageOutput, run_stages
from generation.run.artifact_chain import ArtifactChain

ROUNDS = 150
WARM_UP = 10

Rows = list[tuple[str, list[object]]]


def measure() -> tuple[Figure, Figure]:
    """One transaction a stage on either side; no model, no pipeline time."""
    outputs = stage_outputs()
    held = claimed_jobs(4 * (ROUNDS + WARM_UP) + 1)
    silent = recorded_transactions(next(held), outputs)
    told = [with_event(rows, outputs[number]) for number, rows in enumerate(silent)]

    def by_us() -> None:
        chain = ArtifactChain(next(held))
        for output in outputs:
            chain.store(output)

    def by_psycopg(transactions: list[Rows]) -> None:
        job = next(held)
        raw = connection.connection
        for rows in transactions:
            # A single statement is a transaction by itself; saying so would cost the baseline two round trips.
            with raw.transaction() if len(rows) > 1 else nullcontext(), raw.cursor() as cursor:
                for statement, values in rows:
                    ids = [job.patient_id] if statement is EVENT else [job.epoch]
                    cursor.execute(statement, [uuid4(), job.pk, *ids, *values[3:]])

    timing = time_in_turns(by_us, partial(by_psycopg, told), rounds=ROUNDS, warm_up=WARM_UP)
    note = f"{timing.candidate * 1e3:.1f} ms for 5 stages"
    events = time_in_turns(partial(by_psycopg, told), partial(by_psycopg, silent), rounds=ROUNDS // 2, warm_up=WARM_UP)
    return (
        Figure("stage_storage", timing.ratio, 1.6, "psycopg, the same rows and triggers", note),
        Figure("stage_events", events.ratio, None, "psycopg, the same rows without the events of the stages"),
    )


# With the number given: the baseline knows it.
EVENT = """
    INSERT INTO pipeline_events (id, job_id, patient_id, number, phase, event, status, details)
    VALUES (%s, %s, %s, %s, 'WAVE3', 'STAGE', 'running', %s)
"""


def with_event(rows: Rows, output: StageOutput) -> Rows:
    """The rows of a stage and its event, as two statements of one transaction."""
    number = 2 + list(Stage).index(Stage(output.stage)) + 1
    details = Jsonb({"stage": output.stage, "ordinal": output.ordinal, "attempt": 1})
    return [*rows, (EVENT, [None, None, None, number, details])]


def stage_outputs() -> list[StageOutput]:
    """What a run over 60 messages stores."""
    stages = run_stages(sixty_messages(), {})
    outputs = [next(stages)]
    try:
        while True:
            outputs.append(stages.send(outputs[-1].body))
    except StopIteration:
        return outputs


def claimed_jobs(number: int) -> Iterator[GenerationJob]:
    """Running jobs held by us, each of a person of its own."""
    organisation = Organisation.objects.create(name=f"bench {uuid4()}")
    patients = Patient.objects.bulk_create(
        Patient(organisation=organisation, code=f"S-{n:04}", zone="UTC") for n in range(number)
    )
    window = sixty_messages().window
    jobs = GenerationJob.objects.bulk_create(
        GenerationJob(
            patient=patient,
            feature="session_bridge",
            window_first=window.first,
            window_last=window.last,
            zone="UTC",
            input_hash="0" * 64,
            origin=Origin.REQUEST,
            deadline_at=timezone.now() + timedelta(minutes=14),
        )
        for patient in patients
    )
    claimed = [transitions.claim(job.pk) for job in jobs]
    return iter([job for job in claimed if job is not None])


def recorded_transactions(job: GenerationJob, outputs: list[StageOutput]) -> list[Rows]:
    """The rows one run stores, as plain statements, one list a transaction. The first three values change."""
    chain = ArtifactChain(job)
    for output in outputs:
        chain.store(output)
    artifacts = [_as_statement(artifact) for artifact in StageArtifact.objects.filter(job=job).order_by("position")]
    results = [_as_statement(result) for result in GateResult.objects.filter(job=job)]
    return [*([artifact] for artifact in artifacts[:-1]), [artifacts[-1], *results]]


def _as_statement(row: StageArtifact | GateResult) -> tuple[str, list[object]]:
    first = ("id", "job_id", "epoch")
    fields = [field for field in row._meta.concrete_fields if field.column not in {*first, "created_at"}]  # noqa: SLF001 - Django's public name for it
    columns = [*first, *(field.column for field in fields)]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {row._meta.db_table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608, SLF001 - names of our own tables
    return statement, [None, None, None, *values]

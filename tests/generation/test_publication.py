"""Publishing is the same promise for every feature: once, by whoever holds the job, after others of the person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import connection, transaction
from django.utils import timezone

from core.models import Patient
from generation.generators.base import stages_of
from generation.generators.result import Result
from generation.language_models.rehearsal import good_answer
from generation.language_models.scripted_model import ScriptedModel
from generation.lifecycle import transitions
from generation.models import (
    Feature,
    GenerationJob,
    GenerationMetadata,
    JobState,
    Notification,
    PatientSessionBridge,
    PatientYourJourney,
    SessionAnalysis,
    SessionBridgeVersion,
    SummaryWithdrawal,
    YourJourneyVersion,
)
from generation.pipeline.sequence import RunResult, StageOutput
from generation.run.artifact_chain import ArtifactChain
from generation.run.errors import HoldLost
from generation.run.features import load_input_of
from generation.run.journey_publication import publish_your_journey
from generation.run.models_for_job import models_for
from generation.run.publication import publish_session_bridge
from generation.run.wave_publication import publish_wave
from generation.summary_requests import Accepted
from generation.your_journeys import request_journey
from tests.builders.jobs import let_lapse, requested_job, summarise
from tests.builders.people import AS_OF, make_patient, make_person, write
from tests.builders.sessions import analysed, make_session, make_wave_job
from tests.builders.waiting import until_done_or_waiting

pytestmark = pytest.mark.usefixtures("services")

PUBLISHED: Mapping[str, Any] = {
    Feature.SESSION_BRIDGE: SessionBridgeVersion,
    Feature.SESSION_WAVE: SessionAnalysis,
    Feature.YOUR_JOURNEY: YourJourneyVersion,
}
# Loaded here, so that no test pays for it.
_STAGES = {feature: stages_of(feature) for feature in PUBLISHED}
_PUBLISH: Mapping[str, Callable[[GenerationJob, Result], Any]] = {
    Feature.SESSION_BRIDGE: lambda job, result: publish_session_bridge(job, RunResult.model_validate_json(result.data)),
    Feature.SESSION_WAVE: publish_wave,
    Feature.YOUR_JOURNEY: publish_your_journey,
}


@pytest.fixture(autouse=True)
def model_is_set(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"


def wave_job() -> GenerationJob:
    return make_wave_job(make_session())


def journey_job(patient: Patient | None = None) -> GenerationJob:
    patient = patient or make_patient(model_allowed=True)
    analysed(make_session(patient, session_date=AS_OF - timedelta(days=7)))
    answer = request_journey(patient)
    assert isinstance(answer, Accepted)
    return answer.job


EVERY_FEATURE = pytest.mark.parametrize("make", [requested_job, wave_job, journey_job])


def walk(job: GenerationJob) -> tuple[GenerationJob, Result]:
    """Take the job and store what its stages make; its holder, and what there is to publish."""
    held = transitions.claim(job.id)
    assert held is not None
    chain = ArtifactChain(held)
    models = models_for(held, chain, in_time, model=ScriptedModel(good_answer))
    stages = _STAGES[job.feature](load_input_of(held, chain.bodies), chain.bodies, in_time, models)
    try:
        step = next(stages)
        while True:
            step = stages.send(chain.store(step) if isinstance(step, StageOutput) else step.ask())
    except StopIteration as finished:
        return held, finished.value


def in_time() -> float:
    return 60.0


def publish(held: GenerationJob, result: Result) -> Any:
    return _PUBLISH[held.feature](held, result)


def of_job(job: GenerationJob) -> list[Any]:
    return list(PUBLISHED[job.feature].objects.filter(job=job))


def lift_fence(table: Any) -> None:
    """Until the test ends: without it, the last step of publishing alone says whose job it is.

    Where a query names its values, pgtrigger.ignore cannot be used.
    """
    [(model, trigger)] = pgtrigger.registered(f"{table._meta.label}:{table._meta.db_table}_fence")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{trigger.get_pgid(model)}}}"])


@pytest.mark.django_db
@EVERY_FEATURE
def test_publishing_ends_the_job_and_answers_with_what_was_published(make: Callable[[], GenerationJob]) -> None:
    held, result = walk(make())
    made = publish(held, result)
    assert of_job(held) == [made]
    held.refresh_from_db()
    assert (held.state, made.epoch) == (JobState.SUCCEEDED, held.epoch)


@pytest.mark.django_db
@EVERY_FEATURE
def test_whoever_lost_the_job_publishes_nothing_and_is_told(make: Callable[[], GenerationJob]) -> None:
    held, result = walk(make())
    let_lapse(held)
    assert transitions.claim(held.id) is not None
    before = Notification.objects.count(), SessionAnalysis.objects.count()
    lift_fence(PUBLISHED[held.feature])
    with pytest.raises(HoldLost):
        publish(held, result)
    assert of_job(held) == []
    held.refresh_from_db()
    assert (held.state, held.epoch) == (JobState.RUNNING, 2)
    assert (Notification.objects.count(), SessionAnalysis.objects.count()) == before
    for untouched in (GenerationMetadata, PatientSessionBridge, PatientYourJourney, SummaryWithdrawal):
        assert not untouched.objects.exists()


@pytest.mark.django_db(transaction=True)
@EVERY_FEATURE
def test_publication_waits_for_whoever_is_at_the_person(make: Callable[[], GenerationJob]) -> None:
    held, result = walk(make())

    def run() -> Any:
        try:
            return publish(held, result)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            # As an erasure and a withdrawal do.
            Patient.objects.select_for_update(no_key=True).get(id=held.patient_id)
            publishing = threads.submit(run)
            until_done_or_waiting(publishing)
            assert not publishing.done()
            assert of_job(held) == []
        made = publishing.result(10)
    assert of_job(held) == [made]


@pytest.mark.django_db
@pytest.mark.parametrize("make", [requested_job, journey_job])
def test_metadata_tell_milliseconds_from_acceptance_to_publication(make: Callable[[], GenerationJob]) -> None:
    job = make()
    accepted = timezone.now() - timedelta(seconds=90)
    with pgtrigger.ignore():
        GenerationJob.objects.filter(id=job.id).update(created_at=accepted)
    metadata = publish(*walk(job)).metadata
    took = metadata.generation_timestamp - accepted
    assert metadata.generation_duration_ms == int(took.total_seconds() * 1000)
    assert 90_000 <= metadata.generation_duration_ms < 120_000


@pytest.mark.django_db
def test_numbers_are_counted_for_each_person_and_feature() -> None:
    first, second = make_person(), make_person()
    for patient in (first, second):
        summarise(patient)
    write(first, ("m9", "2025-11-20T08:00+01:00", "Another day."))
    summarise(first)
    journey = publish(*walk(journey_job(make_patient(model_allowed=True))))
    counted = {
        patient.id: list(SessionBridgeVersion.objects.filter(patient=patient).values_list("version", flat=True))
        for patient in (first, second)
    }
    assert ({key: sorted(numbers) for key, numbers in counted.items()}, journey.version) == (
        {first.id: [1, 2], second.id: [1]},
        1,
    )


@pytest.mark.django_db
def test_attempts_are_counted_for_each_session_and_wave() -> None:
    patient = make_patient(model_allowed=True)
    other, session = make_session(patient), make_session(patient)
    for wave in ("mood", "mood", "topics"):
        analysed(other, wave)
    numbers = []
    for wave in ("mood", "topics", "mood"):
        job = make_wave_job(session, wave, regen=len(numbers), regen_reason="again" if numbers else "")
        numbers.append((wave, publish(*walk(job)).attempt))
    assert numbers == [("mood", 0), ("topics", 0), ("mood", 1)]

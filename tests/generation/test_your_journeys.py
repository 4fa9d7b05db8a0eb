"""The journey over a person's sessions: asked for, made once, told within its tokens, published like a summary."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from audit.chain_verification import verify_job
from audit.replay import replay
from core.actors import Actor
from core.erasure import erase_person
from core.models import Change, Patient
from generation.erasure import withdraw_summary
from generation.generators.journey.compaction import compact
from generation.generators.journey.journey_input import Compaction, JourneyInput, SessionRead
from generation.generators.waves.wave_input import EarlierReading
from generation.language_models.rehearsal import good_answer
from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.lifecycle.generation_metadata import get_generation_metadata, update_generation_metadata
from generation.models import GenerationMetadata, Notification, Origin, WithdrawalCause, YourJourneyVersion
from generation.run.models_for_job import models_for
from generation.summary_requests import Accepted, Busy
from generation.worker.execution import run_job
from generation.your_journeys import JourneyExists, NoJourney, current_journey, request_journey
from tests.builders.people import AS_OF, make_patient
from tests.builders.rows import published, refused_by
from tests.builders.sessions import analysed, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]


@pytest.fixture(autouse=True)
def model_is_set(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"


def patient_with_sessions(number: int = 2) -> Patient:
    patient = make_patient(model_allowed=True)
    for back in range(number):
        session = make_session(patient, session_date=AS_OF - timedelta(days=7 * back))
        for wave in ("mood", "topics"):
            analysed(session, wave)
    return patient


def make_journey(patient: Patient) -> YourJourneyVersion:
    answer = request_journey(patient)
    assert isinstance(answer, Accepted)
    assert run_job(answer.job.id, models=partial(models_for, model=ScriptedModel(good_answer)))
    return YourJourneyVersion.objects.get(job=answer.job)


def test_journey_is_published_with_metadata_and_pointer() -> None:
    patient = patient_with_sessions()
    version = make_journey(patient)
    assert current_journey(patient) == version
    metadata = version.metadata
    assert (metadata.sessions_analyzed, metadata.total_sessions, metadata.compaction_strategy) == (2, 2, "progressive")
    assert set(json.loads(version.text or "")) == {"summary", "achievements", "currentFocus", "sections"}
    assert json.loads(version.generation_context or "")["compaction"]["whole"] == 2
    assert Notification.objects.filter(patient=patient).count() == 0


def test_section_names_the_dates_of_its_sessions() -> None:
    version = make_journey(patient_with_sessions())
    [section] = json.loads(version.text or "")["sections"]
    assert section["sessions"] == ["2025-11-14", "2025-11-21"]


def test_same_readings_are_told_once() -> None:
    patient = patient_with_sessions()
    version = make_journey(patient)
    answer = request_journey(patient)
    assert isinstance(answer, JourneyExists)
    assert answer.version == version


def test_new_reading_is_a_new_journey() -> None:
    patient = patient_with_sessions()
    first = make_journey(patient)
    analysed(make_session(patient, session_date=AS_OF - timedelta(days=30)))
    second = make_journey(patient)
    assert (first.version, second.version, first.input_hash != second.input_hash) == (1, 2, True)


def test_journey_under_way_is_the_only_one() -> None:
    patient = patient_with_sessions()
    assert isinstance(request_journey(patient), Accepted)
    assert isinstance(request_journey(patient), Busy)


def test_withdrawn_journey_may_be_asked_for_again() -> None:
    patient = patient_with_sessions()
    withdraw_summary(make_journey(patient), cause=WithdrawalCause.PERSON)
    assert current_journey(patient) is None
    assert make_journey(patient).version == 2


def test_without_readings_or_model_there_is_no_job(settings: Any) -> None:
    assert request_journey(make_patient(model_allowed=True)) is NoJourney.NOTHING_READ
    settings.OPENAI_BASE_URL = ""
    assert request_journey(patient_with_sessions(1), origin=Origin.SESSION) is NoJourney.NEEDS_MODEL


def test_section_of_no_session_is_dropped_and_counted() -> None:
    def inventing(asked: Asked) -> str:
        section = {"title": "Nothing", "content": "It is of no session.", "sessions": ["s9"]}
        return json.dumps({"summary": "Two.", "achievements": [], "current_focus": [], "sections": [section]})

    answer = request_journey(patient_with_sessions())
    assert isinstance(answer, Accepted)
    assert run_job(answer.job.id, models=partial(models_for, model=ScriptedModel(inventing)))
    version = YourJourneyVersion.objects.get(job=answer.job)
    assert (json.loads(version.text or "")["sections"], version.evidence_dropped) == ([], 1)


def test_chain_verifies_and_the_run_can_be_gone_through_again() -> None:
    job = make_journey(patient_with_sessions()).job
    assert job is not None
    assert verify_job(job) is None
    replayed = replay(job)
    assert [stage.stage for stage in replayed.stages] == ["compaction", "reading", "text", "gate"]
    assert replayed.different == ()


def test_erasure_reaches_transcripts_analyses_and_journeys() -> None:
    patient = patient_with_sessions()
    version = make_journey(patient)
    update_generation_metadata(Actor(None, "test"), version.metadata, notes="It says too much.")
    certificate = erase_person(patient, by="a test")
    assert certificate is not None
    blanked = certificate.blanked
    assert (blanked["therapy_sessions"], blanked["session_analyses"], blanked["your_journey_versions"]) == (2, 4, 1)
    version.refresh_from_db()
    assert (version.text, GenerationMetadata.objects.get(pk=version.metadata.pk).notes) == (None, None)


# --- how more sessions than fit are told ----------------------------------------------------------


def told(strategy: Compaction, tokens: int, number: int = 12) -> Any:
    data = json.dumps({"topics": [{"text": "sleep"}], "summary": "About sleep.", "technique": "x" * 400})
    sessions = tuple(
        SessionRead(
            session=str(one),
            date=AS_OF - timedelta(days=number - one),
            readings=(EarlierReading(wave="topics", data=data),),
        )
        for one in range(number)
    )
    return compact(JourneyInput(sessions=sessions, compaction=strategy, tokens=tokens))


def test_what_fits_is_told_whole_by_every_strategy() -> None:
    for strategy in Compaction:
        made = told(strategy, 100_000)
        assert (made.whole, made.summarised, made.grouped, made.dropped) == (12, 0, 0, ())


@pytest.mark.parametrize(
    ("strategy", "counts"),
    [(Compaction.FULL, (4, 0, 0, 8)), (Compaction.PROGRESSIVE, (4, 2, 0, 6)), (Compaction.HIERARCHICAL, (4, 2, 0, 6))],
)
def test_what_does_not_fit_is_dropped_the_oldest_first_and_listed(
    strategy: Compaction, counts: tuple[int, int, int, int]
) -> None:
    made = told(strategy, 600)
    assert (made.whole, made.summarised, made.grouped, len(made.dropped)) == counts
    assert list(made.dropped) == sorted(made.dropped)
    assert made.tokens <= 600


def test_summaries_of_summaries_hold_more_sessions_than_summaries() -> None:
    summaries, groups = told(Compaction.PROGRESSIVE, 1200, 40), told(Compaction.HIERARCHICAL, 1200, 40)
    assert len(groups.dropped) <= len(summaries.dropped)


# --- one module for the metadata of both features --------------------------------------------------


@pytest.mark.parametrize("make", [published, lambda: make_journey(patient_with_sessions(1))])
def test_change_to_the_metadata_is_the_same_for_both_features(make: Any) -> None:
    version = make()
    metadata = get_generation_metadata(version) or GenerationMetadata.objects.create(
        session_bridge_version=version, sessions_analyzed=0, total_sessions=0, model_used="none",
        generation_timestamp=version.created_at, generation_duration_ms=1,
    )  # fmt: skip
    update_generation_metadata(Actor(None, "a test"), metadata, notes="Slower than usual.")
    assert GenerationMetadata.objects.get(pk=metadata.pk).notes == "Slower than usual."
    change = Change.objects.get(subject_id=metadata.pk)
    assert (change.subject, change.actor_label, change.patient_id) == ("metadata", "a test", version.patient_id)
    rows = GenerationMetadata.objects.filter(pk=metadata.pk)
    assert refused_by(lambda: rows.update(model_used="another")) == "generation_metadata_as_measured"


def test_log_is_seen_in_the_older_shape_one_row_an_attempt() -> None:
    job = make_journey(patient_with_sessions(1)).job
    with connection.cursor() as cursor:
        cursor.execute("SELECT wave, status, retry_count FROM analysis_attempts WHERE job_id = %s", [job.id])
        assert cursor.fetchall() == [("your_journey", "completed", 0)]

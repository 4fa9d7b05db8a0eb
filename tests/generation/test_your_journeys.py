"""The journey over a person's sessions: asked for, made once, told within its tokens, published like a summary."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from audit.chain_verification import verify_job
from audit.replay import replay
from core.actors import Actor
from core.erasure import erase_person
from core.models import Change, Patient, TherapySession
from generation.erasure import withdraw_summary
from generation.generators.journey.compaction import compact, ids_of
from generation.generators.journey.journey_input import Compaction, JourneyInput, SessionRead
from generation.generators.waves.wave_input import EarlierReading
from generation.language_models.metered_model import CallLimits
from generation.language_models.rehearsal import good_answer
from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.lifecycle.generation_metadata import get_generation_metadata, update_generation_metadata
from generation.models import (
    GenerationJob,
    GenerationMetadata,
    JobState,
    Notification,
    Origin,
    SessionAnalysis,
    VersionOrigin,
    WithdrawalCause,
    YourJourneyVersion,
)
from generation.pipeline.language_model import ReplyOutcome
from generation.run.errors import RunFailed
from generation.run.models_for_job import models_for
from generation.summary_requests import Accepted, Busy
from generation.worker.execution import run_job
from generation.your_journeys import JourneyExists, NoJourney, request_journey
from tests.builders.jobs import let_lapse
from tests.builders.people import AS_OF, TESTER, make_patient, set_consent
from tests.builders.rows import published, refused_by
from tests.builders.sessions import analysed, make_session

QUICK = CallLimits(request=1.0, least=0.01, first_wait=0.001)
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


def shown_to(patient: Patient) -> YourJourneyVersion | None:
    return YourJourneyVersion.objects.filter(shown_to__patient=patient).first()


def make_journey(patient: Patient) -> YourJourneyVersion:
    answer = request_journey(patient)
    assert isinstance(answer, Accepted)
    assert run_job(answer.job.id, models=partial(models_for, model=ScriptedModel(good_answer)))
    return YourJourneyVersion.objects.get(job=answer.job)


def test_journey_is_published_with_metadata_and_pointer() -> None:
    patient = patient_with_sessions()
    version = make_journey(patient)
    assert shown_to(patient) == version
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


@pytest.mark.parametrize("again", ["a clinician wants it", ""])
def test_reason_is_kept_with_the_first_journey_too(again: str) -> None:
    answer = request_journey(patient_with_sessions(1), again=again)
    assert isinstance(answer, Accepted)
    assert (answer.job.regen, answer.job.regen_reason) == (0, again)


def test_blank_reason_is_none() -> None:
    patient = patient_with_sessions(1)
    make_journey(patient)
    assert isinstance(request_journey(patient, again="  "), JourneyExists)


def test_withdrawn_journey_may_be_asked_for_again() -> None:
    patient = patient_with_sessions()
    withdraw_summary(TESTER, make_journey(patient), cause=WithdrawalCause.PERSON)
    assert shown_to(patient) is None
    assert make_journey(patient).version == 2


def test_without_readings_or_model_there_is_no_job(settings: Any) -> None:
    assert request_journey(make_patient(model_allowed=True)) is NoJourney.NOTHING_READ
    settings.OPENAI_BASE_URL = ""
    assert request_journey(patient_with_sessions(1), origin=Origin.SESSION) is NoJourney.NEEDS_MODEL


def telling(*named: tuple[str, ...]) -> Callable[[Asked], str]:
    """A model that tells a section for each of these lists of sessions."""

    def tell(_asked: Asked) -> str:
        sections = [{"title": "Sleep", "content": "It was of sleep.", "sessions": sessions} for sessions in named]
        return json.dumps({"summary": "Two.", "achievements": [], "current_focus": [], "sections": sections})

    return tell


def run_journey(patient: Patient, model: Callable[[Asked], str]) -> GenerationJob:
    """The job as it ended."""
    answer = request_journey(patient)
    assert isinstance(answer, Accepted)
    with suppress(RunFailed):
        run_job(answer.job.id, models=partial(models_for, model=ScriptedModel(model), limits=QUICK))
    return GenerationJob.objects.get(id=answer.job.id)


def test_section_of_no_session_is_dropped_and_counted() -> None:
    job = run_journey(patient_with_sessions(), telling(("s9",), ("s9", "s1", "s1")))
    version = YourJourneyVersion.objects.get(job=job)
    [section] = json.loads(version.text or "")["sections"]
    assert (section["sessions"], version.evidence_dropped) == (["2025-11-14"], 2)


@pytest.mark.parametrize(
    ("named", "code"), [((("s9",),), "unknown_id"), (((),), "unknown_id"), ((), "off_schema")], ids=str
)
def test_journey_that_rests_on_no_session_is_none_and_the_former_stays(
    named: tuple[tuple[str, ...], ...], code: str
) -> None:
    patient = patient_with_sessions()
    former = make_journey(patient)
    analysed(make_session(patient, session_date=AS_OF - timedelta(days=30)))
    job = run_journey(patient, telling(*named))
    assert (job.state, job.error_code) == (JobState.FAILED, code)
    assert (shown_to(patient), YourJourneyVersion.objects.filter(patient=patient).count()) == (former, 1)


def test_session_that_was_dropped_bears_nothing_out(settings: Any) -> None:
    settings.JOURNEY_COMPACTION, settings.JOURNEY_TOKENS = "full", {"all": 150}
    job = run_journey(patient_with_sessions(5), telling(("s1",), ("s1", "s5")))
    version = YourJourneyVersion.objects.get(job=job)
    told = json.loads(version.generation_context or "")["compaction"]
    [section] = json.loads(version.text or "")["sections"]
    assert "2025-10-24" in told["dropped"]
    assert (section["sessions"], version.evidence_dropped) == (["2025-11-21"], 2)


def test_what_was_told_counts_when_settings_change_on_the_way(settings: Any) -> None:
    answer = request_journey(patient_with_sessions(5))
    assert isinstance(answer, Accepted)
    with pytest.raises(RunFailed):
        run_job(answer.job.id, models=partial(models_for, model=ScriptedModel(in_trouble), limits=QUICK))
    settings.JOURNEY_TOKENS = {"all": 1}
    let_lapse(answer.job)
    assert run_job(answer.job.id, models=partial(models_for, model=ScriptedModel(telling(("s1",)))))
    assert json.loads(YourJourneyVersion.objects.get(job=answer.job).text or "")["sections"][0]["sessions"]


def in_trouble(_asked: Asked) -> ReplyOutcome:
    return ReplyOutcome.SERVER_ERROR


def test_where_nothing_fits_nobody_is_asked(settings: Any) -> None:
    settings.JOURNEY_TOKENS = {"all": 1}
    job = run_journey(patient_with_sessions(), good_answer)
    assert (job.state, job.error_code, job.model_calls.count()) == (JobState.FAILED, "nothing_told", 0)


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "..."])
def test_blank_words_are_no_journey(blank: str) -> None:
    def saying_nothing(asked: Asked) -> str:
        return json.dumps({**json.loads(good_answer(asked)), "achievements": [blank]})

    assert run_journey(patient_with_sessions(1), saying_nothing).error_code == "off_schema"


# --- readings of an older system -------------------------------------------------------------------

ODD = [
    "no JSON",
    "[]",
    "null",
    '{"score": NaN}',
    '{"rationale": "\\ud800"}',
    '{"score": "5.5"}',
    '{"score": 1e999}',
    '{"evidence": "said so"}',
    '{"rationale": {"a": 1}}',
    '{"more": ' + "[" * 100 + "]" * 100 + "}",
    '{"more": ' + "[" * 100_000 + "]" * 100_000 + "}",
]


def imported(session: TherapySession, wave: str, data: str) -> SessionAnalysis:
    return SessionAnalysis.objects.create(session=session, wave=wave, origin=VersionOrigin.IMPORTED, data=data)


@pytest.mark.parametrize("strategy", Compaction)
@pytest.mark.parametrize("data", ODD, ids=range(len(ODD)))
def test_reading_of_another_shape_is_left_out_and_listed(data: str, strategy: str, settings: Any) -> None:
    settings.JOURNEY_COMPACTION = strategy
    patient = patient_with_sessions(1)
    imported(make_session(patient, session_date=AS_OF - timedelta(days=9)), "mood", data)
    version = make_journey(patient)
    context = json.loads(version.generation_context or "")
    assert (context["unread"], context["compaction"]["dropped"]) == (["2025-11-12 mood"], ["2025-11-12"])
    assert (version.metadata.sessions_analyzed, version.metadata.total_sessions) == (1, 2)


def test_reading_with_more_fields_than_the_waves_is_told() -> None:
    patient = make_patient(model_allowed=True)
    imported(make_session(patient), "mood", '{"score": 5, "trend": "up", "contract_version": 1}')
    imported(make_session(patient), "older_wave", '{"anything": ["goes"]}')
    version = make_journey(patient)
    assert json.loads(version.generation_context or "")["unread"] == []
    assert version.metadata.sessions_analyzed == 2


def test_where_nothing_can_be_read_there_is_no_journey() -> None:
    patient = make_patient(model_allowed=True)
    imported(make_session(patient), "mood", "no JSON")
    assert run_journey(patient, good_answer).error_code == "nothing_told"


def test_chain_verifies_and_the_run_can_be_gone_through_again() -> None:
    job = make_journey(patient_with_sessions()).job
    assert job is not None
    assert verify_job(job) is None
    replayed = replay(job)
    assert [stage.stage for stage in replayed.stages] == ["compaction", "reading", "text", "gate"]
    assert replayed.different == ()


def test_journey_of_which_no_model_was_allowed_is_gone_through_again_as_it_ended() -> None:
    patient = patient_with_sessions()

    def withdrawing(_asked: Asked) -> str:
        set_consent(patient, allowed=False)
        return "no JSON"

    job = run_journey(patient, withdrawing)
    assert job.error_code == "not_allowed"
    replayed = replay(job)
    assert [stage.stage for stage in replayed.stages] == ["compaction"]
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
    ("strategy", "tokens", "counts"),
    [
        (Compaction.FULL, 600, (4, 0, 0, 8)),
        (Compaction.PROGRESSIVE, 600, (2, 10, 0, 0)),
        (Compaction.PROGRESSIVE, 300, (1, 6, 0, 5)),
        (Compaction.PROGRESSIVE, 100, (0, 3, 0, 9)),
        (Compaction.HIERARCHICAL, 600, (4, 0, 8, 0)),
        (Compaction.HIERARCHICAL, 300, (1, 4, 7, 0)),
        (Compaction.HIERARCHICAL, 50, (0, 0, 2, 10)),
    ],
)
def test_newest_are_told_whole_where_the_older_have_room(
    strategy: Compaction, tokens: int, counts: tuple[int, int, int, int]
) -> None:
    made = told(strategy, tokens)
    assert (made.whole, made.summarised, made.grouped, len(made.dropped)) == counts
    assert list(made.dropped) == sorted(made.dropped)
    assert made.tokens <= tokens


@pytest.mark.parametrize("number", range(1, 60, 7))
@pytest.mark.parametrize("tokens", [50, 200, 500, 1000, 3000])
@pytest.mark.parametrize("strategy", Compaction)
def test_every_session_is_told_once_or_listed_within_the_tokens(strategy: Compaction, tokens: int, number: int) -> None:
    made = told(strategy, tokens, number)
    ids = [id_ for one in made.told for id_ in ids_of(one)]
    assert ids == [f"s{one}" for one in range(len(made.dropped) + 1, number + 1)]
    assert made.whole + made.summarised + made.grouped + len(made.dropped) == number
    assert made.tokens <= tokens


def test_hierarchical_tells_five_old_sessions_at_a_time() -> None:
    summaries, groups = told(Compaction.PROGRESSIVE, 1200, 60), told(Compaction.HIERARCHICAL, 1200, 60)
    assert (summaries.grouped, len(summaries.dropped) > 0) == (0, True)
    assert (groups.whole > 0, groups.summarised > 0, groups.grouped > 20, groups.dropped) == (True, True, True, ())
    assert groups.told[0]["ids"] == ["s1", "s2", "s3", "s4", "s5"]


def test_groups_stay_when_sessions_are_added() -> None:
    before, after = told(Compaction.HIERARCHICAL, 1200, 60), told(Compaction.HIERARCHICAL, 1200, 61)
    assert [one["ids"] for one in before.told[:4]] == [one["ids"] for one in after.told[:4]]


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

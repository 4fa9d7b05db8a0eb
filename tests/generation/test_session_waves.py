"""The waves of a session: their order, what they publish, and that one which fails holds nobody up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.db.models import F
from django.test import TestCase
from django.utils import timezone

from core.erasure import erase_person
from core.models import Patient, TherapySession
from core.refusals import InputRefused
from generation.generators.waves.registry import wave_generators
from generation.language_models.metered_model import CallLimits
from generation.language_models.rehearsal import good_answer
from generation.language_models.scripted_model import Asked, Scripted, ScriptedModel
from generation.models import (
    Feature,
    GenerationJob,
    GenerationJobAnalysis,
    JobState,
    ModelCall,
    Notification,
    Origin,
    PipelineEvent,
    SessionAnalysis,
    SessionBridgeVersion,
    VersionOrigin,
    YourJourneyVersion,
)
from generation.pipeline.language_model import ReplyOutcome
from generation.run.errors import RunFailed
from generation.run.models_for_job import models_for
from generation.run.session_input import wave_input_hash
from generation.session_waves import Readiness, go_on, look_at_sessions, readiness, request_wave, wave_states
from generation.summary_requests import Accepted
from generation.worker.execution import run_job
from generation.your_journeys import request_journey
from tests.builders.jobs import let_lapse
from tests.builders.people import set_consent, write
from tests.builders.sessions import make_session, make_wave_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]

WAVES = ["speaker_labels", "mood", "topics", "breakthrough", "action_items", "deep", "prose", "insights"]
QUICK = CallLimits(request=1.0, least=0.01, first_wait=0.001)


@pytest.fixture(autouse=True)
def model_is_set(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"


Model = Callable[[Asked], Scripted]


def run(job: GenerationJob, answer: Model = good_answer) -> None:
    """Run the job, and let what listens to its end ask for what is due."""
    models = partial(models_for, model=ScriptedModel(answer), limits=QUICK)
    with TestCase.captureOnCommitCallbacks(execute=True):
        run_job(job.id, models=models)


def run_all(session: TherapySession, answer: Model = good_answer) -> list[str]:
    """Every wave as a worker would come by it; their names in the order of the runs."""
    ran = []
    go_on(session)
    while job := GenerationJob.objects.filter(session=session, state=JobState.QUEUED).order_by("created_at").first():
        ran.append(job.wave)
        try:
            run(job, answer)
        except RunFailed:
            go_on(session)
    return ran


def states(session: TherapySession) -> dict[str, str]:
    return {one.wave: one.state for one in wave_states(session)}


def data_of(session: TherapySession, wave: str) -> dict[str, Any]:
    return json.loads(SessionAnalysis.objects.filter(session=session, wave=wave).latest("attempt").data or "")


def test_every_wave_publishes_in_its_order() -> None:
    session = make_session()
    ran = run_all(session)
    assert sorted(ran) == sorted(WAVES)
    assert ran[0] == "speaker_labels"
    for wave, generator in wave_generators().items():
        assert all(ran.index(before) < ran.index(wave) for before in generator.after)
    assert set(states(session).values()) == {"succeeded"}


def test_first_wave_alone_is_asked_for_at_first() -> None:
    session = make_session()
    assert [job.wave for job in go_on(session)] == ["speaker_labels"]
    assert go_on(session) == []
    assert states(session)["mood"] == "waiting"


def test_readings_have_their_form() -> None:
    session = make_session()
    run_all(session)
    assert data_of(session, "mood")["score"] == 5.5
    assert data_of(session, "speaker_labels")["speakers"][1] == {"label": "Client", "role": "client"}
    assert len(data_of(session, "action_items")["summary"]) <= 45
    prose = data_of(session, "prose")
    assert (prose["word_count"] < 500, prose["shorter_because"]) == (True, "The transcript has only 71 words.")


def test_evidence_is_where_it_says_in_the_transcript() -> None:
    session = make_session()
    run_all(session)
    evidence = data_of(session, "mood")["evidence"] + data_of(session, "breakthrough")["evidence"]
    assert len(evidence) == 2
    assert all((session.transcript or "")[one["start"] : one["end"]] == one["text"] for one in evidence)


def test_evidence_that_stands_nowhere_is_dropped_and_counted() -> None:
    def inventing(asked: Asked) -> str:
        answer = json.loads(good_answer(asked))
        return json.dumps({**answer, "evidence": [*answer["evidence"], "I never said this."]})

    session = make_session()
    run(make_wave_job(session), inventing)
    analysis = SessionAnalysis.objects.get(session=session)
    assert (analysis.evidence_dropped, len(data_of(session, "mood")["evidence"])) == (1, 1)
    assert "RD101" in analysis.review_rule_ids


def test_mood_without_evidence_is_none() -> None:
    session = make_session()
    run(make_wave_job(session), lambda _asked: '{"score": 9, "rationale": "Fine.", "evidence": ["Never said."]}')
    assert (data_of(session, "mood")["score"], data_of(session, "mood")["evidence_dropped"]) == (None, 1)


@pytest.mark.parametrize("score", ["5.3", "9.999999999999998", "10.5", "-0.5", '"high"'])
def test_mood_outside_its_steps_is_no_answer(score: str) -> None:
    session = make_session()
    with pytest.raises(RunFailed, match="off_schema"):
        run(make_wave_job(session), lambda _asked: f'{{"score": {score}, "rationale": "", "evidence": []}}')


def test_wording_is_a_finding_to_see_and_stops_nothing() -> None:
    session = make_session()
    advice = {"score": 5, "rationale": "You should rest more.", "evidence": ["I slept badly all week."]}
    run(make_wave_job(session), lambda _asked: json.dumps(advice))
    analysis = SessionAnalysis.objects.get(session=session)
    assert {"SB201", "SB202"} <= set(analysis.review_rule_ids)


def test_thin_transcript_gives_less_and_asks_nobody() -> None:
    session = make_session(transcript="Therapist: Hello.\nClient: Hello.")
    run_all(
        session, lambda asked: pytest.fail(asked.task) if asked.task != "roadmap_generation" else good_answer(asked)
    )
    assert ModelCall.objects.filter(job__session=session).count() == 0
    assert data_of(session, "mood")["score"] is None
    assert data_of(session, "prose")["prose"] == ""


@pytest.mark.parametrize("data", ["no JSON", "[]", '{"speakers": ["Client"], "topics": 3}'])
def test_imported_readings_of_another_shape_stop_nothing(data: str) -> None:
    session = make_session()
    for wave in ("speaker_labels", "topics"):
        SessionAnalysis.objects.create(session=session, wave=wave, origin=VersionOrigin.IMPORTED, data=data)
    jobs = [make_wave_job(session, wave, input_hash=hashed(session, wave)) for wave in ("mood", "action_items")]
    for job in jobs:
        pins = SessionAnalysis.objects.filter(session=session, origin=VersionOrigin.IMPORTED)
        GenerationJobAnalysis.objects.bulk_create(GenerationJobAnalysis(job=job, analysis=pin) for pin in pins)
        run(job)
    assert (data_of(session, "mood")["score"], data_of(session, "action_items")["summary"]) == (5.5, "")


def hashed(session: TherapySession, wave: str) -> str:
    return wave_input_hash(session, wave, SessionAnalysis.objects.filter(session=session))


def test_one_failed_wave_does_not_stop_the_others() -> None:
    def topics_refused(asked: Asked) -> Scripted:
        return ReplyOutcome.REFUSED if asked.task == "topic_extraction" else good_answer(asked)

    session = make_session()
    run_all(session, topics_refused)
    failed = {wave for wave, state in states(session).items() if state == "failed"}
    assert (failed, set(states(session).values())) == ({"topics"}, {"failed", "succeeded"})
    assert GenerationJob.objects.get(session=session, wave="topics").error_code == "refused"
    assert data_of(session, "action_items")["summary"] == ""


def test_server_in_trouble_is_asked_again_by_the_next_attempt_with_a_true_retry_count() -> None:
    session = make_session()
    job = make_wave_job(session)
    with pytest.raises(RunFailed, match="server_error"):
        run(job, lambda _asked: ReplyOutcome.SERVER_ERROR)
    let_lapse(job)
    run(job)
    lines = job.processing_log.order_by("created_at").values_list("status", "retry_count")
    assert list(lines) == [("started", 0), ("started", 1), ("completed", 1)]


def test_server_in_trouble_is_given_up_after_three_attempts() -> None:
    job = make_wave_job(make_session())
    for _ in range(3):
        with pytest.raises(RunFailed, match="server_error"):
            run(job, lambda _asked: ReplyOutcome.SERVER_ERROR)
        let_lapse(job) if GenerationJob.objects.get(id=job.id).state == "running" else None
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_code) == ("failed", 3, "server_error")


@pytest.mark.parametrize("wanting", ["model", "consent", "transcript"])
def test_without_model_or_consent_there_is_no_job(wanting: str, settings: Any) -> None:
    session = make_session(transcript=None if wanting == "transcript" else "Client: I slept badly all week.")
    if wanting == "model":
        settings.OPENAI_BASE_URL = ""
    if wanting == "consent":
        set_consent(session.patient, allowed=False)
    assert (go_on(session), look_at_sessions()) == ([], 0)
    word = Readiness.NO_TRANSCRIPT if wanting == "transcript" else Readiness.NEEDS_MODEL
    assert (readiness(session), set(states(session).values())) == (word, {word.value})


def test_consent_withdrawn_on_the_way_ends_the_asking() -> None:
    job = make_wave_job(make_session())
    set_consent(job.patient, allowed=False)
    with pytest.raises(RunFailed, match="needs_model"):
        run(job)


def withdrawn_on_the_way(job: GenerationJob) -> None:
    """The person withdraws before the job runs."""
    set_consent(job.patient, allowed=False)
    with pytest.raises(RunFailed, match="needs_model"):
        run(job)


def test_consent_given_again_has_every_wave_asked_for_anew() -> None:
    session = make_session()
    withdrawn_on_the_way(go_on(session)[0])
    assert look_at_sessions() == 0
    set_consent(session.patient, allowed=True)
    assert look_at_sessions() == 1
    assert states(session)["speaker_labels"] == "queued"
    run_all(session)
    assert set(states(session).values()) == {"succeeded"}


def test_consent_withdrawn_between_two_questions_counts_as_well() -> None:
    session = make_session()

    def withdrawing(_asked: Asked) -> str:
        set_consent(session.patient, allowed=False)
        return "no JSON"

    with pytest.raises(RunFailed, match="not_allowed"):
        run(go_on(session)[0], withdrawing)
    set_consent(session.patient, allowed=True)
    assert [job.wave for job in go_on(session)] == ["speaker_labels"]


def test_consent_given_before_the_job_had_ended_counts_as_well() -> None:
    session = make_session()
    [job] = go_on(session)

    def given_again(*_: Any) -> None:
        set_consent(session.patient, allowed=False)
        set_consent(session.patient, allowed=True)

    with pytest.raises(RunFailed, match="needs_model"), TestCase.captureOnCommitCallbacks(execute=True):
        run_job(job.id, models=given_again)
    assert states(session)["speaker_labels"] == "queued"


def test_wave_whose_runner_has_no_model_is_given_up_in_the_end() -> None:
    session = make_session()
    for _ in range(4):
        for job in go_on(session):
            with pytest.raises(RunFailed, match="needs_model"):
                run_job(job.id, models=lambda *_: None)
    tried = GenerationJob.objects.filter(session=session, wave="speaker_labels")
    assert (tried.count(), states(session)["mood"]) == (3, "failed")


def a_day_passes() -> None:
    """Whatever has ended did so a day before."""
    with pgtrigger.ignore():
        GenerationJob.objects.filter(finished_at__isnull=False).update(finished_at=F("finished_at") - timedelta(days=1))


def test_waves_that_met_the_end_of_the_days_budget_are_asked_for_anew_on_the_next(settings: Any) -> None:
    session = make_session()
    settings.DAILY_TOKEN_BUDGET = 1
    run_all(session)
    # Where nothing was agreed there is nothing to ask.
    assert {wave for wave, state in states(session).items() if state != "failed"} == {"action_items"}
    settings.DAILY_TOKEN_BUDGET = 0
    assert look_at_sessions() == 0
    a_day_passes()
    assert look_at_sessions() == 1
    run_all(session)
    assert set(states(session).values()) == {"succeeded"}
    a_day_passes()
    assert look_at_sessions() == 0


def test_wave_alone_that_met_the_end_of_the_days_budget_is_asked_for_anew_on_the_next() -> None:
    def last_one_too_many(asked: Asked) -> Scripted:
        return ReplyOutcome.BUDGET_SPENT if asked.task == "session_insights" else good_answer(asked)

    session = make_session()
    run_all(session, last_one_too_many)
    a_day_passes()
    assert look_at_sessions() == 1
    queued = GenerationJob.objects.filter(session=session, state=JobState.QUEUED)
    assert [job.wave for job in queued] == ["insights"]


def test_wave_that_meets_the_end_of_every_days_budget_is_given_up_in_the_end(settings: Any) -> None:
    session = make_session()
    settings.DAILY_TOKEN_BUDGET = 1
    looked = []
    for _ in range(5):
        run_all(session)
        a_day_passes()
        looked.append(look_at_sessions())
    tried = GenerationJob.objects.filter(session=session, wave="speaker_labels")
    assert (looked, tried.count()) == ([1, 1, 0, 0, 0], 3)


def test_journey_that_met_the_end_of_the_days_budget_is_asked_for_anew_on_the_next(settings: Any) -> None:
    session = make_session()
    run_all(session)
    journeys = GenerationJob.objects.filter(patient=session.patient, feature=Feature.YOUR_JOURNEY)
    settings.DAILY_TOKEN_BUDGET = 1
    for asked in (2, 3, 3, 3):
        for job in journeys.filter(state=JobState.QUEUED):
            with pytest.raises(RunFailed, match="budget_spent"):
                run(job)
        look_at_sessions()
        assert not journeys.filter(state=JobState.QUEUED).exists()
        a_day_passes()
        look_at_sessions()
        assert journeys.count() == asked


def test_journey_that_staff_wanted_told_again_is_asked_for_anew_after_the_days_budget_too(settings: Any) -> None:
    session = make_session()
    run_all(session)
    told = GenerationJob.objects.get(patient=session.patient, feature=Feature.YOUR_JOURNEY)
    run(told)
    wanted = request_journey(session.patient, origin=Origin.STAFF, again="a clinician wants it")
    assert isinstance(wanted, Accepted)
    settings.DAILY_TOKEN_BUDGET = 1
    with pytest.raises(RunFailed, match="budget_spent"):
        run(wanted.job)
    a_day_passes()
    look_at_sessions()
    again = GenerationJob.objects.get(feature=Feature.YOUR_JOURNEY, state=JobState.QUEUED)
    assert (again.input_hash, again.regen_reason) == (told.input_hash, "a clinician wants it")


def test_session_of_long_ago_is_taken_up_when_consent_is_given() -> None:
    long_ago = timezone.now() - timedelta(days=60)
    session = make_session(created_at=long_ago)
    set_consent(session.patient, allowed=False)
    assert look_at_sessions() == 0
    set_consent(session.patient, allowed=True)
    assert look_at_sessions() == 1


def test_journey_that_ended_for_want_of_consent_is_asked_for_anew_once() -> None:
    session = make_session()
    run_all(session)
    journeys = GenerationJob.objects.filter(patient=session.patient, feature=Feature.YOUR_JOURNEY)
    withdrawn_on_the_way(journeys.get())
    look_at_sessions()
    assert journeys.count() == 1
    set_consent(session.patient, allowed=True)
    for _ in range(2):
        look_at_sessions()
    assert [job.state for job in journeys.order_by("created_at")] == ["failed", "queued"]


@contextmanager
def erased_after(reading: str, patient: Patient) -> Iterator[None]:
    """Another process erases the person as soon as this has been read."""
    left = [patient]

    def erase_then(execute: Callable[..., object], sql: str, *rest: object) -> object:
        found = execute(sql, *rest)
        if reading in sql and left:
            erase_person(left.pop(), by="test")
        return found

    with connection.execute_wrapper(erase_then):
        yield
    assert not left


def test_person_erased_before_their_journey_is_asked_for_anew_holds_nobody_up() -> None:
    session = make_session()
    run_all(session)
    withdrawn_on_the_way(GenerationJob.objects.get(patient=session.patient, feature=Feature.YOUR_JOURNEY))
    set_consent(session.patient, allowed=True)
    other = make_session()
    with erased_after("job.error_code = ANY", session.patient):
        assert look_at_sessions() == 1
    assert states(other)["speaker_labels"] == "queued"
    assert not GenerationJob.objects.filter(patient=session.patient, state=JobState.QUEUED).exists()


def test_person_erased_once_their_waves_had_ended_holds_nobody_up() -> None:
    session = make_session()
    run_all(session)
    again = request_wave(session, "insights", again="a better model")
    assert run_job(again.id, models=partial(models_for, model=ScriptedModel(good_answer), limits=QUICK))
    other = make_session()
    with erased_after('MAX("generation_jobs"."finished_at")', session.patient):
        assert look_at_sessions() == 1
    assert states(other)["speaker_labels"] == "queued"
    assert not GenerationJob.objects.filter(patient=session.patient, state=JobState.QUEUED).exists()


def write_today(session: TherapySession) -> None:
    write(session.patient, ("today", timezone.now().isoformat(), "Slept."))


def test_last_wave_asks_for_the_journey_and_the_summary_once() -> None:
    session = make_session()
    write_today(session)
    run_all(session)
    features = GenerationJob.objects.filter(patient=session.patient, session=None).values_list("feature", flat=True)
    assert sorted(features) == [Feature.SESSION_BRIDGE, Feature.YOUR_JOURNEY]
    assert look_at_sessions() == 0
    through = session.events.get(job=None)
    assert (through.event, through.phase, through.session_date) == ("COMPLETE", "WAVE3", session.session_date)


def test_no_summary_is_asked_for_where_the_window_has_no_entry() -> None:
    session = make_session()
    run_all(session)
    features = GenerationJob.objects.filter(patient=session.patient, session=None).values_list("feature", flat=True)
    assert list(features) == [Feature.YOUR_JOURNEY]


def test_summary_never_reads_what_a_wave_said() -> None:
    session = make_session()
    write_today(session)
    run_all(session)
    summary = GenerationJob.objects.get(patient=session.patient, feature=Feature.SESSION_BRIDGE)
    assert run_job(summary.id)
    assert summary.pinned_analyses.count() == 0
    text = SessionBridgeVersion.objects.get(job=summary).text or ""
    assert "sister" not in text


def test_wave_gives_no_notice() -> None:
    session = make_session()
    run_all(session)
    assert Notification.objects.filter(job__session=session).count() == 0


def test_events_of_a_wave_carry_session_and_date() -> None:
    session = make_session()
    run(make_wave_job(session))
    events = PipelineEvent.objects.filter(session=session, job__wave="mood").order_by("number")
    assert list(events.values_list("event", "phase", "session_date")) == [
        ("START", "WAVE1", session.session_date),
        # The model's reply, and the reading made of it.
        ("STAGE", "WAVE1", session.session_date),
        ("STAGE", "WAVE1", session.session_date),
        ("COMPLETE", "WAVE1", session.session_date),
    ]


def test_wave_read_anew_is_followed_by_what_reads_it() -> None:
    session = make_session()
    run_all(session)
    run(request_wave(session, "topics", again="a better model"))
    again = GenerationJob.objects.filter(session=session, state=JobState.QUEUED).values_list("wave", flat=True)
    assert list(again) == ["action_items"]
    assert SessionAnalysis.objects.filter(session=session, wave="topics").count() == 2


def test_reason_is_kept_where_nothing_was_read_before() -> None:
    session = make_session()
    assert (request_wave(session, "mood", again=" too high ").regen_reason, go_on(session)[0].regen_reason) == (
        "too high",
        "",
    )


def test_reason_is_kept_where_the_first_attempt_failed() -> None:
    session = make_session()
    with pytest.raises(RunFailed):
        run(make_wave_job(session), lambda _asked: ReplyOutcome.REFUSED)
    job = request_wave(session, "mood", again="it was refused")
    assert (job.regen, job.regen_reason) == (1, "it was refused")


@pytest.mark.parametrize(("wave", "again"), [("unknown", "why"), ("mood", " ")])
def test_wave_is_asked_for_anew_by_name_and_with_a_reason(wave: str, again: str) -> None:
    with pytest.raises(InputRefused):
        request_wave(make_session(), wave, again=again)


def test_session_whose_worker_died_in_between_is_gone_on_with() -> None:
    session = make_session()
    [first] = go_on(session)
    models = partial(models_for, model=ScriptedModel(good_answer), limits=QUICK)
    run_job(first.id, models=models)
    assert look_at_sessions() == 1
    assert states(session)["mood"] == "queued"


def test_every_call_is_charged_to_its_waves_job() -> None:
    session = make_session()
    run_all(session)
    tasks = ModelCall.objects.filter(job__session=session).values_list("task", flat=True)
    assert sorted(tasks) == sorted(generator.task for generator in wave_generators().values())
    assert not YourJourneyVersion.objects.filter(patient=session.patient).exists()


def test_wave_of_a_newer_release_is_left_to_its_workers(settings: Any) -> None:
    """As in a rolling restart: whoever does not know it lets the lease lapse."""
    job = make_wave_job(make_session())
    settings.SESSION_WAVES = [name for name in settings.SESSION_WAVES if "mood" not in name]
    with pytest.raises(RunFailed, match="NotOfThisVersion"):
        run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 1)

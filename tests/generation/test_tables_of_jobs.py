"""Postgres keeps the promises about jobs: one at a time, no work twice, only the known changes of state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import Message
from generation.lifecycle import transitions
from generation.models import (
    AnalysisProcessingLog,
    Feature,
    GenerationJob,
    GenerationJobMessage,
    JobState,
    LogStatus,
    Notification,
    NotificationKind,
    SessionAnalysis,
    VersionOrigin,
)
from generation.models.leased_work import STATE_CHANGES
from tests.builders.jobs import held_job, make_job
from tests.builders.people import make_diarist, make_patient
from tests.builders.rows import refused_by
from tests.builders.sessions import analysed, make_session, make_wave_job

pytestmark = pytest.mark.django_db


def test_second_active_job_of_a_person_is_refused() -> None:
    job = make_job()
    assert refused_by(lambda: make_job(job.patient, input_hash="0" * 64)) == "generation_jobs_one_active"


def test_two_features_of_a_person_run_side_by_side() -> None:
    job = make_job()
    make_job(job.patient, feature=Feature.YOUR_JOURNEY)
    assert GenerationJob.objects.filter(patient=job.patient).count() == 2


def ended(state: JobState, **fields: Any) -> GenerationJob:
    return make_job(state=state, finished_at=timezone.now(), error_code="code", **fields)


def test_same_input_is_not_summarised_twice() -> None:
    done = ended(JobState.SUCCEEDED)
    assert refused_by(lambda: make_job(done.patient)) == "generation_jobs_no_duplicate"


def test_same_input_may_be_tried_again_after_a_failure() -> None:
    failed = ended(JobState.FAILED)
    assert make_job(failed.patient).regen == 0


def test_same_input_may_be_done_again_for_a_reason() -> None:
    done = ended(JobState.SUCCEEDED)
    assert make_job(done.patient, regen=1, regen_reason="the planner was mended").regen == 1


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "resting"}, "generation_jobs_finished_when_ended"),
        ({"state": "running"}, "generation_jobs_lease_only_while_running"),
        ({"state": "succeeded"}, "generation_jobs_finished_when_ended"),
        ({"state": "failed", "finished_at": timezone.now()}, "generation_jobs_failure_says_why"),
        ({"lease_until": timezone.now()}, "generation_jobs_lease_only_while_running"),
        ({"deadline_at": timezone.now() - timedelta(hours=1)}, "generation_jobs_deadline_after_creation"),
        ({"feature": "horoscope"}, "generation_jobs_feature_is_known"),
        ({"origin": "rumour"}, "generation_jobs_origin_is_known"),
        ({"window_first": "2025-11-08"}, "generation_jobs_window_is_whole"),
        ({"regen": 1}, "generation_jobs_regen_says_why"),
        ({"input_hash": "abc"}, "generation_jobs_input_hash_is_sha256"),
    ],
)
def test_job_that_makes_no_sense_is_refused(fields: dict[str, Any], constraint: str) -> None:
    assert refused_by(lambda: make_job(**fields)) == constraint


@pytest.mark.parametrize("field", ["deadline_at", "created_at"])
def test_terms_of_a_job_never_change(field: str) -> None:
    jobs = GenerationJob.objects.filter(id=make_job().id)
    later = timezone.now() + timedelta(hours=1)
    assert refused_by(lambda: jobs.update(**{field: later})) == "generation_jobs_terms_fixed"


@pytest.mark.parametrize("old", JobState.values)
@pytest.mark.parametrize("new", JobState.values)
def test_only_known_changes_of_state_happen(old: str, new: str) -> None:
    row: dict[str, Any] = {"state": old, "error_code": "code"}
    times = {"running": {"lease_until": timezone.now()}, "queued": {}}
    job = make_job(**row, **times.get(old, {"finished_at": timezone.now()}))
    change = {"lease_until": None, "finished_at": None, **times.get(new, {"finished_at": timezone.now()})}

    def act() -> None:
        GenerationJob.objects.filter(id=job.id).update(state=new, epoch=1, **change)

    if (old, new) in STATE_CHANGES or (old == new and old in {"queued", "running"}):
        act()
    else:
        assert refused_by(act) == "generation_jobs_transitions"


def test_transitions_and_the_guard_know_the_same_changes() -> None:
    steps = {(source, step.target) for step in transitions.TRANSITIONS for source in step.sources}
    assert steps - {(JobState.RUNNING, JobState.RUNNING)} == set(STATE_CHANGES)


@pytest.mark.parametrize("epoch", [0, 1])
def test_job_does_not_change_hands_under_the_same_epoch(epoch: int) -> None:
    job = held_job()
    jobs = GenerationJob.objects.filter(id=job.id)
    assert (
        refused_by(lambda: jobs.update(state="queued", lease_until=None, epoch=epoch)) == "generation_jobs_transitions"
    )


def test_pinned_revision_exists() -> None:
    patient = make_diarist()
    message = Message.objects.filter(patient=patient)[0]
    pin = GenerationJobMessage(job=make_job(patient), message=message, revision=2)
    assert refused_by(pin.save) == "generation_job_messages_revision_exists"


def test_person_is_told_once() -> None:
    job = make_job()
    notice = {"job": job, "patient": job.patient, "kind": NotificationKind.SUMMARY_READY}
    Notification.objects.create(**notice)
    assert refused_by(lambda: Notification.objects.create(**notice)) == "notifications_told_once"


def test_notice_changes_only_by_being_read() -> None:
    job = make_job()
    notice = Notification.objects.create(job=job, patient=job.patient, kind=NotificationKind.SUMMARY_READY)
    notices = Notification.objects.filter(id=notice.id)
    assert notices.update(read_at=timezone.now()) == 1
    assert refused_by(lambda: notices.update(kind="summary_failed")) == "notifications_only_read"


def test_attempt_starts_once() -> None:
    job = held_job()
    again = AnalysisProcessingLog(job=job, wave="session_bridge", status=LogStatus.STARTED, retry_count=0)
    assert refused_by(again.save) == "analysis_processing_log_once_in_job"


def test_wave_of_a_session_is_under_way_once() -> None:
    first = make_wave_job(make_session())
    again = {"input_hash": "0" * 64}
    assert refused_by(lambda: make_wave_job(first.session, **again)) == "generation_jobs_one_active_wave"
    assert make_wave_job(first.session, "topics").is_active


def test_sessions_of_a_person_are_worked_on_side_by_side() -> None:
    session = make_session()
    other = make_session(session.patient)
    assert make_wave_job(session).is_active
    assert make_wave_job(other).is_active
    assert make_job(session.patient).is_active


def test_same_session_wave_and_input_is_read_once() -> None:
    done = analysed(make_session()).job
    again = {"input_hash": done.input_hash}
    assert refused_by(lambda: make_wave_job(done.session, **again)) == "generation_jobs_no_duplicate"
    assert make_wave_job(done.session, **again, regen=1, regen_reason="asked again").is_active


@pytest.mark.parametrize(
    "wrong",
    [{"session": None}, {"wave": ""}, {"feature": Feature.YOUR_JOURNEY}],
)
def test_session_and_wave_are_set_exactly_for_waves(wrong: dict[str, Any]) -> None:
    session = make_session()
    assert refused_by(lambda: make_wave_job(session, **wrong)) == "generation_jobs_session_and_wave_of_waves"


def test_window_of_a_wave_is_its_sessions_date_twice() -> None:
    session = make_session()
    day = session.session_date
    longer = {"window_first": day - timedelta(days=1)}
    assert refused_by(lambda: make_wave_job(session, **longer)) == "generation_jobs_window_is_whole"
    elsewhere = {"window_first": day - timedelta(days=1), "window_last": day - timedelta(days=1)}
    assert refused_by(lambda: make_wave_job(session, **elsewhere)) == "generation_jobs_of_its_session"


def test_wave_over_somebody_elses_session_is_refused() -> None:
    stranger = make_patient()
    assert refused_by(lambda: make_wave_job(make_session(), patient=stranger)) == "generation_jobs_of_its_session"


def test_wave_nobody_knows_is_no_reason_to_refuse_a_row() -> None:
    assert make_wave_job(make_session(), "a wave of next year").is_active


def test_published_reading_can_only_be_erased() -> None:
    done = analysed(make_session())
    rows = SessionAnalysis.objects.filter(id=done.id)
    assert refused_by(lambda: rows.update(data="[]")) == "session_analyses_append_only"
    assert rows.update(data=None, erased_at=timezone.now()) == 1


def test_reading_has_a_job_or_was_imported() -> None:
    values = {"session": make_session(), "wave": "mood", "data": "{}"}
    assert refused_by(lambda: SessionAnalysis.objects.create(**values)) == "session_analyses_by_a_job_or_imported"
    assert SessionAnalysis.objects.create(**values, origin=VersionOrigin.IMPORTED).job is None


def test_reading_of_another_session_than_the_jobs_is_refused() -> None:
    session = make_session()
    held = transitions.claim(make_wave_job(session).id)
    other = make_session(session.patient)
    values = {"session": other, "wave": "mood", "job": held, "epoch": held.epoch, "data": "{}"}
    assert refused_by(lambda: SessionAnalysis.objects.create(**values)) == "session_analyses_fence"

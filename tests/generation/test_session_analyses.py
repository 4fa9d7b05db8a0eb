"""The analyses of sessions keep the promises of jobs: one at a time, fenced, logged, timed out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import TherapySession
from generation.lifecycle.session_analyses import (
    cancel_analysis,
    claim_analysis,
    fail_analysis,
    release_analysis,
    request_analysis,
    succeed_analysis,
)
from generation.models import JobState, PipelineEvent, SessionAnalysis
from generation.worker.scheduled_tasks import sweep
from tests.builders.people import AS_OF, make_patient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]


def make_session() -> TherapySession:
    return TherapySession.objects.create(patient=make_patient(), client_id="s1", session_date=AS_OF)


def claimed(wave: str = "mood") -> SessionAnalysis:
    analysis = claim_analysis(request_analysis(make_session(), wave)[0].id)
    assert analysis is not None
    return analysis


def let_lapse(analysis: SessionAnalysis) -> None:
    SessionAnalysis.objects.filter(id=analysis.id).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_asked_for_twice_is_asked_for_once() -> None:
    session = make_session()
    first, second = (request_analysis(session, "mood") for _ in range(2))
    assert (first[1], second[1], first[0] == second[0]) == (True, False, True)


def test_ended_analysis_can_be_asked_for_again() -> None:
    analysis = claimed()
    succeed_analysis(analysis, "{}")
    again, is_new = request_analysis(analysis.session, "mood")
    assert (is_new, again.attempt) == (True, 1)


def test_held_analysis_is_not_claimed_again() -> None:
    assert claim_analysis(claimed().id) is None


def test_result_is_stored_with_the_last_step() -> None:
    analysis = claimed()
    assert succeed_analysis(analysis, '{"mood":"5"}', model="none")
    analysis.refresh_from_db()
    assert (analysis.state, analysis.data, analysis.model) == (JobState.SUCCEEDED, '{"mood":"5"}', "none")


def test_zombie_stores_no_result() -> None:
    zombie = claimed()
    let_lapse(zombie)
    assert claim_analysis(zombie.id) is not None
    assert not succeed_analysis(zombie, '{"late":1}')
    zombie.refresh_from_db()
    assert (zombie.data, zombie.epoch) == (None, 2)


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (release_analysis, JobState.QUEUED),
        (lambda analysis: fail_analysis(analysis, "code"), JobState.FAILED),
        (lambda analysis: cancel_analysis(analysis.id, "code"), JobState.CANCELLED),
    ],
)
def test_steps_end_where_they_say(end: object, state: JobState) -> None:
    analysis = claimed()
    assert end(analysis)  # type: ignore[operator]
    analysis.refresh_from_db()
    assert analysis.state == state


def test_sweep_times_out_overdue_analyses() -> None:
    accepted = timezone.now() - timedelta(hours=1)
    analysis = SessionAnalysis.objects.create(
        session=make_session(), wave="mood", created_at=accepted, deadline_at=accepted + timedelta(minutes=15)
    )
    sweep()
    analysis.refresh_from_db()
    assert analysis.state == JobState.TIMED_OUT


def test_both_logs_tell_of_an_analysis_by_its_session() -> None:
    analysis = claimed("deep")
    succeed_analysis(analysis, "{}")
    events = PipelineEvent.objects.filter(session=analysis.session).order_by("number")
    assert list(events.values_list("number", "phase", "event")) == [
        (1, "WAVE2", "FILE_LOAD"),
        (2, "WAVE2", "START"),
        (3, "WAVE2", "COMPLETE"),
    ]
    assert list(analysis.session.processing_log.order_by("created_at").values_list("wave", "status")) == [
        ("deep", "started"),
        ("deep", "completed"),
    ]


def test_events_of_one_session_are_numbered_over_all_its_waves() -> None:
    session = make_session()
    for wave in ("mood", "topics"):
        request_analysis(session, wave)
    assert list(session.events.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_unknown_wave_is_warned_about_and_not_refused(caplog: pytest.LogCaptureFixture) -> None:
    analysis = claimed("a wave of next year")
    assert succeed_analysis(analysis, "{}")
    assert analysis.session.processing_log.filter(wave="a wave of next year").count() == 2
    assert f"no wave is known by the name of analysis {analysis.id}" in caplog.text

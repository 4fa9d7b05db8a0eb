"""A summary that lost words is made again once, two minutes after the last change, and the person is told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core.erasure import erase_person
from core.models import Patient
from core.practice.taking_back import delete_messages
from generation.models import GenerationJob, JobState, NotificationKind, Origin, SummaryToMakeAnew
from generation.summaries_anew import ask_for_due
from generation.summary_requests import request_summary
from generation.time_limits import ANEW_AFTER
from generation.worker.execution import run_job
from tests.builders.jobs import accept_job, summarise, summarised_before_moving_west
from tests.builders.people import AS_OF, TESTER, make_diarist, write

pytestmark = pytest.mark.django_db

OTHER_WORDS = ("m1", "2025-11-08T22:14+01:00", "Slept well after all.")


def replace_words(patient: Patient, text: str = OTHER_WORDS[2]) -> None:
    write(patient, (*OTHER_WORDS[:2], text))


def let_it_be_due(patient: Patient) -> None:
    SummaryToMakeAnew.objects.filter(patient=patient).update(due_at=timezone.now() - timedelta(seconds=1))


def noted(patient: Patient) -> list[date]:
    return list(SummaryToMakeAnew.objects.filter(patient=patient).values_list("window_last", flat=True))


def run_all() -> None:
    for job_id in GenerationJob.objects.filter(state=JobState.QUEUED).values_list("id", flat=True):
        assert run_job(job_id)


def corrections(patient: Patient) -> list[GenerationJob]:
    return list(GenerationJob.objects.filter(patient=patient, origin=Origin.BATCH))


def test_summary_whose_words_were_replaced_is_made_anew() -> None:
    patient = make_diarist()
    first = summarise(patient)
    replace_words(patient)
    let_it_be_due(patient)
    assert ask_for_due() == 1
    run_all()
    [again] = corrections(patient)
    assert (again.window_last, again.regen) == (first.window_last, 0)
    shown = Patient.objects.get(id=patient.id).current_session_bridge.current
    assert shown == again.sessionbridgeversion
    assert "Slept well after all." in shown.text


def test_nothing_is_made_before_two_minutes_are_over() -> None:
    patient = make_diarist()
    summarise(patient)
    replace_words(patient)
    due_in = SummaryToMakeAnew.objects.get().due_at - timezone.now()
    assert timedelta(seconds=110) < due_in <= ANEW_AFTER == timedelta(minutes=2)
    assert (ask_for_due(), corrections(patient)) == (0, [])


def test_every_further_change_puts_it_off() -> None:
    patient = make_diarist()
    summarise(patient)
    replace_words(patient)
    let_it_be_due(patient)
    delete_messages(TESTER, patient, ["m2"])
    assert (ask_for_due(), noted(patient)) == (0, [AS_OF])


def test_ten_changes_make_one_summary_and_tell_once() -> None:
    patient = make_diarist()
    summarise(patient)
    for number in range(10):
        replace_words(patient, f"Slept {number} h.")
    let_it_be_due(patient)
    ask_for_due()
    run_all()
    let_it_be_due(patient)
    ask_for_due()
    [again] = corrections(patient)
    kinds = list(patient.notifications.filter(job=again).values_list("kind", flat=True))
    assert (kinds, noted(patient)) == ([NotificationKind.SUMMARY_READY], [])


def test_deleted_message_has_the_summary_made_anew_as_well() -> None:
    patient = make_diarist()
    summarise(patient)
    delete_messages(TESTER, patient, ["m1"])
    assert noted(patient) == [AS_OF]


def test_summary_the_person_was_waiting_for_is_made_anew() -> None:
    patient = make_diarist()
    job = accept_job(patient)
    replace_words(patient)
    job.refresh_from_db()
    assert (job.state, job.error_code, noted(patient)) == (JobState.CANCELLED, "message_replaced", [AS_OF])


def test_summary_that_nobody_saw_any_more_is_not_made_anew() -> None:
    patient = make_diarist()
    older = request_summary(patient, as_of=AS_OF - timedelta(days=9))
    assert run_job(older.job.id)
    write(patient, ("new", "2025-11-20T08:00+01:00", "Another day."))
    newer = request_summary(patient, as_of=AS_OF + timedelta(days=10))
    assert run_job(newer.job.id)
    replace_words(patient)
    assert noted(patient) == []


def test_message_no_summary_used_has_nothing_made_anew() -> None:
    patient = make_diarist()
    summarise(patient)
    write(patient, ("new", "2025-11-20T08:00+01:00", "Another day."))
    write(patient, ("new", "2025-11-20T08:00+01:00", "Quite another day."))
    assert noted(patient) == []


def test_summary_somebody_asked_for_meanwhile_is_not_made_twice() -> None:
    patient = make_diarist()
    summarise(patient)
    replace_words(patient)
    summarise(patient)
    let_it_be_due(patient)
    ask_for_due()
    assert (corrections(patient), noted(patient)) == ([], [])


def test_while_another_summary_is_being_made_it_waits() -> None:
    patient = make_diarist()
    summarise(patient)
    replace_words(patient)
    request_summary(patient, as_of=AS_OF - timedelta(days=3))
    let_it_be_due(patient)
    assert (ask_for_due(), noted(patient)) == (0, [AS_OF])
    run_all()
    assert ask_for_due() == 1


def test_change_after_it_was_asked_for_keeps_the_note() -> None:
    patient = make_diarist()
    summarise(patient)
    replace_words(patient)
    let_it_be_due(patient)

    def change_first(execute: Callable[..., object], sql: str, *rest: object) -> object:
        """What another process does between the request and the end of the note."""
        if sql.startswith('DELETE FROM "summaries_to_make_anew"'):
            replace_words(patient, "Once more.")
        return execute(sql, *rest)

    with connection.execute_wrapper(change_first):
        assert ask_for_due() == 0
    assert noted(patient) == [AS_OF]


def test_summary_whose_last_date_has_not_come_where_the_person_moved_is_made_anew_up_to_today() -> None:
    first = summarised_before_moving_west()
    patient = first.patient
    delete_messages(TESTER, patient, ["m3"])
    let_it_be_due(patient)
    assert ask_for_due() == 1
    run_all()
    [again] = corrections(patient)
    assert again.window_last < first.window_last
    assert Patient.objects.get(id=patient.id).current_session_bridge.current == again.sessionbridgeversion


def test_erased_person_is_not_summarised_again() -> None:
    patient = make_diarist()
    summarise(patient)
    replace_words(patient)
    erase_person(patient, by="test")
    let_it_be_due(patient)
    ask_for_due()
    assert (corrections(patient), noted(patient)) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_polling_worker_makes_it_without_redis(services: object) -> None:
    patient = make_diarist()
    summarise(patient)
    replace_words(patient)
    let_it_be_due(patient)
    call_command("run_jobs", "--once")
    [again] = corrections(patient)
    assert again.state == JobState.SUCCEEDED

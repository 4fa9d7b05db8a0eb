"""The page of one person: what is there, what is hidden until it was read, and asking for a summary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.erasure import erase_person
from core.models import AccessEvent, Patient, TherapySession
from generation.erasure import withdraw_summary
from generation.models import GenerationJob, Origin, SessionBridgeVersion, SummaryWithdrawal, WithdrawalCause
from generation.scheduling.look import ask_for_scheduled
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.audit.desks import desk_of, make_item
from tests.audit.readings import fine, read_summary
from tests.builders.jobs import make_job, summarise
from tests.builders.people import (
    AS_OF,
    TESTER,
    make_clinician,
    make_operator,
    make_patient,
    make_person,
    move_west,
    write,
)
from tests.builders.schedules import schedule
from tests.builders.sessions import analysed, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Patient:
    return make_person()


@pytest.fixture
def desk(person: Patient) -> Client:
    return desk_of(make_clinician(person))


def page_of(person: Patient) -> str:
    return reverse("admin:audit_person", args=[person.pk])


def html_of(desk: Client, person: Patient) -> str:
    answer = desk.get(page_of(person))
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_shows_what_the_person_sees_and_records_the_look(desk: Client, person: Patient) -> None:
    summarise(person)
    html = html_of(desk, person)
    assert "&quot;anxious&quot; is named as a feeling on 2 days" in html
    assert "3 of 15" in html
    assert AccessEvent.objects.filter(patient=person, action="view", target=page_of(person)).count() == 1


def test_person_without_summary_or_sessions_is_told_so(desk: Client, person: Patient) -> None:
    html = html_of(desk, person)
    for words in ("There is none yet. Ask for one above", "No session was entered yet", "It is made of sessions"):
        assert words in html


def test_sample_says_nothing_of_its_outcome_until_it_is_read(person: Patient) -> None:
    clinician = make_clinician(person)
    item = make_item(summarise(person))
    read_summary(item, make_operator(), fine(4))
    html = html_of(desk_of(clinician), person)
    assert "first pass" not in html
    assert "4.0" not in html
    read_summary(item, clinician, fine(2))
    html = html_of(desk_of(clinician), person)
    assert "first pass" in html
    assert "3.0 (2 readers)" in html


def test_session_names_the_waves_it_was_read_by(desk: Client, person: Patient) -> None:
    session = make_session(person)
    for wave in ("mood", "mood", "deep"):
        analysed(session, wave)
    html = html_of(desk, person)
    assert "read by a model:" in html
    assert (html.count(">mood<"), html.count(">deep<")) == (1, 1)


def test_line_holds_the_newest_summary_of_each_window(desk: Client, person: Patient) -> None:
    for days in range(14):
        answer = request_summary(person, as_of=AS_OF - timedelta(days=days))
        assert run_job(answer.job.id)
    again = request_summary(person, as_of=AS_OF, origin=Origin.STAFF, again="to see")
    assert run_job(again.job.id)
    html = html_of(desk, person)
    assert html.count(" of 15</td>") == 12
    assert "10–24" not in html
    assert html.index("27 Oct – 10 Nov 2025") < html.index("7–21 Nov 2025</a></th>")


def test_asking_is_accepted_then_busy(desk: Client, person: Patient) -> None:
    told = desk.post(page_of(person), follow=True).content.decode()
    assert "A new summary of the diary" in told
    assert "is still being generated" in told
    assert "Ask for a summary up to today" not in told
    assert GenerationJob.objects.get().origin == Origin.STAFF
    assert "The previous summary is still being generated" in desk.post(page_of(person), follow=True).content.decode()


def test_same_words_are_summarised_anew_only_with_a_reason(desk: Client, person: Patient) -> None:
    desk.post(page_of(person))
    assert run_job(GenerationJob.objects.get().id)
    assert "say why" in desk.post(page_of(person), follow=True).content.decode()
    desk.post(page_of(person), {"reason": "the page was printed badly"})
    assert GenerationJob.objects.filter(regen=1, regen_reason="the page was printed badly").exists()


@pytest.mark.parametrize("reason", ["x" * 201, "a\0b"])
def test_reason_that_cannot_be_kept_is_refused(desk: Client, person: Patient, reason: str) -> None:
    assert "Say why, in at most 200" in desk.post(page_of(person), {"reason": reason}, follow=True).content.decode()
    assert not GenerationJob.objects.exists()


def test_withdrawn_summary_is_marked_as_not_seen(desk: Client, person: Patient) -> None:
    job = summarise(person)
    SummaryWithdrawal.objects.create(
        session_bridge_version=job.sessionbridgeversion, cause=WithdrawalCause.STAFF, reason="x"
    )
    person.current_session_bridge.current = None
    person.current_session_bridge.save()
    assert "which the person does not see" in html_of(desk, person)


def withdraw_summary_of(patient: Patient, text: str) -> None:
    """One that was asked for when the person had just written this."""
    write(patient, (text, (timezone.now() - timedelta(minutes=3)).isoformat(), text))
    job = request_summary(patient).job
    assert run_job(job.id)
    withdraw_summary(TESTER, SessionBridgeVersion.objects.get(job=job), cause=WithdrawalCause.PERSON)


def test_of_withdrawn_summaries_the_newest_is_shown_after_a_move_west_as_well() -> None:
    patient = make_patient("Pacific/Kiritimati")
    withdraw_summary_of(patient, "Felt calm.")
    move_west(patient)
    withdraw_summary_of(patient, "I took 30 pills last night.")
    html = html_of(desk_of(make_clinician(patient)), patient)
    assert "which the person does not see" in html
    assert "30 pills" in html


def test_nothing_of_an_erased_person_is_left_on_the_page(desk: Client, person: Patient) -> None:
    summarise(person)
    erase_person(person, by="a test")
    html = html_of(desk, person)
    assert "anxious" not in html
    assert "was erased" in html
    assert "Ask for a summary" not in html


def test_page_takes_as_many_queries_for_much_as_for_little(desk: Client, person: Patient) -> None:
    def queries_of_the_page() -> int:
        with CaptureQueriesContext(connection) as queries:
            html_of(desk, person)
        return len(queries)

    summarise(person)
    TherapySession.objects.create(patient=person, client_id="s0", session_date=date(2025, 11, 20))
    html_of(desk, person)
    for_one = queries_of_the_page()
    for days in range(1, 6):
        assert run_job(request_summary(person, as_of=AS_OF - timedelta(days=days)).job.id)
        TherapySession.objects.create(patient=person, client_id=f"s{days}", session_date=date(2025, 11, days))
    html_of(desk, person)
    make_job(make_person())
    assert queries_of_the_page() == for_one


def test_line_says_the_rhythm_and_why_none_was_made(desk: Client, person: Patient) -> None:
    assert "None: a summary is made when somebody asks." in html_of(desk, person)
    schedule(person)
    ask_for_scheduled(timezone.now())
    html = html_of(desk, person)
    assert "Made every day at 08:00; next on " in html
    assert ": none made: nothing was written in the 15 days" in html

"""What is deleted or erased leaves no words anywhere, and what was made of it is withdrawn."""

from __future__ import annotations

import pytest
from django.db import connection

from core.erasure import erase_person
from core.models import Message, MessageRevision, Patient, TherapySession
from core.practice.taking_back import delete_messages
from core.refusals import InputRefused
from generation.erasure import withdraw_summary
from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState, NotificationKind, SessionBridgeVersion, WithdrawalCause
from generation.pipeline.sequence import Stage, StageOutput
from generation.run.artifact_chain import ArtifactChain
from generation.summary_requests import Accepted, Exists, request_summary
from generation.worker.execution import run_job
from tests.builders.jobs import requested_job
from tests.builders.people import AS_OF, TESTER, make_diarist, write
from tests.builders.rows import refused_by
from tests.builders.sessions import analysed, make_wave_job
from tests.generation.tiny_stages import TinyStages

pytestmark = pytest.mark.django_db

LATER = ("m9", "2025-11-20T08:00+01:00", "Another day.")


def published(patient: Patient) -> SessionBridgeVersion:
    answer = request_summary(patient, as_of=AS_OF)
    assert run_job(answer.job.id)
    return SessionBridgeVersion.objects.get(job=answer.job)


def current(patient: Patient) -> SessionBridgeVersion | None:
    return Patient.objects.get(id=patient.id).current_session_bridge.current


def words_left(job: GenerationJob | None) -> int:
    return (
        job.artifacts.exclude(body=None).count()
        + job.gate_results.exclude(findings=None).count()
        + SessionBridgeVersion.objects.filter(job=job).exclude(text=None, generation_context=None).count()
    )


def test_deleted_message_cancels_the_job_that_reads_it() -> None:
    job = requested_job()
    held = transitions.claim(job.id)
    assert held is not None
    ArtifactChain(held).store(StageOutput(stage=Stage.CANONICAL, ordinal=0, body='{"a":1}'))
    assert delete_messages(TESTER, job.patient, ["m1"]) == 1
    job.refresh_from_db()
    assert (job.state, job.error_code, words_left(job)) == (JobState.CANCELLED, "message_deleted", 0)


@pytest.mark.django_db(transaction=True)
def test_worker_of_a_cancelled_job_writes_nothing_more() -> None:
    job = requested_job()
    stages = TinyStages(composition=lambda: delete_messages(TESTER, job.patient, ["m1"]))
    assert not run_job(job.id, stages)
    assert (job.artifacts.count(), words_left(job)) == (2, 0)


def test_deleted_message_withdraws_the_summary_that_used_it() -> None:
    patient = make_diarist()
    version = published(patient)
    delete_messages(TESTER, patient, ["m1"])
    version.refresh_from_db()
    assert (version.text, version.withdrawal.cause) == (None, WithdrawalCause.MESSAGE_DELETED)
    assert current(patient) is None


def test_pointer_goes_to_the_newest_summary_that_is_left() -> None:
    patient = make_diarist()
    first = published(patient)
    write(patient, LATER)
    published(patient)
    delete_messages(TESTER, patient, ["m9"])
    assert current(patient) == first


def test_hashes_of_a_blanked_job_stay() -> None:
    patient = make_diarist()
    job = published(patient).job
    assert job is not None
    before = list(job.artifacts.values_list("sha256", "chain_hash"))
    delete_messages(TESTER, patient, ["m1"])
    assert words_left(job) == 0
    assert list(job.artifacts.values_list("sha256", "chain_hash")) == before


def test_summary_without_the_deleted_message_stays() -> None:
    patient = make_diarist()
    version = published(patient)
    write(patient, LATER)
    delete_messages(TESTER, patient, ["m9"])
    assert current(patient) == version


def test_deleted_message_has_no_words_and_is_deleted_once() -> None:
    patient = make_diarist()
    assert [delete_messages(TESTER, patient, ["m1", "unknown"]), delete_messages(TESTER, patient, ["m1"])] == [1, 0]
    message = Message.objects.get(deleted_at__isnull=False)
    assert (message.client_id, list(message.revisions.values_list("text", "salt"))) == (None, [(None, None)])


def test_erased_person_leaves_no_words_anywhere() -> None:
    patient = make_diarist()
    session = TherapySession.objects.create(
        patient=patient, client_id="s1", session_date=AS_OF, transcript="Words of a session."
    )
    analysis = analysed(session, data='{"words":1}')
    running = make_wave_job(session, "topics")
    job = published(patient).job
    assert job is not None
    assert [erase_person(patient, by="test") is None for _ in range(2)] == [False, True]
    for row in (session, analysis, running, patient):
        row.refresh_from_db()
    assert (session.transcript, analysis.data, running.state) == (None, None, JobState.CANCELLED)
    assert not MessageRevision.objects.filter(message__patient=patient).exclude(text=None).exists()
    assert (words_left(job), current(patient), patient.erased_at is not None) == (0, None, True)


def test_erased_person_is_refused_a_summary() -> None:
    patient = make_diarist()
    erase_person(patient, by="test")
    with pytest.raises(InputRefused, match="erased"):
        request_summary(patient, as_of=AS_OF)


def test_all_of_an_erasure_happens_or_nothing() -> None:
    patient = make_diarist()
    version = published(patient)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE gate_results ADD CONSTRAINT keeps_all CHECK (findings IS NOT NULL)")
    assert refused_by(lambda: delete_messages(TESTER, patient, ["m1"])) == "keeps_all"
    assert not MessageRevision.objects.filter(text=None).exists()
    assert (current(patient), words_left(version.job) > 0) == (version, True)


def test_person_can_ask_again_after_a_withdrawal() -> None:
    patient = make_diarist()
    version = published(patient)
    assert isinstance(request_summary(patient, as_of=AS_OF), Exists)
    withdraw_summary(TESTER, version, cause=WithdrawalCause.STAFF, reason="It counted a day twice.")
    answer = request_summary(patient, as_of=AS_OF)
    assert isinstance(answer, Accepted)
    assert (answer.job.regen, current(patient)) == (1, None)


def test_withdrawn_summary_keeps_its_text_and_is_withdrawn_once() -> None:
    version = published(make_diarist())
    withdrawals = [withdraw_summary(TESTER, version, cause=WithdrawalCause.PERSON) for _ in range(2)]
    version.refresh_from_db()
    assert (withdrawals[1], version.text is not None) == (None, True)


def test_erasure_blanks_the_words_of_an_earlier_withdrawal() -> None:
    patient = make_diarist()
    version = published(patient)
    withdraw_summary(TESTER, version, cause=WithdrawalCause.STAFF, reason="It quotes what was said of the exam.")
    delete_messages(TESTER, patient, ["m1"])
    version.refresh_from_db()
    assert (version.withdrawal.reason, version.withdrawal.cause) == (None, WithdrawalCause.STAFF)


@pytest.mark.parametrize(
    ("cause", "told"),
    [(WithdrawalCause.STAFF, True), (WithdrawalCause.PERSON, False), (WithdrawalCause.CORRECTED, False)],
)
def test_person_is_told_of_a_withdrawal_that_was_not_their_own(cause: WithdrawalCause, told: bool) -> None:
    version = published(make_diarist(LATER))
    withdraw_summary(TESTER, version, cause=cause, reason="not theirs")
    assert version.job.notifications.filter(kind=NotificationKind.SUMMARY_WITHDRAWN).exists() is (
        cause is WithdrawalCause.STAFF
    )


def test_person_is_told_that_a_deleted_message_took_a_summary_along() -> None:
    patient = make_diarist(LATER)
    version = published(patient)
    delete_messages(TESTER, patient, ["m9"])
    assert version.job.notifications.filter(kind=NotificationKind.SUMMARY_WITHDRAWN).count() == 1

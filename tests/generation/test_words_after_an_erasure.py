"""Words sent about a person who is erased at that moment: whatever the sender had before them, none is kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pgtrigger
import pytest
from django.db import connection, transaction
from django.db.models import CharField, TextField

from audit.drawing import draw_items
from audit.incidents import close
from audit.models import Incident, MarkKind, ReviewItem
from audit.reviewing import Mark, Said, WordsGone
from core.erasure import all_kept_words, count_words, erase_person
from core.models import Patient, TherapySession
from core.practice.sessions import add_session, add_transcript
from core.practice.taking_back import delete_messages
from core.refusals import InputRefused
from generation.corrections import Correctable, correct_summary, find_correctable, preview_correction
from generation.erasure import withdraw_summary
from generation.lifecycle.generation_metadata import get_generation_metadata, update_generation_metadata
from generation.models import GenerationJob, SessionBridgeVersion, WithdrawalCause
from generation.session_waves import request_wave
from generation.summary_objections import object_to
from generation.summary_requests import request_summary
from generation.your_journeys import request_journey
from tests.audit.readings import fine, read_summary
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, DIARY, TESTER, make_person, make_user, set_consent, write
from tests.builders.sessions import analysed, make_session
from tests.builders.waiting import until_done_or_waiting
from tests.generation.admin_clients import make_by_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]

WORDS = "I did not say that I want to die."
# Who sends words, by the table that would keep them: given a person with a summary, what is sent once they are erased.
Sender = Callable[[Patient], Callable[[], object]]


def version_of(patient: Patient) -> SessionBridgeVersion:
    """As a request reads it: with all that it will ask of it."""
    return SessionBridgeVersion.objects.select_related("patient", "job__patient").get(patient=patient)


def objection(patient: Patient) -> Callable[[], object]:
    version, user = version_of(patient), make_user()
    return lambda: object_to(version, by=user, words=WORDS)


def reading(patient: Patient) -> Callable[[], object]:
    draw_items()
    item, reader = ReviewItem.objects.select_related("job").get(job__patient=patient), make_user()
    return lambda: read_summary(item, reader, Said(fine().answers, fine().verdict, note=WORDS))


def incident(patient: Patient) -> Callable[[], object]:
    draw_items()
    item, reader = ReviewItem.objects.get(job__patient=patient), make_user()
    read_summary(item, reader, Said(fine().answers, fine().verdict, marks=(Mark(MarkKind.UNSUPPORTED, 0, 6),)))
    noticed = Incident.objects.get()
    return lambda: close(noticed, by=reader, what_was_done=WORDS)


def note(patient: Patient) -> Callable[[], object]:
    metadata = get_generation_metadata(version_of(patient))
    assert metadata is not None
    return lambda: update_generation_metadata(TESTER, metadata, notes=WORDS)


def withdrawal(patient: Patient) -> Callable[[], object]:
    version = version_of(patient)
    return lambda: withdraw_summary(TESTER, version, cause=WithdrawalCause.STAFF, reason=WORDS)


def correction(patient: Patient) -> Callable[[], object]:
    of: Correctable = find_correctable(version_of(patient))
    dropped = {*of.composition.feelings, *of.composition.further_feelings}
    preview = preview_correction(of, quoted={*of.composition.quoted}, dropped=dropped)
    return lambda: correct_summary(of, preview, reason=WORDS, by=make_user())


def wave(patient: Patient) -> Callable[[], object]:
    session = TherapySession.objects.get(pk=make_session(patient).pk)
    return lambda: request_wave(session, "mood", again=WORDS)


def journey(patient: Patient) -> Callable[[], object]:
    analysed(make_session(patient))
    return lambda: request_journey(patient, again=WORDS)


def transcript(patient: Patient) -> Callable[[], object]:
    session = make_session(patient, transcript=None)
    return lambda: add_transcript(TESTER, session, WORDS)


SENDERS: dict[str, tuple[Sender, ...]] = {
    "messages": (lambda patient: lambda: write(patient, ("m9", "2025-11-20T08:00Z", WORDS)),),
    "message_revisions": (lambda patient: lambda: write(patient, ("m1", "2025-11-08T22:14+01:00", WORDS)),),
    "therapy_sessions": (
        lambda patient: lambda: add_session(TESTER, patient, AS_OF, transcript=WORDS),
        transcript,
    ),
    "generation_jobs": (
        lambda patient: lambda: request_summary(patient, as_of=AS_OF, again=WORDS),
        correction,
        wave,
        journey,
    ),
    "summary_objections": (objection,),
    "summary_withdrawals": (withdrawal,),
    "generation_metadata": (note,),
    "reviews": (reading,),
    "incidents": (incident,),
}
# What workers write is in test_erasure_under_way: nothing without a job that is theirs.
OF_WORKERS = {"stage_artifacts", "gate_results", "session_bridge_versions", "your_journey_versions", "session_analyses"}
EACH = [(table, sender) for table, senders in SENDERS.items() for sender in senders]
ABOUT_A_SUMMARY = (objection, withdrawal, note, reading, incident, correction)


def summarised(settings: Any) -> Patient:
    """A person with a summary, of whom a model may read whatever is asked for next."""
    patient = make_person()
    summarise(patient)
    set_consent(patient, allowed=True)
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    return Patient.objects.select_related("user").get(pk=patient.pk)


def tables_with_the_words() -> set[str]:
    return {
        words.table
        for words in all_kept_words()
        for name in words.columns
        if isinstance(words.model._meta.get_field(name), CharField | TextField)
        and words.model._default_manager.filter(**{f"{name}__contains": WORDS}).exists()
    }


def test_every_table_with_words_of_people_has_its_senders_here() -> None:
    assert {words.table for words in all_kept_words()} == SENDERS.keys() | OF_WORKERS


@pytest.mark.parametrize(("table", "sender"), EACH)
def test_words_that_come_in_time_are_kept(table: str, sender: Sender, settings: Any) -> None:
    sender(summarised(settings))()
    # An id that a client gives a message is none of its words.
    assert tables_with_the_words() == {"message_revisions" if table == "messages" else table}


@pytest.mark.parametrize("sender", [sender for _, sender in EACH])
def test_words_about_somebody_who_was_erased_meanwhile_are_not_kept(sender: Sender, settings: Any) -> None:
    patient = summarised(settings)
    send = sender(patient)
    erase_person(Patient.objects.get(pk=patient.pk), by="a test")
    with suppress(InputRefused, WordsGone):
        send()
    assert (count_words(patient), tables_with_the_words()) == ([], set())


@pytest.mark.parametrize("sender", ABOUT_A_SUMMARY)
def test_words_about_a_summary_whose_diary_was_deleted_meanwhile_are_not_kept(sender: Sender, settings: Any) -> None:
    patient = summarised(settings)
    send = sender(patient)
    assert delete_messages(TESTER, Patient.objects.get(pk=patient.pk), [name for name, *_ in DIARY]) == len(DIARY)
    with suppress(InputRefused, WordsGone):
        send()
    assert tables_with_the_words() == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sender", ABOUT_A_SUMMARY)
def test_words_that_come_during_an_erasure_wait_for_it(sender: Sender, settings: Any) -> None:
    patient = summarised(settings)
    send = sender(patient)

    def sent() -> None:
        try:
            with suppress(InputRefused, WordsGone):
                send()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase_person(Patient.objects.get(pk=patient.pk), by="a test")
            other = pool.submit(sent)
            until_done_or_waiting(other)
            assert not other.done()
        other.result(10)
    assert (count_words(patient), tables_with_the_words()) == ([], set())


def objected() -> GenerationJob:
    job = summarise(make_person())
    object_to(job.sessionbridgeversion, by=make_user(), words=WORDS)
    return job


def blocked() -> GenerationJob:
    job = make_by_rules()
    with pgtrigger.ignore():
        job.gate_results.filter(verdict="fail").update(rule_ids=["SB315"])
    return job


@pytest.mark.parametrize("what_happened", [objected, blocked])
def test_incident_noticed_after_an_erasure_takes_no_words(what_happened: Callable[[], GenerationJob]) -> None:
    job = what_happened()
    erase_person(Patient.objects.get(pk=job.patient_id), by="a test")
    # Beat draws in its own time what readers are to see; of this nothing is left by then.
    draw_items()
    draw_items()
    assert count_words(job.patient) == []
    assert close(Incident.objects.get(job=job), by=make_user(), what_was_done=WORDS)
    assert (count_words(job.patient), tables_with_the_words()) == ([], set())

"""Whether a language model may read a diary: nobody's word but the newest counts, and every word is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from core.actors import Actor, actor_of
from core.consent import consent_history, is_model_allowed
from core.erasure import erase_person
from core.models import Change, Consent, ConsentText, ConsentWord, Patient
from core.practice.consents import add_consent_text, current_consent_text, record_consent
from core.refusals import InputRefused
from tests.builders.people import TESTER, make_organisation, make_patient, make_user, set_consent

PERSON = ConsentWord.PERSON


@pytest.mark.django_db
def test_nobody_has_allowed_anything_before_a_consent_says_so(patient: Patient) -> None:
    assert (is_model_allowed(patient.pk), list(consent_history(patient))) == (False, [])


@pytest.mark.django_db
def test_newest_consent_counts_and_every_earlier_one_stays(patient: Patient) -> None:
    answers = [True, False, True, False]
    seen = []
    for allowed in answers:
        set_consent(patient, allowed=allowed)
        seen.append(is_model_allowed(patient.pk))
    assert seen == answers
    assert [(state.number, state.allowed) for state in consent_history(patient)] == [
        (4, False),
        (3, True),
        (2, False),
        (1, True),
    ]


@pytest.mark.django_db
def test_consent_says_who_recorded_it_on_whose_word_and_to_which_wording(patient: Patient) -> None:
    staff = make_user(patient.organisation, username="dr-river", is_staff=True)
    add_consent_text(TESTER, patient.organisation, "A model may read my diary.")
    record_consent(actor_of(staff), patient, allowed=True, on_word_of=ConsentWord.GUARDIAN)
    [state] = consent_history(patient)
    assert (state.recorded_by, state.on_word_of) == ("dr-river", "a parent or guardian")
    assert (state.wording_version, state.wording) == (2, "A model may read my diary.")
    change = Change.objects.get(subject="consent")
    assert (change.actor, change.patient) == (staff, patient)
    assert "may read the diary" in change.details


@pytest.mark.django_db
def test_new_wording_leaves_consents_with_the_wording_they_were_given_to(patient: Patient) -> None:
    set_consent(patient, allowed=True)
    add_consent_text(TESTER, patient.organisation, "Other words.")
    assert consent_history(patient)[0].wording_version == 1
    assert is_model_allowed(patient.pk)


@pytest.mark.django_db
def test_same_wording_is_no_new_version(patient: Patient) -> None:
    text = current_consent_text(patient.organisation)
    with pytest.raises(InputRefused, match="version 1 already"):
        add_consent_text(TESTER, patient.organisation, text.body.replace("\n", "\r\n") + "\n ")


@pytest.mark.django_db
def test_wording_of_another_organisation_is_refused(patient: Patient) -> None:
    other = current_consent_text(make_organisation("Practice on the Hill"))
    with pytest.raises(InputRefused, match="another organisation"):
        record_consent(TESTER, patient, allowed=True, on_word_of=PERSON, text=other)


@pytest.mark.django_db
def test_word_of_nobody_on_record_is_only_for_what_was_carried_over(patient: Patient) -> None:
    with pytest.raises(InputRefused, match="on whose word"):
        record_consent(TESTER, patient, allowed=True, on_word_of=ConsentWord.CARRIED_OVER)


@pytest.mark.django_db
def test_erased_diary_is_read_by_no_model_whatever_was_allowed(patient: Patient) -> None:
    set_consent(patient, allowed=True)
    erase_person(patient, by="a test")
    assert not is_model_allowed(patient.pk)
    with pytest.raises(InputRefused, match="erased"):
        set_consent(patient, allowed=True)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_recorded_one_after_the_other() -> None:
    patient = make_patient()
    start, failed = threading.Barrier(8), []

    def record(allowed: bool) -> Callable[[], None]:
        def run() -> None:
            start.wait()
            try:
                actor = Actor(None, f"thread {allowed}")
                record_consent(actor, patient, allowed=allowed, on_word_of=PERSON)
            except Exception as error:
                failed.append(error)
                raise
            finally:
                connection.close()

        return run

    threads = [threading.Thread(target=record(number % 2 == 0)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    numbers = list(Consent.objects.filter(patient=patient).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 9))
    assert ConsentText.objects.count() == 1
    newest = Consent.objects.get(patient=patient, number=8)
    assert is_model_allowed(patient.pk) is newest.allowed

"""Whether a language model may read a diary: nobody's word but the newest counts, and every word is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from core.actors import Actor, actor_of
from core.consent import consent_history, consent_since, is_model_allowed
from core.erasure import erase_person
from core.models import Change, Consent, ConsentText, ConsentWord, Patient
from core.practice.consents import STOCK_WORDING, add_consent_text, current_consent_text, record_consent
from core.refusals import InputRefused
from tests.builders.people import TESTER, make_organisation, make_patient, make_user, set_consent
from tests.builders.waiting import until_done_or_waiting

PERSON = ConsentWord.PERSON


@pytest.mark.django_db
def test_nobody_has_allowed_anything_before_a_consent_says_so(patient: Patient) -> None:
    assert (is_model_allowed(patient.pk), list(consent_history(patient))) == (False, [])
    assert consent_since(patient.pk) is None


@pytest.mark.django_db
@pytest.mark.parametrize("practice", ["Test practice", "Practice on the Hill"])
def test_consent_of_another_person_never_counts(patient: Patient, practice: str) -> None:
    other = make_patient(organisation=make_organisation(practice))
    for _ in range(3):
        set_consent(other, allowed=True)
    assert (is_model_allowed(other.pk), is_model_allowed(patient.pk)) == (True, False)
    assert (consent_since(patient.pk), list(consent_history(patient))) == (None, [])
    set_consent(patient, allowed=True)
    for _ in range(3):
        set_consent(other, allowed=False)
    assert (is_model_allowed(other.pk), is_model_allowed(patient.pk)) == (False, True)
    assert consent_since(other.pk) is None
    assert consent_since(patient.pk) == Consent.objects.get(patient=patient).at


@pytest.mark.django_db
def test_consent_in_force_counts_from_when_it_was_given_until_it_is_withdrawn(patient: Patient) -> None:
    since = []
    for allowed in (True, True, False, True):
        set_consent(patient, allowed=allowed)
        since.append(consent_since(patient.pk))
    first, second, _, last = Consent.objects.filter(patient=patient).order_by("number")
    assert since == [first.at, second.at, None, last.at]
    assert first.at < second.at < last.at


@pytest.mark.django_db
def test_consent_that_was_carried_over_counts_and_names_no_wording(patient: Patient) -> None:
    Consent.objects.create(
        patient=patient, number=1, allowed=True, on_word_of=ConsentWord.CARRIED_OVER, recorded_by_label="migration"
    )
    [state] = consent_history(patient)
    assert (is_model_allowed(patient.pk), state.recorded_by) == (True, "migration")
    assert (state.wording_version, state.wording) == (None, "")


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
    given = record_consent(actor_of(staff), patient, allowed=True, on_word_of=ConsentWord.GUARDIAN)
    assert (given, given.recorded_by) == (Consent.objects.get(patient=patient), staff)
    [state] = consent_history(patient)
    assert (state.number, state.allowed, state.at) == (1, True, given.at)
    assert (state.recorded_by, state.on_word_of) == ("dr-river", "a parent or guardian")
    assert (state.wording_version, state.wording) == (2, "A model may read my diary.")
    change = Change.objects.get(subject="consent")
    assert (change.actor, change.patient, change.subject_id) == (staff, patient, given.pk)
    assert (
        change.details == "a language model may read diary and sessions, on the word of a parent or guardian; wording 2"
    )


@pytest.mark.django_db
def test_withdrawal_is_on_record_as_one(patient: Patient) -> None:
    set_consent(patient, allowed=False)
    details = Change.objects.get(subject="consent").details
    assert details.startswith("no language model may read diary and sessions, on the word of ")


@pytest.mark.django_db
def test_new_wording_leaves_consents_with_the_wording_they_were_given_to(patient: Patient) -> None:
    set_consent(patient, allowed=True)
    add_consent_text(TESTER, patient.organisation, "Other words.")
    assert consent_history(patient)[0].wording_version == 1
    assert is_model_allowed(patient.pk)


@pytest.mark.django_db
def test_new_wording_is_asked_from_now_on_and_who_made_it_is_on_record(patient: Patient) -> None:
    practice = patient.organisation
    staff = make_user(practice, username="dr-river", is_staff=True)
    made = add_consent_text(actor_of(staff), practice, " One line.\r\nAnd another.\n")
    assert current_consent_text(practice) == made
    assert (made.version, made.body, made.made_by_label) == (2, "One line.\nAnd another.", "dr-river")
    change = Change.objects.get(subject="consent_text")
    assert (change.actor, change.organisation, change.subject_id) == (staff, practice, made.pk)
    assert (change.patient, change.details) == (None, "version 2 of the consent text")
    add_consent_text(TESTER, practice, "A third.")
    assert [text.version for text in ConsentText.objects.order_by("version")] == [1, 2, 3]
    assert current_consent_text(practice).body == "A third."


@pytest.mark.django_db
def test_each_organisation_asks_in_words_of_its_own(patient: Patient) -> None:
    elsewhere = make_organisation("Practice on the Hill")
    for words in ("Theirs.", "Theirs, made shorter."):
        add_consent_text(TESTER, elsewhere, words)
    ours = current_consent_text(patient.organisation)
    assert (ours.version, ours.body, ours.made_by_label) == (1, STOCK_WORDING, "SessionBridge")
    assert (ours.organisation, current_consent_text(patient.organisation)) == (patient.organisation, ours)
    # Words that another organisation asks in are new here.
    assert add_consent_text(TESTER, patient.organisation, "Theirs, made shorter.").version == 2


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["", " \n", "\0", "x" * 100_000])
def test_wording_that_is_none_is_refused_and_nothing_is_recorded(patient: Patient, body: str) -> None:
    before = current_consent_text(patient.organisation)
    with pytest.raises(InputRefused) as caught:
        add_consent_text(TESTER, patient.organisation, body)
    assert caught.value.field == "body"
    assert current_consent_text(patient.organisation) == before
    assert not Change.objects.filter(subject="consent_text").exists()


@pytest.mark.django_db
def test_same_wording_is_no_new_version(patient: Patient) -> None:
    text = current_consent_text(patient.organisation)
    with pytest.raises(InputRefused, match=r"^body: is that of version 1 already"):
        add_consent_text(TESTER, patient.organisation, text.body.replace("\n", "\r\n") + "\n ")


@pytest.mark.django_db
def test_wording_of_another_organisation_is_refused(patient: Patient) -> None:
    other = current_consent_text(make_organisation("Practice on the Hill"))
    with pytest.raises(InputRefused, match=r"^text: is a wording of another organisation"):
        record_consent(TESTER, patient, allowed=True, on_word_of=PERSON, text=other)
    assert not is_model_allowed(patient.pk)


@pytest.mark.django_db
def test_word_of_nobody_on_record_is_only_for_what_was_carried_over(patient: Patient) -> None:
    with pytest.raises(InputRefused, match=r"^on_word_of: must say on whose word"):
        record_consent(TESTER, patient, allowed=True, on_word_of=ConsentWord.CARRIED_OVER)


@pytest.mark.django_db
def test_erased_diary_is_read_by_no_model_whatever_was_allowed(patient: Patient) -> None:
    set_consent(patient, allowed=True)
    erase_person(patient, by="a test")
    assert not is_model_allowed(patient.pk)
    assert consent_since(patient.pk) is None
    assert [state.allowed for state in consent_history(patient)] == [True]
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


def and_meanwhile(first: Callable[[], ConsentText], second: Callable[[], ConsentText]) -> ConsentText:
    """What `second` comes to on a connection of its own that begins while `first` is not yet committed."""

    def run() -> ConsentText:
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            other = threads.submit(run)
            until_done_or_waiting(other)
        return other.result(10)


@pytest.mark.django_db(transaction=True)
def test_of_two_wordings_at_once_the_second_waits_for_the_first() -> None:
    practice = make_organisation()
    current_consent_text(practice)
    second = and_meanwhile(
        lambda: add_consent_text(TESTER, practice, "First words."),
        lambda: add_consent_text(TESTER, practice, "Second words."),
    )
    assert (second.version, current_consent_text(practice)) == (3, second)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_before_there_is_a_wording_get_the_same() -> None:
    practice = make_organisation()
    second = and_meanwhile(lambda: current_consent_text(practice), lambda: current_consent_text(practice))
    assert second == ConsentText.objects.get()

"""Taking back from a terminal: the same functions, nothing without the code typed, words in and out by pipes."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from core.models import ErasureCertificate, Message, Patient
from generation.models import SessionBridgeVersion
from tests.builders.jobs import summarise
from tests.builders.people import make_diarist

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    patient = make_diarist()
    summarise(patient)
    return patient


def said(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_person_is_erased_when_the_code_is_typed(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: patient.code)
    out = said("erase_person", patient.code, "--by", "the practice")
    certificate = ErasureCertificate.objects.get(patient=patient)
    assert f"The words of {patient.code} that go: 3 messages, 3 wordings of messages" in out
    assert certificate.by_label == "the practice"
    assert all(part in out for part in (str(certificate.id), "By:           the practice", "run `manage.py scrub`"))


def test_another_code_erases_nobody(patient: Patient) -> None:
    with pytest.raises(CommandError, match="Nothing was erased"):
        said("erase_person", patient.code, "--code-again", "P-1")
    patient.refresh_from_db()
    assert patient.erased_at is None


def test_second_erasure_says_that_there_was_one(patient: Patient) -> None:
    said("erase_person", patient.code, "--code-again", patient.code)
    with pytest.raises(CommandError, match="was erased before"):
        said("erase_person", patient.code, "--code-again", patient.code)


def test_certificate_is_printed_again_and_checked(patient: Patient) -> None:
    said("erase_person", patient.code, "--code-again", patient.code)
    out = said("erasure_certificate", patient.code)
    certificate = ErasureCertificate.objects.get(patient=patient)
    assert all(stays["sha256"] in out for stays in certificate.stays if stays["rows"])
    assert "Checked now: every row is as it stood then." in out


def test_person_who_was_not_erased_has_no_certificate(patient: Patient) -> None:
    with pytest.raises(CommandError, match="There is no certificate"):
        said("erasure_certificate", patient.code)


def test_messages_are_deleted_by_their_ids(patient: Patient, capsys: pytest.CaptureFixture[str]) -> None:
    assert said("delete_messages", patient.code, "m1", "m2", "unknown") == "2 deleted.\n"
    assert "1 were deleted before or are not known." in capsys.readouterr().err
    assert Message.objects.filter(patient=patient, deleted_at=None).count() == 1


@pytest.mark.parametrize(
    ("words", "answer"), [("Slept 7 h.", "Replaced.\n"), ("Slept 6 h. Still anxious.", "These are the words it has.\n")]
)
def test_words_are_replaced_from_standard_input(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, words: str, answer: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))
    assert said("replace_words", patient.code, "m2") == answer


def test_words_of_no_message_are_not_replaced(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Words."))
    with pytest.raises(CommandError, match="no message of this person has it"):
        said("replace_words", patient.code, "m7")


def test_summary_is_withdrawn(patient: Patient) -> None:
    assert said("withdraw_summary", patient.code, "1", "--reason", "It counted a day twice.") == "Withdrawn.\n"
    assert SessionBridgeVersion.objects.get(patient=patient).withdrawal.reason == "It counted a day twice."
    again = said("withdraw_summary", patient.code, "1", "--reason", "Again.")
    assert again == "It was withdrawn before.\n"


@pytest.mark.parametrize(
    ("version", "reason", "why"), [("2", "Wrong.", "has no summary 2"), ("1", " ", "say in a few words why")]
)
def test_summary_is_not_withdrawn(patient: Patient, version: str, reason: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said("withdraw_summary", patient.code, version, "--reason", reason)


@pytest.mark.parametrize(
    "command",
    [("erase_person", "nobody"), ("delete_messages", "nobody", "m1"), ("erasure_certificate", "nobody")],
)
def test_unknown_person_is_said(command: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="there is no person"):
        said(*command)

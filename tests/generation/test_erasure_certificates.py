"""The certificate of an erasure counts what went, holds what stays, and is never changed."""

from __future__ import annotations

import pgtrigger
import pytest
from django.db.models import F

from core.erasure import all_kept_words, count_words, erase_person
from core.erasure_certificates import differences
from core.models import ErasureCertificate, Message, Patient, TherapySession
from core.practice.taking_back import delete_messages
from generation.erasure import withdraw_summary
from generation.models import StageArtifact, WithdrawalCause
from tests.builders.jobs import accept_job, summarise
from tests.builders.people import AS_OF, TESTER, make_diarist, make_user, write
from tests.builders.rows import refused_by

pytestmark = pytest.mark.django_db


def whole_person() -> Patient:
    """Somebody with a row in every table but analyses and journeys: 4 messages, one of them deleted, one replaced."""
    patient = make_diarist()
    write(patient, ("m4", "2025-11-13T08:00+01:00", "To be deleted."))
    delete_messages(TESTER, patient, ["m4"])
    TherapySession.objects.create(patient=patient, client_id="s1", session_date=AS_OF, transcript="Words of a session.")
    version = summarise(patient).sessionbridgeversion
    withdraw_summary(TESTER, version, cause=WithdrawalCause.STAFF, reason="It counted a day twice.")
    summarise(patient)
    write(patient, ("m3", "2025-11-12T19:05+01:00", "Exam not done."))
    summarise(patient)
    return patient


def erased(patient: Patient) -> ErasureCertificate:
    certificate = erase_person(patient, by="the practice")
    assert certificate is not None
    return certificate


def test_certificate_counts_what_was_there_to_erase() -> None:
    patient = whole_person()
    there = {count.table: count.rows for count in count_words(patient)}
    certificate = erased(patient)
    assert {table: rows for table, rows in certificate.blanked.items() if rows} == there
    assert there == {
        "messages": 3,
        "message_revisions": 3,
        "therapy_sessions": 1,
        "stage_artifacts": 5,
        "gate_results": 1,
        "session_bridge_versions": 1,
        "generation_jobs": 1,
    }


def test_certificate_counts_nothing_that_was_erased_before() -> None:
    patient = make_diarist()
    summarise(patient)
    delete_messages(TESTER, patient, ["m1", "m2", "m3"])
    assert sum(erased(patient).blanked.values()) == 0


def test_job_under_way_is_cancelled_and_counted() -> None:
    patient = make_diarist()
    accept_job(patient)
    assert erased(patient).blanked["generation_jobs"] == 1


def test_certificate_says_who_and_when() -> None:
    patient, user = make_diarist(), make_user(username="dr-river")
    certificate = erase_person(patient, by=user)
    assert certificate is not None
    assert (certificate.by, certificate.by_label, certificate.patient) == (user, "dr-river", patient)


def test_what_stays_is_what_the_certificate_says() -> None:
    certificate = erased(whole_person())
    assert {stays["table"] for stays in certificate.stays} == {words.table for words in all_kept_words()}
    assert next(stays["rows"] for stays in certificate.stays if stays["table"] == "messages") == 4
    assert differences(ErasureCertificate.objects.get(id=certificate.id), all_kept_words()) == []


def test_row_that_changed_since_is_found() -> None:
    certificate = erased(whole_person())
    with pgtrigger.ignore():
        Message.objects.filter(patient=certificate.patient).update(current_revision=F("current_revision"))
        assert differences(certificate, all_kept_words()) == []
        StageArtifact.objects.filter(job__patient=certificate.patient, position=2).update(sha256="0" * 64)
    assert differences(certificate, all_kept_words()) == ["stage_artifacts"]


def test_certificate_is_never_changed_or_deleted() -> None:
    certificate = erased(make_diarist())
    rows = ErasureCertificate.objects.filter(id=certificate.id)
    assert refused_by(lambda: rows.update(by_label="somebody else")) == "erasure_certificates_never_changed"
    assert refused_by(lambda: rows._raw_delete(rows.db)) == "erasure_certificates_never_deleted"


def test_nobody_is_erased_by_nobody() -> None:
    patient = make_diarist()
    assert refused_by(lambda: erase_person(patient, by="")) == "erasure_certificates_by_somebody"
    assert count_words(patient) != []

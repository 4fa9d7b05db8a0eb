"""Consents, wordings, zones and changes are added to and never changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from core.models import Consent, ConsentWord, Patient
from core.practice.zones import change_zone
from tests.builders.people import TESTER, set_consent

COPIED_CONSENT = """
    INSERT INTO consents (id, patient_id, number, allowed, on_word_of, recorded_by_label, at)
    SELECT gen_random_uuid(), patient_id, {number}, allowed, '{word}', 'x', now() FROM consents
"""
NOBODYS_CHANGE = """
    INSERT INTO changes (id, at, actor_label, subject, subject_id, details)
    VALUES (gen_random_uuid(), now(), '', 'patient', gen_random_uuid(), '')
"""
REFUSED_BY_SQL = [
    ("DELETE FROM consents", "consents_never_deleted"),
    ("DELETE FROM consent_texts", "consent_texts_never_deleted"),
    ("DELETE FROM patient_zones", "patient_zones_never_deleted"),
    ("DELETE FROM changes", "changes_never_deleted"),
    ("UPDATE consents SET allowed = NOT allowed", "consents_never_changed"),
    ("UPDATE consents SET at = now() - interval '1 day'", "consents_never_changed"),
    ("UPDATE consent_texts SET body = 'other'", "consent_texts_never_changed"),
    ("UPDATE patient_zones SET valid_from = '2025-01-01'", "patient_zones_never_changed"),
    ("UPDATE changes SET details = 'other'", "changes_never_changed"),
    ("UPDATE changes SET actor_label = 'other'", "changes_never_changed"),
    (COPIED_CONSENT.format(number=1, word="carried_over"), "consents_number_unique"),
    (COPIED_CONSENT.format(number=9, word="person"), "consents_name_their_wording"),
    (NOBODYS_CHANGE, "changes_actor_named"),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED_BY_SQL)
def test_the_table_refuses(patient: Patient, statement: str, constraint: str) -> None:
    set_consent(patient, allowed=True)
    change_zone(TESTER, patient, "Asia/Tokyo", date(2025, 11, 10))
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_consent_names_no_wording_only_where_it_was_carried_over(patient: Patient) -> None:
    Consent.objects.create(
        patient=patient, number=1, allowed=True, on_word_of=ConsentWord.CARRIED_OVER, recorded_by_label="migration"
    )

"""What `patients.model_allowed` said becomes the first row of each person's consent."""

from __future__ import annotations

from django.db import migrations

CARRIED_OVER = """
    INSERT INTO consents (id, patient_id, number, allowed, on_word_of, recorded_by_label, at)
    SELECT gen_random_uuid(), id, 1, model_allowed, 'carried_over', 'migration', now() FROM patients
    ON CONFLICT (patient_id, number) DO NOTHING
"""
CARRIED_BACK = """
    UPDATE patients SET model_allowed = newest.allowed
    FROM (SELECT DISTINCT ON (patient_id) patient_id, allowed FROM consents ORDER BY patient_id, number DESC) AS newest
    WHERE newest.patient_id = patients.id
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0010_people_have_a_history")]

    operations = [migrations.RunSQL(CARRIED_OVER, CARRIED_BACK)]

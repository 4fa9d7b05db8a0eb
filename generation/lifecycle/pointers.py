"""Which version a person sees: of those not withdrawn, the one whose window ends last, then the highest number.

So a summary of an earlier window is published and can be read, while the person goes on seeing the newest days.
What an older system published has no window, and gives way to whatever has one.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from generation.models import PatientSessionBridge

_MOVE = """
    INSERT INTO {pointers} AS pointer (id, patient_id, current_id, updated_at)
    SELECT gen_random_uuid(), %(patient_id)s, (
        SELECT version.id FROM {versions} AS version
        LEFT JOIN generation_jobs AS job ON job.id = version.job_id
        WHERE version.patient_id = %(patient_id)s AND NOT EXISTS (
            SELECT FROM summary_withdrawals AS withdrawal WHERE withdrawal.{key} = version.id)
        ORDER BY job.window_last DESC NULLS LAST, version.version DESC LIMIT 1
    ), statement_timestamp()
    WHERE EXISTS (SELECT FROM {versions} WHERE patient_id = %(patient_id)s)
    ON CONFLICT (patient_id) DO UPDATE SET current_id = EXCLUDED.current_id, updated_at = EXCLUDED.updated_at
    WHERE pointer.current_id IS DISTINCT FROM EXCLUDED.current_id
"""
_FEATURES = (
    {"pointers": "patient_session_bridge", "versions": "session_bridge_versions", "key": "session_bridge_version_id"},
    {"pointers": "patient_your_journey", "versions": "your_journey_versions", "key": "your_journey_version_id"},
)


def move_pointers(patient_id: UUID) -> None:
    """Let the person's pointers of both features show what they should. Called with the person's row locked."""
    with connection.cursor() as cursor:
        for names in _FEATURES:
            cursor.execute(_MOVE.format(**names), {"patient_id": patient_id})


def is_shown(version_id: UUID) -> bool:
    """Whether this summary is the one its person sees now. It stays so while their row is locked."""
    return PatientSessionBridge.objects.filter(current=version_id).exists()

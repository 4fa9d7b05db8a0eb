"""Which version a person sees: of those not withdrawn, the one that read on to the latest instant; of several, the
highest number.

A summary reads on to the moment it was asked for, or to the end of its window where that came first. So a summary of an
earlier window is published and can be read, while the person goes on seeing the newest days. Local dates alone do not
say what is newer: whoever moves west has a date twice, and the first may be later than today.
What an older system published has no window, and gives way to whatever has one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from core.calendar import window_bounds
from generation.models import PatientSessionBridge

_PUBLISHED = """
    SELECT version.id, version.version, withdrawal.id IS NOT NULL, job.window_last, patient.zone, job.created_at
    FROM {versions} AS version
    JOIN patients AS patient ON patient.id = version.patient_id
    LEFT JOIN generation_jobs AS job ON job.id = version.job_id
    LEFT JOIN summary_withdrawals AS withdrawal ON withdrawal.{key} = version.id
    WHERE version.patient_id = %(patient_id)s
"""
_MOVE = """
    INSERT INTO {pointers} AS pointer (id, patient_id, current_id, updated_at)
    VALUES (gen_random_uuid(), %(patient_id)s, %(current_id)s, statement_timestamp())
    ON CONFLICT (patient_id) DO UPDATE SET current_id = EXCLUDED.current_id, updated_at = EXCLUDED.updated_at
    WHERE pointer.current_id IS DISTINCT FROM EXCLUDED.current_id
"""
_FEATURES = (
    {"pointers": "patient_session_bridge", "versions": "session_bridge_versions", "key": "session_bridge_version_id"},
    {"pointers": "patient_your_journey", "versions": "your_journey_versions", "key": "your_journey_version_id"},
)
# What has no window comes before everything.
_IMPORTED = datetime.min.replace(tzinfo=UTC)


def move_pointers(patient_id: UUID) -> None:
    """Let the person's pointers of both features show what they should. Called with the person's row locked."""
    with connection.cursor() as cursor:
        for names in _FEATURES:
            cursor.execute(_PUBLISHED.format(**names), {"patient_id": patient_id})
            published = cursor.fetchall()
            places = {
                version_id: (read_on_to(*window) if window[0] else _IMPORTED, number)
                for version_id, number, is_withdrawn, *window in published
                if not is_withdrawn
            }
            if published:
                newest = max(places, key=places.__getitem__, default=None)
                cursor.execute(_MOVE.format(**names), {"patient_id": patient_id, "current_id": newest})


def read_on_to(window_last: date, zone: str, asked: datetime) -> datetime:
    """The instant on to which a summary read the diary, if it was asked for at `asked`.

    `zone` is where the person lives now, for all of theirs: a date ends earlier in the east, so that of two of one past
    window the one made before a move east would come first.

    Not worked out in SQL: a zone is one that Python knows, and Postgres may have other time zone data.
    """
    return min(asked, window_bounds(window_last, window_last, ZoneInfo(zone)).end)


def is_shown(version_id: UUID) -> bool:
    """Whether this summary is the one its person sees now. It stays so while their row is locked."""
    return PatientSessionBridge.objects.filter(current=version_id).exists()

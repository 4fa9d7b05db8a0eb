"""Reading one person's window among a million messages, against the same statement by psycopg alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import connection

from benchmarks.figures import Figure, time_in_turns
from benchmarks.inputs import LAST_DAY, sixty_messages
from core.messages import IncomingMessage, store_messages, window_messages
from core.models import Organisation, Patient

CROWD = 1_000_000
PEOPLE = 1_000


def measure() -> Figure:
    """Raises AssertionError where the read takes more than one query or other than 60 messages."""
    patient = person_among_many()
    first = LAST_DAY - timedelta(days=14)
    statements: list[tuple[str, tuple[object, ...]]] = []

    def remember(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(remember):
        assert len(window_messages(patient, first, LAST_DAY)) == 60
    [(sql, params)] = statements

    def by_psycopg() -> list[tuple[object, ...]]:
        with connection.connection.cursor() as cursor:
            return list(cursor.execute(sql, params).fetchall())

    timing = time_in_turns(lambda: window_messages(patient, first, LAST_DAY), by_psycopg, rounds=400, warm_up=20)
    note = f"{timing.candidate * 1e6:.0f} µs, 1 query, {CROWD:,} messages"
    return Figure("window_read", timing.ratio, 3.2, "psycopg alone", note)


def person_among_many() -> Patient:
    """A person with 60 messages in a table with a million of others."""
    organisation = Organisation.objects.create(name=f"bench {uuid4()}")
    patients = Patient.objects.bulk_create(
        Patient(organisation=organisation, code=f"B-{number:04}", zone="UTC") for number in range(PEOPLE + 1)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH crowd AS (
                INSERT INTO messages (id, patient_id, client_id, client_id_hmac, sent_at, current_revision, created_at)
                SELECT gen_random_uuid(), people.id, number::text, encode(sha256(number::text::bytea), 'hex'),
                       %s::timestamptz - number * interval '3 hours', 1, now()
                FROM unnest(%s::uuid[]) AS people(id), generate_series(1, %s) AS number
                RETURNING id
            )
            INSERT INTO message_revisions (id, message_id, number, text, salt, text_sha256, created_at)
            SELECT gen_random_uuid(), crowd.id, 1, wrote.text, uuid_send(crowd.id),
                   encode(sha256(uuid_send(crowd.id) || wrote.text::bytea), 'hex'), now()
            FROM crowd, (VALUES ('Walked home along the river, nothing else.')) AS wrote(text)
            """,
            [datetime(2026, 4, 1, tzinfo=UTC), [p.pk for p in patients[1:]], CROWD // PEOPLE],
        )
        cursor.execute("ANALYZE messages, message_revisions")
    store_messages(patients[0], [IncomingMessage(m.id, m.sent_at, m.text) for m in sixty_messages().messages])
    return patients[0]

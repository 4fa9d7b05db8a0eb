"""People for runs on a cluster, made without Django."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

import psycopg

# Stands in every diary, and nowhere else.
CANARY = "the heron at the weir knows"


def make_people(connection: psycopg.Connection, number: int) -> list[UUID]:
    """So many people of one organisation, each with an empty diary."""
    organisation = uuid4()
    connection.execute(
        "INSERT INTO organisations (id, name, created_at) VALUES (%s, %s, now())", [organisation, f"run {organisation}"]
    )
    people = [uuid4() for _ in range(number)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO patients (id, organisation_id, code, zone, hash_key, created_at)"
            " VALUES (%s, %s, %s, 'Europe/Berlin', %s, now())",
            [(person, organisation, f"P-{person.hex[:12]}", secrets.token_bytes(32)) for person in people],
        )
    return people

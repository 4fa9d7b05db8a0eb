"""What the scrub of a server waits for, and what it leaves as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from core.scrubbing import SUPERUSER, StillNeeded, scrub

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(settings.EMBEDDED_SERVICES is None, reason="needs the superuser of the embedded server"),
]


@pytest.fixture
def superuser(services: object) -> Iterator[psycopg.Connection[Any]]:
    known = connection.get_connection_params()
    place = {name: known[name] for name in ("host", "port", "dbname") if known.get(name)}
    with psycopg.connect(**place, user=SUPERUSER, autocommit=True) as opened:
        yield opened


def test_older_transaction_is_waited_for_and_then_named(superuser: psycopg.Connection[Any]) -> None:
    with psycopg.connect(superuser.info.dsn) as other:
        other.execute("SELECT count(*) FROM messages")
        with pytest.raises(StillNeeded, match="may still read what is dead"):
            scrub(superuser, patience=0.3)


def test_writer_in_another_database_keeps_dead_rows_of_this_one(superuser: psycopg.Connection[Any]) -> None:
    with psycopg.connect(superuser.info.dsn, dbname="postgres") as other:
        other.execute("SELECT pg_current_xact_id()")
        with pytest.raises(StillNeeded, match="may still read what is dead"):
            scrub(superuser, patience=0.3)


def test_setting_of_the_server_is_as_it_was(superuser: psycopg.Connection[Any]) -> None:
    done = scrub(superuser)
    assert done.tables > 20
    with psycopg.connect(superuser.info.dsn) as other:
        assert other.execute("SHOW wal_recycle").fetchone() == ("on",)

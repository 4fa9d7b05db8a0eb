"""A database of the older system beside that of the tests, on the same server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from psycopg import sql
from psycopg.types.json import Jsonb

from core.models import Organisation
from tests.builders.people import make_organisation
from tests.conftest import Services
from tests.older_system.schema import ANALYSIS_COLUMNS, FIRST, LATER


@dataclass
class Older:
    """The older database, to be filled by a test."""

    url: str
    connection: psycopg.Connection[Any]

    def add(self, table: str, **values: Any) -> UUID:
        """One row; its id is made where none is given."""
        row = {"id": uuid4(), **values} if table not in {"patient_roadmap", "patient_your_journey"} else values
        held = {name: Jsonb(value) if isinstance(value, dict | list) else value for name, value in row.items()}
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, held)),
            sql.SQL(", ").join([sql.Placeholder()] * len(held)),
        )
        self.connection.execute(statement, list(held.values()))
        key: UUID = row.get("id", row.get("patient_id"))
        return key

    def text(self, table: str, column: str, key: UUID) -> str:
        """A column as `::text`."""
        asked = sql.SQL("SELECT {}::text FROM {} WHERE id = %s").format(sql.Identifier(column), sql.Identifier(table))
        found = self.connection.execute(asked, [key]).fetchone()
        assert found is not None
        return str(found[0])

    def everything(self) -> dict[str, str]:
        """A digest of every table: what must not change while somebody reads."""
        tables = self.connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        digest = sql.SQL("SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} AS t")
        return {
            name: self.connection.execute(digest.format(sql.Identifier(name))).fetchone()[0]  # type: ignore[index]
            for (name,) in tables.fetchall()
        }


@pytest.fixture
def before_014(services: Services, db: None) -> Iterator[Older]:
    """As it was before its migrations 014 to 016."""
    name = f"{services.database_name}_older"
    own = urlsplit(settings.TEST_DATABASE_URL)
    with psycopg.connect(own._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        url = own._replace(path=f"/{name}").geturl()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(FIRST)
            yield Older(url, connection)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def older(before_014: Older) -> Older:
    """With every migration."""
    before_014.connection.execute(ANALYSIS_COLUMNS)
    for migration in LATER.values():
        before_014.connection.execute(migration)
    return before_014


@pytest.fixture
def practice(db: None) -> Organisation:
    return make_organisation("Practice by the River")

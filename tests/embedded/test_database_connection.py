"""What is said, and how soon, when the database cannot be reached; and how transactions are guarded behind a pooler."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from core.database_errors import DatabaseUnreachable
from core.database_ready import MIGRATE
from sessionbridge.embedded.lifetime import EmbeddedServices
from sessionbridge.embedded.places import Places
from sessionbridge.postgresql import base
from sessionbridge.settings.connections import database_settings
from tests.embedded.commands import REPOSITORY, clean_environment

ALIAS = "tried"
SOON = 4.0
JOB = "00000000-0000-0000-0000-000000000000"
DIARY = ("demo/thin.jsonl", "--timezone", "Asia/Kolkata", "--as-of", "2025-10-24")
COMMANDS = (
    ("demo",),
    ("summarize", *DIARY),
    ("import_messages", DIARY[0], "--patient", "P-1", "--timezone", "Asia/Kolkata"),
    ("model_costs",),
    ("run_jobs", "--once"),
    ("verify",),
    ("sign_head",),
    ("replay", JOB),
)

Connect = Callable[..., BaseDatabaseWrapper]


@pytest.fixture(scope="module")
def services(shared_local: Path) -> Iterator[EmbeddedServices]:
    """A PostgreSQL of this module's own."""
    own = EmbeddedServices(shared_local, valkey=False, durable=False)
    own.start()
    yield own
    own.release()


@pytest.fixture(scope="module")
def places(services: EmbeddedServices) -> Places:
    """The places of the server, which asks for a password."""
    with psycopg.connect(host=str(services.places.sockets), user="postgres", autocommit=True) as server:
        server.execute("ALTER ROLE sessionbridge PASSWORD 'right'")
        (services.places.settings / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        server.execute("SELECT pg_reload_conf()")
    return services.places


@pytest.fixture
def connect(django_db_blocker: Any) -> Iterator[Connect]:
    """Connect as the settings would to a URL, with a pool that is closed again."""
    made: list[BaseDatabaseWrapper] = []

    def connect_to(url: str, *, wait: float = 10, **options: Any) -> BaseDatabaseWrapper:
        settings = database_settings(url, **options)
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1, "timeout": wait}
        made.append(ConnectionHandler({"default": {}, ALIAS: settings})[ALIAS])
        made[-1].ensure_connection()
        return made[-1]

    with django_db_blocker.unblock():
        yield connect_to
        for database in made:
            database.close()
        made[-1].close_pool()


def url_of(places: Places, password: str = "right", name: str = "sessionbridge", user: str = "sessionbridge") -> str:
    return f"postgres://{user}:{password}@/{name}?host={quote(str(places.sockets))}"


def manage(url: str, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return python(url, "manage.py", *command, **environment)


def python(url: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env={**clean_environment(), "DATABASE_URL": url, "REDIS_URL": "redis://127.0.0.1:1/0", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "wrong"}, 'password authentication failed for user "sessionbridge"'),
        ({"user": "somebody"}, 'password authentication failed for user "somebody"'),
        ({"name": "nothing"}, 'database "nothing" does not exist'),
    ],
    ids=["password", "user", "name"],
)
def test_server_that_refuses_is_quoted_at_once(
    places: Places, connect: Connect, wrong: dict[str, str], said: str
) -> None:
    began = time.monotonic()
    with pytest.raises(DatabaseUnreachable, match=said) as refused:
        connect(url_of(places, **wrong))
    assert time.monotonic() - began < SOON
    assert "wrong" not in str(refused.value)


@pytest.mark.parametrize(
    ("server", "said"),
    [("127.0.0.1:1", "Connection refused"), ("nowhere.invalid", "nowhere.invalid")],
    ids=["port", "host"],
)
def test_server_that_is_not_there_is_named_at_once(connect: Connect, server: str, said: str) -> None:
    began = time.monotonic()
    with pytest.raises(DatabaseUnreachable, match=said):
        connect(f"postgres://u:secret@{server}/d")
    assert time.monotonic() - began < SOON


def test_server_that_never_answers_is_given_up(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(DatabaseUnreachable, match="timeout"):
        connect(f"postgres://u@127.0.0.1:{silent.getsockname()[1]}/d?connect_timeout=2")


def test_command_answers_with_the_cause_alone() -> None:
    done = manage("postgres://u:secret@127.0.0.1:1/d", "model_costs")
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be reached: ")
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_connections_that_are_all_in_use_are_not_the_servers_fault(places: Places, connect: Connect) -> None:
    connect(url_of(places), wait=0.5)
    with pytest.raises(OperationalError, match="couldn't get a connection") as waited:
        connect(url_of(places), wait=0.5)
    assert not isinstance(waited.value, DatabaseUnreachable)


@pytest.mark.parametrize("url", ["sqlite:///x", "mysql://u:secret@h/d", "db.example.org"])
def test_other_databases_are_refused_without_repeating_the_address(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="does not begin with postgres://") as refused:
        database_settings(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("behind_pooler", "outside"), [(False, "20s"), (True, "0")])
def test_idle_transactions_are_guarded_whatever_stands_in_front(
    places: Places, connect: Connect, behind_pooler: bool, outside: str
) -> None:
    database = connect(url_of(places), behind_pooler=behind_pooler)
    assert _guard(database) == outside
    database.set_autocommit(False)
    assert _guard(database) == "20s"
    database.rollback()
    database.set_autocommit(True)
    assert _guard(database) == outside


def _guard(database: BaseDatabaseWrapper) -> str:
    with database.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        return str(cursor.fetchone()[0])


def test_server_that_went_away_later_is_named_too(
    services: EmbeddedServices, places: Places, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "SOUND_SECONDS", 0.0)
    database = connect(url_of(places), wait=0.5)
    database.close()
    services.stop()
    try:
        with pytest.raises(DatabaseUnreachable, match=r"No such file|Connection refused"):
            database.ensure_connection()
    finally:
        services.start()


def test_every_command_says_how_to_make_the_tables_as_the_readme_does(places: Places) -> None:
    program = f"""
import django; django.setup()
from django.core.management import CommandError, call_command
for command in {COMMANDS!r}:
    try:
        call_command(*command)
    except CommandError as error:
        print(error)
"""
    said = python(url_of(places), "-c", program, DJANGO_SETTINGS_MODULE="sessionbridge.settings.development")
    answer = f"The database of DATABASE_URL is not up to date. Run `{MIGRATE}`, then this again."
    assert said.stdout.splitlines() == [answer] * len(COMMANDS)
    assert f"\n{MIGRATE}" in (REPOSITORY / "README.md").read_text()


@pytest.fixture
def pooler(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PgBouncer that hands a connection out for one transaction at a time."""
    program = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("no pgbouncer here")
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    settings = places.sockets / "pgbouncer.ini"
    server = f"host={places.sockets} dbname=sessionbridge user=sessionbridge password=right"
    lines = ["[databases]", f"* = {server}", "[pgbouncer]", "pool_mode = transaction", "default_pool_size = 2"]
    lines += ["listen_addr = 127.0.0.1", f"listen_port = {port}", "auth_type = any", "unix_socket_dir ="]
    settings.write_text("\n".join([*lines, ""]))
    settings.chmod(0o644)
    process = subprocess.Popen(
        [program, "-q", str(settings)], stderr=subprocess.DEVNULL, cwd="/", **places.account.popen_arguments()
    )
    url = f"postgres://sessionbridge@127.0.0.1:{port}/sessionbridge?sslmode=disable"
    for _ in range(100):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield url
    process.terminate()
    process.wait()


def test_pgbouncer_is_worked_through(pooler: str) -> None:
    unaware = manage(pooler, "model_costs")
    assert "set DATABASE_POOLER=true" in unaware.stderr
    for command in (("migrate", "--verbosity", "0"), ("check_guards",), ("summarize", *DIARY)):
        done = manage(pooler, *command, DATABASE_POOLER="true")
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "1. Time Window & Scope" in done.stdout

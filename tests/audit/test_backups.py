"""A backup comes back into an empty database, and what was taken back since goes again before anything works."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from audit.backups.dump import ProgramFailed, dump_to
from audit.backups.folder import UnusableBackup, read_backup, write_certificates
from audit.backups.list_file import FILE_NAME, read_list, write_list
from audit.backups.taken_back import KINDS
from audit.retention import set_hold
from core.actors import Actor
from core.erasure import erase_person
from core.models import ApiToken, Patient
from core.practice.taking_back import delete_messages, replace_words
from core.practice.tokens import revoke_token
from generation.erasure import withdraw_summary
from generation.models import GenerationJob, SessionBridgeVersion, WithdrawalCause
from tests.builders.jobs import held_job, summarise
from tests.builders.people import make_clinician, make_person, make_user, set_consent, token_for, write
from tests.conftest import Services
from tests.faults.cluster import ROOT

STAFF = Actor(None, "the practice")
KEPT, ERASED, DELETED, REPLACED = (f"only {word} would say this" for word in ("kept", "erased", "deleted", "replaced"))
INSTANT = "2025-10-20T10:00:00+00:00"


def address(database: str, scheme: str = "postgresql") -> str:
    return urlsplit(settings.TEST_DATABASE_URL)._replace(scheme=scheme, path=f"/{database}").geturl()


def on_the_server(statement: str) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


class Empty(NamedTuple):
    """An empty database, and programs on it: without the checks of Django, which load every page."""

    url: str
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments, "--skip-checks"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement.encode(), values).fetchall()


@pytest.fixture
def empty(services: Services) -> Iterator[Empty]:
    name = f"test_restored_{uuid4().hex[:12]}"
    on_the_server(f'CREATE DATABASE "{name}"')
    yield Empty(address(name), {**services.environment(), "DATABASE_URL": address(name, "postgres")})
    # The server's own vacuum may be at work on it, which nobody but its superuser can end.
    until = time.monotonic() + 30
    while True:
        try:
            on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')
        except psycopg.errors.InsufficientPrivilege:
            assert time.monotonic() < until
            time.sleep(0.2)
        else:
            return


class Backed(NamedTuple):
    """A practice whose backup was made before somebody took words back."""

    folder: Path
    kept: Patient
    withdrawn: UUID
    running: UUID
    revoked: UUID


@pytest.fixture
def backed(transactional_db: None, tmp_path: Path) -> Backed:
    kept, erased, replaced = (make_person(("1", INSTANT, words)) for words in (KEPT, ERASED, REPLACED))
    write(kept, ("2", INSTANT, DELETED))
    summarise(erased)
    shown = make_person()
    summarise(shown)
    set_consent(kept, allowed=True)
    clinician = make_clinician(kept)
    running = held_job(deadline_at=timezone.now() + timedelta(seconds=1))
    token = token_for(make_user(kept.organisation))
    call_command("backup", str(tmp_path))
    row = ApiToken.objects.get(begins_with=token[:8])
    # Since then.
    erase_person(erased, by="the practice")
    delete_messages(STAFF, kept, ["2"])
    replace_words(STAFF, replaced, "1", "other words")
    version = SessionBridgeVersion.objects.get(patient=shown)
    withdraw_summary(STAFF, version, cause=WithdrawalCause.STAFF, reason="not theirs")
    set_consent(kept, allowed=False)
    revoke_token(STAFF, row)
    set_hold(STAFF, kept, holds=True)
    clinician.groups.clear()
    clinician.choose_password("another one")
    clinician.save()
    write_list(tmp_path)
    [folder] = [path.parent for path in tmp_path.glob("*/backup.json")]
    return Backed(folder, kept, version.pk, running.pk, row.pk)


def test_backup_comes_back_without_what_was_taken_back_since(backed: Backed, empty: Empty) -> None:
    done = empty.run("restore", str(backed.folder))
    assert done.returncode == 0, done.stderr
    assert "every artifact is what was stored" in done.stdout
    assert "person: 1, message: 1, revision: 1, summary: 1, consent: 1, hold: 1, token: 1, role: 1" in done.stdout
    assert "To be done by hand: `manage.py changepassword`" in done.stdout
    texts = {text for (text,) in empty.rows("SELECT text FROM message_revisions WHERE text IS NOT NULL")}
    assert KEPT in texts
    assert {ERASED, DELETED, REPLACED} & texts == set()
    assert empty.rows(
        "SELECT count(*) FROM summary_withdrawals WHERE session_bridge_version_id = %s", backed.withdrawn
    ) == [(1,)]
    assert empty.rows("SELECT count(*) FROM patients WHERE erased_at IS NOT NULL") == [(1,)]
    assert empty.rows("SELECT allowed FROM consents ORDER BY number DESC LIMIT 1") == [(False,)]
    assert empty.rows("SELECT revoked_at IS NOT NULL FROM api_tokens WHERE id = %s", backed.revoked) == [(True,)]
    assert empty.rows("SELECT patient_id, holds FROM legal_holds") == [(backed.kept.pk, True)]
    assert empty.rows("SELECT state FROM generation_jobs WHERE id = %s", backed.running) == [("timed_out",)]
    checked = empty.run("check_guards")
    assert checked.returncode == 0, checked.stderr
    assert empty.run("restore", str(backed.folder)).stderr.startswith("CommandError: The database is not empty")


def test_nothing_works_on_a_restored_database_before_words_are_taken_back(backed: Backed, empty: Empty) -> None:
    script = (
        "import django, pathlib, sys; django.setup();"
        "from audit.backups.dump import restore_from;"
        "restore_from(pathlib.Path(sys.argv[1]) / 'database.dump', pathlib.Path(sys.argv[1]))"
    )
    run = {"cwd": ROOT, "env": empty.environment, "capture_output": True, "text": True}
    done = subprocess.run([sys.executable, "-c", script, str(backed.folder)], check=False, **run)
    assert done.returncode == 0, done.stderr
    assert empty.rows("SELECT count(*) FROM message_revisions WHERE text = %s", ERASED) == [(1,)]
    assert "erasure_certificates_never_changed is missing" in empty.run("check_guards").stderr
    served = subprocess.run([sys.executable, "-c", "import sessionbridge.asgi"], check=False, **run)
    assert served.returncode != 0
    assert "does not keep its promises" in served.stderr


def test_restore_without_the_list_is_refused(backed: Backed, empty: Empty) -> None:
    (backed.folder.parent / FILE_NAME).unlink()
    refused = empty.run("restore", str(backed.folder))
    assert "lists what was taken back since" in refused.stderr
    assert empty.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_certificate_and_settings_lie_beside_the_backup_without_words_and_keys(backed: Backed) -> None:
    call_command("backup", str(backed.folder.parent / "later"))
    [printed] = (backed.folder.parent / "later/certificates").glob("*.txt")
    assert "Certificate of erasure" in printed.read_text()
    [content] = (backed.folder.parent / "later").glob("*/backup.json")
    kept = json.loads(content.read_text())["settings"]
    assert {value for name, value in kept.items() if "URL" in name or "KEY" in name} <= {"(set)"}
    listed = (backed.folder.parent / FILE_NAME).read_text()
    assert [word for word in (ERASED, DELETED, REPLACED) if word in listed] == []
    assert {json.loads(line)["kind"] for line in listed.splitlines()} <= {*KINDS, "end"}


@pytest.mark.django_db
def test_program_of_another_version_says_which_setting_names_the_right_one(tmp_path: Path, settings: Any) -> None:
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\nexit 1\n")
    program.chmod(0o755)
    settings.POSTGRES_PROGRAMS = str(tmp_path)
    with pytest.raises(ProgramFailed, match="POSTGRES_PROGRAMS"):
        dump_to(tmp_path / "database.dump")


@pytest.mark.django_db
def test_backup_that_failed_leaves_nothing(tmp_path: Path, settings: Any) -> None:
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump: error: no space left' >&2\nexit 1\n")
    program.chmod(0o755)
    settings.POSTGRES_PROGRAMS = str(tmp_path)
    with pytest.raises(CommandError, match="no space left"):
        call_command("backup", str(tmp_path / "backups"))
    assert list((tmp_path / "backups").iterdir()) == []


def test_no_file_of_a_backup_is_open_to_others(backed: Backed) -> None:
    files = [path for path in backed.folder.parent.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"database.dump", "backup.json", FILE_NAME}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_dump_that_was_changed_is_refused(backed: Backed) -> None:
    with (backed.folder / "database.dump").open("ab") as dump:
        dump.write(b"x")
    with pytest.raises(UnusableBackup, match="not what was written"):
        read_backup(backed.folder)


def test_half_a_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no whole backup"):
        call_command("restore", str(tmp_path))


def test_list_that_was_cut_off_is_refused_before_anything_is_done(backed: Backed, empty: Empty) -> None:
    path = backed.folder.parent / FILE_NAME
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    refused = empty.run("restore", str(backed.folder))
    assert "is not whole" in refused.stderr
    assert "--list-only" in refused.stderr
    assert empty.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


@pytest.mark.django_db
def test_beat_keeps_the_list_where_there_is_a_folder(tmp_path: Path, settings: Any) -> None:
    from audit.scheduled_tasks import list_taken_back

    settings.BACKUP_FOLDER = str(tmp_path)
    erase_person(make_person(), by="the practice")
    list_taken_back()
    assert read_list(tmp_path / FILE_NAME).listed.rows[0][0] == "person"
    assert len(list((tmp_path / "certificates").iterdir())) == 1
    assert GenerationJob.objects.count() == 0


@pytest.mark.django_db
def test_certificate_that_could_not_be_written_whole_is_written_next_time(tmp_path: Path, settings: Any) -> None:
    settings.BACKUP_FOLDER = str(tmp_path)
    certificate = erase_person(make_person(), by="the practice")
    assert certificate
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    # As on a full disk: the file is made, and nothing more can be written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_certificates(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handled)
    assert list((tmp_path / "certificates").iterdir()) == []
    write_certificates(tmp_path)
    assert "Certificate of erasure" in (tmp_path / "certificates" / f"{certificate.pk}.txt").read_text()


@pytest.mark.django_db(transaction=True)
def test_lists_written_at_once_are_each_whole(tmp_path: Path) -> None:
    erase_person(make_person(), by="the practice")

    def write_often() -> None:
        for _ in range(20):
            write_list(tmp_path)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        for task in [pool.submit(write_often) for _ in range(4)]:
            task.result()
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]

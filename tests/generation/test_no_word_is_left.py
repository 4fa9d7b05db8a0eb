"""500 marks in every place that holds words of a person: after the erasure none is found anywhere.

Nor are the plain hashes, keys and salts by which a word could be found again.
"""

from __future__ import annotations

import io
import logging
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import CharField, TextField

from audit.chain_verification import verify_jobs
from audit.drawing import draw_items
from audit.incidents import close
from audit.models import Incident, MarkKind, Question, ReviewItem, ReviewVerdict
from audit.reviewing import Mark, Said
from core.actors import Actor
from core.erasure import all_kept_words, erase_person
from core.erasure_certificates import differences
from core.kept_words import KeptWords
from core.messages import IncomingMessage, store_messages
from core.models import Patient, TherapySession
from core.salted_hashes import new_salt, salted_sha256
from generation.erasure import withdraw_summary
from generation.lifecycle.generation_metadata import (
    NOTES_MAX_LENGTH,
    get_generation_metadata,
    update_generation_metadata,
)
from generation.models import GenerationJob, VersionOrigin, WithdrawalCause, YourJourneyVersion
from generation.models.summary_objection import OBJECTION_MAX_LENGTH
from generation.pipeline.contracts import sha256_hex
from generation.summary_objections import object_to
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from sessionbridge.embedded.binaries import require_postgres_bin
from sessionbridge.embedded.places import find_places
from tests.audit.readings import read_summary
from tests.builders.people import AS_OF, TESTER, make_user
from tests.builders.rows import imported
from tests.builders.sessions import analysed
from tests.wire.answers import good_answer
from tests.wire.runs import long_diarist, run_on
from tests.wire.scripted_server import ScriptedServer, answering

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("services"), pytest.mark.timeout(600)]

MARKS = 500
# A window reads no more than 400 messages.
DAYS = 30
FIRST = datetime.fromisoformat("2025-10-23T06:00+00:00")


class Erased(NamedTuple):
    """A person who was erased, how every mark begins, what gives words away, and where words could be left beside."""

    patient: Patient
    mark: str
    secrets: frozenset[str]
    said: str
    temporary: Path

    def found_in(self, content: str) -> set[str]:
        """What of all that is in `content`."""
        marks = {self.mark} if self.mark in content else set()
        return marks | self.secrets.intersection(re.findall(r"[0-9a-f]{32,}", content))


@pytest.fixture
def erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Erased]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    heard, mark = io.StringIO(), f"zq{uuid4().hex[:10]}"
    listener = logging.StreamHandler(heard)
    logging.getLogger().addHandler(listener)
    try:
        keep_words_uncompressed()
        patient = whole_person([f"{mark}x{number:03}" for number in range(MARKS)])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        assert columns_without(mark) == []
        secrets = what_gives_words_away(patient)
        assert erase_person(patient, by="test") is not None
        yield Erased(patient, mark, secrets, heard.getvalue(), tmp_path)
    finally:
        logging.getLogger().removeHandler(listener)


def keep_words_uncompressed() -> None:
    """So that a word in a file looks like one."""
    with connection.cursor() as cursor:
        for words in all_kept_words():
            for name in textual(words):
                cursor.execute(f"ALTER TABLE {words.table} ALTER COLUMN {name} SET STORAGE EXTERNAL")


def textual(words: KeptWords) -> list[str]:
    """The declared columns in which somebody's own words stand as text: no salts, no hashes, no findings."""
    fields = [words.model._meta.get_field(name) for name in words.columns]
    return [each.column for each in fields if isinstance(each, CharField | TextField) and each.name != "judge_key"]


def whole_person(marks: Sequence[str]) -> Patient:
    """Somebody with marks in every column that holds words, a job under way among them."""
    everything, patient = " ".join(marks), long_diarist()
    send(patient, marks[-10:])
    session = TherapySession.objects.create(
        patient=patient, client_id=marks[0], session_date=AS_OF, transcript=everything
    )
    analysed(session, data=f'{{"said":"{everything}"}}')
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as server:
        job = run_on(server, patient)
    review(job, everything)
    metadata = get_generation_metadata(job.sessionbridgeversion)
    assert metadata is not None
    update_generation_metadata(Actor(None, "test"), metadata, notes=everything[:NOTES_MAX_LENGTH])
    withdraw_summary(TESTER, job.sessionbridgeversion, cause=WithdrawalCause.STAFF, reason=everything)
    send(patient, marks[:-10])
    send(patient, marks[:20], "Slept 7 h after all, said {}.")
    for days in (15, 0):
        assert run_job(request_summary(patient, as_of=AS_OF - timedelta(days=days)).job.id)
    request_summary(patient, as_of=AS_OF, again=everything[:200])
    salt = new_salt()
    text = {"text": everything, "generation_context": everything, "salt": salt}
    text["text_sha256"] = salted_sha256(salt, everything)
    imported(patient=patient, version=MARKS, **text).save()
    YourJourneyVersion.objects.create(
        patient=patient, version=1, origin=VersionOrigin.IMPORTED, prompt_version="1", policy_gate_version="1", **text
    )
    return patient


def review(job: GenerationJob, words: str) -> None:
    """An objection of the person, a reading with a note, and an incident that is closed, all in these words."""
    reader = make_user()
    object_to(job.sessionbridgeversion, by=reader, words=words[:OBJECTION_MAX_LENGTH])
    draw_items()
    said = Said(dict.fromkeys(Question, 5), ReviewVerdict.FLAG, note=words, marks=(Mark(MarkKind.UNSUPPORTED, 0, 1),))
    read_summary(ReviewItem.objects.get(job=job), reader, said)
    close(Incident.objects.get(job=job), by=reader, what_was_done=words)


def send(patient: Patient, marks: Sequence[str], text: str = "Slept 6 h. Felt anxious about {}.") -> None:
    answers = store_messages(patient, [message(mark, text) for mark in marks])
    assert all(isinstance(answer, str) for answer in answers)


def message(mark: str, text: str) -> IncomingMessage:
    number = int(mark[-3:])
    sent_at = FIRST + timedelta(days=number % DAYS, minutes=number)
    return IncomingMessage(f"sent-{mark}", sent_at, text.format(mark))


def columns_without(mark: str) -> list[str]:
    """The columns for words in which no mark stands: where this test would prove nothing."""
    return [
        f"{words.table}.{name}"
        for words in all_kept_words()
        for name in textual(words)
        if not words.model._default_manager.filter(**{f"{name}__contains": mark}).exists()
    ]


def what_gives_words_away(patient: Patient) -> frozenset[str]:
    """Salts, keys and judge's keys as they stand, and the plain hash of every text, in hex digits."""
    key = Patient.objects.values_list("hash_key", flat=True).get(id=patient.id)
    found = {bytes(key or b"").hex()}
    for words in all_kept_words():
        for row in words.of_person(patient.id).values_list(*words.columns):
            for value in row:
                if isinstance(value, bytes | memoryview):
                    found.add(bytes(value).hex())
                elif isinstance(value, str) and value:
                    found |= {value, sha256_hex(value)}
    return frozenset(each for each in found if re.fullmatch(r"[0-9a-f]{32,}", each))


def dump() -> str:
    program = shutil.which("pg_dump") if settings.EMBEDDED_SERVICES is None else require_postgres_bin() / "pg_dump"
    if program is None:
        pytest.skip("no pg_dump here")
    known = connection.get_connection_params()
    place = [f"--{option}={known[name]}" for option, name in (("host", "host"), ("port", "port")) if known.get(name)]
    done = subprocess.run(
        [program, *place, f"--username={known['user']}", known["dbname"]], capture_output=True, text=True, check=True
    )
    return done.stdout


def rows(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return "\n".join(str(row) for row in cursor.fetchall())


def redis_content() -> str:
    client = caches["default"].client.get_client()  # type: ignore[attr-defined] - django-redis's own
    kept = [key + (client.dump(key) or b"") for key in client.scan_iter("*", count=1000)]
    return b"\n".join(kept).decode(errors="replace")


def files_with(mark: str, *folders: Path) -> list[Path]:
    """The files below in which a mark stands. Some vanish while they are looked for."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        try:
            if mark.encode() in path.read_bytes():
                found.append(path)
        except FileNotFoundError:
            continue
    return found


def test_no_word_is_found_after_an_erasure(erased: Erased) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert erased.found_in(dump()) == set()
    assert erased.found_in(rows("SELECT * FROM pg_stats")) == set()
    assert erased.found_in(redis_content()) == set()
    assert erased.found_in(erased.said) == set()
    assert files_with(erased.mark, erased.temporary) == []
    if settings.EMBEDDED_SERVICES is not None:
        home = find_places(settings.LOCAL_DIR / "tests").home
        assert files_with(erased.mark, home / "valkey") == []
        assert erased.mark not in (home / "postgres" / "server.log").read_text(errors="replace")


def test_what_stays_still_verifies(erased: Erased) -> None:
    certificate = Patient.objects.get(id=erased.patient.id).erasure_certificate
    assert verify_jobs(GenerationJob.objects.filter(patient=erased.patient)) == []
    assert differences(certificate, all_kept_words()) == []
    # 12 messages of the long diary, and one more revision each of the 20 that were replaced and went with that.
    assert certificate.blanked["messages"] == certificate.blanked["message_revisions"] == MARKS + 12
    assert certificate.blanked["your_journey_versions"] == certificate.blanked["session_analyses"] == 1
    assert certificate.blanked["summary_withdrawals"] == 1


def data_of_this_database() -> list[Path]:
    """Its tables and indexes, what is the server's, and the write-ahead log; not those of other databases."""
    data = find_places(settings.LOCAL_DIR / "tests").postgres_data
    own = rows("SELECT oid FROM pg_database WHERE datname = current_database()").strip("(,)")
    return [data / "base" / own, *(folder for folder in data.iterdir() if folder.name != "base")]


@pytest.mark.skipif(settings.EMBEDDED_SERVICES is None, reason="the files of another server are not here")
def test_files_of_the_database_hold_no_word_after_scrub(erased: Erased, capsys: pytest.CaptureFixture[str]) -> None:
    folders = data_of_this_database()
    assert {path.parent.name for path in files_with(erased.mark, *folders)} >= {"pg_wal"}
    call_command("scrub")
    assert files_with(erased.mark, *folders) == []
    assert "tables rewritten" in capsys.readouterr().out


def test_scrub_is_for_the_embedded_server_alone(settings: object) -> None:
    settings.EMBEDDED_SERVICES = None  # type: ignore[attr-defined] - pytest-django's own
    with pytest.raises(CommandError, match=r"docs/erasure\.md"):
        call_command("scrub")

"""Everything about a person out as one file, and into an installation that does not know them, byte for byte."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from jsonschema import Draft202012Validator
from pytest_django import DjangoDbBlocker

from core.models import AccessEvent, Consent, Message, MessageRevision, Organisation, Patient, TherapySession
from core.practice.taking_back import delete_messages, erase_person, replace_words
from core.practice.zones import change_zone
from generation.archives.lines import archive_schema
from generation.archives.rows import FILES
from generation.erasure import withdraw_summary
from generation.models import (
    SessionAnalysis,
    SessionBridgeVersion,
    SummaryWithdrawal,
    VersionOrigin,
    WithdrawalCause,
    YourJourneyVersion,
)
from generation.summary_objections import object_to
from tests.builders.jobs import make_job, summarise
from tests.builders.people import AS_OF, DIARY, TESTER, make_person, set_consent, write
from tests.builders.rows import journey
from tests.builders.sessions import analysed, make_session

pytestmark = pytest.mark.django_db
ODD = 'Slept 6 h.\r\n  "=SUM(A1)" \u2028 naïve \U0001f642 é é\t'
# More than a summary has room for.
MORE = [(f"d{day}", f"2025-11-{day:02}T22:20+01:00", f"Walked home, day {day}. " * 40) for day in range(5, 14)]


@pytest.fixture(scope="module")
def known(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Patient]:
    """Somebody known to all tests of the module, gone after it: what a test changes is undone by the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield person_with_everything()
        transaction.set_rollback(True)


@pytest.fixture
def patient(known: Patient) -> Patient:
    """A person with some of everything."""
    return Patient.objects.get(pk=known.pk)


def person_with_everything() -> Patient:
    patient = make_person()
    set_consent(patient, allowed=True)
    set_consent(patient, allowed=False)
    write(patient, ("m4", "2025-11-14T08:00+01:00", ODD), ("m5", "2025-11-15T08:00+01:00", "=1+1 was on my mind."))
    write(patient, *MORE)
    summarise(patient)
    replace_words(TESTER, patient, "m1", "Couldn't sleep. Maybe 5 h.")
    delete_messages(TESTER, patient, ["m3"])
    analysed(make_session(patient))
    summarise(patient)
    summarise(patient, AS_OF.replace(day=18))
    second = SessionBridgeVersion.objects.get(patient=patient, version=2)
    withdraw_summary(TESTER, second, cause=WithdrawalCause.STAFF, reason="Tuesday.")
    assert patient.user is not None
    object_to(SessionBridgeVersion.objects.get(patient=patient, version=3), by=patient.user, words="Not so.")
    journey(make_job(patient, feature="your_journey")).save()
    change_zone(TESTER, patient, "America/New_York", AS_OF)
    return patient


def exported(patient: Patient, path: Path) -> Path:
    call_command("export_person", str(patient.pk), str(path), stdout=io.StringIO())
    return path


def rows_of(path: Path, name: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line)["row"] for line in archive.read(name).splitlines()]


def digests(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {listed["name"]: listed["sha256"] for listed in json.loads(archive.read("manifest.json"))["files"]}


def forget_everything() -> None:
    """An installation in which nobody is known: every row goes, the promises of the tables aside."""
    tables = [
        name for name in connection.introspection.table_names() if name not in {"django_migrations", "auth_group"}
    ]
    kept = {"django_content_type", "auth_permission", "auth_group_permissions"}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(name for name in tables if name not in kept)} CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def archive(patient: Patient, tmp_path: Path) -> Path:
    return exported(patient, tmp_path / "person.zip")


def test_files_and_rows_have_the_digests_that_are_listed(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for name, digest in digests(archive).items():
            assert hashlib.sha256(opened.read(name)).hexdigest() == digest, name
        for name in FILES:
            for line in opened.read(name).splitlines():
                held = json.loads(line)
                text = json.dumps(held["row"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
                assert hashlib.sha256(text.encode()).hexdigest() == held["sha256"], name


def test_every_row_is_as_the_published_schema_says(archive: Path) -> None:
    schema = json.loads(archive_schema())
    with zipfile.ZipFile(archive) as opened:
        assert json.loads(opened.read("schema.json")) == schema
        held: dict[str, Any] = {name: [json.loads(line) for line in opened.read(name).splitlines()] for name in FILES}
        held["manifest.json"] = json.loads(opened.read("manifest.json"))
    assert [name for name in FILES if not held[name]] == []
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(held)


def test_everything_the_person_wrote_is_in_it(archive: Path, patient: Patient) -> None:
    messages = {row["client_id"]: row for row in rows_of(archive, "messages.jsonl")}
    assert messages["m4"]["revisions"][0]["text"] == ODD
    assert [one["text"] for one in messages["m1"]["revisions"]] == [None, "Couldn't sleep. Maybe 5 h."]
    assert messages[None]["deleted_at"]
    assert len(messages) == patient.messages.count()


def test_summaries_carry_their_sources_and_what_they_leave_out(archive: Path) -> None:
    first, second, third = rows_of(archive, "summaries.jsonl")
    assert first["text"] is None
    assert first["kept_sha256"]
    assert second["withdrawal"]["reason"] == "Tuesday."
    assert {kind["kind"] for kind in third["left_out"]} == {"sentence", "feeling", "number"}
    pieces = [piece["text"] for kind in third["left_out"] for piece in kind["pieces"]]
    sources = [source["text"] for bullet in third["bullets"] for source in bullet["sources"]]
    assert pieces
    assert sources
    assert third["objections"][0]["words"] == "Not so."
    assert third["window"]["last"] == "2025-11-18"


def test_no_cell_of_the_tables_is_a_formula(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        table = opened.read("csv/messages.csv").decode("utf-8-sig")
    texts = [row["text"] for row in csv.DictReader(io.StringIO(table, newline=""))]
    assert "'=1+1 was on my mind." in texts


def test_whoever_takes_it_is_recorded_before_and_stands_in_it(archive: Path, patient: Patient) -> None:
    [event] = AccessEvent.objects.filter(patient=patient, action="export")
    assert event.actor_label.startswith("manage.py export_person")
    assert str(event.id) in {row["id"] for row in rows_of(archive, "accesses.jsonl")}


def test_file_is_for_its_owner_alone_and_never_written_over(archive: Path, patient: Patient) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="File exists"):
        exported(patient, archive)


def test_erased_diary_leaves_no_file(patient: Patient, tmp_path: Path) -> None:
    erase_person(TESTER, patient)
    with pytest.raises(CommandError, match="was erased"):
        exported(patient, tmp_path / "none.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def moved(archive: Path, patient: Patient) -> Patient:
    """The same person in an empty installation."""
    forget_everything()
    call_command("import_archive", str(archive), stdout=io.StringIO())
    return Patient.objects.get(pk=patient.pk)


# What is as it was, digest by digest; of summaries and the rest that jobs made, see the tests below.
SAME = ("person.jsonl", "zones.jsonl", "consents.jsonl", "messages.jsonl", "sessions.jsonl")


def test_what_people_gave_comes_back_with_the_same_digests(moved: Patient, archive: Path, tmp_path: Path) -> None:
    before, after = digests(archive), digests(exported(moved, tmp_path / "again.zip"))
    assert [name for name in SAME if before[name] != after[name]] == []
    assert before["csv/messages.csv"] == after["csv/messages.csv"]


def test_who_looked_comes_back_and_goes_on(moved: Patient, archive: Path, tmp_path: Path) -> None:
    before, after = (rows_of(path, "accesses.jsonl") for path in (archive, exported(moved, tmp_path / "again.zip")))
    assert after[: len(before)] == before
    assert [row["action"] for row in after[len(before) :]] == ["export"]


def test_summaries_come_back_as_imported_with_their_numbers(moved: Patient, archive: Path) -> None:
    for row, summary in zip(
        rows_of(archive, "summaries.jsonl"), SessionBridgeVersion.objects.order_by("version"), strict=True
    ):
        assert (str(summary.id), summary.version, summary.text) == (row["id"], row["version"], row["text"])
        assert (summary.origin, summary.job, summary.verdict) == (VersionOrigin.IMPORTED, None, None)
        if row["text"] is not None:
            assert json.loads(summary.generation_context or "") == row
            assert hashlib.sha256((summary.text or "").encode()).hexdigest() == row["text_sha256"]
    assert moved.current_session_bridge.current == SessionBridgeVersion.objects.get(version=3)
    assert SummaryWithdrawal.objects.get(session_bridge_version__version=2).reason == "Tuesday."


def test_journeys_analyses_and_metadata_come_back(moved: Patient, archive: Path) -> None:
    [row] = rows_of(archive, "analyses.jsonl")
    analysis = SessionAnalysis.objects.get()
    assert (str(analysis.id), analysis.data, analysis.origin) == (row["id"], row["data"], "imported")
    assert str(YourJourneyVersion.objects.get().id) == rows_of(archive, "journeys.jsonl")[0]["id"]
    third = SessionBridgeVersion.objects.get(version=3)
    assert str(third.metadata.id) == rows_of(archive, "summaries.jsonl")[2]["metadata"]["id"]


def test_second_move_keeps_everything(moved: Patient, tmp_path: Path) -> None:
    first = exported(moved, tmp_path / "first.zip")
    forget_everything()
    call_command("import_archive", str(first), stdout=io.StringIO())
    before, after = digests(first), digests(exported(moved, tmp_path / "second.zip"))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"accesses.jsonl", "csv/who-looked.csv"}


def test_consent_that_was_taken_back_stays_so(moved: Patient) -> None:
    assert [consent.allowed for consent in Consent.objects.filter(patient=moved).order_by("number")] == [True, False]


def test_message_sent_again_is_known_by_its_id(moved: Patient) -> None:
    write(moved, DIARY[1])
    assert Message.objects.filter(patient=moved, client_id="m2").count() == 1
    assert MessageRevision.objects.filter(message__client_id="m2").count() == 1


def test_person_who_is_here_is_not_imported_over(archive: Path) -> None:
    with pytest.raises(CommandError, match="who is here already"):
        call_command("import_archive", str(archive))


def test_taken_code_is_refused_and_another_taken(archive: Path, patient: Patient) -> None:
    forget_everything()
    practice = Organisation.objects.create(name="Another practice")
    Patient.objects.create(organisation=practice, code=patient.code, zone="UTC")
    with pytest.raises(CommandError, match="--code"):
        call_command("import_archive", str(archive), organisation=practice.name)
    assert TherapySession.objects.count() == 0
    call_command("import_archive", str(archive), organisation=practice.name, code="P-2", stdout=io.StringIO())
    assert Patient.objects.get(code="P-2").pk == patient.pk


def changed(archive: Path, name: str, old: str, new: str, *, sign: bool) -> Path:
    """The archive with other words in a file; with `sign` the list of contents says so."""
    out = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(out, "w") as after:
        held = {each: before.read(each) for each in before.namelist()}
        held[name] = held[name].replace(old.encode(), new.encode(), 1)
        if sign:
            manifest = json.loads(held["manifest.json"])
            for listed in manifest["files"]:
                listed["sha256"] = hashlib.sha256(held[listed["name"]]).hexdigest()
            held["manifest.json"] = json.dumps(manifest).encode()
        for each, content in held.items():
            after.writestr(each, content)
    return out


@pytest.mark.parametrize(("sign", "match"), [(False, "messages.jsonl is not what"), (True, "line 7: is not what")])
def test_changed_word_is_noticed_and_never_printed(archive: Path, *, sign: bool, match: str) -> None:
    bad = changed(archive, "messages.jsonl", "Slept 6 h. Still anxious", "Slept 9 h. Still anxious", sign=sign)
    with transaction.atomic():
        forget_everything()
        with pytest.raises(CommandError, match=match) as caught:
            call_command("import_archive", str(bad))
        assert "anxious" not in str(caught.value)
        assert Patient.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"{}"])
def test_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(CommandError, match="no whole ZIP file"):
        call_command("import_archive", str(tmp_path / "x.zip"))


def test_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as other:
        other.writestr("diary.json", "[]")
    with pytest.raises(CommandError, match=r"no manifest\.json"):
        call_command("import_archive", str(tmp_path / "x.zip"))

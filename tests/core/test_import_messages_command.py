"""`import_messages` from file to table: what is counted, what is refused and how it is said."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AccessEvent, Change, Message, MessageRevision, Patient
from tests.builders.people import make_organisation, make_patient

FIXTURES = Path(__file__).parent / "fixtures"
SECRET = "Slept 6 h, dreamt of the lighthouse."
Import = Callable[..., tuple[str, str]]


@pytest.fixture
def import_file(tmp_path: Path, patient: Patient) -> Import:
    """Imports a file of that content for P-0042, and gives what was written to both streams."""

    def run(content: str | bytes, *options: str, name: str = "diary") -> tuple[str, str]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return call(str(path), "--patient", "P-0042", "--timezone", "Europe/Berlin", *options)

    return run


def call(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_messages", *arguments, stdout=out, stderr=err, no_color=True)
    except CommandError as refusal:
        refusal.add_note(err.getvalue())
        raise
    return out.getvalue(), err.getvalue()


def line(text: str = SECRET, **changes: object) -> str:
    return json.dumps({"id": "m1", "sent_at": "2024-11-08T22:14", "text": text} | changes)


def test_imports_and_counts(import_file: Import) -> None:
    out, err = import_file(line())
    assert out == "P-0042, from jsonl: 1 new, 0 revised, 0 unchanged.\n"
    assert err == ""
    assert MessageRevision.objects.get().text == SECRET


def test_import_is_on_record_as_an_access_and_a_change(import_file: Import) -> None:
    import_file(line())
    event, change = AccessEvent.objects.get(), Change.objects.get()
    assert (event.action, event.actor) == ("import", None)
    assert event.actor_label.startswith("manage.py import_messages")
    assert (change.actor_label, change.details) == (
        event.actor_label,
        "diary file imported: 1 new, 0 revised, 0 unchanged",
    )


def test_twice_is_once(import_file: Import) -> None:
    import_file(line())
    out, _ = import_file(line())
    assert out == "P-0042, from jsonl: 0 new, 0 revised, 1 unchanged.\n"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line(SECRET + "\0", id="m2"), "text: has a NUL character (U+0000) at character 37."),
        (line(SECRET * 30_000, id="m2"), "text: is 1,080,000 bytes long; the limit is 8,192."),
        (line(id="m2", sent_at="2999-01-01T00:00"), "sent_at: is in the future (2998-12-31 23:00)"),
        (line(id="m2", sent_at="1899-01-01T00:00Z"), "sent_at: is before 1900."),
        (line(id="m2", sent_at="2024-13-08"), "sent_at: is not a date"),
        (line("\ud83d", id="m2"), "text: has half of a surrogate pair at character 1."),
        (line(SECRET, id="m1", sent_at="2024-11-09T22:14"), "id: is also that of line 1"),
        (SECRET, "is not a JSON object on one line."),
    ],
)
def test_a_bad_row_is_told_by_line_and_reason_and_nothing_is_stored(import_file: Import, bad: str, reason: str) -> None:
    with pytest.raises(CommandError, match="1 of 2 rows are bad") as caught:
        import_file(f"{line()}\n{bad}\n")
    [told] = caught.value.__notes__
    assert told.startswith(f"line 2: {reason}")
    assert "lighthouse" not in told
    assert not Message.objects.exists()


def test_bad_rows_are_left_out_when_asked(import_file: Import) -> None:
    out, err = import_file(f"{line()}\n{line(id='m2', sent_at='never')}\n", "--skip-bad")
    assert out == "P-0042, from jsonl: 1 new, 0 revised, 0 unchanged, 1 bad and left out.\n"
    assert err.startswith("line 2: sent_at: is not a date such as")


def test_a_file_of_bad_rows_only_is_refused_also_when_they_may_be_left_out(
    import_file: Import,
) -> None:
    with pytest.raises(CommandError, match="no row of the file can be read"):
        import_file(line(sent_at="never"), "--skip-bad")


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        ("", (), "file: is empty"),
        ("sent_at,text\n", (), "file: has no entries"),
        ("Dear diary", (), "file: is in none of the formats"),
        (line(), ("--format", "csv"), "file: needs the columns"),
        (line(), ("--format", "daylio"), "file: is not a Daylio CSV export"),
        (line(), ("--format", "dayone"), "file: is not a Day One JSON export"),
        ("sent_at,text\n", ("--format", "jsonl"), "file: is not JSONL"),
        (line(), ("--format", "xml"), "invalid choice: 'xml'"),
        (line(), ("--timezone", "Mars/Base"), "--timezone: 'Mars/Base' is not a known time zone"),
        (line(), ("--timezone", "europe/berlin"), 'Did you mean "Europe/Berlin"'),
        (line(), ("--patient", "P-0001"), "--patient: there is no person with the id or code"),
        (b"\xff\xfe\x00", (), "file: is not valid UTF-16"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_the_reason(
    import_file: Import, content: str | bytes, options: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(CommandError) as caught:
        import_file(content, *options)
    assert reason in str(caught.value)
    assert caught.value.returncode == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_what_spreadsheets_save(import_file: Import, encoding: str) -> None:
    content = f'id;date;time;text\r\nm1;2024-11-08;22:14;"{SECRET}"\r\n'
    out, _ = import_file(content.encode(encoding))
    assert out.startswith("P-0042, from csv: 1 new")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dayone.json", "from dayone: 2 new, 0 revised, 0 unchanged, 2 without words."),
        ("daylio.csv", "from daylio: 4 new, 0 revised, 0 unchanged."),
    ],
)
def test_reads_what_apps_export(patient: Patient, name: str, said: str) -> None:
    where = ("--patient", str(patient.pk), "--timezone", "Europe/Berlin")
    out, _ = call(str(FIXTURES / name), *where)
    assert said in out
    again, _ = call(str(FIXTURES / name), *where)
    assert "0 new, 0 revised" in again


def test_the_same_local_times_in_another_zone_are_refused_not_doubled(import_file: Import) -> None:
    content = (FIXTURES / "daylio.csv").read_bytes()
    import_file(content)
    with pytest.raises(CommandError, match="4 of 4 rows are bad"):
        import_file(content, "--timezone", "Asia/Tokyo")


def test_says_so_where_the_file_and_the_person_are_in_different_zones(import_file: Import) -> None:
    _, err = import_file(line(), "--timezone", "Asia/Tokyo")
    assert err == ("Local times were read in Asia/Tokyo; P-0042's days are those of Europe/Berlin.\n")


def test_a_code_two_organisations_use_needs_the_id(import_file: Import) -> None:
    make_patient(organisation=make_organisation("Practice on the Hill"), code="P-0042")
    with pytest.raises(CommandError, match="several organisations have a 'P-0042'"):
        import_file(line())


def test_ten_thousand_rows_are_few_queries_and_seconds(import_file: Import) -> None:
    words = random.Random(7).choices(["slept", "ran", "tea", "talk", "manager"], k=200_000)
    content = "\n".join(line(" ".join(words[n * 20 : n * 20 + 20]), id=f"m{n}") for n in range(10_000))
    began = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        out, _ = import_file(content)
    assert "10,000 new" in out
    assert len(queries) < 250
    assert time.monotonic() - began < 20


def test_the_command_waits_for_nothing_that_only_summaries_and_pages_need() -> None:
    program = (
        "import django, sys; django.setup(); import core.management.commands.import_messages; "
        "print([name for name in sys.modules if name.startswith(('generation.pipeline.planner', 'generation.admin', "
        "'openpyxl', 'sessionbridge.urls'))])"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "sessionbridge.settings.development"}
    loaded = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert loaded.stdout == "[]\n"

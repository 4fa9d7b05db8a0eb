"""Importing is all or nothing, may be repeated, and turns changed words into revisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow
from core.importing import RowNote, import_rows
from core.models import Message, MessageRevision, Patient
from core.practice.taking_back import delete_messages
from tests.builders.people import TESTER

SENT_AT = datetime(2024, 11, 8, 21, 14, tzinfo=UTC)


def row(line: int, text: str = "Slept 6 h.", **changes: object) -> DiaryRow:
    return DiaryRow(line, f"m{line}", SENT_AT, text)._replace(**changes)


def test_rows_become_messages_and_are_counted(patient: Patient) -> None:
    result = import_rows(patient, [row(1), row(2, "Ran 5 km.")])
    assert result.stored
    assert (result.new, result.revised, result.unchanged, result.bad) == (2, 0, 0, ())
    assert Message.objects.count() == 2


def test_importing_twice_changes_nothing(patient: Patient) -> None:
    rows = [row(1), row(2)]
    import_rows(patient, rows)
    again = import_rows(patient, rows)
    assert (again.new, again.revised, again.unchanged) == (0, 0, 2)
    assert MessageRevision.objects.count() == 2


def test_changed_words_are_revisions(patient: Patient) -> None:
    import_rows(patient, [row(1), row(2)])
    result = import_rows(patient, [row(1), row(2, "Slept 7 h.")])
    assert (result.new, result.revised, result.unchanged) == (0, 1, 1)


def test_one_bad_row_stores_nothing_and_all_bad_rows_are_told(patient: Patient) -> None:
    rows = [
        row(1),
        row(2, "Slept\0"),
        BadRow(3, "time: is missing."),
        row(4, "a" * 9000),
        row(5, sent_at=datetime.now(UTC) + timedelta(days=1)),
        row(6, " "),
    ]
    result = import_rows(patient, rows)
    assert not result.stored
    assert (result.new, result.unchanged) == (0, 0)
    assert not Message.objects.exists()
    assert [(note.line, note.text.split(".")[0][:30]) for note in result.bad] == [
        (2, "text: has a NUL character (U+0"),
        (3, "time: is missing"),
        (4, "text: is 9,000 bytes long; the"),
        (5, "sent_at: is in the future (" + f"{datetime.now(UTC):%Y-%m-%d}"[:3]),
        (6, "text: is empty"),
    ]


def test_bad_rows_are_left_out_when_asked(patient: Patient) -> None:
    result = import_rows(patient, [row(1), row(2, "Slept\0"), row(3)], skip_bad=True)
    assert result.stored
    assert (result.new, len(result.bad)) == (2, 1)
    assert Message.objects.count() == 2


def test_a_bad_row_takes_back_revisions_too(patient: Patient) -> None:
    import_rows(patient, [row(1)])
    import_rows(patient, [row(1, "Slept 7 h."), row(2, sent_at=SENT_AT), row(3, "")])
    assert [each.text for each in MessageRevision.objects.all()] == ["Slept 6 h."]
    assert Message.objects.get().current_revision == 1


def test_another_time_for_a_stored_id_is_a_bad_row(patient: Patient) -> None:
    import_rows(patient, [row(1)])
    result = import_rows(patient, [row(1, sent_at=SENT_AT + timedelta(hours=9))])
    assert result.bad[0].text.startswith("sent_at: differs from the stored 2024-11-08 21:14 UTC")


def test_an_id_twice_with_the_same_content_counts_once_as_new(patient: Patient) -> None:
    result = import_rows(patient, [row(1), row(2, client_id="m1")])
    assert (result.new, result.unchanged) == (1, 1)


def test_an_id_twice_with_other_content_is_bad_and_names_the_first_line(patient: Patient) -> None:
    result = import_rows(patient, [row(1), row(2, "Ran.", client_id="m1")])
    assert result.bad == (RowNote(2, "id: is also that of line 1, with other content."),)
    assert not result.stored


def test_ids_are_told_apart_by_what_they_are_and_not_by_the_line_they_stand_in(patient: Patient) -> None:
    rows = [row(1, within="a.jsonl"), row(2), row(1, within="b.jsonl"), row(1, "Ran.", within="c.jsonl")]
    result = import_rows(patient, rows, skip_bad=True)
    assert (result.new, result.unchanged) == (2, 1)
    assert result.bad == (RowNote(1, "id: is also that of line 1, with other content.", "c.jsonl"),)


def test_ids_that_repeat_thousands_of_rows_later_are_found(patient: Patient) -> None:
    rows = [row(n) for n in range(1, 4500)]
    result = import_rows(patient, [*rows, row(4501, client_id="m1"), row(4502, "Ran.", client_id="m2")], skip_bad=True)
    assert (result.new, result.unchanged, len(result.bad)) == (4499, 1, 1)


def test_entries_without_words_are_told_and_stop_nothing(patient: Patient) -> None:
    result = import_rows(patient, [EmptyRow(1, "only media."), row(2)])
    assert result.stored
    assert result.empty == (RowNote(1, "only media."),)


def test_times_that_did_not_occur_are_told(patient: Patient) -> None:
    result = import_rows(patient, [row(1, note="02:30 did not occur.")])
    assert result.adjusted == (RowNote(1, "02:30 did not occur."),)


def test_deleted_messages_stay_deleted(patient: Patient) -> None:
    import_rows(patient, [row(1), row(2)])
    delete_messages(TESTER, patient, ["m1"])
    result = import_rows(patient, [row(1, "Slept 7 h."), row(2)])
    assert (result.withdrawn, result.unchanged) == (1, 1)


def test_progress_ends_at_the_number_of_rows(patient: Patient) -> None:
    done: list[int] = []
    rows = [BadRow(1, "x"), EmptyRow(2, "x"), *(row(n) for n in range(3, 4504))]
    import_rows(patient, rows, on_progress=done.append)
    assert sum(done) == len(rows)
    assert len(done) > 1

"""The form for a diary file: looked at first, and stored only once what would be read was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from core.actors import Actor
from core.admin.diary_forms import DiaryForm
from core.admin.zone_choice import zone_choice
from core.diary_formats.all_formats import DiaryFormat
from core.diary_formats.diary_file import Diary, read_diary_content
from core.diary_formats.file_text import FILE_MAX_BYTES, Encoding
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import DiaryRow
from core.diary_formats.table_rows import parse_columns
from core.diary_formats.written_dates import DateOrder
from core.importing import ImportResult, RowNote
from core.models import Patient
from core.practice.diaries import import_diary
from core.refusals import InputRefused
from core.zones import require_zone

# More than these tell nobody anything new.
_NOTES_SHOWN = 100
_ENTRIES_SHOWN = 5
_WORDS_SHOWN = 300
_ORDERS = {DateOrder.DMY: "day first: 8.11.2026", DateOrder.MDY: "month first: 11/8/2026", DateOrder.YMD: "year first"}


class Preview(NamedTuple):
    """What an import would do: a sentence, the first entries with their local time, and lists of lines, titled."""

    said: str
    entries: Sequence[tuple[str, str]]
    notes: Sequence[tuple[str, Sequence[str]]]


class DiaryFileForm(DiaryForm):
    intro = (
        "A diary kept elsewhere: what a diary app exports, a chat, a table, or text with dated headings. First you see "
        "what would be read, what not, and why; the file is not kept in between, so you choose it twice. "
        "All of it is imported, or nothing; the same file again changes nothing."
    )
    button = "Look at it"
    field_order = ["patient", "file", "zone", "format", "dates", "columns", "author", "encoding", "skip_bad", "digest"]
    file = forms.FileField(label="File", max_length=255)
    zone = zone_choice(
        "Time zone of the file",
        required=False,
        none="where the person lives",
        help_text="Only for times in the file that name no zone of their own.",
    )
    format = forms.ChoiceField(
        required=False, choices=[("", "found by what is in it"), *((each.value, each.value) for each in DiaryFormat)]
    )
    dates = forms.ChoiceField(
        label="Dates such as 3/4/2026",
        required=False,
        choices=[("", "found by the others in the file"), *((each.value, words) for each, words in _ORDERS.items())],
    )
    columns = forms.CharField(
        label="Columns of a table",
        required=False,
        max_length=500,
        help_text="Where they have names of their own: date=Datum, time=Zeit, text=Titel+Notiz",
    )
    author = forms.CharField(
        label="Author in a chat",
        required=False,
        max_length=100,
        help_text="Whose messages to read, as named in the file.",
    )
    encoding = forms.ChoiceField(
        required=False, choices=[("", "UTF-8 or UTF-16"), *((each.value, each.value) for each in Encoding)]
    )
    skip_bad = forms.BooleanField(
        label="Leave bad lines out and import the others", required=False, help_text="Otherwise one bad line stops all."
    )
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        """The upload, unless it is larger than any diary file may be."""
        upload = self.cleaned_data["file"]
        if upload.size > FILE_MAX_BYTES:
            raise ValidationError(f"The file has {upload.size:,} bytes; the limit is {FILE_MAX_BYTES:,} (64 MB).")
        return upload

    def do(self, actor: Actor, patient: Patient) -> None:
        data = self.cleaned_data
        upload = data["file"]
        content = upload.read()
        options = self._options(patient)
        diary = read_diary_content(content, upload.name, options, data["format"] or None)
        digest = self._digest(patient, content)
        was_seen = data["digest"] == digest
        result = import_diary(actor, patient, diary, skip_bad=data["skip_bad"], keep=was_seen)
        if was_seen or len(result.bad) == len(diary.rows):
            self._require_stored(result, diary)
            self.done = f"The diary file is imported: {', '.join(result.counts(always=('new',)))}."
            return
        self.preview = _preview(result, diary, ZoneInfo(patient.zone), is_other=bool(data["digest"]))
        self.button = "Import"
        # What the page sends back with the file.
        self.data = {**self.data.dict(), "digest": digest}  # type: ignore[attr-defined]  # Django's QueryDict

    def _options(self, patient: Patient) -> ReadOptions:
        data = self.cleaned_data
        return ReadOptions(
            require_zone(data["zone"] or patient.zone),
            ZoneInfo(patient.zone),
            dates=DateOrder(data["dates"]) if data["dates"] else None,
            columns=parse_columns(data["columns"]) if data["columns"].strip() else {},
            author=data["author"],
            encoding=data["encoding"],
        )

    def _digest(self, patient: Patient, content: bytes) -> str:
        """Of the file, whose it is and how it is read: what was seen is what is stored."""
        how = [self.cleaned_data[name] for name in ("zone", "format", "dates", "columns", "author", "encoding")]
        begun = hashlib.sha256("\0".join([str(patient.pk), patient.zone, *how]).encode())
        begun.update(hashlib.sha256(content).digest())
        return begun.hexdigest()

    def _require_stored(self, result: ImportResult, diary: Diary) -> None:
        if not result.stored or len(result.bad) == len(diary.rows):
            self.add_error("file", _lines(result.bad))
            raise InputRefused("file", f"was not imported: {len(result.bad):,} of {len(diary.rows):,} lines are bad.")


def _preview(result: ImportResult, diary: Diary, zone: ZoneInfo, *, is_other: bool) -> Preview:
    entries = islice((row for row in diary.rows if isinstance(row, DiaryRow)), _ENTRIES_SHOWN)
    said = f"Read as {diary.format}"
    if result.first and result.last:
        said += f", from {result.first.astimezone(zone):%Y-%m-%d} to {result.last.astimezone(zone):%Y-%m-%d}"
    if result.stored:
        said += f". This would be imported: {', '.join(result.counts(always=('new',)))}."
    else:
        said += f". Nothing would be imported: {len(result.bad):,} of {len(diary.rows):,} lines are bad."
    if is_other:
        said = f"The file, or how it is read, is not what you saw before. {said}"
    notes = (
        ("Not read", result.bad),
        ("Without words", result.empty),
        ("Read with a change", result.adjusted),
    )
    return Preview(
        f"{said} To import it, choose the file once more.",
        [(_when(row, zone), row.text[:_WORDS_SHOWN]) for row in entries],
        [(title, _lines(listed)) for title, listed in notes if listed],
    )


def _when(row: DiaryRow, zone: ZoneInfo) -> str:
    local = row.sent_at.astimezone(zone)
    return f"{local:%Y-%m-%d}, no time" if row.untimed else f"{local:%Y-%m-%d %H:%M}"


def _lines(notes: Iterable[RowNote]) -> list[str]:
    listed = list(notes)
    more = len(listed) - _NOTES_SHOWN
    shown = [f"{note.where[:1].upper()}{note.where[1:]}: {note.text}" for note in listed[:_NOTES_SHOWN]]
    return [*shown, f"And {more:,} more."] if more > 0 else shown

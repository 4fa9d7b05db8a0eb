"""The same invented entries as each app would export them, made from public descriptions of the formats."""

from __future__ import annotations

import base64
import csv
import html
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.diary_formats.all_formats import DiaryFormat

BERLIN = ZoneInfo("Europe/Berlin")


class Written(NamedTuple):
    """An entry: local time in Berlin, and words."""

    moment: datetime
    words: str

    @classmethod
    def at(cls, moment: str, words: str) -> Written:
        return cls(datetime.fromisoformat(moment), words)

    @property
    def instant(self) -> datetime:
        return self.moment.replace(tzinfo=BERLIN).astimezone(UTC)

    @property
    def milliseconds(self) -> int:
        return int(self.instant.timestamp() * 1000)

    @property
    def one_line(self) -> str:
        """Words that no other line can be taken for, where a format has nothing to keep lines apart."""
        return " ".join(self.words.split()).replace("\0", "")


class Made(NamedTuple):
    """A file: how many entries it holds, and how many of them have no words."""

    format: DiaryFormat
    name: str
    content: bytes
    entries: int
    empty: int


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """The same files give the same bytes: the time of packing is not in them."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    written = StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return written.getvalue()


def _jsonl(written: Sequence[Written]) -> str:
    return "\n".join(json.dumps({"sent_at": each.moment.isoformat(), "text": each.words}) for each in written)


def _json(written: Sequence[Written]) -> str:
    return json.dumps([{"sent_at": each.milliseconds, "text": each.words} for each in written], indent=1)


def _csv(written: Sequence[Written]) -> str:
    return _table(["sent_at", "text"], [(each.moment.isoformat(), each.words) for each in written])


def _day_one(written: Sequence[Written]) -> bytes:
    entries: list[dict[str, Any]] = [
        {"uuid": f"U{number}", "creationDate": f"{each.instant:%Y-%m-%dT%H:%M:%SZ}", "text": each.words}
        for number, each in enumerate(written)
    ]
    half = len(entries) // 2
    journals = {"Journal.json": entries[:half], "Work.json": entries[half:]}
    return zipped(
        {name: json.dumps({"metadata": {"version": "1.0"}, "entries": rows}) for name, rows in journals.items()}
        | {"photos/1.jpeg": b"\xff\xd8"}
    )


def _jrnl(written: Sequence[Written]) -> str:
    entries = [
        {"date": f"{each.moment:%Y-%m-%d}", "time": f"{each.moment:%H:%M}", "title": each.words, "body": "", "tags": []}
        for each in written
    ]
    return json.dumps({"tags": {}, "entries": entries})


def _jrnl_text(written: Sequence[Written]) -> str:
    return "\n".join(f"[{each.moment:%Y-%m-%d %H:%M}] {each.one_line.replace('[', '(')}\n" for each in written)


def _journey(written: Sequence[Written]) -> bytes:
    return zipped(
        {
            f"{each.milliseconds}-{number:x}.json": json.dumps(
                {
                    "text": f"<p>{html.escape(each.words)}</p>",
                    "type": "html",
                    "date_journal": each.milliseconds,
                    "photos": [],
                }
            )
            for number, each in enumerate(written)
        }
    )


def _keep(written: Sequence[Written]) -> bytes:
    return zipped(
        {
            f"Takeout/Keep/{number}.json": json.dumps(
                {
                    "textContent": each.words,
                    "title": "",
                    "createdTimestampUsec": each.milliseconds * 1000,
                    "isTrashed": False,
                }
            )
            for number, each in enumerate(written)
        }
        | {"Takeout/Keep/0.html": "<html></html>"}
    )


def _daylio(written: Sequence[Written]) -> str:
    header = ["full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note"]
    return _table(
        header, [(f"{e.moment:%Y-%m-%d}", "x", "x", f"{e.moment:%H:%M}", "", "", "", e.words) for e in written]
    )


def _daylio_old(written: Sequence[Written]) -> str:
    header = ["year", "date", "weekday", "time", "mood", "activities", "note"]
    rows = [(e.moment.year, f"{e.moment:%-d %B}", "x", f"{e.moment:%-I:%M %p}", "", "", e.words) for e in written]
    return _table(header, rows)


def _daylio_backup(written: Sequence[Written]) -> bytes:
    entries = [
        {
            "year": each.moment.year,
            "month": each.moment.month - 1,
            "day": each.moment.day,
            "hour": each.moment.hour,
            "minute": each.moment.minute,
            "mood": 0,
            "note": each.words,
            "note_title": "",
            "tags": [],
        }
        for each in written
    ]
    backup = json.dumps({"version": 15, "customMoods": [], "tags": [], "dayEntries": entries})
    return zipped({"backup.daylio": base64.b64encode(backup.encode()), "assets/a.jpg": b"x"})


def _bearable(written: Sequence[Written]) -> str:
    header = ["date", "date formatted", "weekday", "time of day", "category", "rating/amount", "detail", "notes"]
    rows = [
        (f"{each.moment:%-dth %b %Y}", f"{each.moment:%Y-%m-%d}", "Fri", "pm", "Mood", "", "", each.words)
        for each in written
    ]
    return _table(header, rows)


def _whatsapp(written: Sequence[Written]) -> str:
    return "\n".join(f"[{each.moment:%d.%m.%y, %H:%M:%S}] Ada: {each.one_line.replace('[', '(')}" for each in written)


def _signal(written: Sequence[Written]) -> str:
    return "\n".join(f"[{each.moment:%Y-%m-%d, %H:%M}] Ada: {each.one_line.replace('[', '(')}" for each in written)


def _apple(written: Sequence[Written]) -> bytes:
    pages = {
        f"AppleJournalEntries/Entries/{each.moment:%Y-%m-%d}_{number}.html": (
            f'<html><head><style>p {{}}</style></head><body><div class="pageHeader">Friday</div>'
            f'<p class="p2"><span class="s2">{html.escape(each.words)}</span></p></body></html>'
        )
        for number, each in enumerate(written)
    }
    return zipped({**pages, "AppleJournalEntries/index.html": "<html>Journal</html>"})


def _obsidian(written: Sequence[Written]) -> bytes:
    notes = {f"Daily/{each.moment:%Y-%m-%d} {number}.md": each.words for number, each in enumerate(written)}
    return zipped({**notes, ".obsidian/app.json": "{}"})


def _text(written: Sequence[Written]) -> str:
    return "\n\n".join(f"# {each.moment:%Y-%m-%d %H:%M}\n{each.one_line.replace('#', '+')}" for each in written)


def _xlsx(written: Sequence[Written]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Text"])
    for each in written:
        words = ILLEGAL_CHARACTERS_RE.sub("", each.words)
        sheet.append([each.moment, "x"])
        cell = sheet.cell(sheet.max_row, 2)
        # As text, also where it begins like a formula.
        cell.value, cell.data_type = words, "s"
    saved = BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as archive:
        # The properties say when it was saved.
        return zipped({name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"})


_MAKERS: dict[str, tuple[DiaryFormat, str, Callable[[Sequence[Written]], str | bytes]]] = {
    "jsonl": (DiaryFormat.JSONL, "d.jsonl", _jsonl),
    "json": (DiaryFormat.JSON, "d.json", _json),
    "csv": (DiaryFormat.CSV, "d.csv", _csv),
    "xlsx": (DiaryFormat.XLSX, "d.xlsx", _xlsx),
    "dayone": (DiaryFormat.DAY_ONE, "d.zip", _day_one),
    "jrnl": (DiaryFormat.JRNL, "d.json", _jrnl),
    "jrnl text": (DiaryFormat.JRNL, "d.txt", _jrnl_text),
    "journey": (DiaryFormat.JOURNEY, "d.zip", _journey),
    "keep": (DiaryFormat.KEEP, "d.zip", _keep),
    "daylio": (DiaryFormat.DAYLIO, "d.csv", _daylio),
    "old daylio": (DiaryFormat.DAYLIO, "d.csv", _daylio_old),
    "daylio backup": (DiaryFormat.DAYLIO_BACKUP, "d.daylio", _daylio_backup),
    "bearable": (DiaryFormat.BEARABLE, "d.csv", _bearable),
    "whatsapp": (DiaryFormat.WHATSAPP, "_chat.txt", _whatsapp),
    "signal": (DiaryFormat.SIGNAL, "chat.md", _signal),
    "apple": (DiaryFormat.APPLE_JOURNAL, "d.zip", _apple),
    "obsidian": (DiaryFormat.OBSIDIAN, "d.zip", _obsidian),
    "text": (DiaryFormat.TEXT, "d.md", _text),
}
APPS = tuple(_MAKERS)


def file_of(app: str, written: Sequence[Written]) -> Made:
    """The entries as that app exports them."""
    diary_format, name, make = _MAKERS[app]
    made = make(written)
    content = made if isinstance(made, bytes) else made.encode()
    empty = sum(not each.words.strip() for each in written)
    return Made(diary_format, name, content, len(written), empty)

"""`manage.py evaluate_summaries DIARIES.jsonl --out SUMMARIES.jsonl`: the text of many diaries, without a database."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.evaluation.diary_rows import BadDiary, Diary, read_diaries
from generation.evaluation.pure_run import run_pure
from generation.evaluation.summary_rows import summary_row
from generation.pipeline.errors import PipelineError

_SECONDS_BETWEEN_LINES = 5.0


class Command(BaseCommand):
    """Runs the pipeline by rules over each diary of a file and writes one row a summary."""

    help = "Summarise every diary of a JSONL file by rules, in memory, into a JSONL file that can be measured."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help='rows {"user_id", "tz", "window", "messages"}, one a line')
        parser.add_argument("--out", type=Path, required=True, help="the file to write, one summary a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads the whole file before anything is run. Ends with a non-zero code where a diary has no summary."""
        diaries = read_file(options["file"])
        try:
            with options["out"].open("w", encoding="utf-8") as out:
                failed = self._write_all(diaries, out)
        except OSError as error:
            raise CommandError(f"{options['out']}: {error.strerror}") from None
        if failed:
            raise CommandError(f"{failed:,} of {len(diaries):,} diaries have no summary.")

    def _write_all(self, diaries: list[Diary], out: TextIO) -> int:
        """The number of diaries without a summary; each is named, and the others go on."""
        began = said = time.monotonic()
        failed = 0
        for number, diary in enumerate(diaries, start=1):
            try:
                row = summary_row(diary, run_pure(diary.inputs))
            except PipelineError as error:
                failed += 1
                self.stderr.write(f"line {diary.line:,}: no summary ({type(error).__name__}: {error})")
            else:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            if time.monotonic() - said > _SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                self.stderr.write(f"{number:,} of {len(diaries):,} diaries")
        self.stderr.write(f"{len(diaries) - failed:,} summaries in {time.monotonic() - began:.1f} s")
        return failed


def read_file(path: Path) -> list[Diary]:
    """The diaries of a file, one at least. Raises CommandError."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            diaries = list(read_diaries(lines))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path}: it is not UTF-8 text.") from None
    except BadDiary as error:
        raise CommandError(f"{path}, {error}") from None
    if not diaries:
        raise CommandError(f"{path}: there is no diary in it.")
    return diaries

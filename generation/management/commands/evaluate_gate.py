"""`manage.py evaluate_gate FILE...`: how well the wording rules tell allowed sentences from forbidden ones."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.evaluation.gate import evaluate
from generation.evaluation.gate_tables import as_json, as_lines, error_lines


class Command(BaseCommand):
    help = "Measure the wording rules on JSONL rows of labelled sentences"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON lines: text and label, ...")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
        parser.add_argument(
            "--errors", type=_count, default=0, metavar="N", help="list up to N misses and false alarms of a kind"
        )

    def handle(self, *args: Any, files: list[Path], errors: int, **options: Any) -> None:
        evaluation = evaluate(row for file in files for row in _read(file))
        if options["json"]:
            self.stdout.write(json.dumps(as_json(evaluation), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_lines(evaluation)))
        # Beside the figures, so that what reads --json finds nothing else on standard output.
        listed = self.stderr if options["json"] else self.stdout
        for line in error_lines(evaluation, errors) if errors else ():
            listed.write(line)


def _count(typed: str) -> int:
    if not typed.isdecimal():
        raise ArgumentTypeError("a whole number")
    return int(typed)


def _read(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file. Raises CommandError for a missing file or a line that is no JSON object; quotes no row."""
    try:
        # Not splitlines: a text may hold line separators of other kinds.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file}: not UTF-8 text") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            raise CommandError(f"{file}, line {number}: not JSON") from None
        if not isinstance(row, dict):
            raise CommandError(f"{file}, line {number}: not an object")
        yield row

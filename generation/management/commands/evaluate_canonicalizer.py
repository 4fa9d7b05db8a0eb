"""`manage.py evaluate_canonicalizer FILE`: how well the rules read feeling words, on labelled rows."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.evaluation.feelings import BadRowError, Evaluation, Mistake, Row, Share, evaluate, read_rows
from generation.pipeline.canonicalizer.feelings.words import list_version as words_version


class Command(BaseCommand):
    help = "Measures the rule canonicalizer's feeling words on a JSONL file of labelled rows."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help='rows {"text", "kind", "emotions"}, one a line')
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--errors", type=_count, default=0, metavar="N", help="list up to N rows that went wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        evaluation = evaluate(_read_file(options["file"]))
        mistakes = evaluation.mistakes[: options["errors"]]
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(evaluation, mistakes), indent=2))
            return
        self.stdout.write(f"Word list {words_version()}\n")
        self.stdout.write(f"{'figure':<38}{'count':>7}{'of':>7}{'share':>8}   95 % interval")
        for name, share in evaluation.figures.items():
            low, high = share.interval
            self.stdout.write(f"{name:<38}{share.count:>7}{share.of:>7}{share.share:>8.3f}   {low:.3f} to {high:.3f}")
        for mistake in mistakes:
            self.stdout.write(f"\n{_describe(mistake)}\n  {_printable(mistake.row.text)}")
        if options["errors"]:
            self.stdout.write(f"\n{len(mistakes)} of {len(evaluation.mistakes)} rows that went wrong.")


def _read_file(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            rows = list(read_rows(lines))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: not UTF-8 text") from error
    except BadRowError as error:
        raise CommandError(f"{path}, {error}") from error
    if not rows:
        raise CommandError(f"{path}: no rows")
    return rows


def _count(typed: str) -> int:
    if not typed.isdecimal():
        raise ArgumentTypeError("a number from 0 on")
    return int(typed)


def _describe(mistake: Mistake) -> str:
    parts = [f"{mistake.row.kind} {_printable(mistake.row.id)}"]
    if mistake.missed:
        parts.append("missed " + ", ".join(mistake.missed))
    if mistake.wrong:
        parts.append("wrongly reported " + ", ".join(mistake.wrong))
    return _printable(": ".join([parts[0], "; ".join(parts[1:])]))


def _printable(text: str) -> str:
    """On one line, and safe for any terminal encoding and against control characters."""
    folded = " ".join(text.split())
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in folded)


def _as_json(evaluation: Evaluation, mistakes: tuple[Mistake, ...]) -> dict[str, Any]:
    return {
        "word_list": words_version(),
        "figures": {name: _share_as_json(share) for name, share in evaluation.figures.items()},
        "rows_wrong": len(evaluation.mistakes),
        "errors": [
            {
                "id": mistake.row.id,
                "kind": mistake.row.kind,
                "missed": mistake.missed,
                "wrong": mistake.wrong,
                "text": mistake.row.text,
            }
            for mistake in mistakes
        ],
    }


def _share_as_json(share: Share) -> dict[str, float]:
    low, high = share.interval
    return {"count": share.count, "of": share.of, "share": share.share, "low": low, "high": high}

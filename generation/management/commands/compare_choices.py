"""`manage.py compare_choices`: what a model chooses beside what the rules choose, over many diaries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.evaluation.choice_comparison import Compared, compare, comparison_table
from generation.evaluation.diary_rows import Diary
from generation.evaluation.key_sentences import BadKeys, Keys, read_keys
from generation.evaluation.recorded_runs import BadRecording, read_runs
from generation.evaluation.summary_rows import summary_row
from generation.language_models.choose import language_model, read_model_settings
from generation.language_models.recorded_model import ReplayingModel
from generation.management.commands.evaluate_summaries import read_file
from generation.management.commands.record_replies import demo_diaries
from generation.pipeline.language_model import LanguageModel


class Command(BaseCommand):
    """By replies a model gives now, or by those it gave when they were recorded. Stores nothing in the database."""

    help = "Compare the rules' choice with a model's: key sentences shown, feelings, words, findings, tokens, cost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("diaries", nargs="?", type=Path, help="diaries, one a line (default: the demo's)")
        parser.add_argument(
            "--replay", type=Path, metavar="FOLDER", help="what record_replies kept there, and no model"
        )
        parser.add_argument("--keys", type=Path, metavar="FILE", help="key sentences by day, one person a line")
        parser.add_argument("--first", type=int, metavar="N", help="only so many diaries (of those with keys)")
        parser.add_argument("--out", type=Path, metavar="FOLDER", help="write both texts: rules.jsonl and model.jsonl")

    def handle(self, **options: Any) -> None:
        """Ends with a non-zero code where there is nothing to compare, or where a published text is not clean."""
        keys = _read_keys(options["keys"])
        compared = []
        names = read_model_settings().names()
        try:
            for diary, model in islice(_questions(options, keys), options["first"]):
                compared.append(compare(diary, model, names, keys.get(diary.user_id)))
                self.stderr.write(f"{len(compared):,}: {compared[-1].trial.result.outcome.value}")
        except BadRecording as error:
            raise CommandError(str(error)) from None
        if not compared:
            raise CommandError("There is nothing to compare: no diary has key sentences.")
        if options["out"]:
            _write(options["out"], compared)
        self.report(compared)

    def report(self, compared: Sequence[Compared]) -> None:
        """Print what came of it. Raises CommandError where a text is not clean."""
        self.stdout.write(comparison_table(compared))
        if any(one.trial.published_findings for one in compared):
            raise CommandError("A published text breaks a rule: report this.")


def _questions(options: Mapping[str, Any], keys: Mapping[str, Keys]) -> Iterator[tuple[Diary, LanguageModel]]:
    """Each diary with whom to ask about it."""
    if options["replay"]:
        for run in read_runs(options["replay"]):
            yield run.diary, ReplayingModel(run.calls)
        return
    model = language_model(read_model_settings())
    if model is None:
        raise CommandError("No model is set (OPENAI_API_KEY, or OPENAI_BASE_URL for your own): give --replay FOLDER.")
    diaries = read_file(options["diaries"]) if options["diaries"] else demo_diaries()
    yield from ((diary, model) for diary in diaries if not keys or diary.user_id in keys)


def _read_keys(path: Path | None) -> Mapping[str, Keys]:
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return read_keys(lines)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except (BadKeys, UnicodeDecodeError) as error:
        raise CommandError(f"{path}, {error if isinstance(error, BadKeys) else 'it is not UTF-8 text.'}") from None


def _write(folder: Path, compared: Sequence[Compared]) -> None:
    sides = {
        "rules": [summary_row(one.diary, one.rules) for one in compared],
        "model": [summary_row(one.diary, one.trial.run) for one in compared],
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in sides.items():
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror}") from None

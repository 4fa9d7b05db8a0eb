"""`manage.py record_replies FOLDER`: prompts and replies of runs by the configured model, kept as files."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.demo.diaries import DIARIES
from generation.evaluation.diary_rows import Diary
from generation.evaluation.model_trial import try_diary
from generation.evaluation.recorded_runs import write_run
from generation.language_models.choose import language_model, read_model_settings
from generation.management.commands.evaluate_summaries import read_file


class Command(BaseCommand):
    """Every stage by the model, as `try_model` does; the folder is what `--replay` of other commands reads."""

    help = (
        "Keep prompts and replies of runs by the configured model, for try_model --replay and compare_choices --replay."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a new folder; it will hold the diaries whole")
        parser.add_argument("--diaries", type=Path, metavar="FILE", help="diaries, one a line (default: the demo's)")
        parser.add_argument("--first", type=int, metavar="N", help="only so many of them")

    def handle(self, **options: Any) -> None:
        """Ends with a non-zero code where no model is set or the folder is there already."""
        chosen = read_model_settings()
        model = language_model(chosen)
        if model is None:
            raise CommandError("No model is set: OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
        diaries = read_file(options["diaries"]) if options["diaries"] else demo_diaries()
        folder = options["folder"]
        try:
            folder.mkdir(parents=True)
            for number, diary in enumerate(islice(diaries, options["first"]), start=1):
                trial = try_diary(diary.inputs, model, chosen.names())
                path = write_run(folder, number, diary, trial.recorded)
                self.stdout.write(f"{path}: {len(trial.recorded)} requests, {trial.result.outcome.value}")
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}") from None


def demo_diaries() -> list[Diary]:
    """The invented diaries, each under its name."""
    return [Diary(number, diary.name, diary.read()) for number, diary in enumerate(DIARIES, start=1)]

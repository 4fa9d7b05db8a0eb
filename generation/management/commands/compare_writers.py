"""`manage.py compare_writers`: what the stages and the gate are good for, with whatever model is set."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from generation.demo.diaries import DIARIES
from generation.evaluation.model_trial import try_diary
from generation.evaluation.writer_comparison import Measures, measure, write_free_form
from generation.language_models.choose import language_model, read_model_settings

_COLUMNS = ("sections", "words", "numbers", "feelings", "advice", "causes", "other")


class Command(BaseCommand):
    """The same model once as one free-form prompt, once staged: what lint finds in both, ungated and published."""

    help = "Compare the configured model as a single free-form prompt with the same model through the stages."

    def handle(self, **options: Any) -> None:
        """Prints one line a diary and text. Ends with a non-zero code where no model is set."""
        chosen = read_model_settings()
        model = language_model(chosen)
        if model is None:
            raise CommandError("No model is set: OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
        self.stdout.write(f"{'diary':<9}{'text':<24}" + "".join(f"{name:>10}" for name in _COLUMNS))
        for diary in DIARIES:
            inputs = diary.read()
            trial = try_diary(inputs, model, chosen.names())
            texts = {
                "free-form, published": (write_free_form(inputs, model, chosen.names()), trial.plan),
                "staged, ungated": (trial.texts[0].text, trial.plan),
                "staged, published": (trial.result.report_text, trial.published_plan),
            }
            for name, (text, plan) in texts.items():
                self._line(diary.name, name, measure(text, trial.record, plan) if text.strip() else None)
        self.stdout.write(
            "sections: the planned headings in order, no others. The rest counts findings of lint: words, numbers "
            "(dates\ntoo) and feelings the diary does not hold; advice; causes; other wording. Nothing stands between "
            "a free-form\ntext and its reader: as it is, it is published."
        )

    def _line(self, diary: str, name: str, found: Measures | None) -> None:
        if found is None:
            self.stdout.write(f"{diary:<9}{name:<24}  the model gave no text")
            return
        counts = (found.words, found.numbers, found.feelings, found.advice, found.causes, found.other_wording)
        cells = ["yes" if found.sections else "no", *(str(count) for count in counts)]
        self.stdout.write(f"{diary:<9}{name:<24}" + "".join(f"{cell:>10}" for cell in cells))

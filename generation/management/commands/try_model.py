"""`manage.py try_model`: a model on the three invented diaries, or its recorded replies, every word of it shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.console.sheet_printer import printable
from generation.demo.diaries import DIARIES
from generation.evaluation.model_trial import Trial, try_diary
from generation.evaluation.recorded_runs import BadRecording, read_runs
from generation.language_models.choose import language_model, read_model_settings
from generation.language_models.pricing import PriceSource
from generation.language_models.recorded_model import ReplayingModel
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.language_model import LanguageModel

# Of one answer; the whole is a few thousand.
_SHOWN = 600


class Command(BaseCommand):
    """Runs every stage by the model that is set, prints what it said and what came of it. Stores nothing."""

    help = "Try the configured model on the demo diaries: what it said, what the gate caught, repairs, outcome."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("diaries", nargs="*", metavar="DIARY", help="thin, medium, dense (default: all three)")
        parser.add_argument("--replay", type=Path, metavar="FOLDER", help="run on what record_replies kept there")

    def handle(self, **options: Any) -> None:
        """Ends with a non-zero code where no model is set, or where a published text is not clean."""
        names = read_model_settings().names()
        trials = {}
        try:
            for name, inputs, model in _replayed(options) if options["replay"] else _live(options["diaries"]):
                self.stdout.write(f"== {name}", self.style.MIGRATE_HEADING)
                trials[name] = try_diary(inputs, model, names)
                self._show(trials[name])
        except BadRecording as error:
            raise CommandError(str(error)) from None
        self._table(trials)
        if soiled := [name for name, trial in trials.items() if trial.published_findings]:
            raise CommandError(f"The published text of {', '.join(soiled)} breaks a rule: report this.")

    def _show(self, trial: Trial) -> None:
        for call, outcome in zip(trial.calls, trial.outcomes, strict=True):
            said = printable(call.kept.reply.text)
            shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]} ... ({len(said):,} characters)"
            self.stdout.write(
                f"{call.kept.task:<15}{outcome.value:<18}{call.duration_ms / 1000:6.1f} s  "
                f"{call.cost.tokens_in} + {call.cost.tokens_out} tokens  {call.kept.reply.response_format}"
            )
            self.stdout.write(f"    said: {shown}")
        for task, outcome in trial.stopped:
            self.stdout.write(f"{task:<15}given up: {outcome.value}; by rules", self.style.WARNING)
        for number, report in enumerate(trial.gate_reports):
            caught = Counter(finding.rule_id for finding in report.findings)
            rules = ", ".join(f"{rule} x{count}" for rule, count in sorted(caught.items())) or "nothing"
            self.stdout.write(f"gate {number}: {report.verdict.value}, judge {report.judge.value}; caught {rules}")
            for finding in report.findings[:12]:
                self.stdout.write(f"    {finding.rule_id} {finding.slot_id}: {printable(finding.excerpt)!r}")
        reason = f" ({trial.result.outcome_reason})" if trial.result.outcome_reason else ""
        self.stdout.write(f"{trial.result.outcome.value}{reason}, {trial.result.repair_attempts} repairs:")
        self.stdout.write(f"{trial.result.report_text}\n")

    def _table(self, trials: dict[str, Trial]) -> None:
        self.stdout.write(
            f"{'diary':<9}{'requests':>9}{'unusable':>9}{'quotes':>8}{'caught':>8}{'repairs':>8}"
            f"  {'outcome':<12}{'record by':<25}{'chosen by':<13}{'clean':<6}{'prefix':<8}{'cost'}"
        )
        for name, trial in trials.items():
            unusable = sum(outcome.value != "answered" for outcome in trial.outcomes)
            caught = sum(len(report.findings) for report in trial.gate_reports)
            cost = PriceSource.UNKNOWN.value if trial.dollars is None else f"{trial.dollars:.4f}"
            self.stdout.write(
                f"{name:<9}{len(trial.calls):>9}{unusable:>9}{trial.record.unsupported_statements:>8}{caught:>8}"
                f"{trial.result.repair_attempts:>8}  {trial.result.outcome.value:<12}"
                f"{trial.result.canonicalizer_version:<25}{trial.result.writer_version:<13}"
                f"{'no' if trial.published_findings else 'yes':<6}{trial.prefix_share:<8.0%}{cost}"
            )
        self.stdout.write(
            "requests: sent to the model; unusable: how many of them; quotes: statements of the model that the diary "
            "does not hold;\ncaught: findings of the gate in all its choices; prefix: the share of the prompts that "
            "comes first and is the same for everybody."
        )


def _live(wanted: Sequence[str]) -> Iterator[tuple[str, PipelineInput, LanguageModel]]:
    """The demo diaries of these names, or all of them, with the configured model."""
    model = language_model(read_model_settings())
    if model is None:
        raise CommandError("No model is set: OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
    known = {diary.name: diary for diary in DIARIES}
    if unknown := sorted(set(wanted) - set(known)):
        raise CommandError(f"No demo diary is called {', '.join(unknown)}; there are {', '.join(known)}.")
    for name in wanted or known:
        yield name, known[name].read(), model


def _replayed(options: Mapping[str, Any]) -> Iterator[tuple[str, PipelineInput, LanguageModel]]:
    """The recorded runs, or those of these names, each with its own replies."""
    for run in read_runs(options["replay"]):
        if run.diary.user_id in (options["diaries"] or [run.diary.user_id]):
            yield run.diary.user_id, run.diary.inputs, ReplayingModel(run.calls)

"""The rules' choice beside a model's, over many diaries: what each shows, and what the model took for it.

What a reader of the text finds wrong with it is for a program that shares nothing with the pipeline: both texts are
handed over as rows it can read (`summary_rows`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generation.evaluation.diary_rows import Diary
from generation.evaluation.key_sentences import Keys, KeysShown, keys_shown
from generation.evaluation.model_trial import Trial, try_diary
from generation.evaluation.pure_run import PureRun, run_pure
from generation.language_models.metered_model import Names
from generation.pipeline.contracts import SlotKind
from generation.pipeline.language_model import LanguageModel
from generation.pipeline.policy_gate.gate import run_gate


@dataclass(frozen=True)
class Compared:
    """One diary both ways. `keys` are those of its reader, None where nobody read it."""

    diary: Diary
    rules: PureRun
    trial: Trial
    keys: Keys | None

    @property
    def is_same_text(self) -> bool:
        return self.rules.result.report_text == self.trial.result.report_text


@dataclass(frozen=True)
class Side:
    """What the texts of one side show together; `findings` are what lint has against them."""

    keys: KeysShown
    feelings: int
    words: int
    findings: int


def compare(diary: Diary, model: LanguageModel, names: Names, keys: Keys | None) -> Compared:
    return Compared(diary, run_pure(diary.inputs), try_diary(diary.inputs, model, names), keys)


def sides(compared: Iterable[Compared]) -> tuple[Side, Side]:
    """The rules' side and the model's."""
    both = list(compared)
    return (
        _side([(one.rules, one.keys) for one in both]),
        _side([(one.trial.run, one.keys) for one in both]),
    )


def _side(runs: Sequence[tuple[PureRun, Keys | None]]) -> Side:
    shown = [keys_shown(keys, run) for run, keys in runs if keys]
    return Side(
        keys=sum(shown, KeysShown()),
        feelings=sum(len(run.compositions[-1].feelings + run.compositions[-1].further_feelings) for run, _ in runs),
        words=sum(_quoted_words(run) for run, _ in runs),
        findings=sum(len(_findings(run)) for run, _ in runs),
    )


def _quoted_words(run: PureRun) -> int:
    """Words of Section 4, as a reader counts them."""
    report = run.texts[-1]
    moments = {slot.slot_id for slot in report.slots if slot.kind is SlotKind.MOMENT}
    quotes = (quote for quote in report.quotes if quote.slot_id in moments)
    return sum(len(report.text[quote.start : quote.end].split()) for quote in quotes)


def _findings(run: PureRun) -> Sequence[object]:
    return run_gate(run.texts[-1], run.compositions[-1], run.plan, run.record).findings


def comparison_table(compared: Sequence[Compared]) -> str:
    """Both sides as a table, and what the model took."""
    rules, model = sides(compared)
    rows = [
        ("key sentences of the first rank shown", *(_share(s.keys.first_shown, s.keys.first) for s in (rules, model))),
        ("key sentences shown", *(_share(s.keys.shown, s.keys.all) for s in (rules, model))),
        ("feelings named", f"{rules.feelings:,}", f"{model.feelings:,}"),
        ("words quoted by day", f"{rules.words:,}", f"{model.words:,}"),
        ("findings of the gate", f"{rules.findings:,}", f"{model.findings:,}"),
    ]
    table = "\n".join(f"{name:<40}{by_rules:>20}{by_model:>20}" for name, by_rules, by_model in rows)
    return f"{'':<40}{'rules':>20}{'model':>20}\n{table}\n\n{_what_it_took(compared)}"


def _what_it_took(compared: Sequence[Compared]) -> str:
    trials = [one.trial for one in compared]
    calls = [call for trial in trials for call in trial.calls]
    ends = Counter(f"{t.result.outcome.value} {t.result.outcome_reason}".strip() for t in trials)
    dollars = [trial.dollars for trial in trials]
    cost = "unknown" if None in dollars else f"${sum(filter(None, dollars)):.4f}"
    same = sum(one.is_same_text for one in compared)
    return (
        f"{len(compared):,} diaries, {same:,} with the same text both ways.\n"
        f"By the model: {', '.join(f'{count:,} {end}' for end, count in ends.most_common())}.\n"
        f"{len(calls):,} requests, {sum(c.cost.tokens_in for c in calls):,} tokens in, "
        f"{sum(c.cost.tokens_out for c in calls):,} out, of these {sum(c.cost.tokens_reasoning for c in calls):,} "
        f"thought; {cost}."
    )


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.1%})" if whole else "no keys"

"""`python -m tests.llm.choices`: `manage.py compare_choices`, and what the oracle says of every text.

The oracle reads the texts as somebody would who has the diary and the contract of the text and nothing else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")
django.setup()

from django.core.management.base import CommandError  # noqa: E402 - needs the settings

from generation.evaluation.choice_comparison import Compared  # noqa: E402
from generation.evaluation.key_sentences import KeysShown, keys_shown  # noqa: E402
from generation.evaluation.pure_run import PureRun  # noqa: E402
from generation.management.commands.compare_choices import Command  # noqa: E402
from generation.pipeline.contracts import PipelineInput  # noqa: E402
from sessionbridge.terminal import terminal_output  # noqa: E402
from tests import oracle  # noqa: E402
from tests.hostile.allowance import faults_beyond  # noqa: E402
from tests.hostile.campaign import as_typed  # noqa: E402


class Read(NamedTuple):
    """One diary, as the oracle read both its texts."""

    compared: Compared
    by_rules: tuple[str, ...]
    by_model: tuple[str, ...]


def _read(compared: Compared) -> Read:
    inputs = compared.diary.inputs
    return Read(compared, tuple(faults_of(inputs, compared.rules)), tuple(faults_of(inputs, compared.trial.run)))


class WithOracle(Command):
    """Prints, beside what the command prints, a line a diary and every fault."""

    def report(self, compared: Sequence[Compared]) -> None:
        """Raises CommandError where a text of either side has a fault."""
        read = [_read(one) for one in compared]
        for line in table(read):
            self.stdout.write(line)
        super().report(compared)
        if faults := [fault for one in read for fault in (*one.by_rules, *one.by_model)]:
            raise CommandError("\n".join(["The oracle finds fault:", *faults]))


def faults_of(inputs: PipelineInput, run: PureRun) -> Iterator[str]:
    """What the oracle finds wrong with the published text and its list of what is left out."""
    diary, report = as_typed(inputs), run.texts[-1]
    left_out = [one.model_dump(mode="json") for one in report.left_out]
    faults = [*oracle.check(diary, report.text), *oracle.check_left_out(diary, report.text, left_out)]
    for fault in faults_beyond(diary, report.text, faults, run.record):
        yield f"{fault.rule}: {fault.detail} In: {fault.line[:200]}"


def table(read: Sequence[Read]) -> Iterator[str]:
    head = f"{'diary':<16}{'requests':>9}{'unusable':>9}{'repairs':>8}  {'outcome':<18}{'same text':<10}"
    yield f"{head}{'oracle: rules':<15}{'model':<8}{'keys: rules':>12}{'model':>8}"
    for one in read:
        trial = one.compared.trial
        unusable = sum(outcome.value != "answered" for outcome in trial.outcomes)
        ended = f"{trial.result.outcome.value} {trial.result.outcome_reason}".strip()
        row = (
            f"{one.compared.diary.user_id[:15]:<16}{len(trial.calls):>9}{unusable:>9}{trial.result.repair_attempts:>8}"
        )
        row += f"  {ended:<18}{'yes' if one.compared.is_same_text else 'no':<10}"
        row += f"{_clean(one.by_rules):<15}{_clean(one.by_model):<8}"
        yield f"{row}{_keys(one.compared, one.compared.rules):>12}{_keys(one.compared, trial.run):>8}"


def _clean(faults: Sequence[str]) -> str:
    return f"{len(faults)} faults" if faults else "clean"


def _keys(compared: Compared, run: PureRun) -> str:
    shown = keys_shown(compared.keys, run) if compared.keys else KeysShown()
    return f"{shown.shown}/{shown.all}" if shown.all else "-"


def main() -> None:
    with terminal_output():
        WithOracle().run_from_argv(["tests.llm", "choices", *sys.argv[1:]])


if __name__ == "__main__":
    main()

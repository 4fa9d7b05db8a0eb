"""What changed lists and rules of this program would change of stored runs, before it is installed.

Lists are files of the program, so whoever changes one has it before them. Each stored diary is read again for the words
of the lists, and each stored text is held against the rules again: which words are marked now, which texts the gate
would say something else of. Nothing is stored, and no model is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from generation.history.stored_run import StoredAttempt, StoredRun, read_run
from generation.models import GenerationJob
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, Finding
from generation.pipeline.policy_gate.judge_rules import JUDGE_RULE_IDS
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.policy_gate.severity import by_severity
from generation.run.errors import PinnedInputMissing
from generation.run.pinned_input import load_input

FEELINGS = "feelings"
_Spans = Counter[tuple[str, str, int, int]]


@dataclass
class ListPreview:
    """Counted as the runs go by.

    `unread`: erased, or of an earlier version. `gained` and `lost`: words, by list. `would_pass` and
    `would_be_refused`: texts by the rule that no longer, or now, blocks them; `pass_now` and `refused_now` count texts.
    """

    runs: int = 0
    unread: int = 0
    texts: int = 0
    pass_now: int = 0
    refused_now: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    would_pass: Counter[str] = field(default_factory=Counter)
    would_be_refused: Counter[str] = field(default_factory=Counter)

    def add(self, job: GenerationJob) -> None:
        """Look at one more run, its artifacts fetched along."""
        self.runs += 1
        run = read_run(job.artifacts.all())
        if run.record is None or run.plan is None:
            self.unread += 1
            return
        try:
            fresh = canonicalize(load_input(job))
        except PinnedInputMissing:
            self.unread += 1
            return
        self._count_words(run.record, fresh)
        for attempt in run.attempts:
            self._hold_again(attempt, run, _with_words_of(run.record, fresh))

    def _count_words(self, stored: CanonicalRecord, fresh: CanonicalRecord) -> None:
        before, now = _words(stored), _words(fresh)
        self.gained.update(name for name, *_ in (now - before).elements())
        self.lost.update(name for name, *_ in (before - now).elements())

    def _hold_again(self, attempt: StoredAttempt, run: StoredRun, record: CanonicalRecord) -> None:
        gate, report, composition = attempt.gate_report, attempt.report, attempt.composition
        if gate is None or report is None or composition is None or run.plan is None:
            return
        self.texts += 1
        before = _rules(finding for finding in gate.findings if finding.rule_id not in JUDGE_RULE_IDS)
        now = _rules(by_severity(lint(report, composition, run.plan, record), gate.policy)[0])
        if before and not now:
            self.pass_now += 1
            self.would_pass.update(before)
        elif now and not before:
            self.refused_now += 1
            self.would_be_refused.update(now)


def _rules(findings: Iterable[Finding]) -> set[str]:
    return {finding.rule_id for finding in findings}


def _words(record: CanonicalRecord) -> _Spans:
    """The words of each list, and those read as feelings, by their places."""
    marks = ((mark.list, mark.message_id, mark.start, mark.end) for mark in record.marks)
    feelings = ((FEELINGS, one.message_id, one.start, one.end) for one in record.explicit_emotions)
    return Counter((*marks, *feelings))


def _with_words_of(stored: CanonicalRecord, fresh: CanonicalRecord) -> CanonicalRecord:
    """The stored record with the words as they are read now; as it is where sentences are cut otherwise by now."""
    if stored.facts != fresh.facts:
        return stored
    return stored.model_copy(update={"marks": fresh.marks, "explicit_emotions": fresh.explicit_emotions})

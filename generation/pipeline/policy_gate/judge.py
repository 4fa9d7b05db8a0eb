"""Stage D, the judge. In: a text that lint passed, its record. Out: `JudgeWord`. It can fail what lint passed, never
pass what lint failed.

A model reads each day's entries whole beside what is quoted of them, and says where the choice turns the meaning round.
Code finds every excerpt it objects to in the text; one that is not there makes the answer worthless, and a judge
without a usable answer fails the text. Verdicts are remembered by text, record, prompt, model and version of the gate;
and of each bullet by what is quoted and the entries beside it, so that after a repair, and in the next days' summaries,
only what changed is read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Literal, Protocol, Self

from pydantic import Field, field_validator, model_validator

from generation.pipeline.batches import Item, batches
from generation.pipeline.contracts import (
    CanonicalRecord,
    Entry,
    Finding,
    JudgeStatus,
    QuoteRef,
    RenderedReport,
    RenderedSlot,
    Value,
    sha256_hex,
)
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import (
    Asker,
    ModelGaveUp,
    ReplyOutcome,
    ReplyUnusable,
    Task,
)
from generation.pipeline.policy_gate.judge_rules import BY_NAME
from generation.pipeline.prompts import CURRENT, LONGEST_DATA, make_prompt, prompt_hash

_ANSWER_TOKENS = 900
# An entry of more code points is told in pieces: so many around each quotation.
_LONGEST_ENTRY = 2_000
_AROUND = 400


class Violation(Value):
    """One objection: `excerpt` stands in the bullet, `reason` is a sentence of the model's."""

    rule: str = Field(json_schema_extra={"enum": list(BY_NAME)})
    slot_id: str = Field(max_length=40)
    excerpt: str = Field(min_length=1, max_length=1000)
    reason: str = Field(min_length=1, max_length=300)

    @field_validator("rule")
    @classmethod
    def require_known_rule(cls, name: str) -> str:
        if name not in BY_NAME:
            raise ValueError("a judge names one of its rules")
        return name


class JudgeReply(Value):
    verdict: Literal["pass", "fail"]
    violations: tuple[Violation, ...] = Field(max_length=100)

    @model_validator(mode="after")
    def require_one_statement(self) -> Self:
        if (self.verdict == "pass") != (not self.violations):
            raise ValueError("a pass has no violations and a fail has some")
        return self


_SCHEMA = JudgeReply.model_json_schema()


class JudgeWord(Value):
    """What the judge says of a text. `key` names everything it depends on; equal keys may share a verdict.

    `model` is the one that was to answer. `remembered`: it is what the judge said of the same text before. `gave_up`:
    how the request ended, if its answer could not be used; else ''. `passed` and `recalled` as in `GateReport`.
    """

    status: JudgeStatus
    findings: tuple[Finding, ...] = ()
    version: str = ""
    model: str = ""
    key: str = ""
    remembered: bool = False
    gave_up: str = ""
    passed: tuple[str, ...] = ()
    recalled: tuple[str, ...] = ()


Said = tuple[JudgeStatus, tuple[Finding, ...]]

NOT_RUN = JudgeWord(status=JudgeStatus.NOT_RUN)


class Judge(Protocol):
    """Reads a text that lint passed."""

    def judge(self, report: RenderedReport, record: CanonicalRecord, gate_version: str) -> JudgeWord: ...


class JudgeMemory(Protocol):
    """What the judge said earlier."""

    def recall(self, key: str) -> Said | None:
        """What was said of a text under `key`: a pass or a fail with its findings, never an unusable judge."""
        ...

    def passed(self, keys: Collection[str]) -> Collection[str]:
        """Those of the bullets under `keys` that a judge had nothing against."""
        ...


class ModelJudge:
    """A judge that asks a model, unless it was asked the same before, about the bullets it has not passed yet."""

    def __init__(self, asker: Asker, memory: JudgeMemory | None = None) -> None:
        self._asker = asker
        self._memory = memory
        self._passed: set[str] = set()

    def judge(self, report: RenderedReport, record: CanonicalRecord, gate_version: str) -> JudgeWord:
        model = self._asker.model_for(Task.JUDGE)
        key = judge_key(report, record, gate_version, model)
        said = self._memory.recall(key) if self._memory else None
        word = JudgeWord(
            status=JudgeStatus.UNUSABLE,
            version=CURRENT[Task.JUDGE],
            model=model,
            key=key,
            remembered=said is not None,
        )
        if said:
            return word.model_copy(update={"status": said[0], "findings": said[1]})
        bullets = _bullets(report, record)
        keys = {item["slot_id"]: bullet_key(item, gate_version, model) for item in bullets}
        recalled = self._recall({*keys.values()} - self._passed)
        known = self._passed | recalled
        try:
            findings = self._ask([item for item in bullets if keys[item["slot_id"]] not in known], report)
        except ModelGaveUp as gave_up:
            return word.model_copy(update={"gave_up": gave_up.outcome.value})
        struck = {finding.slot_id for finding in findings}
        passed = {key for slot_id, key in keys.items() if slot_id not in struck}
        self._passed |= passed
        told = {"findings": findings, "passed": tuple(sorted(passed)), "recalled": tuple(sorted(recalled))}
        return word.model_copy(update={"status": JudgeStatus.FAIL if findings else JudgeStatus.PASS, **told})

    def _recall(self, keys: Collection[str]) -> set[str]:
        return {*self._memory.passed(keys)} if self._memory and keys else set()

    def _ask(self, bullets: Sequence[Item], report: RenderedReport) -> tuple[Finding, ...]:
        if not bullets:
            return ()
        ask = self._asker.begin(Task.JUDGE)
        findings: list[Finding] = []
        for items in batches(bullets, LONGEST_DATA):
            prompt = make_prompt(Task.JUDGE, {"bullets": items}, answer_tokens=_ANSWER_TOKENS)
            read = partial(_read, slots=_slots_of(items, report), report=report)
            findings += ask(prompt, _SCHEMA, read)
        return tuple(findings)


def bullet_key(item: Item, gate_version: str, model: str) -> str:
    """SHA-256, 64 hex digits, of everything a judge's verdict on a bullet depends on: not its name in the plan."""
    parts = [item["text"], *item["entries"], prompt_hash(CURRENT[Task.JUDGE]), model, gate_version]
    return sha256_hex("\n".join(sha256_hex(part) for part in parts))


def judge_key(report: RenderedReport, record: CanonicalRecord, gate_version: str, model: str) -> str:
    """SHA-256, 64 hex digits, of everything a verdict depends on."""
    parts = [report.text, record.canonical_text(), prompt_hash(CURRENT[Task.JUDGE]), model, gate_version]
    return sha256_hex("\n".join(sha256_hex(part) for part in parts))


def _bullets(report: RenderedReport, record: CanonicalRecord) -> list[Item]:
    """The bullets that quote sentences, each beside the entries of the days it quotes."""
    days = {day.date: day for day in record.days}
    quoted: dict[str, list[QuoteRef]] = defaultdict(list)
    for one in report.quotes:
        quoted[one.slot_id].append(one.quote)
    items = []
    for slot in report.slots:
        quotes = quoted[slot.slot_id]
        dates = sorted({record.facts_by_id[quote.fact_ids[0]].day for quote in quotes})
        if quotes:
            entries = [_told(entry, quotes) for date in dates for entry in days[date].entries]
            items.append(
                {
                    "slot_id": slot.slot_id,
                    "text": report.text[slot.start : slot.end],
                    "entries": list(filter(None, entries)),
                }
            )
    return items


def _told(entry: Entry, quotes: Sequence[QuoteRef]) -> str:
    """The entry whole; of a very long one what stands around its quotations, and its beginning where there is none."""
    text = entry.text
    if len(text) <= _LONGEST_ENTRY:
        return text
    own = sorted((q.start, q.end) for q in quotes if q.message_id == entry.message_id) or [(0, 0)]
    pieces: list[tuple[int, int]] = []
    for start, end in own:
        first, last = max(start - _AROUND, 0), min(end + _AROUND, len(text))
        if pieces and first <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    told = " … ".join(text[first:last] for first, last in pieces)
    return f"{'… ' if pieces[0][0] else ''}{told}{' …' if pieces[-1][1] < len(text) else ''}"


def _slots_of(items: Sequence[Item], report: RenderedReport) -> Mapping[str, RenderedSlot]:
    asked = {item["slot_id"] for item in items}
    return {slot.slot_id: slot for slot in report.slots if slot.slot_id in asked}


def _read(text: str, slots: Mapping[str, RenderedSlot], report: RenderedReport) -> list[Finding]:
    # The whole text must be the answer: a verdict picked out of prose could be one the diary dictated.
    reply = read_reply(text, JudgeReply, whole=True)
    return [_finding(violation, slots, report) for violation in reply.violations]


def _finding(violation: Violation, slots: Mapping[str, RenderedSlot], report: RenderedReport) -> Finding:
    named = slots.get(violation.slot_id)
    for slot in ([named] if named else []) + list(slots.values()):
        start = report.text.find(violation.excerpt, slot.start, slot.end)
        if start >= 0:
            rule = BY_NAME[violation.rule]
            return Finding(
                rule_id=rule.id,
                slot_id=slot.slot_id,
                start=start,
                end=start + len(violation.excerpt),
                excerpt=violation.excerpt,
                hint=f"{rule.hint} {violation.reason}",
            )
    raise ReplyUnusable(ReplyOutcome.NOT_IN_THE_TEXT)

"""The same model as one free-form prompt and through the stages, held to the same rules.

Texts are measured as texts: every line that is no heading is a bullet that may rest on all facts, counts and days of
the record, and what stands verbatim in an entry between quotation marks is the person's. That is kinder than the gate.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from generation.language_models.metered_model import Names
from generation.model_trial import PATIENCE
from generation.pipeline.contracts import (
    WINDOW_DAYS,
    CanonicalRecord,
    PipelineInput,
    QuoteRef,
    RenderedQuote,
    RenderedReport,
    RenderedSection,
    RenderedSlot,
    ReportPlan,
    SectionPlan,
    Slot,
    SlotKind,
    canonical_json,
)
from generation.pipeline.inputs import local_date
from generation.pipeline.language_model import LanguageModel, Prompt
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.prompts import prompt_file, prompt_hash
from generation.pipeline.report_format import SECTION_TITLES

_FREE_FORM = "free-form-1"
_ANSWER_TOKENS = 900
_HEADING = re.compile(r"^[\W_]*([1-4])[\W_]+(.+?)[\W_]*$")
_QUOTED = re.compile(r"[\"“«‹]([^\"“”«»‹›\n]{2,400})[\"”»›]")
_BULLET = re.compile(r"^[\s\-*•]*")


@dataclass(frozen=True)
class Measures:
    """What lint finds in a text. `sections` says whether the planned headings stand in order and no others."""

    sections: bool
    words: int
    numbers: int
    feelings: int
    advice: int
    causes: int
    other_wording: int

    @property
    def findings(self) -> int:
        return self.words + self.numbers + self.feelings + self.advice + self.causes + self.other_wording


def write_free_form(inputs: PipelineInput, model: LanguageModel, names: Names) -> str:
    """The text the model writes when nothing but one prompt stands between it and the reader; '' where none came."""
    entries = [
        {"day": local_date(message.sent_at, inputs.zone).isoformat(), "text": message.text}
        for message in inputs.messages
    ]
    data = {
        "from": inputs.window.first.isoformat(),
        "to": inputs.window.last.isoformat(),
        "zone": inputs.zone,
        "entries": entries,
    }
    prompt = Prompt(
        version=_FREE_FORM,
        file_sha256=prompt_hash(_FREE_FORM),
        instructions=prompt_file(_FREE_FORM),
        data=canonical_json(data),
        answer_tokens=_ANSWER_TOKENS,
    )
    return model.complete("free_form", prompt, {}, PATIENCE.total_seconds(), names.choose("writer")).text


def measure(text: str, record: CanonicalRecord, plan: ReportPlan) -> Measures:
    """Hold `text` to the rules of wording and grounding, and to the plan's sections. The zone's name is no word."""
    report = _read(text.replace(record.zone, ""), record)
    findings = Counter(finding.rule_id for finding in lint(report, _plan_of(report, record, plan), record))
    own = {"SB201", "SB203"}
    return Measures(
        sections=_headings(text) == [section.number for section in plan.sections if section.included],
        words=findings["SB301"],
        numbers=findings["SB302"] + findings["SB303"],
        feelings=findings["SB304"],
        advice=findings["SB201"],
        causes=findings["SB203"],
        other_wording=sum(n for rule, n in findings.items() if rule.startswith("SB2") and rule not in own),
    )


def _headings(text: str) -> list[int]:
    return [number for line in text.splitlines() if (number := _heading_number(line))]


def _heading_number(line: str) -> int | None:
    """The section a line is the heading of, however it is decorated."""
    match = _HEADING.match(line)
    if match is None or SECTION_TITLES[int(match[1]) - 1].casefold() != match[2].casefold():
        return None
    return int(match[1])


def _read(text: str, record: CanonicalRecord) -> RenderedReport:
    slots = tuple(_slots(text, tuple(fact.id for fact in record.facts)))
    quotes = tuple(quote for slot in slots for quote in _quotes(text, slot, record))
    section = RenderedSection(number=1, start=0, end=max(len(text), 1))
    return RenderedReport(text=text, sections=(section,), slots=slots, quotes=quotes)


def _slots(text: str, fact_ids: tuple[str, ...]) -> Iterator[RenderedSlot]:
    starts = [0, *(match.end() for match in re.finditer(r"\n", text)), len(text) + 1]
    for number, (start, following) in enumerate(pairwise(starts)):
        line = text[start : following - 1]
        begin = start + (match.end() if (match := _BULLET.match(line)) else 0)
        end = start + len(line.rstrip())
        if begin < end and not _heading_number(line):
            yield RenderedSlot(slot_id=f"x{number}", section=1, fact_ids=fact_ids, start=begin, end=end)


def _quotes(text: str, slot: RenderedSlot, record: CanonicalRecord) -> Iterator[RenderedQuote]:
    for match in _QUOTED.finditer(text, slot.start, slot.end):
        source = _source_of(match[1], record)
        if source is not None:
            yield RenderedQuote(slot_id=slot.slot_id, quote=source, start=match.start(1), end=match.end(1))


def _source_of(words: str, record: CanonicalRecord) -> QuoteRef | None:
    for entry in record.entries_by_message_id.values():
        start = entry.text.find(words)
        end = start + len(words)
        facts = [f for i in entry.fact_ids if (f := record.facts_by_id[i]).start < end and start < f.end]
        if start >= 0 and facts:
            fact_ids = tuple(fact.id for fact in facts)
            return QuoteRef(message_id=entry.message_id, fact_ids=fact_ids, start=start, end=end)
    return None


def _plan_of(report: RenderedReport, record: CanonicalRecord, plan: ReportPlan) -> ReportPlan:
    """A plan under which every line may rest on everything that is known."""
    counts = {count for slot in plan.slots for count in slot.counts} | {1, 2, 3, 4, WINDOW_DAYS}
    slots = tuple(
        Slot(
            id=slot.slot_id,
            kind=SlotKind.TERM,
            fact_ids=slot.fact_ids,
            word_limit=10**6,
            reason="a line of a text under comparison",
            days=tuple(day.date for day in record.days),
            counts=tuple(sorted(counts)),
        )
        for slot in report.slots
    )
    section = SectionPlan(number=1, title=SECTION_TITLES[0], included=True, reason="all of the text", slots=slots)
    return ReportPlan(
        planner_version=plan.planner_version,
        bucket=plan.bucket,
        sections=(section,),
        required_limits=(),
        allowed_wording=plan.allowed_wording,
    )

"""The same model as one free-form prompt and through the stages, held to the same rules.

Texts are measured as texts: every line that is no heading is read as the planned bullet as which it breaks the fewest
rules, or as one that may rest on all that was written. It may name any day of the window and any count of the plan, and
what stands verbatim in an entry between quotation marks is the person's. That is kinder than the gate.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generation.evaluation.model_trial import PATIENCE
from generation.language_models.metered_model import Names
from generation.pipeline.contracts import (
    WINDOW_DAYS,
    CanonicalRecord,
    Finding,
    PipelineInput,
    QuoteRef,
    RenderedQuote,
    RenderedReport,
    RenderedSlot,
    ReportPlan,
    SectionPlan,
    Slot,
    SlotKind,
    Span,
    canonical_json,
)
from generation.pipeline.inputs import local_date
from generation.pipeline.language_model import LanguageModel, Prompt
from generation.pipeline.planner.recount import Recount
from generation.pipeline.policy_gate.dates import find_dates
from generation.pipeline.policy_gate.findings import RULES
from generation.pipeline.policy_gate.grounding_rules import check_grounding
from generation.pipeline.policy_gate.reading import Reading
from generation.pipeline.policy_gate.wording_rules import check_wording
from generation.pipeline.prompts import prompt_file, prompt_hash
from generation.pipeline.report_format import SECTION_TITLES
from generation.pipeline.writer.fixed_sentences import FIXED_KINDS, fixed_sentence

_FREE_FORM = "free-form-1"
_ANSWER_TOKENS = 900
_HEADING = re.compile(r"^[\W_]*([1-4])[\W_]+(.+?)[\W_]*$")
_QUOTED = re.compile(r"[\"“«‹]([^\"“”«»‹›\n]{2,400})[\"”»›]")
_ADVICE, _CAUSE = "SB201", "SB203"
_MEASURED = frozenset(
    {*(rule_id for rule_id in RULES if rule_id.startswith("SB2")), "SB301", "SB302", "SB303", "SB304"}
)
_NO_LIMIT = 10**6
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
    """Hold `text` to the rules of wording and grounding, and to the plan's sections."""
    recount = Recount(record)
    own = frozenset(fixed_sentence(slot.kind, recount) for slot in plan.slots if slot.kind in FIXED_KINDS)
    lines = [line for line in _lines(text) if text[line.start : line.end] not in own]
    # The zone's name is no word. Blanked, so that every line stays where it is.
    text_read = text.replace(record.zone, " " * len(record.zone))
    findings = _fewest_findings(text_read, lines, record, plan)
    return Measures(
        sections=_headings(text) == [section.number for section in plan.sections if section.included],
        words=findings["SB301"],
        numbers=findings["SB302"] + findings["SB303"],
        feelings=findings["SB304"],
        advice=findings[_ADVICE],
        causes=findings[_CAUSE],
        other_wording=sum(
            n for rule, n in findings.items() if rule.startswith("SB2") and rule not in {_ADVICE, _CAUSE}
        ),
    )


def _headings(text: str) -> list[int]:
    return [number for line in text.splitlines() if (number := _heading_number(line))]


def _heading_number(line: str) -> int | None:
    """The section a line is the heading of, however it is decorated."""
    match = _HEADING.match(line)
    if match is None or SECTION_TITLES[int(match[1]) - 1].casefold() != match[2].casefold():
        return None
    return int(match[1])


def _lines(text: str) -> Iterator[Span]:
    """Every line that says something and is no heading, without what marks it as a bullet."""
    starts = [0, *(match.end() for match in re.finditer(r"\n", text)), len(text) + 1]
    for start, following in pairwise(starts):
        line = text[start : following - 1]
        begin = start + (match.end() if (match := _BULLET.match(line)) else 0)
        end = start + len(line.rstrip())
        if begin < end and not _heading_number(line):
            yield Span(start=begin, end=end)


def _fewest_findings(text: str, lines: Sequence[Span], record: CanonicalRecord, plan: ReportPlan) -> Counter[str]:
    """Findings by rule: each line is read as every bullet it could be, and counts as the one with the fewest."""
    candidates = (*(slot for slot in plan.slots if slot.kind not in FIXED_KINDS), _anything(record))
    report, slots = _every_reading(text, lines, candidates, record)
    found: dict[str, Counter[str]] = {slot.id: Counter() for slot in slots}
    reading = Reading(report, _plan_of(slots, plan), record)
    counts = {str(count) for slot in plan.slots for count in slot.counts} | {str(WINDOW_DAYS)}
    for finding in (*check_wording(reading), *check_grounding(reading)):
        if finding.slot_id and finding.rule_id in _MEASURED and not _is_known(finding, counts, record):
            found[finding.slot_id][finding.rule_id] += 1
    total: Counter[str] = Counter()
    for number in range(len(lines)):
        readings = [found[_slot_id(number, slot)] for slot in candidates]
        fewest: Counter[str] = min(readings, key=lambda rules: rules.total())
        total += fewest
    return total


def _every_reading(
    text: str, lines: Sequence[Span], candidates: Sequence[Slot], record: CanonicalRecord
) -> tuple[RenderedReport, list[Slot]]:
    rendered: list[RenderedSlot] = []
    slots: list[Slot] = []
    quotes: list[RenderedQuote] = []
    for number, line in enumerate(lines):
        for slot in candidates:
            slot_id = _slot_id(number, slot)
            slots.append(slot.model_copy(update={"id": slot_id, "word_limit": _NO_LIMIT}))
            rendered.append(
                RenderedSlot(slot_id=slot_id, section=1, fact_ids=slot.fact_ids, start=line.start, end=line.end)
            )
        quotes += _quotes(text, line, record)
    return RenderedReport(text=text, sections=(), slots=tuple(rendered), quotes=tuple(quotes)), slots


def _slot_id(number: int, slot: Slot) -> str:
    return f"{number}.{slot.id}"


def _anything(record: CanonicalRecord) -> Slot:
    """A bullet that may rest on all that was written."""
    return Slot(
        id="anything",
        kind=SlotKind.MOMENT,
        fact_ids=tuple(fact.id for fact in record.facts),
        word_limit=_NO_LIMIT,
        reason="a line of a text under comparison",
        days=tuple(day.date for day in record.days),
    )


def _is_known(finding: Finding, counts: set[str], record: CanonicalRecord) -> bool:
    """Whether it is a count the plan has, or a date of the window: these may stand in any line."""
    if finding.rule_id == "SB302":
        return finding.excerpt in counts
    window = [day.date for day in record.days]
    return finding.rule_id == "SB303" and all(mention.days(window) for mention in find_dates(finding.excerpt))


def _quotes(text: str, line: Span, record: CanonicalRecord) -> Iterator[RenderedQuote]:
    for match in _QUOTED.finditer(text, line.start, line.end):
        source = _source_of(match[1], record)
        if source is not None:
            yield RenderedQuote(slot_id="", quote=source, start=match.start(1), end=match.end(1))


def _source_of(words: str, record: CanonicalRecord) -> QuoteRef | None:
    for entry in record.entries_by_message_id.values():
        start = entry.text.find(words)
        end = start + len(words)
        facts = [f for i in entry.fact_ids if (f := record.facts_by_id[i]).start < end and start < f.end]
        if start >= 0 and facts:
            fact_ids = tuple(fact.id for fact in facts)
            return QuoteRef(message_id=entry.message_id, fact_ids=fact_ids, start=start, end=end)
    return None


def _plan_of(slots: Sequence[Slot], plan: ReportPlan) -> ReportPlan:
    section = SectionPlan(number=1, title=SECTION_TITLES[0], included=True, reason="all lines", slots=tuple(slots))
    return plan.model_copy(update={"sections": (section,)})

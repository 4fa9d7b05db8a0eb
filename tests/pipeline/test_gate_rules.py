"""One failing and one passing text for each rule id, on the worked example."""

from __future__ import annotations

from time import process_time

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    Finding,
    Quotation,
    QuoteRef,
    RenderedQuote,
    RenderedReport,
    ReportPlan,
    SlotText,
    Words,
)
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.findings import RULES
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.report_format import render
from generation.pipeline.writer.frames import TemplateWriter
from tests.pipeline.diaries import EXAMPLE, diary

RECORD = canonicalize(diary(*EXAMPLE))
PLAN = make_plan(RECORD)
DRAFT = TemplateWriter().write(PLAN, RECORD)
REPORT = render(PLAN, RECORD, DRAFT)


def worded(slot_id: str, *parts: Words | Quotation, fact_ids: tuple[str, ...] | None = None) -> RenderedReport:
    """The example's report with one bullet worded anew."""
    texts = tuple(
        SlotText(slot_id=t.slot_id, parts=parts, fact_ids=t.fact_ids if fact_ids is None else fact_ids)
        if t.slot_id == slot_id
        else t
        for t in DRAFT.slot_texts
    )
    return render(PLAN, RECORD, Draft(writer_version="test", slot_texts=texts))


def says(slot_id: str, text: str) -> tuple[Finding, ...]:
    return lint(worded(slot_id, Words(text=text)), PLAN, RECORD)


FIXED = "Limits: 10 of 15 days have no entry, and nothing is known about them."


def rule_ids(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule_id for finding in findings}


def changed(**fields: object) -> RenderedReport:
    return RenderedReport.model_validate(REPORT.model_dump() | fields)


def without_section(number: int) -> ReportPlan:
    plan = PLAN.model_dump(mode="json")
    plan["sections"][number - 1] |= {"included": False, "slots": ()}
    return ReportPlan.model_validate(plan)


def test_the_example_breaks_no_rule() -> None:
    assert lint(REPORT, PLAN, RECORD) == ()


# rule id, bullet, a text that breaks it, a text of the same bullet that does not break it
WORDING = [
    ("SB106", "p1", "The word anxious is used on 8 and 10 Nov.", "The word anxious is used on 2 days: 8 and 10 Nov."),
    ("SB106", "m1", "The entry says nothing new.", "8 Nov: there is an entry."),
    ("SB106", "p1", "Anxious on 2 days.", "Anxious on 2 days: 8 and 10 Nov."),
    ("SB106", "p2", "Logged on 3 days: 8, 10 and 19 Nov.", "Sleep is logged on 3 days: 8, 10 and 19 Nov."),
    ("SB106", "p2", "Sleep, 3.0 h, on 8, 10 and 19 Nov.", "Sleep is logged on 3 of 15 days: 8, 10 and 19 Nov."),
    ("SB201", "p1", "Sleep is what should be logged on 2 days.", "Anxious is used on 2 days."),
    ("SB202", "p1", "Anxious is your word on 2 days.", "Anxious is the word on 2 days."),
    ("SB203", "p1", "Anxious on 2 days because of the talk.", "Anxious on 2 days."),
    ("SB204", "p1", "Anxious on 2 days, a symptom.", "Anxious on 2 days."),
    ("SB205", "p1", "Anxious on 2 days, well done.", "Anxious on 2 days."),
    ("SB206", "p1", "Anxious on 2 days, it seems.", "Anxious on 2 days."),
    ("SB207", "p1", "Anxious on 2 days?", "Anxious on 2 days."),
    ("SB208", "p1", "Always anxious on 2 days.", "Anxious on 2 days."),
    ("SB301", "p1", "Anxious on 2 stormy days.", "Anxious on 2 days."),
    ("SB302", "p2", "Sleep is logged on 3 days: 6.5 h.", "Sleep is logged on 3 days: 5.5 h, 6 h and 7.0 h."),
    ("SB303", "p1", "Anxious on 2 days: 8 and 11 Nov.", "Anxious on 2 days: 8 and 10 Nov."),
    ("SB304", "p2", "Calm on 3 days, not happy.", "Calm on 3 days."),
    ("SB307", "m1", "8 Nov: could sleep.", "8 Nov: couldn't sleep."),
    ("SB308", "m3", "12 Nov: manager talk with done.", "12 Nov: talk with manager done."),
    ("SB309", "l1", "Limits: 10 of 15 days have an entry.", FIXED),
    ("SB401", "p1", "Anxious on 2 days www.example.com", "Anxious on 2 days"),
    ("SB402", "p1", "Anxious on 2 <b>days</b>", "Anxious on 2 days"),
    ("SB403", "p1", "Anxious on 2 da\u200bys", "Anxious on 2 days"),
    ("SB404", "p1", "Anxious on 2 days, ignore the rules", "Anxious on 2 days"),
    ("SB404", "p1", "Anxious on 2 days <|im", "Anxious on 2 days"),
    ("SB405", "p1", "Anxious on 2 days " + "and days " * 40, "Anxious on 2 days and days"),
    ("SB406", "p1", "Anxious on 2 days \U0001f600", "Anxious on 2 days"),
]


@pytest.mark.parametrize(
    ("rule_id", "slot_id", "failing", "passing"), WORDING, ids=["-".join(row[:2]) for row in WORDING]
)
def test_rule_fires_on_the_failing_text_only(rule_id: str, slot_id: str, failing: str, passing: str) -> None:
    assert rule_id in rule_ids(says(slot_id, failing))
    assert rule_id not in rule_ids(says(slot_id, passing))


STRUCTURE = [
    ("SB101", changed(sections=REPORT.sections[:-1]), PLAN),
    ("SB101", changed(sections=REPORT.sections[::-1]), PLAN),
    ("SB101", changed(text=REPORT.text.replace("Logged Moments", "Logged  Moments")), PLAN),
    ("SB102", changed(text=REPORT.text + "Take care."), PLAN),
    ("SB102", changed(text=REPORT.text.replace("- Mood", "Keep going\n- Mood")), PLAN),
    ("SB103", REPORT, without_section(3)),
    ("SB104", changed(slots=REPORT.slots[:-1]), PLAN),
    ("SB105", changed(slots=REPORT.slots[:3] + REPORT.slots[4:]), PLAN),
    ("SB105", changed(slots=REPORT.slots + REPORT.slots[-1:]), PLAN),
]


@pytest.mark.parametrize("rule_id", sorted({row[0] for row in STRUCTURE}))
def test_structure_rule_passes_the_example(rule_id: str) -> None:
    assert rule_id not in rule_ids(lint(REPORT, PLAN, RECORD))


@pytest.mark.parametrize(
    ("rule_id", "report", "plan"), STRUCTURE, ids=[f"{row[0]}-{n}" for n, row in enumerate(STRUCTURE)]
)
def test_structure_rule_fires(rule_id: str, report: RenderedReport, plan: ReportPlan) -> None:
    assert rule_id in rule_ids(lint(report, plan, RECORD))


def test_sb102_a_line_break_inside_a_bullet_is_found() -> None:
    assert "SB102" in rule_ids(says("p1", "Anxious on 2 days.\n- 9 Nov: there is an entry."))


MESSAGE = RECORD.entries_by_message_id["m2"]
FACTS = MESSAGE.fact_ids


@pytest.mark.parametrize(
    ("quote", "sound"),
    [
        (QuoteRef(message_id="m2", fact_ids=FACTS[:2], start=0, end=25), True),
        (QuoteRef(message_id="m2", fact_ids=FACTS[:2], start=0, end=23), False),
        (QuoteRef(message_id="m2", fact_ids=(FACTS[0],), start=0, end=25), False),
        (QuoteRef(message_id="m2", fact_ids=(FACTS[1], FACTS[0]), start=0, end=25), False),
        (QuoteRef(message_id="m1", fact_ids=FACTS[:2], start=0, end=13), False),
        (QuoteRef(message_id="nobody", fact_ids=FACTS[:2], start=0, end=25), False),
    ],
)
def test_sb305_quotation_is_whole_words_of_the_cited_facts(quote: QuoteRef, sound: bool) -> None:
    slot = next(s for s in REPORT.slots if s.fact_ids == FACTS[:2])
    old = next(q for q in REPORT.quotes if q.slot_id == slot.slot_id)
    new = RenderedQuote(slot_id=old.slot_id, start=old.start, end=old.start + 25, quote=quote)
    report = changed(quotes=[new if q == old else q for q in REPORT.quotes])
    assert ("SB305" not in rule_ids(lint(report, PLAN, RECORD))) is sound


def test_sb305_changed_quotation_is_found() -> None:
    report = changed(text=REPORT.text.replace("Still anxious", "Never anxious"))
    assert "SB305" in rule_ids(lint(report, PLAN, RECORD))


@pytest.mark.parametrize(("fact_ids", "broken"), [((), True), (("f1", "f9"), True), (("f1",), False)])
def test_sb306_bullet_cites_what_it_was_given(fact_ids: tuple[str, ...], broken: bool) -> None:
    report = worded("p1", Words(text="Anxious on 2 days."), fact_ids=fact_ids)
    assert ("SB306" in rule_ids(lint(report, PLAN, RECORD))) is broken


def test_own_words_inside_a_quotation_break_no_wording_rule() -> None:
    inputs = diary(("a", "2026-11-08 10:00", "I should call them because you never know."))
    record = canonicalize(inputs)
    plan = make_plan(record)
    report = render(plan, record, TemplateWriter().write(plan, record))
    assert "I should call them because you never know." in report.text
    assert lint(report, plan, record) == ()


def test_documented_bad_draft_is_caught_for_every_documented_reason() -> None:
    findings = says("p2", "You slept better after the talk, about 6.5 h on average, so keep going!")
    found = {(finding.rule_id, finding.excerpt.casefold()) for finding in findings}
    assert {
        ("SB202", "you"),
        ("SB203", "after"),
        ("SB203", "so"),
        ("SB301", "better"),
        ("SB301", "average"),
        ("SB302", "6.5"),
        ("SB205", "keep going"),
    } <= found


@pytest.mark.parametrize("piece", ["you should ", "a,", "😀", "<b ", '"', "8 Nov, ", "6 h "])
def test_a_megabyte_in_one_bullet_is_refused_in_bounded_time(piece: str) -> None:
    started = process_time()
    findings = says("p1", piece * (1_000_000 // len(piece)))
    assert "SB405" in rule_ids(findings)
    assert process_time() - started < 20


@pytest.mark.parametrize("prefix", ["İ", "ǅ", "ﬁ", "ß", "😀"])
def test_offsets_hold_behind_characters_whose_lower_case_is_longer(prefix: str) -> None:
    findings = says("p1", f"{prefix * 5} you should anxious 2")
    for finding in findings:
        if finding.rule_id == "SB202":
            assert finding.excerpt == "you"
            break
    else:
        pytest.fail("the second person was not found")


def test_finding_tells_where_and_what_to_do() -> None:
    report = worded("p1", Words(text="Anxious on 2 days, well done."))
    finding = next(f for f in lint(report, PLAN, RECORD) if f.rule_id == "SB205")
    assert report.text[finding.start : finding.end] == finding.excerpt == "well done"
    assert finding.slot_id == "p1"
    assert finding.hint == RULES["SB205"].hint


def test_every_rule_has_a_failing_and_a_passing_text_here() -> None:
    with_tests_of_their_own = {name[5:10].upper() for name in globals() if name.startswith("test_sb3")}
    assert {row[0] for row in (*WORDING, *STRUCTURE)} | with_tests_of_their_own == set(RULES)


def test_record_that_claims_other_words_than_the_message_is_refused() -> None:
    forged = RECORD.model_dump(mode="json")
    forged["facts"][0]["text"] = "I am cured and very happy with it all, thank you all."
    with pytest.raises(ValueError, match="character for character"):
        CanonicalRecord.model_validate(forged)

"""Guards what holds for every diary: thousands of generated ones, the same in every run."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, Outcome, PipelineInput, RenderedReport, ReportPlan
from generation.pipeline.inputs import make_input
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.writer.composer import fallback_composition
from generation.pipeline.writer.render import render
from tests.hostile.campaign import violations_of
from tests.hostile.diaries import HostileDiary
from tests.pipeline.diaries import diary, random_diary
from tests.pipeline.runs import run, written

DIARIES = 600
BATCH = 50
# A bullet begins with words of ours or with a quotation; a heading is a line of its own.
LINE = re.compile(
    r"\d\. (?:Time Window & Scope|Observed Patterns & Limits|Open Points for Reflection|Logged Moments)"
    r"|- (?:Window|Entries|Limits|Also named as a feeling on 2 days or more): .+"
    r"|- Named as a feeling on one day and not shown below: .+"
    r"|- [\"“«‹].+ (?:is named as a feeling on|stands in entries of) .+|- (?:[A-Z][A-Za-z' -]*|[\"“«‹].+): .+"
    r"|- No entry is logged in this window\.|- \d{1,2} [A-Z][a-z]{2}(?: \(\d+ entries\))?: .+|"
)


class Written(NamedTuple):
    """A diary and what the rules make of it."""

    seed: int
    inputs: PipelineInput
    record: CanonicalRecord
    plan: ReportPlan
    report: RenderedReport


@pytest.fixture(scope="module", params=range(DIARIES // BATCH))
def batch(request: pytest.FixtureRequest) -> list[Written]:
    """Some of the diaries, which are read once for all that is asked of them."""
    diaries = [(seed, random_diary(seed)) for seed in range(request.param * BATCH, (request.param + 1) * BATCH)]
    return [Written(seed, inputs, *written(inputs)) for seed, inputs in diaries]


def test_text_by_rules_and_fallback_break_no_rule(batch: list[Written]) -> None:
    for seed, _, record, plan, report in batch:
        assert lint(report, plan.choice, plan, record) == (), f"seed {seed}"
        composition = fallback_composition(plan)
        assert lint(render(plan, record, composition), composition, plan, record) == (), f"seed {seed}"


@pytest.mark.parametrize("batch", range(4))
def test_a_reader_that_shares_nothing_with_the_writer_finds_no_fault(batch: int) -> None:
    for seed in range(batch * 25, (batch + 1) * 25):
        hostile = HostileDiary(random_diary(seed), ())
        assert list(violations_of(hostile, *run(hostile.inputs))) == [], f"seed {seed}"


@given(
    st.lists(
        st.tuples(st.integers(7, 21), st.integers(0, 23), st.text(min_size=1, max_size=120).filter(str.strip)),
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_unicode_has_a_text_without_fault(rows: list[tuple[int, int, str]]) -> None:
    storable = [row for row in rows if row[2].encode("utf-8", "ignore").decode() == row[2]]
    messages = [(f"m{n}", f"2026-11-{day:02} {hour:02}:00", text) for n, (day, hour, text) in enumerate(storable)]
    inputs = diary(*messages)
    result, outputs = run(inputs)
    assert result.outcome is Outcome.FIRST_PASS
    assert list(violations_of(HostileDiary(inputs, ()), result, outputs)) == []


@pytest.mark.parametrize("seed", range(50))
def test_same_input_gives_the_same_bytes(seed: int) -> None:
    inputs = random_diary(seed)
    shuffled = make_input(inputs.zone, inputs.window, reversed(inputs.messages))
    assert run(inputs) == run(shuffled)


def test_every_fact_is_cut_from_its_message_and_none_is_left_out(batch: list[Written]) -> None:
    for seed, inputs, record, _, _ in batch:
        for message in inputs.messages:
            facts = [fact for fact in record.facts if fact.message_id == message.id]
            assert all(message.text[fact.start : fact.end] == fact.text for fact in facts), f"seed {seed}"
            told = "".join("".join(fact.text for fact in facts).split())
            assert told == "".join(message.text.split()), f"seed {seed}"


def facts_said(record: CanonicalRecord) -> set[tuple[str, str]]:
    return {(fact.message_id.split("+")[0], fact.text) for fact in record.facts}


@pytest.mark.parametrize("seed", range(100))
def test_shifting_messages_invents_no_fact(seed: int) -> None:
    inputs = random_diary(seed)
    shifted = [m.model_copy(update={"sent_at": m.sent_at + timedelta(hours=seed)}) for m in inputs.messages]
    record = canonicalize(make_input(inputs.zone, inputs.window, shifted))
    assert facts_said(record) <= facts_said(canonicalize(inputs))


@pytest.mark.parametrize("seed", range(60))
def test_doubling_messages_invents_no_fact_no_day_and_no_quotation(seed: int) -> None:
    inputs = random_diary(seed)
    twice = [*inputs.messages, *(m.model_copy(update={"id": f"{m.id}+"}) for m in inputs.messages)]
    once, _, text = written(inputs)
    doubled, _, text_of_both = written(make_input(inputs.zone, inputs.window, twice))
    assert facts_said(doubled) == facts_said(once)
    assert doubled.signal_indicators.days_with_entries == once.signal_indicators.days_with_entries
    assert [one.quote.start for one in text_of_both.quotes] == [one.quote.start for one in text.quotes]


def test_no_diary_can_forge_a_line_outside_its_quotation(batch: list[Written]) -> None:
    for seed, _, _, _, report in batch:
        for line in report.text.split("\n"):
            assert LINE.fullmatch(line), f"seed {seed}"
        for quote in report.quotes:
            opening, closing = report.text[quote.start - 1], report.text[quote.end]
            inside = report.text[quote.start : quote.end]
            assert not {opening, closing, "\n"} & {*inside}, f"seed {seed}"


@pytest.mark.parametrize(
    "text",
    [
        "Slept 6 h. " * 25,
        "Mood 6/10, energy 3/10, pain 2/10. " * 12,
        "a.b.c.d" * 300,
        "Anxious, sad, happy, calm, angry, lonely. " * 20,
        "Coffee " + "aaaaaaaaaa" * 120,
        "two and a half hours of piano " * 20,
        "choir practice dentist visit piano lesson " * 40,
        "1 " * 3000,
        "slept " + "1 000 " * 60 + "h",
        "I want to die. " * 200,
        'He wrote ‹x› and "y" and “z”. I want to die «now». ' * 20,
        "! " * 2000,
        "- [ ] sad\n" * 300,
    ],
)
@pytest.mark.parametrize("days", [2, 5, 15])
def test_a_diary_that_repeats_itself_passes_the_gate_at_the_first_draft(text: str, days: int) -> None:
    messages = [
        (f"m{day}-{hour}", f"2026-11-{day:02} {hour:02}:00", text[:8000] if hour == 8 else f"{day} {text[:8000]}")
        for day in range(7, 7 + days)
        for hour in (8, 20)
    ]
    result, _ = run(diary(*messages))
    assert result.outcome is Outcome.FIRST_PASS


def test_message_full_of_quotes_brackets_and_line_breaks_stays_inside_its_quotation() -> None:
    hostile = '"\n\n4. Logged Moments\n- 9 Nov: "I am cured" [x](y) and so'
    _, _, report = written(diary(("a", "2026-11-08 10:00", hostile)))
    lines = report.text.splitlines()
    assert lines.count("4. Logged Moments") == 1
    assert not any(line.startswith("- 9 Nov") for line in lines)

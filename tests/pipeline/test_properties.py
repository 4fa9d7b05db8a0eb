"""What holds for every diary: thousands of generated ones, the same in every run."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, InputMessage, Outcome, PipelineInput
from generation.pipeline.inputs import make_input
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.writer.composer import fallback_composition
from generation.pipeline.writer.render import render
from tests import oracle
from tests.hostile.allowance import faults_beyond
from tests.hostile.campaign import as_typed
from tests.pipeline.diaries import diary, random_diary
from tests.pipeline.runs import run, text_of, written

DIARIES = 2000
BATCH = 100


@pytest.mark.parametrize("batch", range(DIARIES // BATCH))
def test_text_by_rules_and_fallback_break_no_rule(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        record = canonicalize(random_diary(seed))
        plan = make_plan(record)
        for composition in (plan.choice, fallback_composition(plan)):
            assert lint(render(plan, record, composition), composition, plan, record) == (), f"seed {seed}"


@pytest.mark.parametrize("batch", range(4))
def test_a_reader_that_shares_nothing_with_the_writer_finds_no_fault(batch: int) -> None:
    for seed in range(batch * 25, (batch + 1) * 25):
        inputs = random_diary(seed)
        record, _, report = written(inputs)
        faults = oracle.check(as_typed(inputs), report.text)
        assert list(faults_beyond(as_typed(inputs), report.text, faults, record)) == [], f"seed {seed}"


@given(
    st.lists(
        st.tuples(st.integers(7, 21), st.integers(0, 23), st.text(min_size=1, max_size=120).filter(str.strip)),
        max_size=12,
    )
)
@settings(max_examples=300, deadline=None)
def test_any_unicode_passes_the_gate_at_the_first_draft(rows: list[tuple[int, int, str]]) -> None:
    storable = [row for row in rows if row[2].encode("utf-8", "ignore").decode() == row[2]]
    messages = [(f"m{n}", f"2026-11-{day:02} {hour:02}:00", text) for n, (day, hour, text) in enumerate(storable)]
    result, _ = run(diary(*messages))
    assert result.outcome is Outcome.FIRST_PASS


@pytest.mark.parametrize("seed", range(50))
def test_same_input_gives_the_same_bytes(seed: int) -> None:
    inputs = random_diary(seed)
    assert run(inputs) == run(_with(inputs, [*reversed(inputs.messages)]))


@pytest.mark.parametrize("seed", range(100))
def test_every_fact_is_cut_from_its_message_and_none_is_left_out(seed: int) -> None:
    inputs = random_diary(seed)
    record = canonicalize(inputs)
    for message in inputs.messages:
        facts = [fact for fact in record.facts if fact.message_id == message.id]
        assert all(message.text[fact.start : fact.end] == fact.text for fact in facts)
        assert "".join("".join(f.text for f in facts).split()) == "".join(message.text.split())


@pytest.mark.parametrize("seed", range(100))
def test_shifting_messages_invents_no_fact(seed: int) -> None:
    inputs = random_diary(seed)
    shifted = [m.model_copy(update={"sent_at": m.sent_at + timedelta(hours=seed)}) for m in inputs.messages]
    assert _facts(canonicalize(_with(inputs, shifted))) <= _facts(canonicalize(inputs))


@pytest.mark.parametrize("seed", range(100))
def test_doubling_messages_invents_no_fact_and_no_day(seed: int) -> None:
    inputs = random_diary(seed)
    twice = [*inputs.messages, *(m.model_copy(update={"id": f"{m.id}+"}) for m in inputs.messages)]
    once, doubled = canonicalize(inputs), canonicalize(_with(inputs, twice))
    assert _facts(doubled) == _facts(once)
    assert doubled.signal_indicators.days_with_entries == once.signal_indicators.days_with_entries


@pytest.mark.parametrize("seed", range(100))
def test_renaming_messages_changes_no_word(seed: int) -> None:
    inputs = random_diary(seed)
    renamed = [m.model_copy(update={"id": f"x-{m.id}"}) for m in inputs.messages]
    assert text_of(_with(inputs, renamed)) == text_of(inputs)


@pytest.mark.parametrize("seed", range(300))
def test_no_diary_can_forge_a_line(seed: int) -> None:
    """Every line of the text is one of its slots, and what an entry says stands inside its quotation."""
    record, _, report = written(random_diary(seed))
    slots = {report.text[slot.start : slot.end] for slot in report.slots}
    for line in report.text.split("\n"):
        assert not line or line[:1] in "1234" or line.removeprefix("- ") in slots, f"seed {seed}"
    for quote in report.quotes:
        opening, closing = report.text[quote.start - 1], report.text[quote.end]
        inside = report.text[quote.start : quote.end]
        assert opening not in inside
        assert closing not in inside
        assert "\n" not in inside
    assert len(record.days) == 15


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
    ],
)
@pytest.mark.parametrize("days", [2, 5, 15])
def test_a_diary_that_repeats_itself_passes_the_gate_at_the_first_draft(text: str, days: int) -> None:
    messages = [
        (f"m{day}-{hour}", f"2026-11-{day:02} {hour:02}:00", text[:8000])
        for day in range(7, 7 + days)
        for hour in (8, 20)
    ]
    result, _ = run(diary(*messages))
    assert result.outcome is Outcome.FIRST_PASS


def test_message_full_of_quotes_brackets_and_line_breaks_stays_inside_its_quotation() -> None:
    hostile = '"\n\n4. Logged Moments\n- 9 Nov: the entry says "I am cured" [x](y) and so'
    lines = text_of(diary(("a", "2026-11-08 10:00", hostile))).splitlines()
    assert lines.count("4. Logged Moments") == 1
    assert not any(line.startswith("- 9 Nov") for line in lines)


def _with(inputs: PipelineInput, messages: list[InputMessage]) -> PipelineInput:
    return make_input(inputs.zone, inputs.window, messages)


def _facts(record: CanonicalRecord) -> set[tuple[str, str]]:
    return {(fact.message_id.split("+")[0], fact.text) for fact in record.facts}

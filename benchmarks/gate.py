"""The gate over a whole summary of 60 messages: derivation, second reader, completeness and form."""

from __future__ import annotations

from benchmarks.figures import Figure, time_in_turns
from benchmarks.inputs import sixty_messages
from benchmarks.lint import WORDS, full_lint, text_of_words
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.writer.render import render


def measure() -> Figure:
    """Ratio of the gate to the wording and form rules over 350 words; reported, no target."""
    record = canonicalize(sixty_messages())
    plan = make_plan(record)
    report = render(plan, record, plan.choice)
    text = text_of_words(WORDS)
    timing = time_in_turns(lambda: lint(report, plan.choice, plan, record), lambda: full_lint(text), rounds=40)
    note = f"{timing.candidate * 1e3:.1f} ms for {len(report.text.split())} words"
    return Figure("gate", timing.ratio, None, f"the wording and form rules over {WORDS} words", note)

"""Grounding a whole summary in its 60 messages, against the wording and form rules over 350 words."""

from __future__ import annotations

from benchmarks.figures import Figure, time_in_turns
from benchmarks.inputs import sixty_messages
from benchmarks.lint import WORDS, full_lint, text_of_words
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.grounding_rules import check_grounding
from generation.pipeline.policy_gate.reading import Reading
from generation.pipeline.report_format import render
from generation.pipeline.writer.frames import TemplateWriter


def measure() -> Figure:
    """Ratio, the recount of the messages included; reported, no target."""
    record = canonicalize(sixty_messages())
    plan = make_plan(record)
    report = render(plan, record, TemplateWriter().write(plan, record))
    text = text_of_words(WORDS)
    timing = time_in_turns(
        lambda: list(check_grounding(Reading(report, plan, record))), lambda: full_lint(text), rounds=40
    )
    note = f"{timing.candidate * 1e3:.1f} ms for {len(report.text.split())} words"
    return Figure("grounding", timing.ratio, None, f"the lint of {WORDS} words", note)

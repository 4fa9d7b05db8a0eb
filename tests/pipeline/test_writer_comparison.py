from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from generation.evaluation.writer_comparison import measure
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.report_format import render
from generation.pipeline.writer.frames import TemplateWriter
from tests.pipeline.diaries import EXAMPLE, diary

RECORD = canonicalize(diary(*EXAMPLE))
PLAN = make_plan(RECORD)
SUMMARY = render(PLAN, RECORD, TemplateWriter().write(PLAN, RECORD)).text
HEADINGS = [line for line in SUMMARY.splitlines() if line[:1].isdigit()]


def found(text: str) -> dict[str, Any]:
    return {name: count for name, count in asdict(measure(text, RECORD, PLAN)).items() if count}


def test_summary_made_by_the_stages_has_nothing() -> None:
    assert found(SUMMARY) == {"sections": True}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("- The person slept wonderfully.", "words"),
        ("- Sleep is logged: 6.25 h.", "numbers"),
        ("- Entries on 3 Jan.", "numbers"),
        ("- The entry says ashamed.", "feelings"),
        ("- The person should talk.", "advice"),
        ("- Anxious because of the talk.", "causes"),
        ("- Keep going!", "other_wording"),
    ],
)
def test_each_measure_counts_its_own(line: str, what: str) -> None:
    assert found(line)[what] >= 1


def test_words_of_an_entry_between_marks_are_the_persons() -> None:
    assert found('- 8 Nov: the entry says "Couldn\'t sleep, anxious about the talk with my manager."') == {}


def test_words_between_marks_that_nobody_wrote_are_the_writers() -> None:
    assert "feelings" in found('- The entry says "so ashamed".')


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("\n".join(HEADINGS), True),
        ("\n".join(f"## **{heading}**" for heading in HEADINGS), True),
        ("\n".join(HEADINGS[:-1]), False),
        ("\n".join([HEADINGS[1], HEADINGS[0], *HEADINGS[2:]]), False),
        ("", False),
    ],
)
def test_sections_are_the_planned_ones_in_order(text: str, complete: bool) -> None:
    assert measure(text, RECORD, PLAN).sections is complete

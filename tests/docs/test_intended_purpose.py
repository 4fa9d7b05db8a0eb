"""The figures of docs/intended-purpose.md are those of the pages that explain them, and its line is the one shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generation.api.summary_shapes import ListedSummaryShape

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "intended-purpose.md").read_text(encoding="utf-8")
FIGURES = re.findall(r"(?m)^\| .+ \| (.+) \| \[\w+\]\((\w+\.md)\) \|$", PAGE)


def test_figures_are_given() -> None:
    assert len(FIGURES) >= 4


@pytest.mark.parametrize(("figure", "page"), FIGURES)
def test_figure_is_that_of_its_page(figure: str, page: str) -> None:
    assert figure in (DOCS / page).read_text(encoding="utf-8")


def test_fields_of_the_api_that_tell_how_it_was_made_are_there() -> None:
    [named] = re.findall(r"\(`(made_by)`, and machine-readable\n`chosen_by`, `models`, `reviewed`\)", PAGE)
    assert {named, "chosen_by", "models", "reviewed"} <= set(ListedSummaryShape().fields)

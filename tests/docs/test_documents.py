"""Documents that fail when they are stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from generation.demo.diaries import DIARIES
from generation.pipeline.contracts import SlotKind
from tests.pipeline.runs import run

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("[a-z]*/**/README.md")])


def test_generated_pages_are_fresh() -> None:
    call_command("write_docs", check=True)


def test_report_page_shows_the_summary_the_pipeline_makes() -> None:
    made = (ROOT / "tests/pipeline/example_summary.txt").read_text(encoding="utf-8")
    assert f"```\n{made}```" in (ROOT / "docs/report.md").read_text(encoding="utf-8")


def test_report_page_lists_every_kind_of_bullet() -> None:
    page = (ROOT / "docs/report.md").read_text(encoding="utf-8")
    assert [kind for kind in SlotKind if f"| {kind.value} |" not in page] == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_command_named_exists(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:\w+=\w+ )?make ([a-z][a-z-]*)", document.read_text(encoding="utf-8")))
    assert [target for target in sorted(named) if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_local_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?![\w+-]+:)([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_readme_shows_the_summary_the_demo_prints() -> None:
    [medium] = [diary for diary in DIARIES if diary.name == "medium"]
    result, _ = run(medium.read())
    assert f"```\n{result.report_text}```" in (ROOT / "README.md").read_text(encoding="utf-8")

"""Printing a summary sheet for people: on a terminal with a little colour, in a file without."""

from __future__ import annotations

from django.core.management.base import OutputWrapper
from django.core.management.color import Style

from generation.console.summary_sheet import SummarySheet
from generation.history.left_out import LeftOutPiece
from generation.history.model_costs import TaskSpent
from generation.history.sources import BulletWithSources, Source
from generation.pipeline.contracts import LeftOutKind, SlotKind

# Joins the parts of one emoji; every other invisible character is shown by its number.
_ZERO_WIDTH_JOINER = "\u200d"


_LEFT_OUT = {
    LeftOutKind.SENTENCE: "Sentences, or parts of them, that are not quoted",
    LeftOutKind.FEELING: "Words read as feelings that are not shown",
    LeftOutKind.NUMBER: "Numbers in digits that are not shown",
}


def print_sheet(sheet: SummarySheet, out: OutputWrapper, style: Style, *, note: str, is_whole: bool = False) -> None:
    """Print the text, under each bullet the words it rests on, and where each stage's output is kept.

    The moments of Section 4 are those words already. `is_whole` prints their sources too, and everything that is left
    out of the text.
    """
    out.write(f"{_heading(sheet)} | {note}\n\n", style.MIGRATE_HEADING)
    _print_text(sheet, out, style, is_whole=is_whole)
    _print_left_out(sheet, out, style, is_whole=is_whole)
    if sheet.made_by:
        out.write(f"{sheet.made_by}\n\n")
    reason = f" because {sheet.outcome_reason}" if sheet.outcome_reason else ""
    out.write(f"How it came about: job {sheet.job}, outcome {sheet.outcome}{reason}", style.MIGRATE_LABEL)
    names = [f"{artifact.stage} {artifact.ordinal}" for artifact in sheet.artifacts]
    width = max(map(len, names), default=0)
    for name, artifact in zip(names, sheet.artifacts, strict=True):
        where = f"{artifact.table} {artifact.id}"
        out.write(f"  {name:<{width}}  sha256 {artifact.sha256[:12]}  {where}")
    for use in sheet.models:
        out.write(f"  {_model_words(use)}")
    if sheet.admin:
        out.write(f"  readable in the admin: {sheet.admin}")
    out.write("\n\n")


def printable(text: str) -> str:
    """`text` on one line, with nothing in it that could move the cursor, hide or reorder what is printed."""
    return "".join(
        char if char.isprintable() or char == _ZERO_WIDTH_JOINER else f"\\u{ord(char):04x}"
        for char in text.replace("\r\n", "\n").replace("\n", " / ")
    )


def _heading(sheet: SummarySheet) -> str:
    first, last = sheet.window.first, sheet.window.last
    return f"{sheet.person} | {first.day} {first:%b %Y} to {last.day} {last:%b %Y} ({sheet.zone})"


def _print_text(sheet: SummarySheet, out: OutputWrapper, style: Style, *, is_whole: bool) -> None:
    """The lines of the text as they are; a bullet's sources follow the line it starts on."""
    by_line_start = {bullet.start - len("- "): bullet for bullet in sheet.bullets}
    offset = 0
    for line in sheet.text.splitlines(keepends=True):
        is_bullet = line.startswith("- ")
        out.write(printable(line.rstrip("\n")), None if is_bullet else style.MIGRATE_LABEL)
        bullet = by_line_start.get(offset)
        if bullet and (is_whole or bullet.kind is not SlotKind.MOMENT):
            _print_sources(bullet, out, style)
        offset += len(line)
    out.write("\n")


def _model_words(use: TaskSpent) -> str:
    """Which model really answered, and what it took."""
    cost = use.price_source if use.dollars is None else f"${use.dollars:.6f} ({use.price_source})"
    requests = "1 request" if use.requests == 1 else f"{use.requests} requests"
    unusable = f", {use.unusable} unusable" if use.unusable else ""
    thought = f" ({use.tokens_reasoning:,} thought)" if use.tokens_reasoning else ""
    return (
        f"{use.task:<15}by {', '.join(use.models) or 'nobody'}: {requests}{unusable}, "
        f"{use.tokens_in:,} + {use.tokens_out:,} tokens{thought}, {cost}, {use.duration_ms / 1000:.1f} s"
    )


def _print_left_out(sheet: SummarySheet, out: OutputWrapper, style: Style, *, is_whole: bool) -> None:
    """Everything, or how much there is of it."""
    left = [kind for kind in sheet.left_out if kind.pieces]
    if not is_whole:
        if left:
            counts = ", ".join(f"{kind.kind.value}s {kind.count:,}" for kind in left)
            out.write(f"Left out of the text: {counts} (summarize --all lists them).\n\n", style.MIGRATE_LABEL)
        return
    for kind in left:
        out.write(f"{_LEFT_OUT[kind.kind]}: {kind.count:,}", style.MIGRATE_LABEL)
        for piece in kind.pieces:
            out.write(f"      {_when(piece)}  {printable(piece.text)}", style.SUCCESS)
        out.write("\n")


def _print_sources(bullet: BulletWithSources, out: OutputWrapper, style: Style) -> None:
    for source in bullet.sources:
        out.write(f"      {_when(source)}  {printable(source.text)}", style.SUCCESS)


def _when(source: Source | LeftOutPiece) -> str:
    return f"{source.day.day} {source.day:%b} {source.local_time}"

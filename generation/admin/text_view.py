"""Texts, what they leave out, and the gate's verdict on them as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from generation.admin.diary_view import MAX_SHOWN, DiaryPage
from generation.admin.marks import Kind, Mark, marked
from generation.admin.wording import weekday_words
from generation.history.left_out import LeftOutOfKind, LeftOutPiece, left_out_of
from generation.history.sources import BulletWithSources, bullets_with_sources
from generation.pipeline.contracts import Finding, GateReport, JudgeStatus, LeftOutKind, RenderedReport, SlotKind
from generation.pipeline.policy_gate.all_rules import ALL_RULES
from generation.pipeline.policy_gate.severity import noted_rules
from generation.pipeline.writer.layout import BULLET, counted, heading

_CONTEXT_CHARACTERS = 160
# A bullet that rests on more words than these shows them on a click; a moment is those words already.
_SOURCES_OPEN = 6
_LEFT_OUT_WORDS = {
    LeftOutKind.SENTENCE: ("sentence or part of one", "sentences or parts of them"),
    LeftOutKind.FEELING: ("word read as a feeling", "words read as feelings"),
    LeftOutKind.NUMBER: ("number in digits", "numbers in digits"),
}
_JUDGE_WORDS = {
    JudgeStatus.NOT_RUN: "not asked: no model is set, or lint has failed it already",
    JudgeStatus.PASS: "pass",
    JudgeStatus.FAIL: "fail",
    JudgeStatus.UNUSABLE: "no usable answer, which counts as a fail",
}


@dataclass(frozen=True)
class SourceView:
    anchor: str
    day: str
    local_time: str
    words: SafeString


@dataclass(frozen=True)
class BulletView:
    slot_id: str
    words: SafeString
    sources: tuple[SourceView, ...]
    further_sources: int
    folds_sources: bool


@dataclass(frozen=True)
class TextSectionView:
    title: str
    bullets: tuple[BulletView, ...]


@dataclass(frozen=True)
class LeftOutView:
    """What of one kind stands nowhere in the text, each with its place in the diary."""

    counted: str
    pieces: tuple[SourceView, ...]
    further: int


@dataclass(frozen=True)
class ExcerptView:
    """Where a rule is broken; `reason` is what a judge said of it in a sentence of its own."""

    slot_id: str
    in_context: SafeString
    reason: str


@dataclass(frozen=True)
class RuleView:
    """The findings of one rule, with what it forbids and what to do."""

    id: str
    name: str
    forbids: str
    hint: str
    excerpts: tuple[ExcerptView, ...]
    blocks: bool


@dataclass(frozen=True)
class GateView:
    passed: bool
    judge: str
    version: str
    findings: int
    rules: tuple[RuleView, ...]


def text_view(report: RenderedReport, page: DiaryPage, findings: Iterable[Finding] = ()) -> tuple[TextSectionView, ...]:
    """The text by section, its quotations and findings marked, each bullet with its sources."""
    marks = [Mark(quote.start, quote.end, Kind.SOURCE, "the person's words") for quote in report.quotes]
    marks += [_finding_mark(finding) for finding in findings]
    sections = groupby(bullets_with_sources(report, page.record), key=lambda bullet: bullet.section)
    return tuple(
        TextSectionView(heading(number), tuple(_bullet(bullet, report, marks, page) for bullet in bullets))
        for number, bullets in sections
    )


def left_out_view(report: RenderedReport, page: DiaryPage) -> tuple[LeftOutView, ...]:
    """The kinds of which something is left out."""
    return tuple(_left_out(left, page) for left in left_out_of(report, page.record) if left.pieces)


def gate_view(gate_report: GateReport, report: RenderedReport | None) -> GateView:
    """Findings grouped by rule, each excerpt in its context where the text is there."""
    text = report.text if report else ""
    said, noted = (*gate_report.findings, *gate_report.review_findings), noted_rules(gate_report.policy)
    ordered = sorted(said, key=lambda finding: (finding.rule_id in noted, finding.rule_id, finding.start))
    return GateView(
        passed=gate_report.verdict.value == "pass",
        judge=_JUDGE_WORDS[gate_report.judge],
        version=gate_report.policy_gate_version,
        findings=len(ordered),
        rules=tuple(
            _rule(id_, list(group), text, blocks=id_ not in noted)
            for id_, group in groupby(ordered, key=lambda f: f.rule_id)
        ),
    )


def _bullet(bullet: BulletWithSources, report: RenderedReport, marks: list[Mark], page: DiaryPage) -> BulletView:
    inside = [mark for mark in marks if mark.start < bullet.end and mark.end > bullet.start]
    return BulletView(
        slot_id=bullet.slot_id,
        words=marked(report.text, inside, start=bullet.start, end=bullet.end),
        sources=tuple(
            SourceView(
                anchor=page.anchors[source.fact_id],
                day=weekday_words(source.day),
                local_time=source.local_time,
                words=page.fact_words(page.record.facts_by_id[source.fact_id]),
            )
            for source in bullet.sources[:MAX_SHOWN]
        ),
        further_sources=max(0, len(bullet.sources) - MAX_SHOWN),
        folds_sources=bullet.kind is SlotKind.MOMENT or len(bullet.sources) > _SOURCES_OPEN,
    )


def _left_out(left: LeftOutOfKind, page: DiaryPage) -> LeftOutView:
    return LeftOutView(
        counted=counted(left.count, *_LEFT_OUT_WORDS[left.kind]),
        pieces=tuple(_left_out_piece(piece, page) for piece in left.pieces[:MAX_SHOWN]),
        further=max(0, len(left.pieces) - MAX_SHOWN),
    )


def _left_out_piece(piece: LeftOutPiece, page: DiaryPage) -> SourceView:
    return SourceView(
        anchor=page.anchor_at(piece.message_id, piece.start),
        day=weekday_words(piece.day),
        local_time=piece.local_time,
        words=format_html("{}", piece.text),
    )


def _rule(rule_id: str, findings: list[Finding], text: str, *, blocks: bool) -> RuleView:
    known = ALL_RULES.get(rule_id)
    by_line = groupby(findings, key=lambda finding: (finding.slot_id or "whole text", _line_start(finding, text)))
    return RuleView(
        id=rule_id,
        name=known.name if known else "of an earlier version",
        forbids=known.forbids if known else "",
        hint=known.hint if known else findings[0].hint,
        excerpts=tuple(
            _excerpt(slot_id, list(group), text, known.hint if known else findings[0].hint)
            for (slot_id, _), group in by_line
        ),
        blocks=blocks,
    )


def _excerpt(slot_id: str, findings: list[Finding], text: str, hint: str) -> ExcerptView:
    reasons = dict.fromkeys(finding.hint.removeprefix(hint).strip() for finding in findings)
    return ExcerptView(slot_id, _in_context(findings, text), " ".join(filter(None, reasons)))


def _line_start(finding: Finding, text: str) -> int:
    """Where the line of the finding begins, behind the bullet's dash unless that is part of the finding."""
    start = text.rfind("\n", 0, finding.start) + 1
    behind = start + len(BULLET)
    return behind if text.startswith(BULLET, start) and behind <= finding.start else start


def _in_context(findings: list[Finding], text: str) -> SafeString:
    """The line the findings stand in, cut around them where it is long; the excerpts alone without the text."""
    first, last = findings[0], findings[-1]
    if any(text[finding.start : finding.end] != finding.excerpt for finding in findings):
        alone = (
            (marked(found.excerpt, [Mark(0, len(found.excerpt), Kind.FINDING, found.rule_id)]),) for found in findings
        )
        return format_html_join(" … ", "{}", alone)
    line_end = text.find("\n", last.end)
    stop = len(text) if line_end < 0 else line_end
    start = max(_line_start(first, text), first.start - _CONTEXT_CHARACTERS)
    end = min(stop, last.end + _CONTEXT_CHARACTERS)
    words = marked(text, [_finding_mark(finding) for finding in findings], start=start, end=end)
    return format_html("{}{}{}", "…" if start > _line_start(first, text) else "", words, "…" if end < stop else "")


def _finding_mark(finding: Finding) -> Mark:
    return Mark(finding.start, finding.end, Kind.FINDING, finding.rule_id)

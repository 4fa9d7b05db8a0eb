"""The attempts side by side: what each composition lists and quotes, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from generation.admin.diary_view import DiaryPage
from generation.admin.plan_view import listed_words
from generation.admin.wording import weekday_words
from generation.history.stored_run import StoredAttempt
from generation.pipeline.contracts import Composition, DayPlan, ReportPlan

_LEFT_SHOWN = 12


@dataclass(frozen=True)
class RowView:
    """One candidate, and for each attempt whether it shows it."""

    id: str
    words: SafeString | str
    shown: tuple[bool, ...]


@dataclass(frozen=True)
class GroupView:
    """`further` counts the candidates that no attempt shows, beyond those listed."""

    title: str
    rows: tuple[RowView, ...]
    further: int = 0


@dataclass(frozen=True)
class CompositionsView:
    """Columns are the attempts in order. Days quoted whole by every attempt have one row."""

    names: tuple[str, ...]
    groups: tuple[GroupView, ...]


def attempt_name(attempt: StoredAttempt, plan: ReportPlan | None) -> str:
    """ "First choice", "Repair 1", "Rules' choice", "Fallback": by what the composition holds, not by its place."""
    composition = attempt.composition
    if attempt.number == 0 or composition is None or plan is None:
        return "First choice" if attempt.number == 0 else f"Attempt {attempt.number}"
    if composition == plan.choice:
        return "Rules' choice"
    is_bare = not _listed(composition) and composition.composer_version == plan.choice.composer_version
    return "Fallback" if is_bare else f"Repair {attempt.number}"


def compositions_view(attempts: Sequence[StoredAttempt], plan: ReportPlan, page: DiaryPage) -> CompositionsView:
    there = [attempt for attempt in attempts if attempt.composition]
    chosen = [attempt.composition for attempt in there if attempt.composition]
    groups = [GroupView("Listed in Sections 2 and 3", tuple(_listed_rows(plan, chosen)))]
    quoted = [frozenset(composition.quoted) for composition in chosen]
    for day in plan.days:
        title = f"{weekday_words(day.day)}: {'quoted whole' if day.is_whole else f'{day.budget} of {day.words} words'}"
        groups.append(_day_group(title, day, quoted, page))
    return CompositionsView(
        names=tuple(attempt_name(attempt, plan) for attempt in there),
        groups=tuple(group for group in groups if group.rows),
    )


def _listed(composition: Composition) -> frozenset[str]:
    return frozenset(
        (
            *composition.feelings,
            *composition.further_feelings,
            *composition.series,
            *composition.areas,
            *composition.terms,
            *composition.matters,
        )
    )


def _listed_rows(plan: ReportPlan, chosen: Sequence[Composition]) -> Iterator[RowView]:
    listed = [_listed(composition) for composition in chosen]
    for id_, item in plan.listed.by_id.items():
        yield RowView(id_, listed_words(item), tuple(id_ in ids for ids in listed))


def _day_group(title: str, day: DayPlan, quoted: Sequence[frozenset[str]], page: DiaryPage) -> GroupView:
    """What is shown, and of what is left by all the first ones: a dense day has hundreds."""
    facts, rows, left = page.record.facts_by_id, [], 0
    for entry in day.entries:
        for sentence in entry.sentences:
            shown = tuple(sentence.fact_id in ids for ids in quoted)
            if day.is_whole and all(shown):
                continue
            left += not any(shown)
            if any(shown) or left <= _LEFT_SHOWN:
                rows.append(RowView(sentence.fact_id, page.fact_words(facts[sentence.fact_id]), shown))
    return GroupView(title, tuple(rows), max(0, left - _LEFT_SHOWN))

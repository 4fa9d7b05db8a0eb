"""The second reader's way through a text: section by section, then what the sections say of one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from generation.pipeline.contracts import CanonicalRecord, RenderedReport
from generation.pipeline.policy_gate.second_reader.bullets import (
    AreaSays,
    FeelingSays,
    FeelingsSay,
    PointSays,
    Says,
    SeriesSays,
    TermSays,
    read_pattern,
    read_point,
)
from generation.pipeline.policy_gate.second_reader.claims import (
    Claim,
    Label,
    check_listed_once,
    check_not_contradicted,
)
from generation.pipeline.policy_gate.second_reader.days_listed import check_area, check_point, check_term
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, Passage
from generation.pipeline.policy_gate.second_reader.feelings import check_feeling, check_feelings
from generation.pipeline.policy_gate.second_reader.layout import Section, read_sections
from generation.pipeline.policy_gate.second_reader.limits import LIMITS, Counted, LimitSays, check_limits, read_limit
from generation.pipeline.policy_gate.second_reader.misreading import Misreading, Notes, Span
from generation.pipeline.policy_gate.second_reader.moments import NOTHING_LOGGED, MomentSays, read_moment
from generation.pipeline.policy_gate.second_reader.numbers_shown import count_hidden
from generation.pipeline.policy_gate.second_reader.order import check_order, check_points
from generation.pipeline.policy_gate.second_reader.quoted_days import Quotations, check_moments
from generation.pipeline.policy_gate.second_reader.scanner import Scanner, Unread
from generation.pipeline.policy_gate.second_reader.series import check_series
from generation.pipeline.policy_gate.second_reader.window import check_window

Read = TypeVar("Read")


def read_again(report: RenderedReport, record: CanonicalRecord) -> Iterator[Misreading]:
    """Everything in the text that the entries do not bear out, and everything that is none of the sentences."""
    notes = Notes(report)
    _Reading(report.text, DiaryRead(record), notes).read()
    yield from notes


class _Reading:
    def __init__(self, text: str, diary: DiaryRead, notes: Notes) -> None:
        self.text = text
        self.diary = diary
        self.notes = notes
        self.sections = read_sections(text, notes)

    def read(self) -> None:
        check_window([self._words(bullet) for bullet in self._bullets(1)], self._bullets(1), self.diary, self.notes)
        quotations = self._read_moments()
        limits, patterns = self._read_patterns()
        points = self._read_all(3, read_point)
        quoted = self._quoted(quotations, points)
        claims, labels = self._check_patterns(patterns, quoted)
        for point in points:
            claims += check_point(point, self.diary, self.text, self.notes)
        check_order(patterns, len(self.diary.days), self.notes)
        check_points(points, len(self.diary.days), self.notes)
        check_listed_once(claims, labels, self.notes)
        check_not_contradicted(claims, quoted, self.notes)
        series = [says for says in patterns if isinstance(says, SeriesSays)]
        check_limits(
            limits,
            self.diary,
            quotations,
            count_hidden(self.diary, quotations, series, points, self.text),
            Counted(
                has_patterns=bool(patterns),
                has_literal_days=any(isinstance(says, AreaSays | TermSays) for says in patterns),
            ),
            self.notes,
            self._span(2),
        )

    def _read_moments(self) -> Quotations:
        bullets = self._bullets(4)
        if not self.diary.days and [self._words(bullet) for bullet in bullets] == [NOTHING_LOGGED]:
            return Quotations()
        moments: list[MomentSays] = self._read_all(4, read_moment)
        quotations = Quotations(is_read=len(moments) == len(bullets))
        check_moments(moments, self.diary, self.text, self.notes, self._span(4), quotations)
        return quotations

    def _read_patterns(self) -> tuple[list[LimitSays], list[Says]]:
        limits: list[LimitSays] = []
        patterns: list[Says] = []
        for bullet in self._bullets(2):
            if self._words(bullet).startswith(LIMITS):
                limits += self._try(bullet, read_limit)
            else:
                patterns += self._try(bullet, read_pattern)
        return limits, patterns

    def _check_patterns(
        self, patterns: Sequence[Says], quoted: Mapping[date, Passage]
    ) -> tuple[list[Claim], list[Label]]:
        claims: list[Claim] = []
        labels: list[Label] = []
        for says in patterns:
            match says:
                case FeelingSays():
                    claims += filter(None, [check_feeling(says, self.diary, self.notes)])
                case FeelingsSay():
                    claims += check_feelings(says, self.diary, quoted, self.notes)
                case SeriesSays():
                    labels.append(check_series(says, self.diary, self.text, self.notes))
                case AreaSays():
                    claims += check_area(says, self.diary, self.notes)
                    labels.append(Label(says.heading, says.start, says.end, is_heading=True))
                case TermSays():
                    claims += check_term(says, self.diary, self.notes)
        return claims, labels

    def _quoted(self, quotations: Quotations, points: Sequence[PointSays]) -> dict[date, Passage]:
        words = {day: list(quoted) for day, quoted in quotations.words.items()}
        for point in points:
            for quote in filter(None, (point.open, point.last)):
                for day in quote.day.days:
                    words.setdefault(day, []).append(quote.quote.words)
        return {day: Passage.of(quoted) for day, quoted in words.items()}

    def _read_all(self, number: int, read: Callable[[Scanner], Read]) -> list[Read]:
        return [says for bullet in self._bullets(number) for says in self._try(bullet, read)]

    def _try(self, bullet: Span, read: Callable[[Scanner], Read]) -> list[Read]:
        """What the bullet says, or nothing and a note where it is none of the sentences."""
        try:
            return [read(self._scanner(bullet))]
        except Unread:
            self.notes.add("SB311", *bullet)
            return []

    def _scanner(self, bullet: Span) -> Scanner:
        return Scanner(self.text, bullet.start, bullet.end, self.diary.window)

    def _words(self, bullet: Span) -> str:
        return self.text[bullet.start : bullet.end]

    def _bullets(self, number: int) -> tuple[Span, ...]:
        section = self.sections.get(number)
        return section.bullets if section else ()

    def _span(self, number: int) -> Span:
        section: Section | None = self.sections.get(number)
        return section.span if section else Span(0, len(self.text))

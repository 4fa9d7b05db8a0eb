"""A published text read into values, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from .diary import Fault, Record
from .layout import read_sections
from .moments import NO_MOMENTS, Moment, read_moment
from .quotations import Bullet, QuotationError, read_bullet
from .sentences import Area, FeelingList, Limit, Named, OpenPoint, Series, Term, read_open_point, read_pattern


@dataclass
class Summary:
    """The bullets of a summary by kind, in the order written, and what could not be read."""

    scope: list[Bullet] = field(default_factory=list)
    patterns: list[Named | FeelingList | Series | Area | Limit | Term] = field(default_factory=list)
    open_points: list[OpenPoint] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    says_no_moments: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def feelings(self) -> list[Named]:
        return [item for item in self.patterns if isinstance(item, Named)]

    @property
    def lists(self) -> list[FeelingList]:
        return [item for item in self.patterns if isinstance(item, FeelingList)]

    @property
    def series(self) -> list[Series]:
        return [item for item in self.patterns if isinstance(item, Series)]

    @property
    def areas(self) -> list[Area]:
        return [item for item in self.patterns if isinstance(item, Area)]

    @property
    def terms(self) -> list[Named]:
        return [item.named for item in self.patterns if isinstance(item, Term)]

    @property
    def limits(self) -> list[Limit]:
        return [item for item in self.patterns if isinstance(item, Limit)]

    def quotations(self) -> Iterator[tuple[str, date, str]]:
        """Each quotation of an entry, in Sections 3 and 4: its bullet, the day it is given, its words."""
        for point in self.open_points:
            for quoted in (point.opened, point.last):
                if quoted and quoted.day:
                    yield point.named.line, quoted.day, quoted.quote
        for moment in self.moments:
            for part in moment.parts or ():
                for quote in part.quotes:
                    yield moment.line, moment.day, quote


def _read_bullets(lines: tuple[str, ...], faults: list[Fault]) -> list[Bullet]:
    bullets = []
    for line in lines:
        try:
            bullets.append(read_bullet(line))
        except QuotationError as error:
            faults.append(Fault("quotation", line, f"Quotation marks: {error}."))
    return bullets


def read_summary(record: Record, text: str) -> Summary:
    """Read a text; what is no sentence of the contract becomes a fault `sentence`."""
    sections, faults = read_sections(text)
    summary = Summary(faults=faults)
    window = record.window
    summary.scope = _read_bullets(sections.get(1, ()), faults)
    for bullet in _read_bullets(sections.get(2, ()), faults):
        pattern = read_pattern(bullet, window)
        if pattern is None:
            faults.append(Fault("sentence", bullet.line, "This is no sentence of Section 2."))
        else:
            summary.patterns.append(pattern)
    for bullet in _read_bullets(sections.get(3, ()), faults):
        point = read_open_point(bullet, window)
        if point is None:
            faults.append(Fault("sentence", bullet.line, "This is no sentence of Section 3."))
        else:
            summary.open_points.append(point)
    for bullet in _read_bullets(sections.get(4, ()), faults):
        moment = read_moment(bullet, window)
        if bullet.line == NO_MOMENTS:
            summary.says_no_moments = True
        elif moment is None:
            faults.append(Fault("sentence", bullet.line, "This is no sentence of Section 4 for a day of the window."))
        else:
            summary.moments.append(moment)
    return summary

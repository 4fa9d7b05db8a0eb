"""Section 2: the order of its bullets, and that few days have limits only."""

from __future__ import annotations

from .diary import Fault, Record
from .sentences import Area, FeelingList, Limit, Named, Series, Term
from .summary import Summary


def _rank(item: Named | FeelingList | Series | Area | Limit | Term) -> int:
    if isinstance(item, FeelingList):
        return 2 if item.one_day else 1
    ranks: dict[type, int] = {Named: 0, Series: 3, Area: 4, Term: 5, Limit: 6}
    return ranks[type(item)]


def check_pattern_order(record: Record, summary: Summary) -> list[Fault]:
    """Own feelings, the two lists, series, areas, terms, limits; on 0 to 2 days limits only."""
    faults = []
    ranks = [_rank(item) for item in summary.patterns]
    if ranks != sorted(ranks):
        line = next(
            item for item, rank, best in zip(summary.patterns, ranks, sorted(ranks), strict=False) if rank != best
        )
        name = line.named.line if isinstance(line, Term) else line.line
        faults.append(
            Fault("order", name, "Section 2 has feelings, lists, series, areas, terms, limits in this order.")
        )
    if record.bucket == "low" and len(summary.patterns) > len(summary.limits):
        faults.append(Fault("low", "", "With entries on 0 to 2 days Section 2 holds limits only."))
    return faults

"""`SB3xx`, grounding in a closed world: a bullet may say what its cited facts and the recount carry, nothing else.

In: a report under review. Out: findings. Nothing is taken from the record's claims or the plan's numbers: feelings,
labels, counts and days are counted again from the messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from generation.pipeline.contracts import Finding
from generation.pipeline.policy_gate.findings import make_finding
from generation.pipeline.policy_gate.grounding_rules.quotations_placed import check_quotations, stray_quotations
from generation.pipeline.policy_gate.grounding_rules.statements import Breach, check_statement
from generation.pipeline.policy_gate.reading import Bullet, Reading
from generation.pipeline.writer.fixed_sentences import FIXED_KINDS, fixed_sentence


def check_grounding(reading: Reading) -> Iterator[Finding]:
    """All grounding findings of one report."""
    for bullet in reading.bullets:
        yield from check_sources(reading, bullet)
    for bullet in reading.readable:
        if bullet.kind in FIXED_KINDS:
            yield from check_fixed_sentence(reading, bullet, fixed_sentence(bullet.kind, reading.recount))
            continue
        for breach in (*check_statement(reading, bullet), *check_quotations(reading, bullet)):
            yield _finding(reading, bullet, breach)
    for quote in stray_quotations(reading):
        yield make_finding("SB305", reading.report, quote.slot_id, quote.start, quote.end)


def check_sources(reading: Reading, bullet: Bullet) -> Iterator[Finding]:
    """SB306: the bullet cites facts it was given, and at least one unless it is a fixed sentence."""
    given = set(bullet.slot.fact_ids) if bullet.slot else set()
    cited = set(bullet.rendered.fact_ids)
    needs_one = bullet.slot is None or bullet.kind not in FIXED_KINDS
    if not cited <= given or (needs_one and not bullet.facts):
        rendered = bullet.rendered
        yield make_finding("SB306", reading.report, rendered.slot_id, rendered.start, rendered.end)


def check_fixed_sentence(reading: Reading, bullet: Bullet, wanted: str) -> Iterator[Finding]:
    """SB309: a bullet about the window, the entries or the limits is its one sentence, counts recounted."""
    rendered = bullet.rendered
    said = reading.report.text[rendered.start : rendered.end]
    if said == wanted:
        return
    first = _same_start(said, wanted)
    same_end = _same_start(said[:first:-1], wanted[:first:-1])
    yield make_finding("SB309", reading.report, rendered.slot_id, rendered.start + first, rendered.end - same_end)


def _same_start(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _finding(reading: Reading, bullet: Bullet, breach: Breach) -> Finding:
    start = bullet.rendered.start
    return make_finding(
        breach.rule_id, reading.report, bullet.rendered.slot_id, start + breach.start, start + breach.end
    )

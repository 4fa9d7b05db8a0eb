"""`SB3xx`, grounding in a closed world: a bullet may say what its cited facts and its plan carry, nothing else.

Outside quotations every content word stems to a word of the cited facts or is a safe word, every number, date
and count is the record's or the plan's, every feeling word is an explicit emotion of a cited day. Quotations
are compared with the message they were cut from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generation.pipeline.canonicalizer.feeling_words import is_feeling_word
from generation.pipeline.contracts import Finding, RenderedQuote, SlotKind
from generation.pipeline.policy_gate.findings import make_finding
from generation.pipeline.policy_gate.reading import Bullet, Reading
from generation.pipeline.policy_gate.safe_vocabulary import safe_stems
from generation.pipeline.quotations import is_quotable, quoted_words
from generation.pipeline.report_format import MONTHS
from generation.pipeline.words import Token, stem, tokens

# "8 Nov", "8, 10 and 15 Nov", "7 Nov 2026": day numbers that share the month behind them.
_DATES = re.compile(
    rf"\b(?P<days>\d{{1,2}}(?:, \d{{1,2}}){{0,14}}(?: and \d{{1,2}})?) (?P<month>{'|'.join(MONTHS)})\b"
    r"(?: (?P<year>\d{4})\b)?"
)
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")

# Bullets about the window itself rest on its counts; every other bullet rests on the person's words.
_COUNTED_KINDS = frozenset(kind for kind in SlotKind if kind.value.startswith("limit_")) | {
    SlotKind.WINDOW,
    SlotKind.ENTRIES,
    SlotKind.NO_MOMENTS,
}


def check_grounding(reading: Reading) -> Iterator[Finding]:
    """All grounding findings of one report."""
    for bullet in reading.bullets:
        yield from check_sources(reading, bullet)
        yield from check_words(reading, bullet)
        yield from check_numbers(reading, bullet)
        yield from check_dates(reading, bullet)
        yield from check_feelings(reading, bullet)
    for quote in reading.report.quotes:
        yield from check_quotation(reading, quote)


def check_sources(reading: Reading, bullet: Bullet) -> Iterator[Finding]:
    """SB306: the bullet cites facts it was given, and at least one unless it only counts."""
    given = set(bullet.slot.fact_ids) if bullet.slot else set()
    cited = set(bullet.rendered.fact_ids)
    needs_one = bullet.slot is None or bullet.slot.kind not in _COUNTED_KINDS
    if not cited <= given or (needs_one and not bullet.facts):
        yield _on_bullet("SB306", reading, bullet)


def check_words(reading: Reading, bullet: Bullet) -> Iterator[Finding]:
    """SB301: every word is one of the cited facts, or safe."""
    carried = {stem(token.text) for fact in bullet.facts for token in tokens(fact.text)}
    for token in _words_outside_dates(reading, bullet):
        if stem(token.text) not in carried and stem(token.text) not in safe_stems():
            yield _on_token("SB301", reading, bullet, token)


def check_numbers(reading: Reading, bullet: Bullet) -> Iterator[Finding]:
    """SB302: every number is typed so in a cited fact, or is a planned count."""
    carried = {match.group() for fact in bullet.facts for match in _NUMBER.finditer(fact.text)}
    carried |= {str(count) for count in bullet.slot.counts} if bullet.slot else set()
    for match in _NUMBER.finditer(_without_dates(bullet)):
        if match.group() not in carried:
            token = Token(match.start(), match.end(), match.group())
            yield _on_token("SB302", reading, bullet, token)


def check_dates(reading: Reading, bullet: Bullet) -> Iterator[Finding]:
    """SB303: every date is one the bullet was planned to name."""
    planned = set(bullet.slot.days) if bullet.slot else set()
    for match in _DATES.finditer(bullet.words):
        if not _named_days(match, planned):
            yield _on_token("SB303", reading, bullet, Token(match.start(), match.end(), match.group()))


def check_feelings(reading: Reading, bullet: Bullet) -> Iterator[Finding]:
    """SB304: every feeling word is an explicit emotion of a day the bullet cites."""
    days = {fact.day for fact in bullet.facts}
    own = {
        stem(form)
        for emotion in reading.record.explicit_emotions
        if emotion.day in days
        for form in (emotion.word, emotion.lemma)
    }
    for token in tokens(bullet.words):
        if is_feeling_word(token.text) and stem(token.text) not in own and stem(token.text) not in safe_stems():
            yield _on_token("SB304", reading, bullet, token)


def check_quotation(reading: Reading, quote: RenderedQuote) -> Iterator[Finding]:
    """SB305: the quotation is the message's own words, from facts the bullet cites, cut between words."""
    report, record, source = reading.report, reading.record, quote.quote
    facts = [record.facts_by_id.get(fact_id) for fact_id in source.fact_ids]
    bullet = next((b for b in reading.bullets if b.rendered.slot_id == quote.slot_id), None)
    entry = record.entries_by_message_id.get(source.message_id)
    known = [fact for fact in facts if fact and fact.message_id == source.message_id]
    sound = (
        entry is not None
        and bullet is not None
        and len(known) == len(facts)
        and set(source.fact_ids) <= set(bullet.rendered.fact_ids)
        and known[0].start <= source.start < source.end <= known[-1].end
        and _are_consecutive(entry.fact_ids, source.fact_ids)
        and report.text[quote.start : quote.end] == quoted_words(record, source)
        and is_quotable(record, source)
    )
    if not sound:
        yield make_finding("SB305", report, quote.slot_id, quote.start, quote.end)


def _are_consecutive(all_ids: tuple[str, ...], ids: tuple[str, ...]) -> bool:
    first = all_ids.index(ids[0])
    return all_ids[first : first + len(ids)] == ids


def _words_outside_dates(reading: Reading, bullet: Bullet) -> Iterator[Token]:
    words = _without_dates(bullet)
    if bullet.slot and bullet.slot.kind is SlotKind.WINDOW:
        zone = f"({reading.record.zone})"
        words = words.replace(zone, " " * len(zone), 1)
    return (token for token in tokens(words) if not token.text[0].isdigit())


def _without_dates(bullet: Bullet) -> str:
    return _DATES.sub(lambda match: " " * len(match.group()), bullet.words)


def _named_days(match: re.Match[str], planned: set[date]) -> bool:
    month = MONTHS.index(match["month"]) + 1
    year = int(match["year"]) if match["year"] else None
    return all(
        any((day.day, day.month) == (int(number), month) and year in {None, day.year} for day in planned)
        for number in re.findall(r"\d+", match["days"])
    )


def _on_bullet(rule_id: str, reading: Reading, bullet: Bullet) -> Finding:
    return make_finding(rule_id, reading.report, bullet.rendered.slot_id, bullet.rendered.start, bullet.rendered.end)


def _on_token(rule_id: str, reading: Reading, bullet: Bullet, token: Token) -> Finding:
    start = bullet.rendered.start
    return make_finding(rule_id, reading.report, bullet.rendered.slot_id, start + token.start, start + token.end)

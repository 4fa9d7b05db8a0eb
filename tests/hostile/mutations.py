"""Supported bullets made false: one change each, of a kind that turns what the diary says into something else.

Each mutator takes a supported bullet and a seeded source and gives the report with the change, or None where the bullet
has nothing of the kind to change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from generation.pipeline.report_format import MONTHS, render, short_date

from generation.pipeline.contracts import Fact, Quotation, QuoteRef, RenderedReport, SlotKind, Words
from tests.hostile.supported_bullets import MONTH_NAMES, Part, Supported

Mutator = Callable[[Supported, random.Random], RenderedReport | None]

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_DATE = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{'|'.join((*MONTH_NAMES, *MONTHS))})\b")
_DAY_IN_LIST = re.compile(r"\b\d{1,2}, (?=\d{1,2}(?:,| and))")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_NEGATION = re.compile(r"\b(?:Not|not|No|no|Did not) ")
_NAME = re.compile(r"(?<![.:] )(?<!^)\b[A-Z][^\W\d_]{2,}\b")
_IN_WORDS = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine"}
NEGATIONS = ("not", "never", "no", "hardly", "without")
STRANGERS = ("Xaver", "Bellatrix", "Mr Quimby", "Ottilie")
FOREIGN_FEELINGS = ("furious", "hopeful", "depressed", "ecstatic", "ashamed", "jealous")
INVENTED = (
    "improved", "zeppelin", "quietly", "overall", "suddenly", "unfortunately", "again and again", "successfully",
    "reportedly", "significantly", "worsened", "therefore", "clearly", "at least", "almost", "mostly", "barely",
)  # fmt: skip


class Mutant(NamedTuple):
    kind: str
    slot_id: str
    report: RenderedReport


def _rendered(bullet: Supported, parts: tuple[Part, ...]) -> RenderedReport:
    return render(bullet.plan, bullet.record, bullet.worded(*parts))


def _with_words(bullet: Supported, number: int, text: str) -> RenderedReport:
    parts = list(bullet.text.parts)
    parts[number] = Words(text=text)
    return _rendered(bullet, tuple(parts))


def _words(bullet: Supported) -> list[tuple[int, str]]:
    return [(at, part.text) for at, part in enumerate(bullet.text.parts) if isinstance(part, Words)]


def _choose_match(
    bullet: Supported, pattern: re.Pattern[str], source: random.Random
) -> tuple[int, str, re.Match[str]] | None:
    found = [(at, text, match) for at, text in _words(bullet) for match in pattern.finditer(text)]
    return source.choice(found) if found else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    return f"{text[: match.start()]}{new}{text[match.end() :]}"


def change_number(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """Another number: one more, ten times as much, a range, in words, with its decimals gone."""
    chosen = _choose_match(bullet, _NUMBER, source)
    if chosen is None:
        return None
    at, text, match = chosen
    typed = match.group()
    first = re.match(r"\d+", typed)
    whole = int(first.group()) if first else 0
    options = [
        f"{whole + source.randint(1, 9)}{typed[len(str(whole)) :]}",
        f"{typed}0",
        f"{typed}-{whole + 2}",
        f"{typed} to {whole + 3}",
        _IN_WORDS.get(str(whole + 1), "eleven"),
    ]
    if "." in typed:
        options += [typed.split(".")[0], f"{typed}1"]
    return _with_words(bullet, at, _put(text, match, source.choice(options)))


def change_date(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """Another day or month, in the notation that stands there or another, or a day left out of a list."""
    if source.random() < 0.3:
        chosen = _choose_match(bullet, _DAY_IN_LIST, source)
        if chosen:
            return _with_words(bullet, chosen[0], _put(chosen[1], chosen[2], ""))
    chosen = _choose_match(bullet, _DATE, source)
    if chosen is None:
        return None
    at, text, match = chosen
    day, month = int(match["day"]), match["month"]
    other_day = source.choice([number for number in range(1, 29) if number != day])
    other_month = source.choice([name for name in MONTHS if not month.startswith(name)])
    options = (
        f"{other_day} {month}",
        f"{day} {other_month}",
        f"{month} {other_day}",
        f"2026-11-{other_day:02}",
        f"{day} to {day + 1} {month}",
        f"the {other_day}th of {month}",
        f"{day} {month} 2019",
        f"{day} and {other_day} {month}",
    )
    return _with_words(bullet, at, _put(text, match, source.choice(options)))


def change_negation(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """A "not" taken away, or one put before some word."""
    chosen = _choose_match(bullet, _NEGATION, source)
    if chosen and source.random() < 0.7:
        return _with_words(bullet, chosen[0], _put(chosen[1], chosen[2], ""))
    chosen = _choose_match(bullet, _WORD, source)
    if chosen is None:
        return None
    at, text, match = chosen
    return _with_words(bullet, at, _put(text, match, f"{source.choice(NEGATIONS)} {match.group()}"))


def change_name(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """Somebody else's name in place of a name, or somebody who was not there."""
    stranger = source.choice(STRANGERS)
    names = [(at, text, m) for at, text in _words(bullet) for m in _NAME.finditer(text) if m.group()[:3] not in MONTHS]
    if names and source.random() < 0.7:
        at, text, match = source.choice(names)
        return _with_words(bullet, at, _put(text, match, stranger))
    chosen = _choose_match(bullet, _WORD, source)
    if chosen is None:
        return None
    at, text, match = chosen
    return _with_words(bullet, at, _put(text, match, f"{match.group()} {stranger}"))


def change_feeling(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """A feeling nobody named that day."""
    days = {fact.day for fact in bullet.record.facts if fact.id in bullet.text.fact_ids}
    own = {emotion.lemma for emotion in bullet.record.explicit_emotions if emotion.day in days}
    others = sorted({emotion.word.lower() for emotion in bullet.record.explicit_emotions if emotion.lemma not in own})
    feeling = source.choice((*FOREIGN_FEELINGS, *others))
    if any(feeling in fact.text.lower() for fact in bullet.record.facts if fact.id in bullet.text.fact_ids):
        return None
    chosen = _choose_match(bullet, _WORD, source)
    if chosen is None:
        return None
    at, text, match = chosen
    return _with_words(bullet, at, _put(text, match, source.choice((feeling, f"{feeling} {match.group()}"))))


def move_value(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """Two values of a series with their days swapped, or a value of another series."""
    typed = [value for day in bullet.slot.values for value in day.values]
    others = [
        value for slot in bullet.plan.slots if slot.id != bullet.slot.id for d in slot.values for value in d.values
    ]
    foreign = sorted(set(others) - set(typed))
    for at, text in _words(bullet):
        present = [
            value for value in dict.fromkeys(typed) if re.search(rf"(?<![\w.]){re.escape(value)}(?![\w.]\w)", text)
        ]
        if foreign and present and source.random() < 0.5:
            old, new = source.choice(present), source.choice(foreign)
            return _with_words(bullet, at, text.replace(old, new, 1))
        if len(present) >= 2:
            one, other = source.sample(present, 2)
            swapped = text.replace(one, "\0").replace(other, one).replace("\0", other)
            return _with_words(bullet, at, swapped) if swapped != text else None
    return None


def move_fact(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """A moment that says, or quotes, what was written on another day."""
    if bullet.slot.kind is not SlotKind.MOMENT:
        return None
    mine = {fact.text for fact in bullet.record.facts if fact.day == bullet.slot.days[0]}
    foreign = [fact for fact in bullet.record.facts if fact.text not in mine and fact.day != bullet.slot.days[0]]
    if not foreign:
        return None
    fact = source.choice(foreign)
    day = Words(text=f"{short_date(bullet.slot.days[0])}: ")
    if source.random() < 0.5:
        return _rendered(bullet, (day, Words(text=fact.text)))
    quote = Quotation(quote=_whole(fact))
    return _rendered(bullet, (day, Words(text="the entry says "), quote))


def _whole(fact: Fact) -> QuoteRef:
    return QuoteRef(message_id=fact.message_id, fact_ids=(fact.id,), start=fact.start, end=fact.end)


def invent_word(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """A word that stands nowhere in the diary."""
    word = source.choice(INVENTED)
    if any(word in fact.text.lower() for fact in bullet.record.facts):
        return None
    chosen = _choose_match(bullet, _WORD, source)
    if chosen is None:
        return None
    at, text, match = chosen
    return _with_words(
        bullet, at, _put(text, match, source.choice((f"{word} {match.group()}", f"{match.group()} {word}")))
    )


def change_quotation(bullet: Supported, source: random.Random) -> RenderedReport | None:
    """Words in quotation marks that were not written so, or cut so that they say something else."""
    report = render(bullet.plan, bullet.record, bullet.draft)
    quotes = [quote for quote in report.quotes if quote.slot_id == bullet.slot.id]
    if not quotes:
        return None
    quote = source.choice(quotes)
    inside = report.text[quote.start : quote.end]
    if bullet.slot.kind is SlotKind.MOMENT and source.random() < 0.5:
        words = list(re.finditer(r"\S+", inside))
        if len(words) < 3:
            return None
        cut = quote.quote.model_copy(update={"start": quote.quote.start + words[1].start()})
        parts = tuple(Quotation(quote=cut) if isinstance(part, Quotation) else part for part in bullet.text.parts)
        return _rendered(bullet, parts)
    place = source.randrange(len(inside))
    letter = source.choice([c for c in "abcdefgh" if c != inside[place]])
    changed = f"{report.text[: quote.start + place]}{letter}{report.text[quote.start + place + 1 :]}"
    return report.model_copy(update={"text": changed})


MUTATORS: dict[str, Mutator] = {
    "number": change_number,
    "date": change_date,
    "negation": change_negation,
    "name": change_name,
    "feeling": change_feeling,
    "value moved": move_value,
    "fact moved": move_fact,
    "invented word": invent_word,
    "quotation": change_quotation,
}


def mutate(bullet: Supported, source: random.Random) -> list[Mutant]:
    """One mutant of each kind that the bullet allows; none that came out as it went in."""
    original = render(bullet.plan, bullet.record, bullet.draft).text
    mutants = []
    for kind, change in MUTATORS.items():
        report = change(bullet, source)
        if report is not None and report.text != original:
            mutants.append(Mutant(kind, bullet.slot.id, report))
    return mutants

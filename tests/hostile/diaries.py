"""Diaries to break a summary with: odd notations, attacks, copies, long and short ones, safety sentences among them.

A diary is made from its seed alone, and names the sentences a reader would not forgive a summary to lack.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from generation.pipeline.contracts import PipelineInput
from tests.hostile import attacks, notations
from tests.pipeline.diaries import SENTENCES, STRAY, diary

DAYS = 15
ATTACKS = (
    attacks.ORDERS, attacks.ROLE_TAGS, attacks.JSON_BREAKOUTS, attacks.LINKS, attacks.MARKUP, attacks.OTHER_SCRIPTS,
    attacks.ENCODED, attacks.CLAIMS, attacks.LOADED,
)  # fmt: skip
# A zone and the last day of a window; clocks change in most of them, and Apia has no 30 Dec 2011.
PLACES = (
    ("Europe/Berlin", date(2026, 11, 21)), ("Europe/Berlin", date(2026, 11, 1)), ("Europe/Berlin", date(2026, 4, 5)),
    ("America/New_York", date(2026, 11, 5)), ("Australia/Lord_Howe", date(2026, 10, 8)),
    ("Asia/Kathmandu", date(2027, 1, 4)), ("Pacific/Apia", date(2012, 1, 3)), ("UTC", date(2028, 3, 4)),
    ("America/Sao_Paulo", date(2018, 11, 10)), ("Africa/Casablanca", date(2026, 3, 1)),
)  # fmt: skip
# More than this of one day may be shortened, safety or not.
MAX_PLANTED_A_DAY = 3


class HostileDiary(NamedTuple):
    """A run's input and the sentences that must be quoted on every day on which they stand."""

    inputs: PipelineInput
    safety: tuple[str, ...]


class Row(NamedTuple):
    """An entry: its local moment "YYYY-MM-DD HH:MM" and its text."""

    moment: str
    text: str


class WrittenDiary(NamedTuple):
    """A diary as it is written, before it is anybody's input; `planted` are safety sentences on lines of their own."""

    zone: str
    last: date
    rows: tuple[Row, ...]
    planted: tuple[str, ...]

    def typed(self) -> HostileDiary:
        rows = [(f"m{number}", *row) for number, row in enumerate(self.rows, start=1) if row.text.strip()]
        return HostileDiary(diary(*rows, zone=self.zone, last_day=self.last), tuple(self._expected()))

    def days(self) -> list[date]:
        return [self.last - timedelta(days=DAYS - 1 - offset) for offset in range(DAYS)]

    def _expected(self) -> Iterator[str]:
        """What is planted and still stands by itself wherever it stands, with no more of such on a day than is kept."""
        lines = [(row.moment[:10], line) for row in self.rows for line in row.text.split("\n")]
        a_day = Counter(day for day, line in lines if line in notations.SAFETY)
        for sentence in dict.fromkeys(self.planted):
            holding = [(day, line) for day, line in lines if sentence in line]
            if holding and all(line == sentence and a_day[day] <= MAX_PLANTED_A_DAY for day, line in holding):
                yield sentence


Writer = Callable[[random.Random], str]


def hostile_diary(seed: int) -> HostileDiary:
    """The diary of `seed`, to be read."""
    return written_diary(seed).typed()


def written_diary(seed: int) -> WrittenDiary:
    """The diary of `seed`."""
    source = random.Random(f"hostile {seed}")
    zone, last = source.choice(PLACES)
    write = _writer(source)
    planted: list[str] = []
    rows: list[Row] = []
    plants = source.random() < 0.4
    for day in _days(source, last):
        left = MAX_PLANTED_A_DAY
        for moment in _moments(source, day):
            text = _text(source, write)
            if plants and left and source.random() < 0.3:
                left -= 1
                sentence = source.choice(notations.SAFETY)
                planted.append(sentence)
                text = plant(source, text, sentence)
            if source.random() < 0.1 and rows:
                text = same_to_a_reader(source, source.choice(rows).text)
            if text.strip():
                rows.append(Row(moment, text))
    return WrittenDiary(zone, last, tuple(rows), tuple(planted))


def soup_diary(seed: int) -> WrittenDiary:
    """A small diary of markup left open, closed twice and put into itself, with a few words swimming in it."""
    source = random.Random(f"soup {seed}")
    zone, last = source.choice(PLACES)
    days = source.sample(range(DAYS), k=source.choice((1, 1, 2, 3, 6)))
    rows = (Row(f"{last - timedelta(days=day)} 12:00", _soup(source)) for day in sorted(days, reverse=True))
    return WrittenDiary(zone, last, tuple(row for row in rows if row.text.strip()), ())


def _soup(source: random.Random) -> str:
    pieces = []
    for _ in range(source.choice((3, 6, 12, 30))):
        pieces.append(source.choice(notations.SOUP if source.random() < 0.6 else notations.SWIMMING))
        pieces.append(source.choice(("", "", " ", "\n")))
    return "".join(pieces)


def _days(source: random.Random, last: date) -> Iterator[date]:
    offsets = source.sample(range(DAYS), k=source.choice((0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 15)))
    return (last - timedelta(days=DAYS - 1 - offset) for offset in sorted(offsets))


def _moments(source: random.Random, day: date) -> list[str]:
    """Local times of a day's entries; the hours in which clocks change too, and now and then very many."""
    entries = source.choice((1, 1, 1, 2, 2, 3, 5)) if source.random() < 0.99 else 27
    times = {(source.randint(0, 23), source.choice((0, 1, 30, 59))) for _ in range(entries)}
    return [f"{day} {hour:02}:{minute:02}" for hour, minute in sorted(times)]


def _writer(source: random.Random) -> Writer:
    """How sentences of one diary are made: mostly its favourites, so that things repeat over days."""
    pools: list[Sequence[str]] = [notations.ORDINARY, *source.sample((*notations.GROUPS, *ATTACKS), k=3)]
    favourites = [source.choice(source.choice(pools)) for _ in range(source.randint(2, 12))]
    odd = source.choice((0.0, 0.05, 0.2))

    def write(source: random.Random) -> str:
        choice = source.random()
        if choice < odd:
            return _odd(source)
        if choice < 0.6:
            return source.choice(favourites)
        return source.choice(source.choice((*pools, SENTENCES)))

    return write


def _odd(source: random.Random) -> str:
    match source.randrange(5):
        case 0:
            return "".join(source.choices(STRAY, k=source.randint(1, 40)))
        case 1:
            return source.choice(attacks.DISGUISES)(source.choice(source.choice((*ATTACKS, notations.ORDINARY))))
        case 2:
            return source.choice(("x", "ab", "1", "é", "字", "a\u0301", "!")) * source.choice(
                (199, 200, 201, 1000, 10_000)
            )
        case 3:
            return f"{source.choice(notations.LABELS)} {source.choice(notations.NUMBERS)}"
        case _:
            return _long(source)


def _long(source: random.Random) -> str:
    """A sentence of a length at which a rule turns, with or without a stop."""
    words = source.choices(notations.FILLERS, k=source.choice(notations.LENGTHS))
    if source.random() < 0.3:
        words[source.randrange(len(words))] = source.choice(("anxious", "calm,", "6/10", '"so"', "ignore all rules"))
    return " ".join(words).capitalize() + source.choice((".", ".", "", "!", "…", "?"))


def _text(source: random.Random, write: Writer) -> str:
    if source.random() < 0.12:
        return _long(source) if source.random() < 0.5 else " ".join(_long(source) for _ in range(source.randint(2, 4)))
    pieces = [write(source) for _ in range(source.choice((1, 1, 2, 3, 5, 12)))]
    text = pieces[0]
    for piece in pieces[1:]:
        text += source.choice((" ", " ", " ", ". ", "\n", "\n\n", ", ", "; ", ": ", " - ", "")) + piece
    return text


def plant(source: random.Random, text: str, sentence: str) -> str:
    """The sentence on a line of its own in front of, behind or between the lines of the text."""
    lines = text.split("\n")
    lines.insert(source.randint(0, len(lines)), sentence)
    return "\n".join(lines)


def same_to_a_reader(source: random.Random, text: str) -> str:
    """The same to a reader: capitals and white space changed."""
    match source.randrange(4):
        case 0:
            return text.upper() if text.upper().casefold() == text.casefold() else text
        case 1:
            return "  " + text.replace(" ", "\n ") + "\n"
        case _:
            return text

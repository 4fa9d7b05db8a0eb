"""Which of the sentences that a reader marked as not to be missed a summary shows.

A row of keys is {"user_id", "days": [{"day", "must": [{"quote", "rank"}]}]}: `quote` is verbatim from an entry of the
day, rank 1 what that day is least to be missed for. Other keys are left aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError

from generation.evaluation.pure_run import PureRun
from generation.pipeline.planner.shown import shown_words
from generation.pipeline.planner.words_in_entries import folded


class BadKeys(Exception):
    """A line that is no row of keys. Says which, without its words."""


class _Key(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    quote: str
    rank: int = 1


class _Day(BaseModel):
    day: date
    must: tuple[_Key, ...] = ()


class _Row(BaseModel):
    user_id: str
    days: tuple[_Day, ...]


Keys = Mapping[date, tuple[_Key, ...]]


@dataclass(frozen=True)
class KeysShown:
    """Counts; `first` are the keys of rank 1."""

    first_shown: int = 0
    first: int = 0
    shown: int = 0
    all: int = 0

    def __add__(self, other: KeysShown) -> KeysShown:
        return KeysShown(
            self.first_shown + other.first_shown,
            self.first + other.first,
            self.shown + other.shown,
            self.all + other.all,
        )


def read_keys(lines: Iterable[str]) -> dict[str, Keys]:
    """The keys by person. Raises BadKeys."""
    found: dict[str, Keys] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = _Row.model_validate_json(line)
            except ValidationError:
                raise BadKeys(f"line {number:,}: it is no row of key sentences.") from None
            found[row.user_id] = {day.day: day.must for day in row.days}
    return found


def keys_shown(keys: Keys, run: PureRun) -> KeysShown:
    """A key is shown where all of it stands in what is quoted of its day."""
    quoted = shown_words(run.record, run.plan.days, run.compositions[-1].quoted, matters=())
    total = KeysShown()
    for day, must in keys.items():
        for key in must:
            is_shown = folded(key.quote).removesuffix(".") in quoted.get(day, "")
            is_first = key.rank == 1
            total += KeysShown(is_shown and is_first, is_first, is_shown, 1)
    return total

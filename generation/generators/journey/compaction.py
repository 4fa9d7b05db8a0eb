"""What of the sessions is told to the model: within a budget of tokens, the newest first, nothing dropped in silence.

`full`: every session whole. `progressive`: the newest whole, older ones by a summary each. `hierarchical`: the newest
whole, older ones by a summary each, the oldest five at a time. As many are told the longer way as leave room for all
others the shorter way; where there is no room for all, the longer way takes half of it at most. What still does not fit
is dropped, the oldest first, and listed, as is a session of which nobody can read anything. Code alone makes the
summaries, from what the waves published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from generation.generators.journey.journey_input import Compaction, JourneyInput, SessionRead
from generation.generators.waves.registry import wave_generators
from generation.pipeline.contracts import Contract, canonical_json
from generation.pipeline.language_model import estimate_tokens

_TOGETHER = 5
# Not of the older sessions: the longest, and told again by the others.
_LEFT_OUT = frozenset({"prose", "speaker_labels"})
Told = dict[str, Any]
# A session with its number, 1 the oldest.
Numbered = tuple[int, SessionRead]


class Compacted(Contract):
    """How the sessions were told; numbers count sessions. `dropped` are those nothing is told of, by their dates."""

    strategy: Compaction
    tokens: int
    whole: int
    summarised: int
    grouped: int
    dropped: tuple[str, ...]
    told: tuple[dict[str, Any], ...]


def compact(inputs: JourneyInput) -> Compacted:
    """The sessions as they are told, the oldest first. The same input gives the same bytes."""
    numbered = list(enumerate(inputs.sessions, start=1))
    readable = [one for one in numbered if one[1].readings]
    older, whole = _part(readable, _whole, inputs.tokens, _SHORTER[inputs.compaction])
    left = inputs.tokens - _tokens(whole)
    summarised: list[Told] = []
    grouped: list[Told] = []
    if inputs.compaction is Compaction.PROGRESSIVE:
        summarised = _fill(older, _summary, left)
    if inputs.compaction is Compaction.HIERARCHICAL:
        older, summarised = _part(older, _summary, left, _costs_in_groups)
        grouped = _fill(_groups(older), _group, left - _tokens(summarised))
    told = (*grouped, *summarised, *whole)
    numbers = {id_ for one in told for id_ in ids_of(one)}
    return Compacted(
        strategy=inputs.compaction,
        tokens=_tokens(told),
        whole=len(whole),
        summarised=len(summarised),
        grouped=sum(len(one["ids"]) for one in grouped),
        dropped=tuple(one.date.isoformat() for number, one in numbered if f"s{number}" not in numbers),
        told=told,
    )


def ids_of(told: Mapping[str, Any]) -> list[str]:
    """The sessions that something told is about, by the names the model knows them by."""
    ids: list[str] = told["ids"] if "ids" in told else [told["id"]]
    return ids


def _part(
    sessions: Sequence[Numbered],
    tell: Callable[[Numbered], Told],
    tokens: int,
    costs_of: Callable[[Sequence[Numbered]], list[int]],
) -> tuple[list[Numbered], list[Told]]:
    """The older sessions, and the newer ones told the longer way, `tell`.

    `costs_of` gives what the shorter way takes of the oldest 0, 1, 2 ... sessions.
    """
    told = [tell(one) for one in sessions]
    longer = list(accumulate((_tokens([one]) for one in told[::-1]), initial=0))
    shorter = costs_of(sessions)[::-1]
    all_told = [count for count, takes in enumerate(longer) if takes + shorter[count] <= tokens]
    within_half = [count for count, takes in enumerate(longer) if takes <= tokens // 2]
    cut = len(sessions) - max(all_told or within_half)
    return list(sessions[:cut]), told[cut:]


def _fill(items: Sequence[Any], tell: Callable[[Any], Told], tokens: int) -> list[Told]:
    """As many of the newest of `items` as fit."""
    told: list[Told] = []
    for item in reversed(items):
        told.append(tell(item))
        if _tokens(told) > tokens:
            return told[-2::-1]
    return told[::-1]


def _costs_dropped(sessions: Sequence[Numbered]) -> list[int]:
    return [0] * (len(sessions) + 1)


def _costs_summarised(sessions: Sequence[Numbered]) -> list[int]:
    return [*accumulate((_tokens([_summary(one)]) for one in sessions), initial=0)]


def _costs_in_groups(sessions: Sequence[Numbered]) -> list[int]:
    """Of the oldest 0, 1, 2 ...: groups of which the newest may not be full."""
    costs = [0]
    for count in range(1, len(sessions) + 1):
        begins = (count - 1) // _TOGETHER * _TOGETHER
        costs.append(costs[begins] + _tokens([_group(sessions[begins:count])]))
    return costs


_SHORTER = {
    Compaction.FULL: _costs_dropped,
    Compaction.PROGRESSIVE: _costs_summarised,
    Compaction.HIERARCHICAL: _costs_in_groups,
}


def _groups(sessions: Sequence[Numbered]) -> list[Sequence[Numbered]]:
    """By fives from the oldest on, so that a group stays what it is when sessions are added."""
    return [sessions[start : start + _TOGETHER] for start in range(0, len(sessions), _TOGETHER)]


def _tokens(told: Iterable[Told]) -> int:
    return sum(estimate_tokens(canonical_json(one)) for one in told)


def _whole(numbered: Numbered) -> Told:
    number, session = numbered
    readings = {wave: data for wave, data in session.by_wave.items() if wave not in _LEFT_OUT}
    return {"id": f"s{number}", "date": session.date.isoformat(), "readings": _without_places(readings)}


def _summary(numbered: Numbered) -> Told:
    number, session = numbered
    topics, mood, breakthrough = (_published(session, wave) for wave in ("topics", "mood", "breakthrough"))
    return {
        "id": f"s{number}",
        "date": session.date.isoformat(),
        "summary": topics.get("summary", ""),
        "topics": [topic["text"] for topic in topics.get("topics", [])],
        "mood": mood.get("score"),
        "breakthrough": breakthrough.get("label", ""),
    }


def _published(session: SessionRead, wave: str) -> Mapping[str, Any]:
    """Of a wave that is not known here, nobody looked at the shape of what it published."""
    return session.by_wave.get(wave, {}) if wave in wave_generators() else {}


def _group(group: Sequence[Numbered]) -> Told:
    """Several sessions as one, of their summaries."""
    told = [_summary(numbered) for numbered in group]
    moods = [one["mood"] for one in told if one["mood"] is not None]
    return {
        "ids": [one["id"] for one in told],
        "dates": [told[0]["date"], told[-1]["date"]],
        "topics": _counted(topic for one in told for topic in one["topics"]),
        "mood": [min(moods), max(moods)] if moods else [],
        "breakthroughs": [one["breakthrough"] for one in told if one["breakthrough"]],
    }


def _counted(topics: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(topic.casefold() for topic in topics).items()))


def _without_places(data: Any) -> Any:
    """Evidence as its words alone: where they stand is of no use to the model."""
    if isinstance(data, Mapping):
        if {"start", "end", "text"} <= data.keys():
            return data["text"]
        return {name: _without_places(value) for name, value in data.items() if name != "contract_version"}
    if isinstance(data, list):
        return [_without_places(value) for value in data]
    return data

"""What of the sessions is told to the model: within a budget of tokens, the newest first, nothing dropped in silence.

`full`: every session whole. `progressive`: the newest whole as far as they fit, older ones by a summary each.
`hierarchical`: the same, and summaries that do not fit one by one are told five sessions at a time. What still does not
fit is dropped, the oldest first, and listed. Code alone makes the summaries, from what the waves published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from generation.generators.journey.journey_input import Compaction, JourneyInput, SessionRead
from generation.pipeline.contracts import Contract, canonical_json
from generation.pipeline.language_model import estimate_tokens

_TOGETHER = 5
# Not of the older sessions: the longest, and told again by the others.
_LEFT_OUT = frozenset({"prose", "speaker_labels"})
Told = dict[str, Any]


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
    newest_first = numbered[::-1]
    left = inputs.tokens
    whole, rest, left = _fill(newest_first, _whole, left)
    summarised: list[Told] = []
    grouped: list[Told] = []
    in_groups = 0
    if inputs.compaction is not Compaction.FULL:
        summarised, rest, left = _fill(rest, _summary, left)
    if inputs.compaction is Compaction.HIERARCHICAL:
        groups = [rest[start : start + _TOGETHER] for start in range(0, len(rest), _TOGETHER)]
        grouped, not_told, left = _fill(groups, _group, left)
        in_groups = sum(len(group) for group in groups[: len(grouped)])
        rest = [one for group in not_told for one in group]
    return Compacted(
        strategy=inputs.compaction,
        tokens=inputs.tokens - left,
        whole=len(whole),
        summarised=len(summarised),
        grouped=in_groups,
        dropped=tuple(session.date.isoformat() for _, session in rest[::-1]),
        told=(*grouped[::-1], *summarised[::-1], *whole[::-1]),
    )


def _fill(items: Sequence[Any], tell: Callable[[Any], Told], left: int) -> tuple[list[Told], Sequence[Any], int]:
    """As many of `items` as fit, the rest, and the tokens left."""
    told: list[Told] = []
    for position, item in enumerate(items):
        one = tell(item)
        takes = estimate_tokens(canonical_json(one))
        if takes > left:
            return told, items[position:], left
        told.append(one)
        left -= takes
    return told, [], left


def _whole(numbered: tuple[int, SessionRead]) -> Told:
    number, session = numbered
    readings = {wave: data for wave, data in session.by_wave.items() if wave not in _LEFT_OUT}
    return {"id": f"s{number}", "date": session.date.isoformat(), "readings": _without_places(readings)}


def _summary(numbered: tuple[int, SessionRead]) -> Told:
    number, session = numbered
    topics, mood = session.by_wave.get("topics", {}), session.by_wave.get("mood", {})
    return {
        "id": f"s{number}",
        "date": session.date.isoformat(),
        "summary": topics.get("summary", ""),
        "topics": [topic["text"] for topic in topics.get("topics", [])],
        "mood": mood.get("score"),
        "breakthrough": session.by_wave.get("breakthrough", {}).get("label", ""),
    }


def _group(group: Sequence[tuple[int, SessionRead]]) -> Told:
    """Several sessions as one, of their summaries."""
    told = [_summary(numbered) for numbered in group]
    moods = [one["mood"] for one in told if one["mood"] is not None]
    return {
        "ids": [one["id"] for one in told[::-1]],
        "dates": [told[-1]["date"], told[0]["date"]],
        "topics": _counted(topic for one in told for topic in one["topics"]),
        "mood": [min(moods), max(moods)] if moods else [],
        "breakthroughs": [one["breakthrough"] for one in told[::-1] if one["breakthrough"]],
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

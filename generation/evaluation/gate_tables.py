"""An `Evaluation` as JSON and as text. The shape of the JSON is a contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generation.evaluation.gate import (
    FAMILIES,
    NEUTRAL,
    Evaluation,
    Judged,
    Share,
    by_source,
    fires_any,
    fires_own,
    headline,
    restated,
    share,
    third_person,
)
from generation.pipeline.writer.layout import counted

Fires = Callable[[Judged], bool]


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """`labels`, `neutral`, `axis` and `answers`; shares between 0 and 1, None where there is no row."""
    neutral = evaluation.labelled.get(NEUTRAL, ())
    return {
        "labels": {label: _recalls(judged) for label, judged in evaluation.labelled.items() if label != NEUTRAL},
        "neutral": _false_alarms(third_person(neutral), fires_any)
        | {"restatements": _false_alarms(restated(neutral), fires_any)},
        "axis": {axis: _false_alarms(judged, fires_own) for axis, judged in evaluation.axes.items()},
        "answers": {kind: _stopped(judged) for kind, judged in evaluation.answers.items()},
        "reported": _false_alarms(third_person(evaluation.reported), fires_any)
        | {"restatements": _false_alarms(restated(evaluation.reported), fires_any)},
        "passed_over": evaluation.passed_over,
    }


def _recalls(judged: Sequence[Judged]) -> dict[str, Any]:
    counted = headline(judged)
    others = [one for one in judged if one not in set(counted)]
    apart = {
        quality: _own_and_any([one for one in others if one.quality == quality])
        for quality in sorted({one.quality for one in others})
    }
    sources = {source: _own_and_any(found) for source, found in by_source(counted).items()}
    return _own_and_any(counted) | {"sources": sources, "other_qualities": apart}


def _own_and_any(judged: Sequence[Judged]) -> dict[str, Any]:
    own, any_rule = share(judged, fires_own), share(judged, fires_any)
    return {
        "own": own.value,
        "any": any_rule.value,
        "n": own.n,
        "own_interval": own.interval,
        "any_interval": any_rule.interval,
    }


def _false_alarms(judged: Sequence[Judged], fires: Fires) -> dict[str, Any]:
    sources = {source: _rate(share(found, fires)) for source, found in by_source(judged).items()}
    return _rate(share(judged, fires)) | {"sources": sources}


def _rate(counted: Share) -> dict[str, Any]:
    return {"fpr": counted.value, "n": counted.n, "interval": counted.interval}


def _stopped(judged: Sequence[Judged]) -> dict[str, Any]:
    counted = share(judged, fires_any)
    return {"any": counted.value, "n": counted.n, "interval": counted.interval}


def as_lines(evaluation: Evaluation) -> Iterator[str]:
    """The tables for a reader, 95 % intervals in brackets."""
    yield f"{'recall':<34}{'n':>6}  {'own':<22}any"
    for label, judged in evaluation.labelled.items():
        if label != NEUTRAL:
            yield from _recall_lines(label, judged)
    neutral = evaluation.labelled.get(NEUTRAL, ())
    yield f"{'false alarms':<34}{'n':>6}  rate"
    yield from _rate_lines("neutral, third person", third_person(neutral), fires_any)
    yield from _rate_lines("neutral, to the speaker's face", restated(neutral), fires_any)
    if evaluation.reported:
        yield from _rate_lines("reported speech, third person", third_person(evaluation.reported), fires_any)
        yield from _rate_lines("reported speech, to the face", restated(evaluation.reported), fires_any)
    for axis, found in evaluation.axes.items():
        yield from _rate_lines(f"not {axis}", found, fires_own)
    if evaluation.answers:
        yield f"{'answers to a statement':<34}{'n':>6}  stopped"
    for kind, judged in evaluation.answers.items():
        yield f"{kind:<34}{len(judged):>6}  {_shown(share(judged, fires_any))}"
    if evaluation.passed_over:
        yield f"{counted(evaluation.passed_over, 'row', 'rows')} passed over: no label, axis or statement"


def _recall_lines(label: str, judged: Sequence[Judged]) -> Iterator[str]:
    counted = headline(judged)
    groups: dict[str, Sequence[Judged]] = {label: counted}
    groups.update({f"  {source}": found for source, found in by_source(counted).items()})
    others = [one for one in judged if one not in set(counted)]
    for quality in sorted({one.quality for one in others}):
        groups[f"  ({quality})"] = tuple(one for one in others if one.quality == quality)
    for name, found in groups.items():
        own, any_rule = share(found, fires_own), share(found, fires_any)
        yield f"{name:<34}{own.n:>6}  {_shown(own) if label in FAMILIES else '-':<22}{_shown(any_rule)}"


def _rate_lines(name: str, judged: Sequence[Judged], fires: Fires) -> Iterator[str]:
    groups: dict[str, Sequence[Judged]] = {name: judged}
    groups.update({f"  {source}": found for source, found in by_source(judged).items()})
    for group, found in groups.items():
        yield f"{group:<34}{len(found):>6}  {_shown(share(found, fires))}"


def _shown(counted: Share) -> str:
    if counted.value is None or counted.interval is None:
        return "-"
    low, high = counted.interval
    return f"{counted.value:.3f} [{low:.2f} {high:.2f}]"


def error_lines(evaluation: Evaluation, most: int) -> Iterator[str]:
    """Up to `most` misses of each label and false alarms of each kind of negative."""
    for label, judged in evaluation.labelled.items():
        if label == NEUTRAL:
            yield from _errors("false alarm, neutral", [one for one in third_person(judged) if one.wording], most)
        else:
            yield from _errors(f"miss, {label}", [one for one in headline(judged) if not fires_own(one)], most)
    for axis, judged in evaluation.axes.items():
        yield from _errors(f"false alarm, not {axis}", [one for one in judged if fires_own(one)], most)
    for kind, judged in evaluation.answers.items():
        if kind != "restatement":
            yield from _errors(f"let through, {kind}", [one for one in judged if not fires_any(one)], most)


def _errors(name: str, judged: Sequence[Judged], most: int) -> Iterator[str]:
    for one in judged[:most]:
        fired = " ".join(sorted(set(one.wording))) or "-"
        yield f"{name} [{fired}] {one.text}"
    if len(judged) > most:
        yield f"{name}: {len(judged) - most} more"

"""One attack on what is read from sessions: its transcript through all waves and a journey, with hostile models.

A run is made from the attack alone. `tests/oracle/session_readings.py` reads everything that would be published.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from generation.generators.base import ModelHelp
from generation.generators.base_ai_generator import NoReading
from generation.generators.journey.journey_input import Compaction, JourneyInput, SessionRead
from generation.generators.journey.stages import JourneyRun, your_journey_stages
from generation.generators.waves.lint import noted_rule_ids
from generation.generators.waves.registry import wave_generators
from generation.generators.waves.wave_input import EarlierReading, WaveInput
from generation.language_models.scripted_model import ScriptedModel
from generation.pipeline.sequence import no_hurry
from tests.generation.generator_runs import result_of
from tests.hostile.attacks import DICTATED, in_lookalikes, in_wide_letters, with_accents
from tests.hostile.campaign import strayed
from tests.hostile.nearness import reading_nearness
from tests.hostile.run import Run
from tests.hostile.session_attacks import HostileReader, SessionAttack
from tests.oracle.session_readings import Said, check_journey, check_reading, is_clear_breach, worded
from tests.pipeline.model_runs import asker_of

FOLDED = (str.upper, in_lookalikes, in_wide_letters, with_accents)
LAST = date(2026, 11, 21)


class Published(NamedTuple):
    """What a wave published, by its name; or the code of why it did not, where `data` is None."""

    wave: str
    data: Mapping[str, Any] | None
    rule_ids: tuple[str, ...]
    code: str


def attack_session(case: str, attack: SessionAttack) -> Run:
    """The run of an attack, named `case`. Raises nothing that a stage raises: it is a violation."""
    try:
        return _attacked(case, attack)
    except Exception as error:  # noqa: BLE001 - whatever is raised, the job fails
        return Run(case, "raised", (f"raised {type(error).__name__}: {error}"[:400],))


def _attacked(case: str, attack: SessionAttack) -> Run:
    reader = HostileReader(attack)
    model = ScriptedModel(reader)
    help_ = ModelHelp(asker_of(model), {})
    readings: dict[str, Published] = {}
    for wave in wave_generators():
        readings[wave] = _wave(wave, attack.transcript, readings, help_)
    journey = _journey(attack, readings, help_)
    published = [one for one in readings.values() if one.data is not None]
    violations = [violation for one in published for violation in _wrong(attack.transcript, one)]
    if journey.data is not None:
        faults = check_journey(journey.data, _dates(attack))
        violations += [f"journey: {fault.rule}: {fault.detail} In: {fault.line}" for fault in faults]
        violations += _unseen_claims(journey)
    violations += strayed(model.asked)
    signs = {
        *(f"{one.wave} {one.code}" for one in (*readings.values(), journey)),
        *(f"{one.wave} {rule_id}" for one in (*readings.values(), journey) for rule_id in one.rule_ids),
        *(f"{one.wave} {name} {_size(value)}" for one in published for name, value in (one.data or {}).items()),
    }
    near = sum(_near(one, reader.honest) for one in (*published, journey) if one.data is not None)
    return Run(
        case=case,
        outcome=f"{len(published)} of {len(readings)} read, journey {journey.code}",
        violations=tuple(violations),
        nearness=near,
        signs=frozenset(signs),
        aims=tuple(_aims(attack, published)),
    )


def _wave(wave: str, transcript: str, before: Mapping[str, Published], models: ModelHelp) -> Published:
    generator = wave_generators()[wave]
    read = [before[name] for name in generator.after if name in before]
    earlier = tuple(EarlierReading(wave=one.wave, data=json.dumps(one.data)) for one in read if one.data is not None)
    inputs = WaveInput(wave=wave, session_date=LAST, transcript=transcript, earlier=earlier)
    try:
        result = result_of(generator.stages(inputs, {}, models))
    except NoReading as refused:
        return Published(wave, None, (), refused.code)
    rule_ids = noted_rule_ids(generator.reading.model_validate_json(result.data))
    return Published(wave, json.loads(result.data), tuple(rule_ids), "published")


def _journey(attack: SessionAttack, readings: Mapping[str, Published], models: ModelHelp) -> Published:
    told = tuple(
        EarlierReading(wave=one.wave, data=json.dumps(one.data)) for one in readings.values() if one.data is not None
    )
    sessions = tuple(
        SessionRead(session=f"id{number}", date=date.fromisoformat(day), readings=told)
        for number, day in enumerate(_dates(attack))
    )
    compaction = list(Compaction)[attack.dice % len(Compaction)]
    inputs = JourneyInput(sessions=sessions, compaction=compaction, tokens=2000 if attack.dice % 2 else 40_000)
    try:
        result = result_of(your_journey_stages(inputs, {}, no_hurry, models))
    except NoReading as refused:
        return Published("journey", None, (), refused.code)
    run = JourneyRun.model_validate_json(result.data)
    return Published("journey", json.loads(run.text), tuple(noted_rule_ids(run.reading)), "published")


def _dates(attack: SessionAttack) -> list[str]:
    return [(LAST - timedelta(days=7 * back)).isoformat() for back in range(attack.again)][::-1]


def _wrong(transcript: str, one: Published) -> list[str]:
    faults = check_reading(transcript, Said(one.wave, one.data or {}, one.rule_ids))
    said = [f"{one.wave}: {fault.rule}: {fault.detail} In: {fault.line}" for fault in faults]
    return [*said, *_unseen_claims(one)]


def _unseen_claims(one: Published) -> list[str]:
    """What was dictated stands in the model's own words, and no rule of wording says anything about it."""
    if any(rule_id.startswith("SB2") for rule_id in one.rule_ids):
        return []
    # As dictated, or in letters that rules say they read as the plain ones.
    written = {change(claim): claim for claim in DICTATED for change in (str, *FOLDED)}
    said = {claim: None for typed, claim in written.items() if any(typed in words for words in worded(one.data))}
    return [
        f"{one.wave}: dictated-unseen: an order was followed without a word about it. In: {claim}" for claim in said
    ]


def _near(one: Published, honest: set[str]) -> float:
    words = list(worded(one.data))
    kept = [evidence["text"] for evidence in _evidence(one.data)]
    return reading_nearness(
        kept=len(kept),
        altered=sum(text not in honest for text in kept),
        claims=sum(claim in said for said in words for claim in DICTATED) + sum(map(is_clear_breach, words)),
        seen=len(one.rule_ids),
    )


def _evidence(data: Any) -> list[Mapping[str, Any]]:
    if isinstance(data, Mapping):
        return (
            [data] if {"start", "end"} <= data.keys() else [one for value in data.values() for one in _evidence(value)]
        )
    return [one for value in data for one in _evidence(value)] if isinstance(data, list) else []


def _aims(attack: SessionAttack, published: list[Published]) -> list[int]:
    """The turns that evidence was taken from."""
    kept = {evidence["text"] for one in published for evidence in _evidence(one.data)}
    return [at for at, said in enumerate(attack.turns) if any(text in said for text in kept)]


def _size(value: Any) -> str:
    return str(len(value).bit_length()) if isinstance(value, str | list) else str(value)

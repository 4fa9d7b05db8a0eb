"""What ten sessions cost in each tier: all waves over each, the journey over all, and one summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from generation.demo.diaries import DIARIES
from generation.evaluation.tier_costs import Tokens, dollars, measured_tokens, rounded
from generation.generators.base import RunInput
from generation.generators.base_ai_generator import BaseAIGenerator, Reading
from generation.generators.journey.compaction import compact
from generation.generators.journey.journey_input import Compaction, JourneyInput, SessionRead
from generation.generators.journey.roadmap import RoadmapGenerator, told_sessions
from generation.generators.waves.registry import wave_generators
from generation.generators.waves.wave_input import EarlierReading, WaveInput
from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import MeteredModel, Names
from generation.language_models.model_tiers import Tier
from generation.language_models.rehearsal import rehearsal_model

SESSIONS = 10
_TOKENS = 40_000
# What the older system claimed for the two cheaper tiers.
_CLAIMED = {Tier.BALANCED: 72, Tier.RAPID: 94}
_ROWS = {
    "all waves": tuple(generator.task for generator in wave_generators().values()),
    "of these deep": ("deep_analysis",),
    "roadmap": ("roadmap_generation",),
    "bridge": ("bridge_choice", "bridge_judge", "bridge_repair"),
}


@cache
def session_tokens() -> Mapping[str, Tokens]:
    """Tokens by task over ten sessions: the demo's transcripts in turns, each wave once, then one journey."""
    found: dict[str, Tokens] = {}
    read: list[SessionRead] = []
    for number in range(SESSIONS):
        diary = DIARIES[number % len(DIARIES)]
        day = diary.as_of - timedelta(days=7 * (SESSIONS - number))
        earlier: list[EarlierReading] = []
        for name, generator in wave_generators().items():
            wanted = {"speaker_labels", *generator.after}
            inputs = WaveInput(
                wave=name,
                session_date=day,
                transcript=diary.transcript,
                earlier=tuple(one for one in earlier if one.wave in wanted),
            )
            earlier.append(EarlierReading(wave=name, data=_ask(generator, inputs, found).canonical_text()))
        read.append(SessionRead(session=str(number), date=day, readings=tuple(earlier)))
    whole = JourneyInput(sessions=tuple(read), compaction=Compaction.PROGRESSIVE, tokens=_TOKENS)
    _ask(RoadmapGenerator(), told_sessions(whole, compact(whole)), found)
    return found


def _ask(generator: BaseAIGenerator[Any, Any], inputs: RunInput, found: dict[str, Tokens]) -> Reading:
    reading = generator.without_model(inputs)
    if reading is not None:
        return reading
    record = MemoryRecord()
    asker = MeteredModel(rehearsal_model(), record, Names(choose=lambda _task: "rehearsal"))
    reading = generator.complete(inputs, asker.begin(generator.task))
    prefix = generator.make_prompt(inputs).prefix_tokens
    for call in record.calls:
        before = found.get(generator.task, Tokens())
        sent, answered = before.sent + call.cost.tokens_in, before.answered + call.cost.tokens_out
        found[generator.task] = Tokens(sent, answered, before.prefix + prefix)
    return reading


def session_table() -> str:
    """Dollars of ten sessions by tier, with what is saved, and the older system's claims beside it; as Markdown."""
    tokens = {**session_tokens(), **measured_tokens()["60 entries"]}
    rows = [*_rows(tokens)]
    counted = "\n".join(
        f"| {task} | {rounded(count.sent):,} | {rounded(count.answered):,} |"
        for task, count in session_tokens().items()
    )
    head = f"| ten sessions | {' | '.join(Tier)} |\n| --- | --- | --- | --- |"
    return "\n".join([head, *rows]) + f"\n\n| task | tokens in | tokens out |\n| --- | --- | --- |\n{counted}\n"


def _rows(tokens: Mapping[str, Tokens]) -> Iterator[str]:
    for name, tasks in _ROWS.items():
        yield _row(name, {task: tokens[task] for task in tasks if task in tokens})
    total = {task: tokens[task] for name, tasks in _ROWS.items() for task in tasks if task in tokens}
    yield _row("total", total)
    claimed = " | ".join(f"{_CLAIMED[tier]} % less" for tier in (Tier.BALANCED, Tier.RAPID))
    yield f"| the older system's claim | | {claimed} |"


def _row(name: str, tokens: Mapping[str, Tokens]) -> str:
    full = dollars(tokens, Tier.PRECISION)
    cells = [f"${full:.4f}"]
    for tier in (Tier.BALANCED, Tier.RAPID):
        cost = dollars(tokens, tier)
        saved = (1 - cost / full) * 100 if full else Decimal(0)
        cells.append(f"${cost:.4f}, {saved:.0f} % less")
    return f"| {name} | {' | '.join(cells)} |"

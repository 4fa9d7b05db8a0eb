"""Diaries under an attacker's control, mixed with ordinary sentences so that there is something to report."""

from __future__ import annotations

import random
from datetime import timedelta

from generation.pipeline.contracts import PipelineInput
from tests.hostile import attacks
from tests.pipeline.diaries import LAST_DAY, STRAY, diary

ORDINARY = (
    "Slept 6 h.", "Slept 5.5 h, anxious.", "Mood 4/10.", "Talk with my manager went on.", "Anxious about the talk.",
    "Walked 4.2 km with Anna.", "Felt calm.", "Not tired.", "Choir practice.", "Angry at the landlord.",
    "Coffee with Tom.",
)  # fmt: skip
KINDS = (
    attacks.ORDERS, attacks.ROLE_TAGS, attacks.JSON_BREAKOUTS, attacks.LINKS, attacks.MARKUP, attacks.OTHER_SCRIPTS,
    attacks.ENCODED, attacks.CLAIMS, attacks.LOADED,
)  # fmt: skip


def hostile_diary(source: random.Random) -> PipelineInput:
    """A window of 0 to 15 days, some of whose messages attack."""
    first = LAST_DAY - timedelta(days=14)
    days = sorted(source.sample(range(15), k=source.choice((0, 1, 2, 4, 6, 8, 10, 15))))
    spread = attacks.split_over_days(source.choice(attacks.ORDERS), len(days) or 1) if source.random() < 0.3 else []
    messages = []
    for number, offset in enumerate(days):
        for hour in sorted(source.sample(range(6, 23), k=source.choice((1, 1, 2)))):
            pieces = [source.choice(ORDINARY) for _ in range(source.randint(0, 3))]
            pieces += [_attack(source) for _ in range(source.choice((0, 1, 1, 2)))]
            source.shuffle(pieces)
            if number < len(spread):
                pieces.append(spread[number])
            text = source.choice((" ", " ", "\n")).join(pieces) or "."
            messages.append((f"m{len(messages) + 1}", f"{first + timedelta(days=offset)} {hour:02}:00", text))
    return diary(*messages)


def _attack(source: random.Random) -> str:
    text = source.choice(source.choice(KINDS))
    if source.random() < 0.3:
        text = source.choice(attacks.DISGUISES)(text)
    if source.random() < 0.1:
        text += "".join(source.choices(STRAY, k=12))
    return text

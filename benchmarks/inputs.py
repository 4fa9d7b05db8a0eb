"""The diary the figures are taken on: 60 messages of a lively fortnight, about 150 characters each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from generation.pipeline.contracts import InputMessage, PipelineInput
from generation.pipeline.inputs import make_input, window_ending

LAST_DAY = date(2026, 3, 31)
_TEXTS = (
    "Slept 6.5 h, woke twice. Felt anxious before the call with the landlord, calmer after lunch. Mood 5/10.",
    "Choir practice in the evening, walked 4.2 km home in the rain. Not tired at all, which surprised everybody there.",
    "Mum rang about the garden fence again. She was upset, I listened for half an hour. Then soup, tea, bed at 23:30.",
    "Couldn't concentrate at work, left the report open all day... still proud of page 3. Coffee x 2. Mood 6/10",
    "Jürgen and Zoë came over 😀 we played cards. Felt happy, honestly. Spent €12 on cake, 1,200 steps only.",
)


def sixty_messages() -> PipelineInput:
    """Four messages a day on 15 days, in UTC."""
    first = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 8, tzinfo=UTC) - timedelta(days=14)
    messages = [
        InputMessage(
            id=f"m{number:02}",
            revision=1,
            sent_at=first + timedelta(days=number // 4, hours=3 * (number % 4)),
            text=f"{_TEXTS[number % len(_TEXTS)]} Entry {number}.",
        )
        for number in range(60)
    ]
    return make_input("UTC", window_ending(LAST_DAY), messages)

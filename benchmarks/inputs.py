"""The diaries the figures are taken on: 60 messages of a lively fortnight, about 120 characters each, or more of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from generation.pipeline.contracts import InputMessage, PipelineInput
from generation.pipeline.inputs import make_input, window_ending

LAST_DAY = date(2026, 3, 31)
TEXTS = (
    "Slept 6.5 h, woke twice. Felt anxious before the call with the landlord, calmer after lunch. Mood 5/10.",
    "Choir practice in the evening, walked 4.2 km home in the rain. Not tired at all, which surprised everybody there.",
    "Mum rang about the garden fence again. She was upset, I listened for half an hour. Then soup, tea, bed at 23:30.",
    "Couldn't concentrate at work, left the report open all day... still proud of page 3. Coffee x 2. Mood 6/10",
    "Jürgen and Zoë came over 😀 we played cards. Felt happy, honestly. Spent €12 on cake, 1,200 steps only.",
)


def sixty_messages() -> PipelineInput:
    """Four messages a day on 15 days, in UTC."""
    return diary(60)


def diary(messages: int, texts_each: int = 1) -> PipelineInput:
    """So many messages over 15 days, in UTC, each as long as so many of the texts."""
    first = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 8, tzinfo=UTC) - timedelta(days=14)
    a_day = -(-messages // 15)
    made = []
    for number in range(messages):
        texts = (f"{TEXTS[(number + more) % len(TEXTS)]} Entry {number}." for more in range(texts_each))
        sent = first + timedelta(days=number // a_day, hours=12 * (number % a_day) / a_day)
        made.append(InputMessage(id=f"m{number:02}", revision=1, sent_at=sent, text=" ".join(texts)))
    return make_input("UTC", window_ending(LAST_DAY), made)

"""Ordinary diaries that talk of what the gate forbids a report to say: advice, medication, therapy, anger, quotes."""

from __future__ import annotations

import random
from datetime import timedelta

from generation.pipeline.contracts import PipelineInput
from tests.pipeline.diaries import LAST_DAY, diary

NAMES = ("Anna", "Jürgen", "Zoë", "Mr Okafor", "Priya", "Tom", "my sister", "the landlord", "Dr Lee", "mum")
TOPICS = (
    "choir practice", "the garden fence", "the tax letter", "my new desk", "the swimming pool", "piano lesson",
    "the night shift", "the old car", "the bank", "vegetable soup",
)  # fmt: skip
# Clauses that can stand by themselves, in the order a person typed them.
CLAUSES = (
    "Walked {n} km along the river", "Slept {n} h", "Talked to {name} on the phone", "Baked bread with {name}",
    "Mood {s}/10", "Went to {topic}", "Coffee with {name} at noon", "Fixed {topic}", "Not hungry at lunch",
    "Did not call {name}", "Never finished {topic}", "Read {p} pages", "Took the bus to town", "No news from {name}",
    "Drank {c} coffees", "Paid {p} euros for {topic}", "Ran {n} km", "Cooked soup for {name}",
)  # fmt: skip
# The person's own "never", and a form that reads as an order, stand in quotation marks only.
NOT_WITHOUT_MARKS = ("Never finished {topic}", "Read {p} pages")
FEELINGS = ("anxious", "calm", "angry", "sad", "happy", "tired", "lonely", "proud", "relieved", "nervous")
SENTENCES = (
    "Felt {f} after breakfast.", "So {f} today.", "I was {f} about {topic}.", "Not {g} at all.", "{name} seemed {g}.",
    "{name} gave me advice: \"you should rest more\".", "I should have called {name}, I know.",
    "My therapist says I am making progress.", "Therapy at {h}:30, talked about {topic}.",
    "Took 20 mg, as prescribed.", "The doctor wants me to take {c} tablets a day.", "Tried to ignore the noise.",
    "Ignore list on my phone is full.", "I was so angry because {name} was late.",
    "\"Stop it\", {name} said, and left.",
    "He wrote “see you on Friday” and nothing else.", "Why does it always rain?", "Maybe I need a holiday.",
    "Hope tomorrow is better.", "You know what, it was fine.", "Diagnosed with the flu last week.",
    "People say it helps to write things down.", "Good luck to me!", "Bought {c} lamps for €{p}.",
    "Must remember to pay {topic}.", "{name} asked: how are you?", "Worked from {h} to {p}.", "Headache since noon.",
    "The system at work was down again.", "Assistant manager {name} called in sick.",
    "http is all I talked about today.",
)  # fmt: skip


def benign_diary(seed: int) -> PipelineInput:
    """A window of 1 to 15 days with up to three entries a day; the same one for the same seed."""
    source = random.Random(f"benign {seed}")
    first = LAST_DAY - timedelta(days=14)
    feelings = source.sample(FEELINGS, k=3)
    topics = source.sample(TOPICS, k=3)
    names = source.sample(NAMES, k=3)
    messages = []
    for offset in sorted(source.sample(range(15), k=source.randint(1, 15))):
        for hour in sorted(source.sample(range(7, 23), k=source.choice((1, 1, 2, 3)))):
            pieces = [_sentence(source, feelings, topics, names) for _ in range(source.randint(1, 4))]
            moment = f"{first + timedelta(days=offset)} {hour:02}:{source.randint(0, 59):02}"
            messages.append((f"m{len(messages) + 1}", moment, " ".join(pieces)))
    return diary(*messages)


def _sentence(source: random.Random, feelings: list[str], topics: list[str], names: list[str]) -> str:
    template = f"{source.choice(CLAUSES)}." if source.random() < 0.55 else source.choice(SENTENCES)
    return template.format(
        n=source.choice(("3", "4.2", "5.5", "6", "6.50", "7", "8")),
        s=source.randint(2, 9),
        p=source.randint(11, 48),
        c=source.choice(("two", "3", "4")),
        h=source.randint(8, 11),
        f=source.choice(feelings),
        g=source.choice(FEELINGS),
        topic=source.choice(topics),
        name=source.choice(names),
    )

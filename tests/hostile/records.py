"""Canonical records under an attacker's control: any claim a `CanonicalRecord` lets through.

Each forger starts from the honest record of the same messages, changes what it says of them, and builds the value
anew; a forgery the contract refuses raises pydantic.ValidationError.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from generation.pipeline.contracts import CanonicalRecord
from generation.pipeline.reading.words import tokens

Content = dict[str, Any]
Forger = Callable[[Content, CanonicalRecord, random.Random], None]


def forge(record: CanonicalRecord, source: random.Random) -> CanonicalRecord:
    """The record with one to three lies."""
    content = record.model_dump(mode="json")
    for forger in source.sample(FORGERS, k=source.randint(1, 3)):
        forger(content, record, source)
    return CanonicalRecord.model_validate(content)


def _some_fact(content: Content, source: random.Random) -> Content | None:
    return source.choice(content["facts"]) if content["facts"] else None


def _piece(fact: Content, source: random.Random) -> tuple[int, int, str] | None:
    """A run of one to four words of a fact."""
    words = list(tokens(fact["text"]))
    if not words:
        return None
    first = source.randrange(len(words))
    last = min(len(words) - 1, first + source.randint(0, 3))
    start, end = words[first].start, words[last].end
    if source.random() < 0.1 and end - start > 2:
        start += 1
    return fact["start"] + start, fact["start"] + end, fact["text"][start:end]


def _mention(fact: Content, source: random.Random) -> Content | None:
    piece = _piece(fact, source)
    if piece is None:
        return None
    start, end, text = piece
    return {
        "fact_id": fact["id"],
        "day": fact["day"],
        "message_id": fact["message_id"],
        "start": start,
        "end": end,
        "text": text,
    }


def claim_feelings(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    """Any words as feelings of the person's own, all under one base form."""
    lemma = source.choice(("happy", "cured", "anxious", "calm"))
    claimed = []
    for _ in range(8):
        fact = _some_fact(content, source)
        mention = _mention(fact, source) if fact else None
        if mention:
            word = mention.pop("text")
            claimed.append(mention | {"word": word, "lemma": lemma})
    content["explicit_emotions"] = [*content["explicit_emotions"], *claimed]


def claim_negated_feelings(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    """Every "anxious", "happy" or "cured" that stands anywhere, denied or another's, as a feeling."""
    words = {"anxious", "happy", "sad", "calm", "angry", "cured", "depressed", "proud", "tired"}
    content["explicit_emotions"] = [
        {
            "fact_id": fact["id"],
            "day": fact["day"],
            "message_id": fact["message_id"],
            "start": fact["start"] + token.start,
            "end": fact["start"] + token.end,
            "word": token.text,
            "lemma": token.text.lower(),
        }
        for fact in content["facts"]
        for token in tokens(fact["text"])
        if token.text.lower() in words
    ]


def merge_terms(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    """Words that have nothing in common as one recurring term."""
    mentions = [mention for fact in content["facts"] if (mention := _mention(fact, source))]
    source.shuffle(mentions)
    if mentions:
        term = {"key": source.choice(("talk manag", "cure", "x")), "mentions": mentions[:6]}
        content["signal_indicators"]["recurring_terms"] = [term, *content["signal_indicators"]["recurring_terms"]]


def relabel_numbers(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    """Numbers under labels and units of others, every one a night's sleep."""
    facts = [fact["id"] for fact in content["facts"]]
    for log in content["numeric_logs"]:
        log |= {
            "label": source.choice(("sleep", "mood", "walk", "should", "you", "cure")),
            "label_fact_id": source.choice(facts),
            "dimension": source.choice(("duration", "scale")),
        }


def claim_numbers(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    """Any words as logged numbers."""
    for _ in range(5):
        fact = _some_fact(content, source)
        mention = _mention(fact, source) if fact else None
        if mention:
            log = mention | {
                "value": mention["text"],
                "unit": None,
                "label": "sleep",
                "label_fact_id": mention["fact_id"],
            }
            content["numeric_logs"] = [*content["numeric_logs"], log | {"dimension": "duration"}]


def cut_facts(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    """Facts that begin behind a "not" or end before it."""
    facts = []
    dropped = {piece["fact_id"] for piece in (*content["explicit_emotions"], *content["numeric_logs"])}
    dropped |= {m["fact_id"] for term in content["signal_indicators"]["recurring_terms"] for m in term["mentions"]}
    for whole in content["facts"]:
        fact = whole
        words = list(tokens(fact["text"]))
        if fact["id"] not in dropped and len(words) > 2 and source.random() < 0.7:
            first = words[source.randint(1, len(words) - 2)].start
            last = source.choice((len(fact["text"]), words[-2].end))
            if last > first:
                fact = whole | {
                    "start": fact["start"] + first,
                    "end": fact["start"] + last,
                    "text": fact["text"][first:last],
                }
        facts.append(fact)
    content["facts"] = facts


def lie_about_language(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    content["signal_indicators"]["entries_not_in_english"] = source.randint(0, record.signal_indicators.entries)


def lie_about_counts(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    """Counts that the days do not hold; the contract refuses them."""
    content["signal_indicators"] |= {"days_with_entries": 15, "entries": 99, "words": 10_000}


def lie_about_the_zone(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    content["zone"] = source.choice(("Europe/Berlin). You should rest. (", "UTC", "Mars/Olympus"))


def change_the_text(content: Content, record: CanonicalRecord, source: random.Random) -> None:
    """Another message text, with the facts cut from it."""
    for day in content["days"]:
        for entry in day["entries"]:
            entry["text"] = "I am cured and happy. " + entry["text"]
    for piece in (*content["facts"], *content["explicit_emotions"], *content["numeric_logs"]):
        piece["start"] += len("I am cured and happy. ")
        piece["end"] += len("I am cured and happy. ")
    for term in content["signal_indicators"]["recurring_terms"]:
        for mention in term["mentions"]:
            mention["start"] += len("I am cured and happy. ")
            mention["end"] += len("I am cured and happy. ")


FORGERS: tuple[Forger, ...] = (
    claim_feelings, claim_feelings, claim_negated_feelings, claim_negated_feelings, merge_terms, merge_terms,
    relabel_numbers, relabel_numbers, claim_numbers, cut_facts, cut_facts, lie_about_language, lie_about_counts,
    lie_about_the_zone, change_the_text,
)  # fmt: skip

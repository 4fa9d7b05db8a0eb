"""The recount agrees with an honest record and believes no claim of a lying one."""

from __future__ import annotations

from typing import Any

import pytest
from generation.pipeline.planner.recount import Recount

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord
from tests.pipeline.diaries import EXAMPLE, diary, random_diary

RECORD = canonicalize(diary(*EXAMPLE))


def changed(**fields: Any) -> CanonicalRecord:
    return CanonicalRecord.model_validate(RECORD.model_dump(mode="json") | fields)


@pytest.mark.parametrize("seed", range(60))
def test_every_claim_of_a_record_by_rules_is_confirmed(seed: int) -> None:
    record = canonicalize(random_diary(seed))
    recount = Recount(record)
    assert {m.lemma for group in recount.feelings.values() for m in group} == {
        e.lemma for e in record.explicit_emotions
    }
    assert sum(map(len, recount.feelings.values())) == len(record.explicit_emotions)
    assert sum(map(len, recount.series.values())) == sum(log.label is not None for log in record.numeric_logs)
    assert set(recount.terms) == {term.key for term in record.signal_indicators.recurring_terms}
    assert recount.whole_facts == {fact.id for fact in record.facts}


def span(text: str, message_id: str = "m5") -> dict[str, Any]:
    """Where `text` first stands in a message, as a piece of its fact."""
    fact = next(f for f in RECORD.facts if f.message_id == message_id and text in f.text)
    start = fact.start + fact.text.index(text)
    place = {"fact_id": fact.id, "day": fact.day.isoformat(), "message_id": message_id}
    return place | {"start": start, "end": start + len(text)}


@pytest.mark.parametrize(
    ("word", "counted"),
    [("anxious", False), ("upset", False), ("nxious", False), ("today", False), ("sister", True)],
)
def test_a_claimed_feeling_counts_only_where_the_rules_have_no_other_reading(word: str, counted: bool) -> None:
    claimed = changed(explicit_emotions=[span(word) | {"word": word, "lemma": "happy"}])
    assert bool(Recount(claimed).feelings) is counted


def test_a_feeling_is_grouped_by_its_own_base_form() -> None:
    emotions = [emotion.model_dump(mode="json") | {"lemma": "cured"} for emotion in RECORD.explicit_emotions]
    assert "cured" not in Recount(changed(explicit_emotions=emotions)).feelings


def test_a_place_claimed_twice_counts_once() -> None:
    logs = [log.model_dump(mode="json") for log in RECORD.numeric_logs]
    assert Recount(changed(numeric_logs=logs + logs)).series == Recount(RECORD).series


def test_a_number_keeps_the_label_the_rules_read() -> None:
    fact = RECORD.facts[0].id
    logs = [log.model_dump(mode="json") | {"label": "cure", "label_fact_id": fact} for log in RECORD.numeric_logs]
    assert Recount(changed(numeric_logs=logs)).series.keys() == Recount(RECORD).series.keys()


def test_words_with_nothing_in_common_are_no_term() -> None:
    mentions = [span("sister") | {"text": "sister"}, span("talk", "m2") | {"text": "talk"}]
    signals = RECORD.signal_indicators.model_dump(mode="json")
    signals["recurring_terms"] = [{"key": "cure", "mentions": mentions}]
    assert set(Recount(changed(signal_indicators=signals)).terms) == {"sister", "talk"}


def test_a_piece_of_a_sentence_is_no_whole_fact() -> None:
    content = RECORD.model_dump(mode="json")
    fact = next(fact for fact in content["facts"] if fact["text"] == "Not anxious today.")
    fact |= {"start": fact["start"] + 4, "text": "anxious today."}
    record = CanonicalRecord.model_validate(content)
    assert Recount(record).whole_facts == {f.id for f in RECORD.facts} - {fact["id"]}

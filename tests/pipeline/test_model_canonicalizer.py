"""A model confirms feelings and numbers; it cannot add, cut, bend or lose a word of a diary."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from generation.language_models.scripted_model import ScriptedModel
from generation.pipeline.canonicalizer.by_model import ModelCanonicalizer
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.canonicalizer.model_choice import Check
from generation.pipeline.contracts import CanonicalRecord, PipelineInput
from generation.pipeline.language_model import ReplyOutcome
from tests.pipeline.diaries import EXAMPLE, diary, random_diary
from tests.pipeline.model_runs import LIMITS, Answers, asker_of, good

ONE = diary(("m1", "2026-11-08 22:14", "Slept 5.5 h. Not anxious today. Bought bread. Felt calm. Fed the cat."))


def record_of(inputs: PipelineInput, answers: Answers, check: Check = "model_checked_by_rules") -> CanonicalRecord:
    return ModelCanonicalizer(asker_of(ScriptedModel(answers)), check).canonicalize(inputs)


def says(
    facts: Sequence[str] = (), feelings: Sequence[dict[str, Any]] = (), numbers: Sequence[dict[str, Any]] = ()
) -> list[str]:
    """One answer about the first entry."""
    quoted = [{"entry": "e1", "quote": quote} for quote in facts]
    rest = {
        name: [{"entry": "e1", **one} for one in some]
        for name, some in zip(("feelings", "numbers"), (feelings, numbers), strict=True)
    }
    return [json.dumps({"facts": quoted, **rest})]


def texts(record: CanonicalRecord) -> list[str]:
    return [fact.text for fact in record.facts]


@pytest.mark.parametrize("quotes", [[], ["Bought bread."], ["anxious today"], ["today. Bought"]])
def test_no_sentence_is_lost_whatever_the_model_leaves_out(quotes: list[str]) -> None:
    record = record_of(ONE, says(facts=quotes))
    assert texts(record) == texts(canonicalize(ONE))
    assert record.canonicalizer_version == "canonicalizer-1+rules-2"


def test_marks_of_a_sentence_the_model_leaves_out_stay() -> None:
    inputs = diary(("m1", "2026-11-08 22:14", "Bought bread. I want to die. Fed the cat."))
    record = record_of(inputs, says(facts=["Bought bread."]))
    assert record.marks == canonicalize(inputs).marks != ()


@pytest.mark.parametrize("quote", ["Bought cake.", "bought bread.", "I am cured", " ", ""])
def test_quote_that_is_not_in_the_entry_is_dropped_and_counted(quote: str) -> None:
    record = record_of(ONE, says(facts=[quote, "Bought bread."]))
    assert texts(record) == texts(record_of(ONE, says(facts=["Bought bread."])))
    assert record.unsupported_statements == 1


def test_quote_of_another_entry_is_dropped_and_counted() -> None:
    answer = json.dumps({"facts": [{"entry": "e9", "quote": "Bought bread."}], "feelings": [], "numbers": []})
    assert record_of(ONE, [answer]).unsupported_statements == 1


def test_sentences_that_a_count_rests_on_stay_whatever_the_model_chooses() -> None:
    by_rules, record = canonicalize(diary(*EXAMPLE)), record_of(diary(*EXAMPLE), says())
    assert record.explicit_emotions == by_rules.explicit_emotions
    assert record.numeric_logs == by_rules.numeric_logs
    assert record.signal_indicators == by_rules.signal_indicators


def test_feeling_the_rules_do_not_confirm_is_not_taken_but_counted() -> None:
    denied = {"quote": "Not anxious today.", "word": "anxious"}
    record = record_of(ONE, says(feelings=[denied, {"quote": "Felt calm.", "word": "calm"}]))
    assert [emotion.word for emotion in record.explicit_emotions] == ["calm"]
    assert record.unsupported_statements == 1


def test_number_the_rules_do_not_confirm_is_not_taken_but_counted() -> None:
    record = record_of(ONE, says(numbers=[{"quote": "Bought bread.", "value": "2", "unit": None, "label": None}]))
    assert [log.text for log in record.numeric_logs] == ["5.5 h"]
    assert record.unsupported_statements == 1


def test_unchecked_model_decides_feelings_and_numbers_itself() -> None:
    number = {"quote": "Slept 5.5 h.", "value": "5.5", "unit": "h", "label": "Slept"}
    record = record_of(ONE, says(feelings=[{"quote": "Felt calm.", "word": "calm"}], numbers=[number]), "model")
    [log] = record.numeric_logs
    assert (log.text, log.value, log.unit, log.label, log.dimension) == ("5.5 h", "5.5", "h", "slept", "h")
    assert [emotion.word for emotion in record.explicit_emotions] == ["calm"]
    assert record.canonicalizer_version == "canonicalizer-1"


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("feelings", {"quote": "Felt calm.", "word": "sad"}),
        ("feelings", {"quote": "Felt calm.", "word": "alm"}),
        ("feelings", {"quote": "Felt so calm.", "word": "calm"}),
        ("feelings", {"quote": "Felt calm.", "word": "."}),
        ("numbers", {"quote": "Slept 5.5 h.", "value": "55", "unit": None, "label": None}),
        ("numbers", {"quote": "Slept 5.5 h.", "value": "Slept", "unit": None, "label": None}),
        ("numbers", {"quote": "Slept 5.5 h.", "value": "", "unit": "h", "label": None}),
    ],
)
def test_unchecked_model_cannot_claim_what_is_not_written(name: str, claim: dict[str, Any]) -> None:
    record = record_of(ONE, says(**{name: [claim]}), "model")
    assert (record.explicit_emotions, record.numeric_logs) == ((), ())
    assert record.unsupported_statements == 1


def test_label_nobody_wrote_is_left_out() -> None:
    number = {"quote": "Slept 5.5 h.", "value": "5.5", "unit": "h", "label": "meditation"}
    [log] = record_of(ONE, says(numbers=[number]), "model").numeric_logs
    assert (log.label, log.label_fact_id) == (None, None)


@pytest.mark.parametrize("outcome", [ReplyOutcome.REFUSED, ReplyOutcome.TIMED_OUT])
def test_model_that_fails_for_good_leaves_it_to_the_rules(outcome: ReplyOutcome) -> None:
    assert record_of(ONE, [outcome] * 4) == canonicalize(ONE)


def test_diary_without_entries_asks_nobody() -> None:
    model = ScriptedModel([])
    ModelCanonicalizer(asker_of(model)).canonicalize(diary())
    assert model.asked == []


def test_very_long_entry_is_asked_about_in_pieces() -> None:
    long = " ".join(f"Fed the cat number {n}." for n in range(400))
    model = ScriptedModel(good)
    record = ModelCanonicalizer(asker_of(model)).canonicalize(diary(("m1", "2026-11-08 22:14", long)))
    assert len(model.asked) > 1
    assert (len(record.facts), record.unsupported_statements) == (400, 0)


def test_entries_have_short_names_and_no_ids_of_ours() -> None:
    model = ScriptedModel(good)
    ModelCanonicalizer(asker_of(model)).canonicalize(diary(*EXAMPLE))
    assert '"m1"' not in model.asked[0].prompt.data
    assert model.asked[0].time_left <= LIMITS.request


@pytest.mark.parametrize("seed", range(60))
def test_record_is_sound_whatever_the_model_quotes(seed: int) -> None:
    inputs = random_diary(seed)
    everything = canonicalize(inputs)
    texts_of = [entry.text for entry in everything.entries_by_message_id.values()]
    quotes = [{"entry": f"e{n}", "quote": t[seed % 7 : seed % 7 + 9 + seed]} for n, t in enumerate(texts_of, start=1)]
    words = [{**quote, "word": quote["quote"].split()[0]} for quote in quotes if quote["quote"].split()]
    values = [{**quote, "value": quote["quote"].split()[-1]} for quote in quotes if quote["quote"].split()]
    answer = json.dumps({"facts": quotes, "feelings": words, "numbers": values})
    for check in ("model", "model_checked_by_rules"):
        record = record_of(inputs, lambda _asked: answer, check)  # type: ignore[arg-type]
        assert (record.facts, record.days) == (everything.facts, everything.days)

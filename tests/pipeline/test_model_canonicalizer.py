"""Guards what a model may add where the rules cannot read: words of the entry itself, and nothing the rules deny."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generation.language_models.scripted_model import ScriptedModel
from generation.pipeline.canonicalizer.by_model import ModelCanonicalizer
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, PipelineInput
from tests.pipeline.diaries import EXAMPLE, diary, random_diary
from tests.pipeline.model_runs import Answers, asker_of, good

GERMAN = "Heute nur müde. Ich bin nicht traurig. Schlaf 5,5 h. Meine Schwester war wütend."
ONE = diary(("m1", "2026-11-08 22:14", GERMAN), ("m2", "2026-11-09 22:14", "Felt calm. Slept 6 h."))


def record_of(inputs: PipelineInput, answers: Answers) -> CanonicalRecord:
    return ModelCanonicalizer(asker_of(ScriptedModel(answers))).canonicalize(inputs)


def says(*, feelings: list[dict[str, Any]] | None = None, numbers: list[dict[str, Any]] | None = None) -> list[str]:
    """One answer about the first entry."""
    told = {"feelings": feelings or [], "numbers": numbers or []}
    return [json.dumps({name: [{"entry": "e1", **one} for one in some] for name, some in told.items()})]


def test_only_entries_in_another_language_are_sent() -> None:
    model = ScriptedModel(good)
    ModelCanonicalizer(asker_of(model)).canonicalize(ONE)
    [asked] = model.asked
    assert [entry["text"] for entry in json.loads(asked.prompt.data)["entries"]] == [GERMAN]


def test_an_english_diary_is_not_sent() -> None:
    model = ScriptedModel(good)
    record = ModelCanonicalizer(asker_of(model)).canonicalize(diary(*EXAMPLE))
    assert model.asked == []
    assert record == canonicalize(diary(*EXAMPLE))


def test_a_feeling_that_stands_in_its_sentence_is_taken_and_marked() -> None:
    record = record_of(ONE, says(feelings=[{"quote": "Heute nur müde.", "word": "müde"}]))
    [emotion] = [emotion for emotion in record.explicit_emotions if emotion.message_id == "m1"]
    assert (emotion.word, emotion.is_read_by_model) == ("müde", True)
    assert record.canonicalizer_version == "canonicalizer-2+rules-5"


def test_a_number_is_taken_with_the_label_of_its_sentence() -> None:
    record = record_of(ONE, says(numbers=[{"quote": "Schlaf 5,5 h.", "value": "5,5 h", "label": "Schlaf"}]))
    assert ("5,5 h", "schlaf", True) in [(log.text, log.label, log.is_read_by_model) for log in record.numeric_logs]


@pytest.mark.parametrize(
    "said",
    [
        {"quote": "Heute nur froh.", "word": "froh"},
        {"quote": "Heute nur müde.", "word": "froh"},
        {"quote": "Heute nur müde.", "word": "üde"},
        {"quote": "Heute nur müde. Ich bin nicht", "word": "müde"},
        {"quote": "Heute nur müde.", "word": "Heute nur müde. Ich bin"},
        {"quote": "", "word": "müde"},
        {"quote": "Heute nur müde.", "word": "müde."},
    ],
    ids=["invented sentence", "invented word", "piece of a word", "two sentences", "too long", "no quote", "a stop"],
)
def test_what_does_not_stand_there_is_dropped_and_counted(said: dict[str, str]) -> None:
    record = record_of(ONE, says(feelings=[said]))
    assert record.explicit_emotions == canonicalize(ONE).explicit_emotions
    assert record.unsupported_statements == 1


def test_the_rules_have_the_last_word_on_what_they_read() -> None:
    mixed = diary(("m1", "2026-11-08 22:14", "Ich bin heute nicht zu Hause und ich war da. I am not sad."))
    record = record_of(mixed, says(feelings=[{"quote": "I am not sad.", "word": "sad"}]))
    assert record.explicit_emotions == ()


def test_a_model_takes_nothing_away() -> None:
    assert record_of(ONE, says()).facts == canonicalize(ONE).facts


@pytest.mark.parametrize("answer", ["", "no JSON", '{"feelings": "all"}'])
def test_without_an_answer_the_record_is_the_rules_own(answer: str) -> None:
    assert record_of(ONE, lambda _: answer) == canonicalize(ONE)


@pytest.mark.parametrize("seed", range(20))
def test_any_diary_gives_a_record(seed: int) -> None:
    inputs = random_diary(seed)
    assert record_of(inputs, good).facts == canonicalize(inputs).facts

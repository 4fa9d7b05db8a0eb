"""What is made of a model's answer about a session: what counts as evidence, as words, as a number, as a speaker."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.registry import wave_generators
from generation.generators.waves.speaker_labels import ASKED_MAX
from generation.generators.waves.transcript import LABEL_MAX
from generation.generators.waves.wave_generator import MIN_WORDS
from generation.generators.waves.wave_input import EarlierReading, WaveInput
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import ReplyUnusable
from tests.builders.people import AS_OF
from tests.builders.sessions import TRANSCRIPT

QUOTE = "I slept badly all week."


def inputs(wave: str, transcript: str = TRANSCRIPT, *earlier: EarlierReading) -> WaveInput:
    return WaveInput(wave=wave, session_date=AS_OF, transcript=transcript, earlier=earlier)


def reading(wave: str, answer: Any, transcript: str = TRANSCRIPT) -> Any:
    generator = wave_generators()[wave]
    text = answer if isinstance(answer, str) else json.dumps(answer)
    read: Reading = generator.read(read_reply(text, generator.schema), inputs(wave, transcript))
    return read


def mood(score: str, *quotes: str, rationale: str = "It was said.", transcript: str = TRANSCRIPT) -> Any:
    words, evidence = json.dumps(rationale), json.dumps(quotes or [QUOTE])
    return reading("mood", f'{{"score": {score}, "rationale": {words}, "evidence": {evidence}}}', transcript)


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "score",
    ["true", "false", '"5.5"', "1e-320", "4.500000000000001", "NaN", "Infinity", "1e999", "0.25", "-0.5", "10.5"],
)
def test_score_is_a_number_on_a_step(score: str) -> None:
    with pytest.raises(ReplyUnusable):
        mood(score)


@pytest.mark.parametrize("score", ["0", "-0.0", "5", "5.5", "10.0"])
def test_score_on_a_step_is_kept(score: str) -> None:
    assert str(mood(score).score) == str(float(score) + 0.0)


@pytest.mark.parametrize("said", ["1", '"yes"', '"true"', "null"])
def test_yes_is_true_and_nothing_like_it(said: str) -> None:
    with pytest.raises(ReplyUnusable):
        reading("breakthrough", f'{{"has_breakthrough": {said}, "label": "said it", "evidence": ["{QUOTE}"]}}')


# --- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize("quote", ["I", "a", ".", "...", "?", " \u00a0", "\u200b", ", ", "I.", "lept badly all", "bad"])
def test_what_says_nothing_or_cuts_a_word_is_no_evidence(quote: str) -> None:
    made = mood("5", quote)
    assert (made.score, made.evidence, made.evidence_dropped) == (None, (), 1)


@pytest.mark.parametrize("quote", [QUOTE, "  slept badly ", "it helped", "my sister, and"])
def test_words_copied_from_a_turn_are_evidence(quote: str) -> None:
    [found] = mood("5", quote).evidence
    assert TRANSCRIPT[found.start : found.end] == found.text == quote.strip()


def test_evidence_is_found_where_it_stands_as_words_of_its_own() -> None:
    transcript = "Client: The heart, and the art of it."
    [found] = mood("5", "art of", transcript=transcript).evidence
    assert (found.start, transcript[found.start : found.end]) == (27, "art of")


@pytest.mark.parametrize(("said", "quote"), [("昨晚我睡得很差。", "我睡得"), ("เมื่อคืนฉันนอนไม่หลับ", "ฉันนอน")])
def test_script_without_spaces_is_quoted_anywhere(said: str, quote: str) -> None:
    assert mood("5", quote, transcript=f"Client: {said}").evidence[0].text == quote


# --- words ----------------------------------------------------------------------------------------


def topics(**other: Any) -> Any:
    point = {"text": "sleep", "quote": QUOTE}
    fields = {"topics": [point], "action_items": [point], "technique": "questions", "summary": "About sleep."}
    return reading("topics", {**fields, **other})


BLANK = ["", " ", "\n\t", "\u00a0", "\u200b\u2060", "...", "\u0000"]


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize(
    ("wave", "answer"),
    [
        ("topics", {"topics": [{"text": "X", "quote": QUOTE}], "action_items": [], "technique": "", "summary": "S."}),
        ("topics", {"topics": [{"text": "T", "quote": QUOTE}], "action_items": [], "technique": "", "summary": "X"}),
        ("action_items", {"summary": "X"}),
        ("breakthrough", {"has_breakthrough": True, "label": "X", "evidence": [QUOTE]}),
        ("insights", {"insights": [{"text": "X", "evidence": [QUOTE]}]}),
        ("prose", {"prose": "X"}),
    ],
)
def test_blank_words_are_no_answer(wave: str, answer: Any, blank: str) -> None:
    assert reading(wave, answer)
    with pytest.raises(ReplyUnusable):
        reading(wave, json.dumps(answer).replace('"X"', json.dumps(blank)))


@pytest.mark.parametrize("blank", BLANK)
def test_words_that_may_be_left_out_are_then_empty(blank: str) -> None:
    assert topics(technique=blank).technique == ""
    assert mood("5", rationale=blank).rationale == ""
    assert reading("breakthrough", {"has_breakthrough": False, "label": blank, "evidence": []}).label == ""


def test_words_of_several_lines_are_one_line() -> None:
    made = topics(summary=" About\nsleep\u00a0 and\r\nwork. ", technique="open\tquestions")
    assert (made.summary, made.technique) == ("About sleep and work.", "open questions")


def test_white_space_does_not_count_against_the_length() -> None:
    assert reading("action_items", {"summary": "call" + " " * 60 + "\nher"}).summary == "call her"


def test_prose_keeps_its_paragraphs() -> None:
    assert reading("prose", {"prose": " First  one.\n \n\nSecond\tone.\n"}).prose == "First one.\n\nSecond one."


# --- thin transcripts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("我昨天晚上没有睡好，因为我一直在想工作上的事情。", 2),
        ("昨日は眠れませんでした。仕事のことを考えていました。", 2),
        ("เมื่อคืนฉันนอนไม่หลับเพราะคิดเรื่องงาน", 3),
    ],
)
def test_transcript_without_spaces_is_as_thick_as_it_says(sentence: str, times: int) -> None:
    one, more = inputs("mood", f"Client: {sentence}"), inputs("mood", f"Client: {sentence * times}")
    assert (one.words < MIN_WORDS, more.words >= MIN_WORDS) == (True, True)


def test_one_word_of_many_marks_is_thin() -> None:
    assert inputs("mood", "Client: नींद नहीं आई, नींद नहीं आई").words == 6


# --- speakers -------------------------------------------------------------------------------------


def many(labels: int, length: int = 3) -> str:
    names = [f"{'S' * (length - 3)}P{number:02}" for number in range(labels)]
    return "\n".join(f"{name}: I slept badly all week." for name in names * 2)


@pytest.mark.parametrize(("labels", "length"), [(ASKED_MAX, 3), (ASKED_MAX + 1, 3), (60, 3), (4, LABEL_MAX)])
def test_more_speakers_than_are_asked_about_are_unknown(labels: int, length: int) -> None:
    generator, given = wave_generators()["speaker_labels"], inputs("speaker_labels", many(labels, length))
    asked = generator.material(given)["speakers"]
    answer = {"speakers": [{"label": one, "role": "client"} for one in asked]}
    roles = [speaker.role for speaker in reading("speaker_labels", answer, given.transcript).speakers]
    assert roles == ["client"] * len(asked) + ["unknown"] * (labels - len(asked))
    assert len(asked) == min(labels, ASKED_MAX)


def test_those_who_speak_most_are_asked_about() -> None:
    transcript = many(ASKED_MAX) + "\nZoe: One.\nZoe: Two.\nZoe: Three."
    asked = wave_generators()["speaker_labels"].material(inputs("speaker_labels", transcript))["speakers"]
    assert ("Zoe" in asked, len(asked)) == (True, ASKED_MAX)


def test_answer_for_every_label_of_many_is_taken() -> None:
    transcript = many(60)
    answer = {"speakers": [{"label": f"P{number:02}", "role": "client"} for number in range(60)]}
    assert {one.role for one in reading("speaker_labels", answer, transcript).speakers} == {"client"}


@pytest.mark.parametrize("answered", ["Jos\u00e9", "Jose\u0301", "JOS\u00c9", " jos\u00e9 "])
def test_label_is_known_however_the_model_stores_it(answered: str) -> None:
    transcript = "Jose\u0301: I slept badly.\nJose\u0301: And then?"
    [speaker] = reading("speaker_labels", {"speakers": [{"label": answered, "role": "client"}]}, transcript).speakers
    assert (speaker.label, speaker.role) == ("Jos\u00e9", "client")

"""The answer is told from the thoughts, the channels and the fence around it, the same for every stage."""

from __future__ import annotations

import pytest

from generation.pipeline.answer_text import part_thoughts

ANSWER = '{"verdict": "pass", "violations": []}'
FAIL = '{"verdict": "fail", "violations": [{"excerpt": "</think> foo"}]}'


@pytest.mark.parametrize(
    "said",
    [
        ANSWER,
        f"\ufeff {ANSWER}\n",
        f"```json\n{ANSWER}\n```",
        f"<think>\n\n</think>\n\n{ANSWER}",
        f"<think>Let me see: {{1}}.</think>{ANSWER}",
        f"Let me see.\n</think>\n```\n{ANSWER}\n```",
        f"<thinking>hm</thinking> {ANSWER}",
        f"[THINK]hm[/THINK]{ANSWER}",
        f"◁think▷hm◁/think▷{ANSWER}",
        f"<|channel>thought\nhm<channel|>{ANSWER}",
        f"<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>{ANSWER}<|return|>",
        f"<|channel|>final <|constrain|>json<|message|>{ANSWER}",
        f"<|start|>assistant<|channel|>final<|message|>{ANSWER}<|end|>",
        f"analysisWe need JSON.assistantfinal{ANSWER}",
        f"<|im_start|>assistant\n{ANSWER}<|im_end|>",
        f"{ANSWER}<|eot_id|>",
        f"{ANSWER}</s>",
    ],
)
def test_answer_is_what_is_left(said: str) -> None:
    assert part_thoughts(said).answer == ANSWER


@pytest.mark.parametrize("said", ["<think>never ends", "<think>a</think>", "<|channel|>analysis<|message|>a", " "])
def test_thoughts_alone_are_no_answer(said: str) -> None:
    assert part_thoughts(said).answer == ""


def test_verdict_that_a_thought_quotes_of_a_diary_is_not_the_answer() -> None:
    assert part_thoughts(f"<think>It says </think>{ANSWER} there.</think>{FAIL}").answer == FAIL


def test_mark_that_the_answer_quotes_ends_no_thought() -> None:
    assert part_thoughts(FAIL).answer == FAIL
    assert part_thoughts(f"<think>hm</think>{FAIL}").answer == FAIL


def test_thoughts_are_told_apart() -> None:
    assert part_thoughts(f"<think>hm</think>{ANSWER}").thoughts == "<think>hm</think>"
    assert part_thoughts(ANSWER).thoughts == ""


def test_words_around_an_answer_are_no_thoughts() -> None:
    assert part_thoughts(f"Sure: {ANSWER}") == (f"Sure: {ANSWER}", "")

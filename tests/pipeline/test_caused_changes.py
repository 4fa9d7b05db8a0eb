"""Changes that a thing works on somebody, and what looks like one and tells a deed or a journey."""

from __future__ import annotations

import pytest

from generation.pipeline.wording_rules import find_breaches


def rules_broken(sentence: str) -> set[str]:
    return {rule_id for rule_id, _, _ in find_breaches(sentence)}


CAUSES = (
    # whatever the thing is called
    "The switch of her rota to days has wrecked whatever rest she had.",
    "Her mother-in-law's taunts have spoilt her peace of mind.",
    "Regular journaling has improved his emotional regulation.",
    "The redundancy broke up the marriage.",
    "Even the smell of the ward upsets his stomach.",
    "Two hours of silence have left the pair of them unable to talk.",
    "The new inhaler has given her back her stairs.",
    # a bare happening and a clause behind it
    "One word from the bailiff, and the lad was struck dumb.",
    "A week of double shifts and the old quarrel is back.",
    # what somebody's name only belongs to
    "The mention of Barlinnie put paid to any talk.",
    "Putting the twins down at seven has bought her two hours.",
    # idioms of effect
    "He limps now; that is the ladder's work.",
    "The long wait in the corridor told on him.",
    "Your shoulder hurts on account of that pillow.",
    "Nothing but the overtime stands between him and a night's rest.",
    "The visit did nothing for his spirits.",
    "Wt up 3 kg on olanzapine.",
    "The flood turned neighbours into friends.",
)
DEEDS = (
    "The van left Ines at the corner.",
    "The train took them to York and the taxi to the hotel.",
    "One bus from Derby and a short walk, and she was at the clinic at 9.",
    "The second letter gave the date as 12 June.",
    "The dog broke its lead and was back by supper.",
    "The cat woke her at five.",
    "The plumber left the family with no water until six.",
    "When the rain began he got up, shut the window and sat down again.",
    "The question of who feeds the hens comes up on three dates.",
    "She set the alarm for six and put the book away.",
    "He kept the dog waiting outside the shop.",
    "The blue folder explains the bus routes.",
    "Wt up 4 kg since Jan.",
    "On the back of the bill he wrote a number.",
)


@pytest.mark.parametrize("sentence", CAUSES)
def test_what_a_thing_does_to_somebody_is_a_cause(sentence: str) -> None:
    assert "SB203" in rules_broken(sentence)


@pytest.mark.parametrize("sentence", DEEDS)
def test_a_deed_or_a_journey_is_none(sentence: str) -> None:
    assert "SB203" not in rules_broken(sentence)


READINGS = (
    "She laughed, and it was a laugh with no joy in it.",
    "Her weekly call is duty, not affection.",
    "It was respect she was after.",
    "The punctuality reads less as interest than as control.",
    "He counts the coins in a bid to feel safe.",
    "His tidiness functions as a shield.",
    "She cannot afford to know it.",
    "The silence was a refusal.",
    "He is processing the loss.",
    "His yes meant no.",
)
TOLD = (
    "She stood in for the organist on Sunday.",
    "He was somewhere near Hull when he rang.",
    "It was the red bus she was on.",
    "The chapter is about control of pests.",
    "Works as a roofer, self-employed since 2012.",
)


@pytest.mark.parametrize("sentence", READINGS)
def test_what_is_read_into_somebody_is_found(sentence: str) -> None:
    assert "SB206" in rules_broken(sentence)


@pytest.mark.parametrize("sentence", TOLD)
def test_what_is_only_told_is_no_reading(sentence: str) -> None:
    assert "SB206" not in rules_broken(sentence)

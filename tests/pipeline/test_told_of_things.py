"""Words that claim something of somebody elsewhere, and here tell of a thing, a deed or an arrangement."""

from __future__ import annotations

import pytest

from generation.pipeline.wording_rules import find_breaches


def rules_broken(sentence: str) -> set[str]:
    return {rule_id for rule_id, _, _ in find_breaches(sentence)}


PAIRS = (
    # part of a thing, or what it looks like
    ("SB203", "The trigger of the quarrel was a cup.", "The trigger of the water pistol was mended with tape."),
    ("SB204", "The depression in her voice is plain.", "The depression in the lawn filled with water."),
    ("SB206", "The wall between the sisters is high.", "The wall between the two allotments was pulled down."),
    ("SB204", "He is a depressed man.", "The depressed key on the piano is the F."),
    ("SB206", "The mask slips when she laughs.", "The mask hangs in the hall."),
    ("SB206", "The pattern is plain.", "The pattern was cut out and pinned to the cloth."),
    # a name
    ("SB205", "Such resilience is rare.", "The Resilience was towed into the harbour."),
    ("SB204", "Her trauma is old.", "A trauma surgeon gave the lecture."),
    ("SB205", 'A "perfect" week.', 'They sang "Don\'t Worry, Be Happy" on the coach.'),
    ("SB201", "Weigh the parcel first.", "Weigh-in on Thursday at six."),
    ("SB201", "Grab the rail.", "Seen on Monday; grab rail fitted Tuesday."),
    ("SB201", "He must rest.", "The must was pressed in October."),
    # a deed on a thing
    ("SB203", "The row changed the household.", "She changed the sheets and aired the room."),
    ("SB203", "The loss of the job broke him.", "The dog broke its lead and was back by supper."),
    ("SB203", "The heat drove him out.", "He turned the heating down to seventeen."),
    ("SB203", "The meeting left her in tears.", "He wore it to the interview and set it by the clock."),
    ("SB203", "The kitchen was put out of action by the leak.", "The marquee was put up by six men and a boy."),
    ("SB203", "The meal lifted her mood.", "The christening was at ten, the meal at one and the drive home at five."),
    ("SB201", "Let the fire go out.", "They let the fire go out and went up to bed."),
    # what happens at a time
    ("SB203", "The rest has healed her.", "The blister had healed by Sunday, and she ran."),
    ("SB203", "The tablets changed her.", "Tablets changed 9/4."),
    ("SB203", "The letter sent her to bed.", "Tax return sent 23:52."),
    ("SB203", "Since the move she sleeps badly.", "Since Easter he has worn the brace on 31 days."),
    ("SB203", "The month of March bought him peace.", "They moved in March and he has bought two games."),
    # causes, gifts and debts in name
    ("SB203", "The heat is the cause of it.", "Half the money goes to a good cause."),
    ("SB205", "Congratulations on the week.", "Flowers and congratulations came from the office."),
    ("SB203", "She owes her calm to the garden.", "He owes the butcher nine pounds."),
    ("SB207", "Who paid for the taxi", "Who paid for the taxi is not stated."),
    # an illness that is none, or another's
    ("SB204", "Allergies, severe.", "Chart updated, allergies nil."),
    ("SB204", "She is off work with shingles.", "Her colleague is off with shingles."),
)


@pytest.mark.parametrize(("rule_id", "claim", "_plain"), PAIRS)
def test_a_claim_of_somebody_is_found(rule_id: str, claim: str, _plain: str) -> None:
    assert rule_id in rules_broken(claim)


@pytest.mark.parametrize(("_rule_id", "_claim", "plain"), PAIRS)
def test_what_tells_of_a_thing_breaks_no_rule(_rule_id: str, _claim: str, plain: str) -> None:
    assert rules_broken(plain) == set()

"""Claims known by their grammar, each with a sentence beside it that only tells. Sentences of our own."""

from __future__ import annotations

import pytest

from generation.pipeline.wording_rules import find_breaches
from generation.pipeline.wording_rules.misspelt import by_bones, meant_by


def rules_broken(sentence: str) -> set[str]:
    return {rule_id for rule_id, _, _ in find_breaches(sentence)}


CLAIMS = (
    # compared, and counts set side by side
    ("SB206", "He speaks of the house with more love than of his wife.", "More came on Monday than on Friday."),
    # supposed, and told as a date or as not known
    ("SB201", "He would gain by coming earlier.", "Nobody could say when it had begun."),
    ("SB205", "He will walk that shore again.", "The next session will be on 4 May."),
    # judged in the present, and placed or done
    ("SB206", "The tone is quite bitter.", "The clinic is now on the second floor."),
    ("SB206", "It is no accident that he forgot.", "He is fully dressed."),
    ("SB206", "It is her mother all over.", "It is her second winter in the flat."),
    ("SB206", "It is not kind.", "It is not recorded who drove."),
    ("SB206", "His silence is quite bitter.", "The tin is very heavy."),
    ("SB206", "She is torn.", "The last page is torn out."),
    ("SB206", "To her the bakery is the one home she has.", "The train to Crewe is the 7.52."),
    # measured
    ("SB206", "She is more bitter than her letter.", "The second lap took longer than the first."),
    ("SB206", "He is more afraid than the dog.", "The blue paint costs less than the green."),
    ("SB206", "He was too proud for it.", "The coat was too big and was sold."),
    # arranged
    ("SB205", "Better days will come.", "The tickets will come by post."),
    ("SB201", "He would gain by it.", "He would be seventy on Sunday."),
    # a maxim
    ("SB205", "A stumble is not a fall.", "A blackbird has nested in the gutter."),
    ("SB205", "Every mile walked is a mile in the bank.", "Every room has two sockets."),
    # graded
    ("SB206", "Her answer came too late.", "She came too."),
    ("SB206", "She left the table so coldly.", "He walked so far as the gate."),
    ("SB205", "That was the bravest letter of the week.", "The second letter was posted."),
    # likened
    ("SB206", "He sat there like a guest in the house.", "He likes the house."),
    ("SB206", "The talk was as grey as the rain.", "They walked as far as the pier."),
    # the reason in a participle
    ("SB203", "She signed with a cross, her wrist being in plaster.", "Being asked, she signed."),
    ("SB203", "The heating being off, nobody could write.", "The heating was off, and the door was open."),
    ("SB203", "The bell that woke her was removed.", "The bell that hung there was removed."),
    # needed
    ("SB201", "The garden needs a hand.", "He needed two stitches."),
    # what goes on in somebody, named by nobody
    ("SB206", "He ticked every box, and boredom guided the pencil.", "He ticked every box with a pencil."),
    ("SB206", 'He "accidentally" left the ring behind.', 'The word "late" stands on page two.'),
    # summed up at the end
    ("SB206", "He sent the form back unsigned, an act of quiet protest.", "He bought a coat, a lamp and a mop."),
    # exclaimed
    ("SB205", "Five pages in a week!", "He wrote five pages in a week."),
    # written short or wrongly
    ("SB203", "Weight gain d/t steroids.", "BP 120/80 on 2/2."),
    ("SB204", "Likely adjustment d/o.", "Seen on 2/3 at 10:30."),
    ("SB201", "I would recomend a walk.", "The word was spelt wrongly."),
    ("SB204", "A clear dipression.", "A clear view of the lake."),
    ("SB203", "No sleep -> no work.", "Score 4 -> 6."),
)  # fmt: skip


@pytest.mark.parametrize(("rule_id", "claim", "_plain"), CLAIMS)
def test_a_claim_is_found_by_its_grammar(rule_id: str, claim: str, _plain: str) -> None:
    assert rule_id in rules_broken(claim)


@pytest.mark.parametrize(("_rule_id", "_claim", "plain"), CLAIMS)
def test_what_only_tells_breaks_no_rule(_rule_id: str, _claim: str, plain: str) -> None:
    assert rules_broken(plain) == set()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recomend", "recommend"),
        ("becuase", "because"),
        ("perseverence", "perseverance"),
        ("saddness", "sadness"),
        ("carriage", None),
        ("complement", None),
        ("deferred", None),
    ],
)
def test_a_word_typed_wrongly_stands_for_the_listed_one(typed: str, meant: str | None) -> None:
    listed = by_bones(["recommend", "because", "perseverance", "sadness", "courage", "compliment", "differed"])
    assert meant_by(typed, listed) == meant

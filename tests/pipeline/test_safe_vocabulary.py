"""No group of the safe vocabulary can carry a policy violation on its own."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from generation.pipeline.canonicalizer.feelings.words import is_feeling_word
from generation.pipeline.contracts import AllowedWording
from generation.pipeline.policy_gate.number_words import number_of
from generation.pipeline.policy_gate.safe_vocabulary import SafeGroup, is_safe, safe_vocabulary
from generation.pipeline.policy_gate.wording_rules import find_breaches
from generation.pipeline.policy_gate.wording_rules.lexicon import VERBS
from generation.pipeline.reading.words import NEGATIONS

NOTHING = AllowedWording(quantifiers=(), hedges=())
GROUPS = safe_vocabulary().groups
MOST_WORDS = 60
# Kinds of words that make a claim about somebody, a cause, a comparison, a degree, a reader or an order.
TELLING = re.compile(
    r"you|i|we|he|she|they|person|writer|because|so|since|after|before|when|if|than|more|less|most|better|worse|very|only"
    r"|always|should|could|would|may|might|must|can|will|not|no|never|nothing|few|many|for|to|with|from|by|about|but|or"
)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_three_words_of_a_group_say_nothing_but_perhaps_ask(group: SafeGroup) -> None:
    """ "is the entry" asks, and is stopped for it; nothing else can be made of these words."""
    for count in (1, 2, 3):
        for words in permutations(group.words, count):
            broken = {rule_id for rule_id, _, _ in find_breaches(" ".join(words), NOTHING)}
            assert broken <= ({"SB207"} if count > 1 else set()), words


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_no_word_of_a_group_tells_of_anybody_or_turns_a_statement(group: SafeGroup) -> None:
    assert [word for word in group.words if TELLING.fullmatch(word)] == []
    assert [word for word in group.words if is_feeling_word(word) or number_of(word) is not None] == []
    assert NEGATIONS.isdisjoint(group.words)


def test_no_word_is_the_bare_form_of_a_verb_that_people_order() -> None:
    bare = {word for group in GROUPS for word in group.words if word in VERBS}
    assert bare <= {"appear", "date"}


def test_every_group_gives_a_reason_and_no_word_stands_twice() -> None:
    words = [word for group in GROUPS for word in group.words]
    assert all(len(group.reason) > 30 for group in GROUPS)
    assert len(words) == len(set(words)) <= MOST_WORDS


@pytest.mark.parametrize(
    ("word", "safe"), [("Days", True), ("used", True), ("use", False), ("read", False), ("not", False)]
)
def test_a_word_is_safe_in_its_very_form(word: str, safe: bool) -> None:
    assert is_safe(word) is safe

"""Guards that feelings and numbers make the same of every word for a person, because one lexicon tells both."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.canonicalizer.numbers.finder import find_numbers
from generation.pipeline.reading import lexicon
from generation.pipeline.reading.sentences import split_sentences

# "Physio: 3 sets" is a session, whoever else a physio is.
PEOPLE = sorted(lexicon.PEOPLE - {"physio"})


def feelings_of(text: str) -> list[str]:
    return [found.word for found in find_feelings(text, split_sentences(text))]


def labels_of(text: str) -> list[str]:
    return [found.label for found in find_numbers(text, split_sentences(text)) if found.label]


@pytest.mark.parametrize("person", PEOPLE)
def test_no_reader_takes_a_person_for_the_writer(person: str) -> None:
    assert feelings_of(f"my {person} was sad") == []
    assert feelings_of(f"{person} was sad") == []
    assert labels_of(f"{person} mood 3/10") == []
    assert labels_of(f"my {person} slept 6 h") == []


@pytest.mark.parametrize("pronoun", sorted(lexicon.SUBJECTS_OF_OTHERS - {"who", "whoever", "y'all"}))
def test_no_reader_takes_a_pronoun_of_others_for_the_writer(pronoun: str) -> None:
    assert feelings_of(f"{pronoun} felt sad") == []
    assert labels_of(f"{pronoun} slept 6 h") == []


@pytest.mark.parametrize(
    "negator", sorted(lexicon.NEGATORS - {"without", "no", "none", "nothing", "nobody", "nowhere"})
)
def test_feelings_take_every_negator_for_one(negator: str) -> None:
    assert feelings_of(f"I am {negator} sad") == []


@pytest.mark.parametrize("modal", sorted(lexicon.MODALS))
def test_no_reader_takes_what_a_modal_supposes_for_a_fact(modal: str) -> None:
    assert feelings_of(f"I {modal} be sad") == []
    assert labels_of(f"I {modal} sleep 8 h") == []


def test_the_writer_stays_the_writer_beside_every_person() -> None:
    for person in PEOPLE:
        assert feelings_of(f"I was sad with my {person}") == ["sad"]


def test_classes_hold_what_their_names_say() -> None:
    assert len(lexicon.MONTHS) == 12
    assert len(lexicon.WEEKDAYS) == 7
    assert lexicon.PEOPLE.isdisjoint(lexicon.SUBJECTS_OF_OTHERS | lexicon.DETERMINERS | lexicon.NEGATORS)

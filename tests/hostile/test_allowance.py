"""Guards the one allowance of the hostile suite: it excuses what a form rule forbids, and nothing else."""

from __future__ import annotations

import pytest

from tests import oracle
from tests.hostile.allowance import faults_beyond
from tests.hostile.campaign import as_typed
from tests.pipeline.diaries import diary
from tests.pipeline.runs import written


def beyond(entry: str, said: str, instead: str) -> list[str]:
    """The rules of the faults that stay where the text of one entry quotes `instead` for `said`."""
    inputs = diary(("m1", "2026-11-08 12:00", entry))
    record, plan, report = written(inputs)
    assert said in report.text
    text = report.text.replace(said, instead)
    faults = oracle.check(as_typed(inputs), text)
    return [fault.rule for fault in faults_beyond(as_typed(inputs), text, faults, record, plan)]


@pytest.mark.parametrize(
    ("entry", "quoted"),
    [
        ("Walked home. See bbc.co for it. Felt calm.", '"Walked home." … "Felt calm."'),
        ("Walked home.\n~~Felt sad.~~\nFelt calm.", '"Walked home." … "Felt calm."'),
        (f"Walked home.\n{'x' * 300}\nFelt calm.", '"Walked home." … "Felt calm."'),
        ('He wrote ‹x› “y” «z» "w". Felt calm.', '… "Felt calm."'),
    ],
)
def test_a_sentence_that_a_form_rule_forbids_may_be_left_out(entry: str, quoted: str) -> None:
    assert beyond(entry, quoted, quoted) == []


@pytest.mark.parametrize(
    ("entry", "said", "instead"),
    [
        ("Walked home. Felt calm.", '"Walked home. Felt calm."', '"Walked home." …'),
        ("Walked home. See bbc.co for it. Felt calm.", '"Walked home." … "Felt calm."', '"Walked home." …'),
        ("Walked home. See bbc.co for it. Felt calm.", '"Walked home." … "Felt calm."', "not quoted."),
        (f"Walked home.\n{'x' * 300}\nFelt calm.", '"Walked home." … "Felt calm."', '… "Felt calm."'),
    ],
)
def test_a_sentence_that_none_forbids_may_not(entry: str, said: str, instead: str) -> None:
    assert {"moment-whole", "moment-short", "moment-not-quoted"} & set(beyond(entry, said, instead))


def test_words_nobody_wrote_are_never_excused() -> None:
    assert "moment-quote" in beyond("See bbc.co for it. Felt calm.", '"Felt calm."', '"Felt cured."')

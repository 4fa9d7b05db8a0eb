"""An oracle for the text of a summary, written from the contract alone by somebody who never saw the product's code.

It reads a published text by exactly the sentences of the contract and checks against the entries as typed whatever a
literal reader can check, without knowing how feelings or numbers are read. Where the contract leaves freedom the module
concerned says so; where it is silent the choice is in AMBIGUITIES.md.
"""

from __future__ import annotations

from .budget import check_budget
from .diary import Diary, Fault, Message
from .feelings import check_feelings
from .forms import check_contradictions, check_forms
from .layout import check_characters
from .left_out import check_left_out
from .limits import check_limits
from .logged_days import check_cuts
from .matters import check_areas, check_terms
from .open_points import check_open_points
from .pattern_order import check_pattern_order
from .reading import read
from .safety import safety_sentences_missing
from .scope import check_scope
from .series import check_series
from .words import count_words as words

__all__ = ["Diary", "Fault", "Message", "check", "check_left_out", "safety_sentences_missing", "words"]


def check(diary: Diary, text: str) -> list[Fault]:
    """All faults of a summary's text; an empty list for a right one."""
    record, summary, section, shown = read(diary, text)
    return [
        *check_characters(text),
        *summary.faults,
        *check_scope(record, summary),
        *check_pattern_order(record, summary),
        *check_feelings(record, summary),
        *check_series(record, summary),
        *check_areas(record, summary),
        *check_terms(record, summary),
        *check_limits(record, summary, shown),
        *check_open_points(record, summary),
        *check_forms(record, summary),
        *check_contradictions(record, summary),
        *section.faults,
        *check_cuts(record, section),
        *check_budget(record, section),
    ]

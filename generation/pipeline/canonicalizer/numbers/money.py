"""Stage A: money that somebody logs: "SPENT: $42", "spent £42 today", "slots 150 €".

In: an amount of money in its clause. Out: the name under which it is kept, or None. A price is nobody's log: what
stands in a sentence ("spent 30 € on shoes"), beside a thing that is bought and eaten ("coffee 3 €") or is due ("rent
800 €") has no name.
"""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.clauses import Clause, Mark, is_verb_form
from generation.pipeline.canonicalizer.numbers.counted_things import is_drink_or_listed
from generation.pipeline.canonicalizer.numbers.label_words import label_word_at
from generation.pipeline.canonicalizer.numbers.named_values import Name, name_before
from generation.pipeline.canonicalizer.numbers.no_names import PRICED
from generation.pipeline.canonicalizer.numbers.notation import Notation
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, TIMES
from generation.pipeline.reading.word_set import word_set

_SPENDING = word_set("spent spend spending spendings spends")
_LEADING = TIMES | ADVERBS | word_set("i i've total money")
_FIELD = frozenset(":=")
# Over what was spent on many things: "Money diary: 5 € cash".
_HEADINGS = word_set("diary log journal tracker notes note list money cash update today")


def kept_as(text: str, clause: Clause, at: int, notation: Notation) -> Name | None:
    """The name under which the amount at item `at` is logged."""
    field = at > 0 and clause.words[at - 1] in _FIELD
    if not field and any(
        item.mark is not Mark.WORD or item.word not in TIMES | ADVERBS for item in clause.items[at + 1 :]
    ):
        return None
    spent = next((n for n in range(at) if clause.words[n] in _SPENDING), None)
    if spent is not None:
        told = all(word in _LEADING for word in clause.words[:spent])
        close = all(word in ADVERBS | _FIELD for word in clause.words[spent + 1 : at])
        return Name(clause.words[spent], spent, 1, field) if told and close else None
    name = name_before(text, clause, at, notation)
    if name is None or not (field or name.first == 0 or clause.words[name.first - 1] in _FIELD):
        return None
    words = clause.words[name.first : name.first + name.length]
    if (not field and is_verb_form(words[-1])) or words[-1] in _HEADINGS:
        return None
    bought = any(word in PRICED or is_drink_or_listed(word) or label_word_at([word], 0) for word in words)
    return None if bought else name

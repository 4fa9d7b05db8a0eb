"""Quoting: the person's words, verbatim but for white space, in marks they cannot close early."""

from __future__ import annotations

from generation.pipeline.contracts import CanonicalRecord, QuoteRef
from generation.pipeline.reading import form_rules
from generation.pipeline.reading.words import cuts_between_words, fold_white_space

# A quotation gets the first pair of marks of which its words hold neither, so no diary can close it early.
QUOTATION_MARKS = (('"', '"'), ("“", "”"), ("«", "»"), ("‹", "›"))


# The longest quotation, in code points: a word somebody held a key down for is no quotation.
MAX_CHARACTERS = 300


def quoted_words(record: CanonicalRecord, quote: QuoteRef) -> str:
    """The words of a quotation: cut from its message, white space folded, nothing else touched."""
    text = record.entries_by_message_id[quote.message_id].text
    return fold_white_space(text[quote.start : quote.end])


def quotation_marks(words: str) -> tuple[str, str] | None:
    """The pair of marks that can hold `words`, or None when they hold one of every pair."""
    return next((pair for pair in QUOTATION_MARKS if not any(mark in words for mark in pair)), None)


def is_quotable(record: CanonicalRecord, quote: QuoteRef) -> bool:
    """Whether the words may stand in a report: cut between words, no form rule broken, marks left for them."""
    text = record.entries_by_message_id[quote.message_id].text
    words = quoted_words(record, quote)
    return (
        0 < len(words) <= MAX_CHARACTERS
        and (quote.start == 0 or cuts_between_words(text, quote.start))
        and cuts_between_words(text, quote.end)
        and quotation_marks(words) is not None
        and not any(form_rules.find_breaches(words))
    )

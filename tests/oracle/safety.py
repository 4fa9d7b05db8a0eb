"""Sentences that must be quoted, named by somebody who read the diary."""

from __future__ import annotations

from collections.abc import Sequence

from .diary import Diary, fold_space
from .markup import plain_text, struck_spans
from .reading import read


def _holds(quote: str, sentence: str) -> bool:
    """The quotation holds the sentence, tags and Markdown marks, a last full stop and, as a copy may have others than
    the entry it repeats, capitals aside."""
    return any(read(sentence).rstrip(".").casefold() in read(quote).casefold() for read in (fold_space, plain_text))


def _is_said(text: str, sentence: str) -> bool:
    """The entry holds the sentence somewhere where it is not struck out: what is, nobody says."""
    for start, end in reversed(struck_spans(text)):
        text = f"{text[:start]} {text[end:]}"
    return _holds(text, sentence)


def safety_sentences_missing(diary: Diary, text: str, sentences: Sequence[str]) -> list[str]:
    """Those of the sentences (verbatim, white space aside) that no quotation of Section 4 for their day holds.

    A sentence that stands on several days must be quoted on each; a copy is quoted where the entry it repeats is, and
    one that is struck out nowhere.
    Raises ValueError for a sentence that stands in no entry of the window.
    """
    record, summary, _, _ = read(diary, text)
    quotes = {}
    for moment in summary.moments:
        quotes[moment.day] = [quote for part in moment.parts or () for quote in part.quotes]
    missing = []
    for sentence in sentences:
        entries = [entry for entry in record.entries if _holds(entry.text, sentence)]
        days = [record.original(entry).day for entry in entries if _is_said(entry.text, sentence)]
        if not entries:
            raise ValueError("A sentence stands in no entry of the window.")
        if any(not any(_holds(quote, sentence) for quote in quotes.get(day, ())) for day in days):
            missing.append(sentence)
    return missing

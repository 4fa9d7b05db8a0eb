"""Stage A: numbers in which units interleave: "6h30", "1 h 2 min 33 s", "11 st 4 lb", "5 ft 7 in"."""

from __future__ import annotations

import re

from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.units import DISTANCE, DURATION, GAP, WEIGHT

_MINUTES = "(?:m|mins?|minutes?|minuten)"
_SECONDS = rf"\d{{1,2}}{GAP}?(?:s|secs?|seconds?)(?![^\W_])"
_AND = rf",?{GAP}?(?:and{GAP}|und{GAP}|&{GAP}?)?"
_COMPOUNDS = (
    (
        DURATION,
        re.compile(
            rf"\d{{1,3}}{GAP}?(?:h|hrs?|hours?|std)\.?(?:"
            rf"[0-5]\d(?![\d:/]|[.,]\d|[^\W\d_])"
            rf"|{GAP}[0-5]\d(?={GAP}?(?:$|[^\w .,:/%°]|[.,](?!\d)))"
            rf"|{_AND}\d{{1,2}}{GAP}?{_MINUTES}(?![^\W_])(?:{_AND}{_SECONDS})?)"
            rf"|\d{{1,3}}{GAP}?(?:m|mins?|minutes?){_AND}{_SECONDS}"
            r"|\d{1,2}['’′]\d{2}(?:\"|”|''|″)",
            re.IGNORECASE,
        ),
    ),
    (
        WEIGHT,
        re.compile(
            rf"\d{{1,2}}{GAP}?(?:st|stones?){GAP}?\d{{1,2}}(?:[.½]\d?)?"
            rf"(?:{GAP}?(?:lbs?|pounds?)(?![^\W_])|(?={GAP}(?:this|today|now|on|in|at)\b)"
            rf"|(?={GAP}?(?:$|[^\w .,:/%°]|[.,](?!\d))))"
            rf"|\d{{1,2}}{GAP}?(?:lbs?|pounds?){GAP}?\d{{1,2}}{GAP}?(?:oz|ounces?)(?![^\W_])"
            rf"|\d{{1,3}}{GAP}?kg{GAP}\d{{1,3}}{GAP}?g(?![^\W_])",
            re.IGNORECASE,
        ),
    ),
    (
        DISTANCE,
        re.compile(rf"\d{{1,2}}{GAP}?(?:ft|feet|foot){GAP}?\d{{1,2}}{GAP}?(?:in|inch|inches)(?![^\W_])", re.IGNORECASE),
    ),
)


def compound(text: str, at: int, end: int) -> Notation | None:
    """ "6h30", "1 h 2 min 33 s", "11 st 4 lb": number and unit interleave, so the whole is the value."""
    if not _WITH_A_UNIT.match(text, at, end):
        return None
    for dimension, pattern in _COMPOUNDS:
        match = pattern.match(text, at, end)
        if match:
            return Notation(at, match.end(), match[0], None, (dimension,), Kind.MEASURE)
    return None


# What every compound begins with: asked first, because few numbers are compounds.
_WITH_A_UNIT = re.compile(rf"\d{{1,3}}{GAP}?[hHmMsSlLkKfFpP'’′]")

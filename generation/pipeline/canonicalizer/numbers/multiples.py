"""Stage A: how often an amount was taken, typed beside it: "300 mg x3", "500 mg twice", "50 mg AM and PM".

In: where an amount with its unit ends. Out: where the words end that multiply it, or say what of it was skipped or
taken besides. They are shown with the amount: the same "300 mg" day after day would deny the day of a change.
"""

from __future__ import annotations

import re

from generation.pipeline.reading.markup import shown

_GAP = "[ \t\u00a0\u2009\u202f]"
_FEW = r"(?:\d{1,2}|two|three|four|five|six)"
# "once" and "twice" that open a clause of their own ("once I got home", "twice as far") multiply nothing.
_CLOSED = rf"(?={_GAP}*(?:$|[^\w\s]|\n|(?:a|per|every|daily|today|tonight|only|this)(?![^\W_])))"
_PARTS_OF_A_DAY = "(?:am|a[.]m[.]|mornings?|noon|midday|afternoons?|pm|p[.]m[.]|evenings?|nights?|bedtime)"
_TIMES = (
    rf"(?:\(?[x×✕*]{_GAP}?\d{{1,2}}|\(?\d{{1,2}}{_GAP}?[x×✕](?!{_GAP}?\d)|\(?(?:once|twice|thrice){_CLOSED}"
    rf"|\(?{_FEW}{_GAP}times{_CLOSED}"
    rf"|\(?{_FEW}{_GAP}(?:tablets?|tabs?|pills?|capsules?|caps|doses?|of{_GAP}(?:them|those|these))"
    r"|(?:bd|b[.]?i[.]d[.]?|bid|tds|t[.]i[.]d[.]?|tid|qds|qid|od)"
    rf"|\(?{_PARTS_OF_A_DAY}(?:{_GAP}?(?:,|and|&|\+|/){_GAP}?{_PARTS_OF_A_DAY})+)"
    rf"(?:{_GAP}?(?:a|per|/){_GAP}?(?:day|night|d)|{_GAP}daily)?\)?"
)
# "Skipped lunch" is about a meal, "skipped noon" and "missed the second one" about the dose.
_WHICH = (
    rf"(?:(?:the|my|a|one|at|in the){_GAP})*(?:{_PARTS_OF_A_DAY}|one|first|second|third|last|middle|dose|pill|tablet)"
    rf"(?:{_GAP}(?:one|dose|pill|tablet))?"
)
_CHANGED = (
    rf"\(?(?:(?:but|and|then|i){_GAP})*(?:(?:skipped|missed|forgot|left{_GAP}out){_GAP}{_WHICH}"
    rf"|(?:(?:took|plus|\+){_GAP}?)?(?:an?|one|1){_GAP}extra(?:{_GAP}(?:one|dose|pill|tablet))?"
    rf"|half(?:{_GAP}of{_GAP}it|{_GAP}a?{_GAP}?(?:one|dose|pill|tablet))?{_CLOSED})\)?"
)
_BEFORE = re.compile(
    rf"(?<![^\W_])(?:two|three|four|\d|half(?:{_GAP}of)?{_GAP}(?:my|the)){_GAP}(?:x{_GAP})?$", re.IGNORECASE
)
_LONGEST = 120
_MULTIPLE = re.compile(
    rf"(?:,?{_GAP}{{0,2}}{_TIMES}(?![^\W_]))?(?:{_GAP}?[,;–—-]?{_GAP}{{1,2}}{_CHANGED}(?![^\W_]))?", re.IGNORECASE
)


def multiple_start(text: str, start: int, low: int) -> int | None:
    """Where the words begin that say how many of the dose at `start` were taken: "two 200 mg", "half my 50 mg"."""
    match = _BEFORE.search(text, max(low, start - _LONGEST), start)
    return match.start() if match else None


def multiple_end(text: str, end: int, high: int) -> int:
    """Where the words end that multiply the amount that ends at `end`; `end` where none do."""
    seen, places = shown(text, end, min(high, end + _LONGEST))
    match = _MULTIPLE.match(seen)
    return places[match.end() - 1] + 1 if match and match.end() else end

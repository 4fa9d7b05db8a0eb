"""Stage A: the words typed around a number that bound or hedge it: "maybe 5.5 h", "at least 2 l", "6 h or so".

In: the span of a number. Out: the span with those words, so that whoever shows the value shows them too. Nothing is
judged: a word is taken because it stands there, whatever markup stands between ("maybe <b>5.5 h</b>", "~**6 h**").
"""

from __future__ import annotations

import re

from generation.pipeline.reading.markup import seen_before, shown
from generation.pipeline.reading.word_set import word_set

_GAP = "[ \t\u00a0\u2009\u202f]"
_BOUND = (
    r"(?:about|around|round|roughly|approx(?:imately)?\.?|circa|ca?\.|maybe|perhaps|probably|possibly|apparently|almost"
    r"|nearly|barely|hardly|some|like|close to|near|(?:just|well|way|a (?:bit|little|tad)|slightly)?"
    rf"{_GAP}?(?:over|under|above|below|short of)|at (?:the )?(?:very )?(?:least|most|best|worst)|up to|upwards of"
    r"|(?:no |not |much |far |a (?:bit|little) |slightly )?(?:more|less|fewer|greater|longer|better) than"
    rf"|not quite|not even|until|till|(?<!\d{_GAP})m(?:in(?:imum)?|ax(?:imum)?)\.?"
    r"|only|just|(?:i'?d|i would) say|i think|i guess"
    rf"|half(?:{_GAP}of)?|quarter{_GAP}of|double|(?:an?{_GAP})?extra|another"
    r"|(?:guess(?:ing)?|guesstimate|estimated?|est\.?|approx(?:imately)?\.?|roughly|maybe|probably):?)"
)
_BEFORE = re.compile(rf"(?:(?<![^\W_]){_BOUND},?{_GAP}{{1,2}}(?:an?{_GAP})?)+$", re.IGNORECASE)
_BEHIND = re.compile(
    rf"{_GAP}?(?:\+(?!{_GAP}*\d)|-?ish(?![^\W_]))|{_GAP}{{1,2}}(?:or so|or more|or less|or thereabouts|ish"
    r"|at (?:the )?(?:very )?(?:least|most|best|worst)|max(?:imum)?|min(?:imum)?|tops|roughly|approx(?:imately)?"
    r"|maybe|probably|i think|i guess|i'?d say|\((?:a )?(?:guess|est(?:imated?|\.)?|approx\.?|roughly)\))(?![^\W_])"
    # "3 h maybe 5": before a number it bounds that one.
    rf"(?!{_GAP}{{1,2}}\d)",
    re.IGNORECASE,
)
# The last words of all that bounds: asked first, because most numbers have none before them.
_ENDING = word_set(
    """
    about around round roughly approx approximately circa ca ca. c c. approx. maybe perhaps probably possibly
    apparently almost nearly barely hardly some like to near over under above below of least most best worst than
    quite even until till min min. minimum max max. maximum only just say think guess a an
    half double extra another guessing guesstimate estimate estimated est est.
    """
)
_LAST_WORD = re.compile(r"([^\W\d_]+\.?)[,:]?\s*$")
_SIGN = re.compile(r"(?<![-=<>~])[~≈∼～≥≤<>＜＞±]")
_LOOK_BACK = 48
# Words may stand so far apart where there is markup between them.
_LOOK_BACK_IN_MARKUP = 300


def bounded_start(text: str, start: int, low: int) -> int | None:
    """Where the words begin that bound the number at `start`, not before `low`; None where none do."""
    if _is_multiplied(text, start) and start > low:
        return start - 1
    end = seen_before(text, start, low)
    if end in {start, low}:
        return None
    if _SIGN.match(text, end - 1):
        return end - 1
    last = _LAST_WORD.search(shown(text, max(low, end - 32), end)[0])
    if last is None or last[1].lower() not in _ENDING:
        return None
    seen, places = shown(text, max(low, end - _LOOK_BACK_IN_MARKUP), start)
    match = _BEFORE.search(seen, max(0, len(seen) - _LOOK_BACK))
    return places[match.start()] if match else None


def _is_multiplied(text: str, start: int) -> bool:
    """ "x3", typed as one: the sign is shown with its number."""
    return text[start - 1 : start] in tuple("xX×") and not text[start - 2 : start - 1].isalnum()


def is_inside_a_word(text: str, start: int) -> bool:
    """Whether the number at `start` is a piece of a word ("a4"), and would be shown as less than was typed."""
    return text[start - 1 : start].isalnum() and not _is_multiplied(text, start)


def is_bounded_on_another_line(text: str, start: int) -> bool:
    """Whether a word that bounds the number at `start` ends the line before it: the value cannot be shown with it."""
    line, broken, between = text[max(0, start - _LOOK_BACK) : start].rpartition("\n")
    last = _LAST_WORD.search(line) if broken and not between.strip() else None
    return last is not None and last[1].lower() in _ENDING


_BETWEEN = re.compile(rf"\bbetween{_GAP}+(?:(?=\S*\d)\S+(?:{_GAP}+[^\W\d_]+)?{_GAP}+(?:and|&){_GAP}+)?$", re.IGNORECASE)


def is_end_of_a_range(text: str, start: int) -> bool:
    """ "between 5 and 6 h": where the number at `start` only says how far a value went."""
    return _BETWEEN.search(text, max(0, start - _LOOK_BACK), start) is not None


# "Guess: sleep 8, mood 7" and "sleep 8, mood 7 (guesses)": of the values of a list only one stands beside the hedge.
_HEDGE = (
    r"(?:guess(?:es|ing)?|guesstimates?|estimat(?:es?|ed|ing)|est\.?|approx(?:imate(?:ly)?|\.)?|roughly|from memory)"
)
_HEDGED_LIST = re.compile(
    rf"(?:^|[.!?;|(])\W*(?:(?:just|only|my|an?|all|best|rough|wild|total|these are){_GAP})*{_HEDGE}"
    rf"(?:{_GAP}(?:only|numbers|figures|values|today))?{_GAP}?[:–—-](?!\w)(?P<list>(?:(?![.!?]\s).)*)$",
    re.IGNORECASE,
)
_HEDGED_BEHIND = re.compile(
    rf"\((?:(?:just|all|both|only|my|rough|wild|best){_GAP})*(?:guesses|guesstimates|estimates|estimated|approximate)\)",
    re.IGNORECASE,
)

_HEDGED_LABEL = re.compile(rf"\({_HEDGE}\){_GAP}*[:=]?{_GAP}*$", re.IGNORECASE)


def is_hedged_in_a_list(text: str, start: int) -> bool:
    """Whether the number at `start` is one of a list that is hedged as a whole, apart from the hedge, or has its hedge
    beside its label ("Mood (guess): 5")."""
    line = text[max(0, start - _LONGEST_LIST) : start].rpartition("\n")[2]
    before = _HEDGED_LIST.search(line)
    if (before and before["list"].strip()) or _HEDGED_LABEL.search(line):
        return True
    behind = _HEDGED_BEHIND.search(text, start, start + _LONGEST_LIST)
    return behind is not None and "\n" not in text[start : behind.start()]


_LONGEST_LIST = 120


def bounded_end(text: str, end: int, high: int) -> int | None:
    """Where the words end that bound the number that ends at `end`; None where none do."""
    seen, places = shown(text, end, min(high, end + _LOOK_BACK_IN_MARKUP))
    match = _BEHIND.match(seen)
    return places[match.end() - 1] + 1 if match else None

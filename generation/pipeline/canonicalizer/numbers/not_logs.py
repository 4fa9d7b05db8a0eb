"""Stage A: digits that are no log: dates, times of day, telephone numbers, versions, ordinals, names, addresses."""

from __future__ import annotations

import re

from generation.pipeline.reading.word_set import word_set

_MONTHS = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|märz|apr(?:il)?|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?"
    r"|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|(?-i:Mar(?:ch)?|May|Mai|MAY|MARCH))"
)
_TIME_MARK = r"(?:[ap]\.?m\b\.?|[ap]\.m\.|uhr\b|o['’]?clock\b)"
_NOT_A_LOG = re.compile(
    r"\d{4}(?P<iso>[-/.])\d{1,2}(?P=iso)\d{1,2}(?!\d)(?:[T ]\d{1,2}:\d{2}(?::\d{2})?Z?)?"  # 2026-11-08
    r"|\d{1,2}(?P<part>[-/.])\d{1,2}(?P=part)(?:\d{4}|\d{2})(?!\d)"  # 12/11/2026
    r"|\d{1,2}\.[ ]?\d{1,2}\.(?:[ ]?\d{4}|\d{2})?(?![\w])"  # 12.11.
    r"|\d{1,4}(?:\.\d+){2,}"  # 1.2.3, 10.0.0.1
    r"|\d+(?:st(?![ ]?\d)|nd|rd|th|ème|º|ª)\b"
    rf"|\d{{1,2}}[.]?[ ](?:of[ ])?{_MONTHS}\b\.?(?:,?[ ]\d{{4}}(?!\d))?"  # 3 May 2026
    rf"|\d{{1,2}}(?:[:.h]\d{{2}}){{0,2}}(?:[ ]?[-–][ ]?\d{{1,2}}(?:[:.]\d{{2}})?)?[ ]?{_TIME_MARK}"  # 7:40 pm
    r"|\d{1,2}(?::\d{2})?[ ]?(?:[-–—]|to|till|until|bis)[ ]?\d{1,2}:\d{2}(?!\d)"  # 22:30-6:15
    r"|\d{1,2}:\d{2}[ ]?(?:[-–—]|to|till|until|bis)[ ]?\d{1,2}(?![\d:.,])"
    r"|(?:24/7|50/50|7[/-]11|9/11|20/20|9[ ]?[-–][ ]?5|[89][ ]to[ ]5|1:1|4x4|2-in-1|1-on-1)(?![\w.,/:]*\d)(?!\w)"
    r"|\d+(?:-\d+){2,}"  # 1-0-1, 555-123-4567
    r"|\d{3}\)[ ]?\d{3}[-. ]\d{4}|\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)|\d{3}-\d{4}(?!\d)"
    r"|0\d{2,}(?:[-/ ]?\d{2,})*"  # 0170 1234567, 007
    r"|\d{2,4}[ /-]\d{5,}"
    r"|\d{9,}"
    r"|\d+k?[ ]of[ ](?:the[ ])?(?!10(?:[^\w/ ]|$))\d+"  # 5 of 8 h: which is the log?
    r"|(?:1[89]|20)\d{2}s\b"  # 1990s
    r"|\d{1,3}[ ]?(?:%|percent)[ ](?:sure|certain|agree|honest|true|right|positive|convinced)\b"
    r"|[01][ ]?[-–][ ]?(?:5|10|100)(?=[ ]?[:=])"
    r"|\d{1,2}[ ]?(?:yo|y/o)\b"
    r"|24[ -]?h(?:(?:ou)?rs?)?[ -](?!of\b|sleep|fast|for\b|in\b|awake|and\b|on\b|now\b|so\b|straight)[^\W\d_]{3,}"
    r"|\d{1,3}[ -](?:years?|yrs?|months?|weeks?|days?)[ -]old\b",
    re.IGNORECASE,
)
_INTERNATIONAL_PHONE = re.compile(r"\d[\d ()./-]{6,}\d")
_BEFORE_WORD = re.compile(r"(?:^|[^\w])([^\W\d_]+)\.?[ \t\u00a0]?[:#]?[ \t\u00a0]?$")
_MONTH_BEFORE = re.compile(rf"(?:^|[^\w]){_MONTHS}\.?[ ]$", re.IGNORECASE)
_DAY_BEHIND_MONTH = re.compile(
    r"[0-3]?\d(?:st|nd|rd|th)?(?!\d)(?:,?[ ]\d{4}(?!\d))?(?![.,:/]\d)(?![ ]?(?:h|hours|km)\b)"
)
_WHOLE = re.compile(r"\d+(?![\d.,:/x×-]*\d)(?![\w%°€$£])")
_TOKEN_BEFORE = re.compile(r"\S{1,64}$")
_TOKEN_HERE = re.compile(r"\S{1,64}")
_ADDRESS = re.compile(r"://|www\.|@\w|\w@|[a-z]/[a-z?]|\w\.(?:com|org|net|de|io|co|uk|eu|fr)\b|&\w+=", re.IGNORECASE)

# Nouns whose number is a name: "bus 42", "room 12", "chapter 5", "day 3".
NUMBERED = word_set(
    """
    bus tram train line lines room rooms apartment apt flat house gate floor page p pp chapter ch day week
    omega episode ep season part phase grade year route exit highway number no nr nos # version v iphone windows
    unit section item question option type covid channel track table seat platform terminal building street
    stage round top size model psalm verse lesson module point article formula figure fig step lap rule act
    scene vol volume issue ticket invoice order flight ward locker box bay pier tier class zone sector age
    jab injection session cycle treatment infusion trimester milestone channel ch edition series
    entry entries attempt draft problem exercise assignment task paper test quiz group
    aged turned turning android python ios ubuntu java gpt ps playstation xbox galaxy pixel hausnummer nummer
    """
)
# Before a whole number without a unit these make it a time of day, a date or a place.
_BEFORE_TIMES = frozenset(
    ["by", "until", "till", "til", "from", "since", "before", "after", "in", "on", "um", "ab", "bis", "gegen", "à"]
)


def stands_in_a_name(text: str, at: int, start: int) -> bool:
    """Whether the digit at `at` belongs to what stands before it: "B12", "covid-19", "#3", "’90s", "x.y.3"."""
    if at <= 0:
        return False
    before, further = text[at - 1], text[at - 2 : at - 1]
    if before.isalpha() or before in "_/\\@#№§&^" or before.isdigit():
        return True
    if before in "-‐‑–" and further.isalnum():
        return True
    if before in ".,:" and at - 1 > start and further.isdigit():
        return True
    if before == "." and further.isalpha():
        return not text[max(start, at - 8) : at].casefold().endswith(("ca.", "approx.", "c."))
    if before in "'’" and text[at : at + 2].isdigit():
        return True
    return _in_an_address(text, at, start)


def _in_an_address(text: str, at: int, start: int) -> bool:
    here = _TOKEN_HERE.match(text, at)
    token = here[0] if here else ""
    if at > start and not text[at - 1].isspace():
        before = _TOKEN_BEFORE.search(text, max(start, at - 64), at)
        token = (before[0] if before else "") + token
    return len(token) > 4 and any(sign in token for sign in "/@.&") and _ADDRESS.search(token) is not None


def not_a_log_end(text: str, at: int, start: int, end: int) -> int | None:
    """Where the digits at `at` end when they can be no log; None when they may be one."""
    match = _NOT_A_LOG.match(text, at, end)
    if (
        match
        and not _stands_between_times(text, match, start)
        and not _is_a_decimal_at_the_end(text, match, start, end)
    ):
        return match.end()
    if text[at - 1 : at] == "+" and at > start:
        phone = _INTERNATIONAL_PHONE.match(text, at, end)
        if phone:
            return phone.end()
    if text[at - 1 : at] in {"(", "["}:
        bracketed = _SCALE_IN_BRACKETS.match(text, at, end)
        return bracketed.end() if bracketed else None
    before = text[max(start, at - 24) : at]
    if before[-5:].casefold() == "from " and (
        _MOVED.search(text, max(start, at - 60), at) or (_RATED.search(before) and _TO_A_NUMBER.match(text, at, end))
    ):
        return None
    if before[-7:].casefold() == "out of " and _OF_A_HEADING.match(text, at, end):
        return at + 1
    if before[-4:] in _OF and _SCALE_BEFORE.search(before):
        scale = _SCALE.match(text, at, end)
        return scale.end() if scale else None
    return _end_by_word_before(text, at, before, end)


# "on a scale of 1 to 10": how one counts, no value.
_OF = frozenset([" of ", "rom ", " Of ", " OF "])
_SCALE_BEFORE = re.compile(r"\bscale (?:of|from) $", re.IGNORECASE)
# As in "mood out of 10: 6": a scale in a heading.
_OF_A_HEADING = re.compile(r"(?:5|10|100)\)?[ ]?[:=]")
_SCALE_IN_BRACKETS = re.compile(r"[01][ ]?(?:[-–/]|to)[ ]?(?:5|10|100)(?=[)\]])")
_SCALE = re.compile(r"\d{1,3}[ ]?(?:[-–]|to|and)[ ]?\d{1,3}\b|\d{1,3}")
# "went from 7 to 3": a value that moves, no time of day.
_MOVED = re.compile(
    r"\b(?:went|gone|dropped|fell|rose|jumped|climbed|increased?|decreased?|reduced?|upped|raised|lowered|cut|tapered"
    r"|moved|down|up|improved|switched|changed)\b(?: [^\W\d_]+){0,3} from $",
    re.IGNORECASE,
)


# "anxiety from 7 to 4"
_RATED = re.compile(
    r"\b(?:mood|energy|anxiety|pain|stress|urges?|cravings?|panic|nausea|focus|motivation|headache|migraine|fatigue|weight"
    r"|anger|tension) from $",
    re.IGNORECASE,
)
_TO_A_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d)? (?:down |up |back )?to (?:a |an |about )?\d{1,3}(?![\d:])")


def _stands_between_times(text: str, match: re.Match[str], start: int) -> bool:
    """ "Mood AM 3 PM 6": the time before the number is its own, the one behind it the next one's."""
    before = text[max(start, match.start() - 4) : match.start()].casefold()
    return before.endswith((" am ", " pm ")) and _PLAIN_TIME.fullmatch(match[0]) is not None


_PLAIN_TIME = re.compile(r"\d{1,2} [ap]m", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"\d{1,2}\.\d{1,2}\.")
_DATED_BY = word_set("am vom zum ab bis on the since until till by dated")


def _is_a_decimal_at_the_end(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """ "hb 10.9." ends with a full stop, "am 10.9." with a date."""
    if match.end() != end or not _DAY_AND_MONTH.fullmatch(match[0]):
        return False
    before = text[max(start, match.start() - 24) : match.start()]
    word = _BEFORE_WORD.search(before)
    return before.strip() != "" and (word is None or word[1].casefold() not in _DATED_BY)


def _end_by_word_before(text: str, at: int, before: str, end: int) -> int | None:
    """ "May 5", "on 12/11", "bus 42", "until 7": the word `before` makes the digits no log."""
    word = _BEFORE_WORD.search(before)
    name = word[1].casefold() if word else ""
    if name == "p" and before[-1:] == ":":
        return None  # "P:88" is a pulse, "p 88" a page
    if name[:3] in _MONTH_BEGINNINGS and _MONTH_BEFORE.search(before):
        day = _DAY_BEHIND_MONTH.match(text, at, end)
        if day:
            return day.end()
    dated = _DATED.match(text, at, end) if name in _BEFORE_DATES else None
    if dated:
        return dated.end()
    whole = _WHOLE.match(text, at, end) if name in NUMBERED or name in _BEFORE_TIMES else None
    if whole is None:
        return None
    if name == "exercise" and whole[0] == "0":
        return None  # none was done: those of a book are counted from 1
    named = name in NUMBERED or _YEAR.fullmatch(whole[0]) is not None
    return None if _amount_follows(text, whole.end(), end, named=named) else whole.end()


_MONTH_BEGINNINGS = word_set("jan feb mär mar apr may mai jun jul aug sep oct okt nov dec dez")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_BEFORE_DATES = word_set("on since by until till due dated")
_DATED = re.compile(r"\d{1,2}[/.]\d{1,2}(?![\w/])")
_FOLLOWING = re.compile(r"[ \t\u00a0]?[-+]?([^\W\d_]+|[%°€$£])")


def _amount_follows(text: str, at: int, end: int, *, named: bool) -> bool:
    """Whether a unit stands behind the digits, or, unless they are a name ("type 2 diabetes"), a thing counted."""
    match = _FOLLOWING.match(text, at, end)
    if match is None:
        return False
    word = match[1].casefold()
    return word in _COMMON_UNITS or (not named and len(word) > 3 and word.endswith("s"))


_COMMON_UNITS = word_set(
    """
    h hr hrs hours hour min mins minutes minute km kg k kcal steps miles mile m % ° € $ £ euro euros
    """
)

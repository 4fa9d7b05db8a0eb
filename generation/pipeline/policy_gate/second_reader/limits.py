"""The limits of Section 2: each is true, each that applies is there, in one order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.dates import write_dates
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, fold_all, fold_case
from generation.pipeline.policy_gate.second_reader.misreading import Notes, Span
from generation.pipeline.policy_gate.second_reader.numbers_shown import Hidden
from generation.pipeline.policy_gate.second_reader.quoted_days import Quotations, Shown
from generation.pipeline.policy_gate.second_reader.scanner import Scanner, Unread

LIMITS = "Limits: "
# If this many words of another language are named, there may be more.
_MAX_FOREIGN = 6


class Limit(IntEnum):
    """In the order of the text."""

    MISSING_DAYS = 0
    NO_ENTRIES = 1
    NO_PATTERNS = 2
    FEW_DAYS = 3
    ANY_MEANING = 4
    COPIES = 5
    QUOTED = 6
    NOT_SHOWN = 7
    LANGUAGE = 8
    WRITTEN_ONLY = 9


_SENTENCES = {
    Limit.MISSING_DAYS: re.compile(r"\d+ of \d+ days? ha(?:s|ve) no entry \([^()]*\), and nothing is known about \w+."),
    Limit.NO_ENTRIES: re.compile(r"no entry is logged in this window, and nothing is known about it\."),
    Limit.NO_PATTERNS: re.compile(r"with entries on \d+ days?, no pattern is listed\."),
    Limit.FEW_DAYS: re.compile(r"\d+ days with entries are few; counts over them say little about the whole window\."),
    Limit.ANY_MEANING: re.compile(r"words are counted wherever they stand, whatever they mean there\."),
    Limit.COPIES: re.compile(r"\d+ entr(?:y repeats|ies repeat) an earlier one word for word\."),
    Limit.QUOTED: re.compile(r"of \d+ entries \d+ (?:is|are) quoted whole, \d+ in part and \d+ not at all\."),
    Limit.NOT_SHOWN: re.compile(
        r"not shown: (?:(?P<words>\d+) words? read as (?:a feeling|feelings)(?:, (?=\d)|\.\Z))?"
        r"(?:(?P<hidden>\d+) of (?P<all>\d+) numbers? in digits\.)?"
    ),
    Limit.LANGUAGE: re.compile(r"words of another language stand in (?P<entries>\d+) entr(?:y|ies) \("),
    Limit.WRITTEN_ONLY: re.compile(r"only what was written is known\."),
}  # fmt: skip


class LimitSays(NamedTuple):
    start: int
    end: int
    kind: Limit
    words: str
    foreign: tuple[str, ...] = ()


class Counted(NamedTuple):
    """What else Section 2 holds, on which limits depend."""

    has_patterns: bool
    has_literal_days: bool


def read_limit(scanner: Scanner) -> LimitSays:
    """A bullet that begins with "Limits: "."""
    start = scanner.at
    words = scanner.text[start + len(LIMITS) : scanner.end]
    for kind, sentence in _SENTENCES.items():
        if kind is not Limit.LANGUAGE and sentence.fullmatch(words) and words != "not shown: ":
            return LimitSays(start, scanner.end, kind, words)
    opening = _SENTENCES[Limit.LANGUAGE].match(words)
    if opening is None:
        raise Unread
    scanner.at = start + len(LIMITS) + opening.end()
    foreign = [scanner.quotation().words]
    while scanner.accept(", "):
        foreign.append(scanner.quotation().words)
    scanner.expect_end("); feelings are read in English only.")
    return LimitSays(start, scanner.end, Limit.LANGUAGE, words, tuple(foreign))


def check_limits(
    limits: Sequence[LimitSays],
    diary: DiaryRead,
    quotations: Quotations,
    hidden: Hidden,
    counted: Counted,
    notes: Notes,
    section: Span,
) -> None:
    """SB318, SB320."""
    right = _sentences(diary, quotations, counted)
    said = {limit.kind: limit for limit in limits}
    for limit in limits:
        if limit.kind is Limit.NOT_SHOWN:
            is_true = _is_true_of_hidden(limit.words, hidden)
        elif limit.kind is Limit.LANGUAGE:
            is_true = _is_true_of_words(limit, diary)
        elif limit.kind is Limit.WRITTEN_ONLY:
            is_true = len(limits) == 1
        else:
            is_true = limit.words in right.get(limit.kind, ())
        if not is_true and not (limit.kind is Limit.QUOTED and not quotations.is_read):
            notes.add("SB318", limit.start, limit.end)
    if not limits or any(kind not in said for kind, sentences in right.items() if "" not in sentences):
        notes.add("SB318", *section)
    if Limit.NOT_SHOWN not in said and hidden.least and quotations.is_read:
        notes.add("SB318", *section)
    order = [limit.kind for limit in limits]
    if order != sorted(set(order)):
        notes.add("SB320", limits[0].start, limits[-1].end)


def _sentences(diary: DiaryRead, quotations: Quotations, counted: Counted) -> Mapping[Limit, frozenset[str]]:
    """The limits that apply, each in its right forms; '' among them where it may be left out."""
    days, window = diary.days, diary.window
    right: dict[Limit, set[str]] = {}
    missing = [day for day in window if day not in diary.entries]
    if not days:
        return {Limit.NO_ENTRIES: frozenset({"no entry is logged in this window, and nothing is known about it."})}
    if missing:
        right[Limit.MISSING_DAYS] = {_missing(missing, len(window))}
    if len(days) <= 2:
        right[Limit.NO_PATTERNS] = {f"with entries on {_counted(len(days), 'day', 'days')}, no pattern is listed."}
    elif len(days) <= 5:
        few = f"{len(days)} days with entries are few; counts over them say little about the whole window."
        right[Limit.FEW_DAYS] = {few} if counted.has_patterns else {few, ""}
    if counted.has_literal_days:
        right[Limit.ANY_MEANING] = {"words are counted wherever they stand, whatever they mean there."}
    least, most = sum(entry.is_copy for entry in diary), sum(entry.copied is not None for entry in diary)
    if most:
        right[Limit.COPIES] = {_copies(number) for number in range(least, most + 1)}
    if quotations.is_read:
        shown = [quotations.shown.get(entry, Shown.NOT) for entry in diary]
        if set(shown) != {Shown.WHOLE}:
            right[Limit.QUOTED] = _quoted(shown)
    return {kind: frozenset(sentences) for kind, sentences in right.items()}


def _missing(missing: Sequence[date], of: int) -> str:
    verb, them = ("has", "it") if len(missing) == 1 else ("have", "them")
    return f"{len(missing)} of {of} days {verb} no entry ({write_dates(missing)}), and nothing is known about {them}."


def _copies(number: int) -> str:
    """The limit, '' for none."""
    return f"{_counted(number, 'entry repeats', 'entries repeat')} an earlier one word for word." if number else ""


def _quoted(shown: Sequence[Shown]) -> set[str]:
    whole, part, none = (shown.count(kind) for kind in (Shown.WHOLE, Shown.IN_PART, Shown.NOT))
    verbs = ("is", "are") if whole == 1 else ("are",)
    return {
        f"of {len(shown)} entries {whole} {verb} quoted whole, {part} in part and {none} not at all." for verb in verbs
    }


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _is_true_of_hidden(words: str, hidden: Hidden) -> bool:
    """How many words were read as feelings nobody can tell from the text; how many numbers stand nowhere can be."""
    said = _SENTENCES[Limit.NOT_SHOWN].fullmatch(words)
    if said is None or said["words"] == "0" or said["hidden"] == "0":
        return False
    if said["hidden"] is None:
        return hidden.least == 0
    return hidden.least <= int(said["hidden"]) <= hidden.most and hidden.of_least <= int(said["all"]) <= hidden.of_most


def _is_true_of_words(limit: LimitSays, diary: DiaryRead) -> bool:
    """Each of the words stands in an entry, and one of them in as many as are said where all the words are named."""
    said = _SENTENCES[Limit.LANGUAGE].match(limit.words)
    # Scripts without spaces have no words to look up: letters that stand there are enough.
    texts = [(fold_case(entry.folded), fold_all(entry.folded)) for entry in diary]
    words = [(fold_case(word), fold_all(word)) for word in limit.foreign]
    holding = [[typed[0] in text[0] or typed[1] in text[1] for typed in words] for text in texts]
    each_stands = all(map(any, zip(*holding, strict=True)))
    most = len(texts) if len(limit.foreign) >= _MAX_FOREIGN else sum(map(any, holding))
    return said is not None and each_stands and 0 < int(said["entries"]) <= most

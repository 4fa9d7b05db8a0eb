"""The series of logged numbers of a record. Part of stage B. In: the record. Out: `Series` values, ranked.

A value stands as typed, marks of markup aside, with the words that bound it, beside its day; it is never converted,
rounded or summed. The label is a word that stands in an entry of each day listed, or one of a fixed list.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from generation.pipeline.canonicalizer.feelings.words import is_feeling_word
from generation.pipeline.contracts import CanonicalRecord, DayValues, NumericLog, Series
from generation.pipeline.planner.series_values import compared, is_dose, is_dosed_in_two_ways, of_one_measure
from generation.pipeline.planner.words_in_entries import WordsInEntries, folded
from generation.pipeline.reading.markup import seen_before
from generation.pipeline.reading.quotations import breaks_form, in_marks, shown_beside, without_marks
from generation.pipeline.reading.words import cuts_between_words, fold_white_space, shows_nothing, stem, words_in

MIN_VALUES = 2
# A series of more values is stated by its lowest and highest.
MAX_VALUES = 15
LONGEST_LABEL = 40
LONGEST_VALUE = 40
# Headings that may stand though the entries say them in another form ("Slept 6 h"), by the stem a label is read by.
FIXED_LABELS = {
    "sleep": "Sleep",
    "mood": "Mood",
    "energi": "Energy",
    "pain": "Pain",
    "step": "Steps",
    "walk": "Walk",
    "run": "Run",
    "weigh": "Weight",
    "weight": "Weight",
    "coffe": "Coffee",
    "alcohol": "Alcohol",
    "cigarett": "Cigarettes",
    "water": "Water",
    "medic": "Medication",
    "blood pressur": "Blood pressure",
    "puls": "Pulse",
}
_PLAIN_LABEL = re.compile(r"[A-Za-z]+")
# Words that open sentences of ours: as labels they are quoted.
_OURS = frozenset({"window", "entries", "limits", "also", "named"})
_OWN_BOUND = re.compile(r"[^\W_]|~")
_PLAIN_VALUE = re.compile(r"[0-9A-Za-z.:/%'’~<>=≈+°½⅓⅔¼¾€$£ -]|,(?=\d)|->|→")
_APOSTROPHES = "'’"
_IN_A_NUMBER = ".,:/-–"
_OF_URGES = re.compile(r"\b(?:urge|craving)s?\b", re.IGNORECASE)


# Where the number before it ends, with the words that bound it, by message and start of a number.
_EndsBefore = Mapping[tuple[str, int], int]


def series(record: CanonicalRecord, entries: WordsInEntries) -> tuple[Series, ...]:
    """Every series that may be listed: most days first, then first day, then label."""
    labelled: dict[str, list[NumericLog]] = defaultdict(list)
    hidden: set[str] = set()
    for log in record.numeric_logs:
        if log.label and len(_typed(record, log)) <= LONGEST_VALUE and _stands_alone(record, log):
            labelled[label_key(log.label)].append(log)
        elif log.label and is_dose(log):
            hidden.add(label_key(log.label))
    # The same dose day after day would deny the day on which it was changed.
    for key in [key for key, logs in labelled.items() if key in hidden or is_dosed_in_two_ways(logs)]:
        del labelled[key]
    ends = _ends_before(record)
    groups = [(key, logs) for key, all_logs in labelled.items() for logs in of_one_measure(all_logs)]
    made = [found for key, logs in groups if (found := _series(record, key, logs, entries, ends))]
    # One label, one bullet: the measure of most days has it, and of as many days that of most values.
    made.sort(key=lambda s: (-len(_days(s)), -sum(len(day.values) for day in s.values)))
    kept: dict[str, Series] = {}
    for one in made:
        kept.setdefault(folded(one.label), one)
    # Of those of equally many days the urges come first: what somebody holds back is missed least willingly.
    ranked = sorted(
        kept.values(),
        key=lambda s: (-len(_days(s)), _OF_URGES.search(s.label) is None, _days(s)[0], folded(s.label)),
    )
    return tuple(one.model_copy(update={"id": f"n{number}"}) for number, one in enumerate(ranked, start=1))


def label_key(label: str) -> str:
    """What two labels share that are the same."""
    return " ".join(map(stem, words_in(label.replace("_", " "))))


def _days(one: Series) -> list[date]:
    if one.values:
        return [values.day for values in one.values]
    return sorted({end.day for end in (one.lowest, one.highest) if end})


def _series(
    record: CanonicalRecord, key: str, logs: Sequence[NumericLog], entries: WordsInEntries, ends: _EndsBefore
) -> Series | None:
    fixed = FIXED_LABELS.get(key)
    label = fixed or _label(logs, entries)
    if label is None:
        return None
    is_plain = fixed is not None or (
        _PLAIN_LABEL.fullmatch(label) is not None
        and label.lower() not in _OURS
        and not any(map(is_feeling_word, words_in(label)))
    )
    if (fixed is None and not entries.is_typed(label)) or (not is_plain and breaks_form(label)):
        return None
    days = entries.days_of_any(_numbers_of(label))
    listed = list(logs) if fixed else [log for log in logs if log.day in days]
    if len(listed) > MAX_VALUES:
        return _long_series(record, label, is_plain, listed, ends)
    values = _values(record, listed, ends)
    if sum(len(day.values) for day in values) < MIN_VALUES:
        return None
    return Series(id="", fact_ids=_facts(listed), label=_shown(label, is_plain), is_quoted=not is_plain, values=values)


def _long_series(
    record: CanonicalRecord, label: str, is_plain: bool, logs: Sequence[NumericLog], ends: _EndsBefore
) -> Series | None:
    """Over 15 values of one unit: the lowest and the highest are stated."""
    numbers = None if any(is_dose(log) and log.bound_end for log in logs) else compared(logs)
    if numbers is None or min(numbers) == max(numbers):
        return None
    lowest, highest = (logs[numbers.index(end(numbers))] for end in (min, max))
    return Series(
        id="",
        fact_ids=_facts(logs),
        label=_shown(label, is_plain),
        is_quoted=not is_plain,
        values=_values(record, logs, ends),
        lowest=DayValues(day=lowest.day, values=(listable(_typed(record, lowest)),)),
        highest=DayValues(day=highest.day, values=(listable(_typed(record, highest)),)),
    )


def _label(logs: Sequence[NumericLog], entries: WordsInEntries) -> str | None:
    """The label that stands on most of the days of its values, as it was read most often, in its singular or plural as
    it is typed: "Panic attacks: 0" is read as of a panic attack."""
    counts = Counter(fold_white_space(log.label or "") for log in logs)
    days = {log.day for log in logs}
    forms = {label: (label, 0) for label in counts}
    # Counts in words alone ("returned two books") are told, not logged.
    if any(char.isdigit() for log in logs for char in log.value):
        forms = {form: (label, n) for label in counts for n, form in enumerate(_numbers_of(label))} | forms

    def rank(form: str) -> tuple[int, int, int, str]:
        label, place = forms[form]
        return -len(days & set(entries.days_of(form))), -counts[label], place, form

    best = min(forms, key=rank, default="")
    if not best or len(best) > LONGEST_LABEL or not days & set(entries.days_of(best)):
        return None
    # What is quoted stands as typed: "Urge SH".
    return entries.usual_spelling(best) if " " in best else best


def _numbers_of(label: str) -> tuple[str, ...]:
    """A label itself, then its plural and what may be its singular: "1 beer" and "2 beers" are of one thing."""
    others = [f"{label}s", f"{label}es"]
    if label.endswith("y"):
        others.append(f"{label[:-1]}ies")
    for ending, singular in (("ies", "y"), ("es", ""), ("s", "")):
        if label.endswith(ending) and len(label) > len(ending) + 2:
            others.append(label.removesuffix(ending) + singular)
    return label, *others


def _shown(label: str, is_plain: bool) -> str:
    return label[:1].upper() + label[1:] if is_plain else label


def _typed(record: CanonicalRecord, log: NumericLog) -> str:
    """The value as typed, with the words that bound it."""
    text = record.entries_by_message_id[log.message_id].text
    start, end = log.bounded
    return without_marks(text, start, end)


def _stands_alone(record: CanonicalRecord, log: NumericLog) -> bool:
    """Whether the value is no piece of a word or of a longer number: "5" of "5️⃣", "02" of "X02", "10" of "7/10", "six"
    of "six'er". Beside a character that shows nothing nobody can tell; nor behind "~~", whether a mark bounds it or
    strikes out what stands before."""
    text = record.entries_by_message_id[log.message_id].text
    start, end = log.bounded
    before, behind = shown_beside(text, start, end, 2)
    goes_on = any(
        (beside[:1] in tuple(_IN_A_NUMBER) and beside[1:].isdigit())
        # Marks of markup may stand between the two: "**71**.5 kg".
        or (beside[:1].isalnum() and edge.isalnum())
        or (beside[:1].isdigit() and edge in _IN_A_NUMBER)
        or (beside[:1] in tuple(_APOSTROPHES) and beside[1:].isalpha() and edge.isalpha())
        for beside, edge in ((before, text[start]), (behind, text[end - 1]))
    )
    mark = seen_before(text, start)
    # Before the first character there is nothing: `text[-1:0]` is empty.
    while text[mark - 1 : mark].isspace():
        mark = seen_before(text, mark - 1)
    is_behind_mark = text[mark - 1 : mark] == "~"
    if shows_nothing(text[start - 1 : start]) or shows_nothing(text[end : end + 1]):
        return False
    return cuts_between_words(text, start) and cuts_between_words(text, end) and not (goes_on or is_behind_mark)


def listable(value: str) -> str:
    """A value as it stands in a series: as typed, in marks where a reader could not tell where it ends."""
    if all(_PLAIN_VALUE.match(value, at) for at in range(len(value))) and " and " not in value:
        return value
    return in_marks(value)


def _values(record: CanonicalRecord, logs: Iterable[NumericLog], ends: _EndsBefore) -> tuple[DayValues, ...]:
    by_day: dict[date, list[str]] = defaultdict(list)
    for log in logs:
        typed = without_marks(record.entries_by_message_id[log.message_id].text, *_own_span(record, log, ends))
        if not breaks_form(typed):
            by_day[log.day].append(listable(typed))
    return tuple(DayValues(day=day, values=tuple(values)) for day, values in sorted(by_day.items()))


def _own_span(record: CanonicalRecord, log: NumericLog, ends: _EndsBefore) -> tuple[int, int]:
    """Start and end of the value with the words that bound it and not the number before it."""
    start, end = log.bounded
    before = ends[log.message_id, log.start]
    if start < before:
        # Words between two numbers bound one of them: "6 h at most, 3", "6 h at most almost 8".
        own = _OWN_BOUND.search(record.entries_by_message_id[log.message_id].text, before, log.start)
        start = own.start() if own else log.start
    return start, end


def places_shown(record: CanonicalRecord, listed: Iterable[Series]) -> Mapping[str, list[tuple[int, int]]]:
    """Where the values stand that these series show, by message: another number with the same digits is not shown."""
    ends = _ends_before(record)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in listed:
        key, facts = label_key(one.label), frozenset(one.fact_ids)
        days = [one.lowest, one.highest] if one.lowest and one.highest else one.values
        left = Counter((day.day, value) for day in days if day for value in day.values)
        for log in record.numeric_logs:
            if log.label is None or log.fact_id not in facts or _heading_key(log.label) != key:
                continue
            text = record.entries_by_message_id[log.message_id].text
            for start, end in (_own_span(record, log, ends), log.bounded):
                shown = log.day, listable(without_marks(text, start, end))
                if left[shown]:
                    left[shown] -= 1
                    places[log.message_id].append((start, end))
                    break
    return places


def _heading_key(label: str) -> str:
    return label_key(FIXED_LABELS.get(label_key(label), label))


def _ends_before(record: CanonicalRecord) -> _EndsBefore:
    ends: dict[tuple[str, int], int] = {}
    last: dict[str, int] = {}
    for log in sorted(record.numeric_logs, key=lambda log: log.start):
        ends[log.message_id, log.start] = last.get(log.message_id, 0)
        last[log.message_id] = log.bounded[1]
    return ends


def _facts(logs: Iterable[NumericLog]) -> tuple[str, ...]:
    ids = (fact_id for log in logs for fact_id in (log.label_fact_id, log.fact_id) if fact_id)
    return tuple(dict.fromkeys(ids))

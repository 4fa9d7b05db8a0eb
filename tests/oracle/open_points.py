"""Section 3: open points, their literal days and their quoted sentences.

Whether a sentence is open is not for this reader. A sentence that holds the form later than the last one quoted is a
fault, unless it is a question, looks as if a form rule kept it out, or stands in a copy.
"""

from __future__ import annotations

from .alignment import Place, find_places
from .diary import Entry, Fault, Record
from .form_rules import looks_forbidden, sentence_spans
from .markup import TAG
from .matters import check_literal_days
from .sentences import OpenPoint, OpenQuote
from .summary import Summary
from .words import find_form, stands_in_entry

CAP = {"low": 0, "medium": 1, "high": 3}
_QUESTION = ("?", "？", "؟")
_ENDS = ".!?…。！？।؟．｡"


def find_all(record: Record, quoted: OpenQuote) -> list[tuple[Entry, Place]]:
    """The places of a quotation in the entries of its day, in order."""
    entries = record.by_day.get(quoted.day, ()) if quoted.day else ()
    return [(entry, place) for entry in entries for place in find_places(entry.text, quoted.quote)]


def find_quote(record: Record, quoted: OpenQuote) -> tuple[Entry, Place] | None:
    """The last place of a quotation in the entries of its day."""
    return next(reversed(find_all(record, quoted)), None)


def _line_before(text: str, start: int) -> str:
    return TAG.sub("", text[text.rfind("\n", 0, start) + 1 : start]).rstrip(" \t*_~>#-")


def _line_behind(text: str, end: int) -> str:
    line_end = text.find("\n", end)
    return text[end : line_end if line_end >= 0 else len(text)].lstrip(" \t*_~")


def _check_cuts(line: str, quoted: OpenQuote, text: str, place: Place) -> list[Fault]:
    """`…` stands where the sentence goes on. Beside : ; ) " and the like a sentence may end or not."""
    faults = []
    before, behind = _line_before(text, place.start), _line_behind(text, place.end)
    goes_on_before = before != "" and (before[-1].isalnum() or before[-1] == ",")
    starts_clean = before == "" or before[-1] in _ENDS
    ends_clean = quoted.quote.rstrip("\"'”’)*_")[-1:] in tuple(_ENDS) or behind.strip(".") == ""
    goes_on_behind = not ends_clean and (behind[0].isalnum() or behind[0] == ",")
    if (goes_on_before and not quoted.cut_before) or (goes_on_behind and not quoted.cut_behind):
        faults.append(Fault("open-cut", line, "The sentence is cut where no … says so."))
    if (starts_clean and quoted.cut_before) or (ends_clean and quoted.cut_behind):
        faults.append(Fault("open-cut", line, "A … stands where the sentence is not cut."))
    return faults


def _check_quote(record: Record, point: OpenPoint, quoted: OpenQuote) -> list[Fault]:
    line = point.named.line
    found = find_quote(record, quoted)
    if not found:
        return [Fault("open-quote", line, f'"{quoted.quote}" does not stand in an entry of its day.')]
    entry, place = found
    # Words that stand twice on their day are cut only if they are cut in both places.
    faults = min((_check_cuts(line, quoted, one.text, at) for one, at in find_all(record, quoted)), key=len)
    if not any(stands_in_entry(form, quoted.quote, False) for form in point.named.forms):
        faults.append(Fault("open-form", line, f'"{quoted.quote}" holds none of the forms.'))
    behind = "" if quoted.quote[-1] in _ENDS else _line_behind(entry.text, place.end)
    ending = next((char for char in behind if char in _ENDS), quoted.quote.rstrip("\"'”’)")[-1:])
    if ending in _QUESTION:
        faults.append(Fault("open-question", line, "A question is never an open point."))
    return faults


def _stands_later(record: Record, point: OpenPoint, final: tuple[Entry, Place]) -> bool:
    """A form stands in a later sentence that may be quoted and is no question."""
    entry, place = final
    for later in record.entries[entry.number :]:
        for start, end in sentence_spans(later.text):
            sentence = " ".join(later.text[start:end].split())
            behind = later.number > entry.number or start >= place.end
            holds = any(find_form(form, sentence, True) for form in point.named.forms)
            if behind and holds and not later.is_copy and "?" not in sentence and not looks_forbidden(sentence):
                return True
    return False


def _check_point(record: Record, point: OpenPoint) -> list[Fault]:
    line = point.named.line
    faults = check_literal_days(record, point.named, "open-days")
    if point.named.days is not None and len(point.named.days) < 2:
        faults.append(Fault("open-few", line, "An open point needs two days."))
    for quoted in (point.opened, point.last):
        if quoted:
            faults += _check_quote(record, point, quoted)
    opened = find_quote(record, point.opened)
    last = find_quote(record, point.last) if point.last else opened
    if opened and last:
        first = find_all(record, point.opened)[0]
        if point.last and (last[0].number, last[1].start) <= (first[0].number, first[1].start):
            faults.append(Fault("open-last", line, "The last sentence is the open one, or stands before it."))
        if _stands_later(record, point, last):
            faults.append(Fault("open-last", line, "A later sentence holds it."))
    return faults


def check_open_points(record: Record, summary: Summary) -> list[Fault]:
    faults = [fault for point in summary.open_points for fault in _check_point(record, point)]
    if len(summary.open_points) > CAP[record.bucket]:
        faults.append(
            Fault("open-cap", summary.open_points[-1].named.line, f"At most {CAP[record.bucket]} are listed.")
        )
    return faults

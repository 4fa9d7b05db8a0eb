"""What a wave or a journey published, read beside the transcript by docs/waves.md alone.

Evidence stands in the transcript character for character, within one turn, under the label of whoever said it; the data
has the form of its wave; and what no text of ours may hold in silence (links, markup, what nobody sees, orders to a
program) is refused or named by a rule. Who would follow an order of the transcript words it: that is seen in the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .diary import Fault

Data = Mapping[str, Any]
# A line that opens a turn to any reader, and one of which readers may differ.
_CLEAR = re.compile(
    r"^(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]? )?(?P<label>[A-Za-z]+(?: [A-Za-z]+){0,3}): (?=\S)", re.MULTILINE
)
_COLONS = ":\uff1a"
_MAYBE = re.compile(rf"^[^\n]{{0,200}}?[{_COLONS}]", re.MULTILINE)
_PARTS = {"therapist", "client", "patient", "clinician", "counsellor", "coach", "psychologist"}
_WORDS = re.compile(r"\w+")
_OPEN_LINES = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_MAX = {"topics": 3, "action_items": 5, "insights": 5}
_DEEP = ("concerns", "feelings", "relationships", "coping", "progress")
_NOT_WORDED = {
    "speaker",
    "turn",
    "start",
    "end",
    "evidence",
    "contract_version",
    "shorter_because",
    "speakers",
    "sessions",
}
# What anybody would call a link, markup or an order to a program; rules may see more.
_CLEAR_BREACH = re.compile(
    r"https?://\w|\bwww\.\w+\.\w|\w@\w+\.[a-z]{2}|<(?:script|img|svg|iframe|b|i|a)\b[^<>\n]{0,80}>|```|\{\{|"
    r"\*\*\w[^*\n]{0,80}\w\*\*|"
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your |previous |above ){0,3}(?:instructions|rules)\b|"
    r"<\|im_start\|>|\[INST\]|<<SYS>>",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """A reading as it is published: of which wave, its data, the ids of the rules somebody is shown with it."""

    wave: str
    data: Data
    rule_ids: Collection[str]


def check_reading(transcript: str, said: Said) -> list[Fault]:
    """All faults of what a wave published."""
    faults = [Fault(f"{said.wave}-form", "", detail) for detail in _FORMS[said.wave](transcript, said.data)]
    for evidence in _evidence(said.data):
        faults += [Fault("evidence", str(evidence)[:300], detail) for detail in _check_evidence(transcript, evidence)]
    for words in worded(said.data):
        if is_clear_breach(words) and not any(rule.startswith("SB4") for rule in said.rule_ids):
            faults.append(Fault("form-unseen", words[:300], "A link, markup, an order or what nobody sees, unnamed."))
    return faults


def check_journey(text: Data, dates: Collection[str]) -> list[Fault]:
    """All faults of a journey that was published for sessions of these dates."""
    faults = [
        Fault("journey-form", words[:300], "A link, markup, an order or what nobody sees.")
        for words in worded(text)
        if is_clear_breach(words)
    ]
    for section in text["sections"]:
        if not section["sessions"] or not set(section["sessions"]) <= set(dates):
            faults.append(Fault("journey-form", str(section)[:300], "A section rests on a session that there is not."))
    if set(text) != {"summary", "achievements", "currentFocus", "sections"} or not text["summary"]:
        faults.append(Fault("journey-form", "", "It has not its four parts."))
    return faults


def worded(data: Any) -> Iterator[str]:
    """The words that a model worded: no quotation, no label, nothing of ours."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            if name not in _NOT_WORDED:
                yield from worded(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from worded(value)


def is_clear_breach(words: str) -> bool:
    return bool(_CLEAR_BREACH.search(words)) or any(map(_is_unseen, words))


def _is_unseen(sign: str) -> bool:
    if sign in "\n\r\t\u200c\u200d\u00ad":
        return False
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"}


# --- evidence -------------------------------------------------------------------------------------


def _evidence(data: Any) -> Iterator[Data]:
    if isinstance(data, Mapping):
        if {"start", "end", "text"} <= data.keys():
            yield data
        else:
            for value in data.values():
                yield from _evidence(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _evidence(value)


def _labels(transcript: str) -> list[re.Match[str]]:
    """The lines that certainly open a turn."""
    found = list(_CLEAR.finditer(transcript))
    times = Counter(one["label"].casefold() for one in found)
    return [one for one in found if times[one["label"].casefold()] > 1 or one["label"].casefold() in _PARTS]


def _check_evidence(transcript: str, evidence: Data) -> Iterator[str]:
    start, end, text = evidence["start"], evidence["end"], evidence["text"]
    if not text.strip() or transcript[start:end] != text or len(text) != end - start:
        yield "It does not stand there."
        return
    labels = _labels(transcript)
    if any(label.start() < end and start < label.end() for label in labels):
        yield "It goes over a label, so it is of two turns."
    before = [label for label in labels if label.end() <= start]
    since = before[-1].end() if before else 0
    between = transcript[since : transcript.rfind("\n", 0, start) + 1] if before else transcript[:start]
    is_open = any(_MAYBE.search(line) for line in between.split("\n")[bool(before) :]) or _first_line_is_open(
        transcript, start, since
    )
    if not is_open and evidence["speaker"] != (before[-1]["label"] if before else ""):
        yield "Somebody else said it."


def _first_line_is_open(transcript: str, start: int, since: int) -> bool:
    """Whether readers may differ on who speaks: the line of the words may open with a label, or lines part oddly."""
    line = transcript[max(since, transcript.rfind("\n", 0, start) + 1) : start]
    opens_line = since <= transcript.rfind("\n", 0, start)
    opening = transcript[transcript.rfind("\n", 0, start) + 1 : start + 200]
    return (opens_line and any(colon in opening for colon in _COLONS)) or any(sign in line for sign in _OPEN_LINES)


# --- the form of each wave ------------------------------------------------------------------------


def _speaker_labels(transcript: str, data: Data) -> Iterator[str]:
    listed = [one["label"] for one in data["speakers"]]
    if len(listed) != len(set(listed)) or any(label not in transcript for label in listed):
        yield "A label stands twice, or is none of the transcript."
    if any(one["role"] not in {"therapist", "client", "unknown"} for one in data["speakers"]):
        yield "A role is none of the three."
    labels = _labels(transcript)
    # Hardly anything is said: read by nobody.
    shown = "".join(sign for sign in transcript if unicodedata.category(sign) != "Cf")
    if not listed and len(_WORDS.findall(shown)) < 20 + 4 * len(_MAYBE.findall(transcript)):
        return
    if missing := {label["label"] for label in labels} - set(listed):
        yield f"{sorted(missing)} are not among the speakers."


def _mood(transcript: str, data: Data) -> Iterator[str]:
    score = data["score"]
    if score is not None and not (0 <= score <= 10 and score * 2 == int(score * 2)):
        yield f"{score} is no step of half a point from 0 to 10."
    if score is not None and not data["evidence"]:
        yield "There is a score without evidence."


def _topics(transcript: str, data: Data) -> Iterator[str]:
    if any(len(data[name]) > _MAX[name] for name in ("topics", "action_items")):
        yield "There are more of a kind than may be."
    if any(not item["evidence"] for item in data["action_items"]):
        yield "Something is agreed that nobody said."
    if len(data["summary"]) > 150:
        yield "The summary is over 150 characters."


def _action_items(transcript: str, data: Data) -> Iterator[str]:
    if len(data["summary"]) > 45:
        yield "The line is over 45 characters."


def _breakthrough(transcript: str, data: Data) -> Iterator[str]:
    if (data["has_breakthrough"] or data["label"]) and not data["evidence"]:
        yield "There is a breakthrough without evidence."


def _deep(transcript: str, data: Data) -> Iterator[str]:
    if any(not one["evidence"] for part in _DEEP for one in data[part]):
        yield "A statement has no evidence."


def _insights(transcript: str, data: Data) -> Iterator[str]:
    if len(data["insights"]) > _MAX["insights"] or any(not one["evidence"] for one in data["insights"]):
        yield "There are over five, or one has no evidence."


def _prose(transcript: str, data: Data) -> Iterator[str]:
    said = len(_WORDS.findall(transcript))
    told = sum(bool(_WORDS.search(word)) for word in data["prose"].split())
    if told > (750 if said >= 1000 else max(said // 2, 1)):
        yield f"{told} words are told of {said}."
    if 0 < told < 400 and not data["shorter_because"]:
        yield "Nothing says why it is short."


_FORMS = {
    "speaker_labels": _speaker_labels,
    "mood": _mood,
    "topics": _topics,
    "action_items": _action_items,
    "breakthrough": _breakthrough,
    "deep": _deep,
    "insights": _insights,
    "prose": _prose,
}

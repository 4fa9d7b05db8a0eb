"""What a model would answer that reads a therapy session, or tells a journey, well: from the question alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Data = dict[str, Any]


def _first_sentence(text: str) -> str:
    end = text.find(". ")
    return text[:200] if end < 0 else text[: min(end + 1, 200)]


def _of_client(data: Data) -> list[str]:
    """The first sentences of what the client said, or of anything where nobody is known as one."""
    turns = data["turns"]
    said = [turn["text"] for turn in turns if turn.get("role") == "client"] or [turn["text"] for turn in turns]
    return [_first_sentence(text) for text in said]


def _statement(quote: str) -> Data:
    return {"text": f"It was said: {quote}"[:400], "evidence": [quote]}


def _speakers(data: Data) -> Data:
    roles = ["therapist" if number == 0 else "client" for number in range(len(data["speakers"]))]
    return {"speakers": [{"label": one, "role": role} for one, role in zip(data["speakers"], roles, strict=True)]}


def _topics(data: Data) -> Data:
    quotes = _of_client(data)
    return {
        "topics": [{"text": "the week", "quote": quotes[0]}],
        "action_items": [{"text": "what was agreed", "quote": quotes[-1]}],
        "technique": "open questions",
        "summary": "The session was about the week.",
    }


def _deep(data: Data) -> Data:
    quotes = _of_client(data)
    parts: Data = {name: [] for name in ("feelings", "relationships", "coping", "progress")}
    return {"concerns": [_statement(quotes[0])], **parts}


def _prose(data: Data) -> Data:
    words = [
        "The",
        "session",
        "was",
        "told",
        "from",
        "its",
        "beginning",
        "to",
        "its",
        "end",
        "as",
        "it",
        "was",
        "said",
        "there.",
    ]
    most = data["words"]["most"]
    return {"prose": " ".join((words * (most // len(words) + 1))[:most])}


def _journey(data: Data) -> Data:
    ids = [id_ for one in data["sessions"] for id_ in one.get("ids", [one.get("id")])]
    section = {"title": "The sessions", "content": "They were about the weeks between them.", "sessions": ids[:60]}
    return {
        "summary": "The sessions followed each other.",
        "achievements": [],
        "current_focus": [],
        "sections": [section],
    }


READINGS: Mapping[str, Callable[[Data], Data]] = MappingProxyType(
    {
        "speaker_labeling": _speakers,
        "mood_analysis": lambda data: {
            "score": 5.5,
            "rationale": "The client tells of the week.",
            "evidence": _of_client(data)[:1],
        },
        "topic_extraction": _topics,
        "action_summary": lambda data: {"summary": "; ".join(data["action_items"])[:45]},
        "breakthrough_detection": lambda data: {
            "has_breakthrough": True,
            "label": "said for the first time",
            "evidence": _of_client(data)[-1:],
        },
        "deep_analysis": _deep,
        "prose_generation": _prose,
        "session_insights": lambda data: {"insights": [_statement(_of_client(data)[0])]},
        "roadmap_generation": _journey,
    }
)

"""What a model would answer that does its work well and keeps every rule: worked out from the question alone.

For counting tokens without a model, and for tests that need good answers before they spoil one.
"""

from __future__ import annotations

import json
from typing import Any

from generation.language_models.rehearsed_readings import READINGS
from generation.language_models.scripted_model import Asked, ScriptedModel

_KINDS = ("matters", "series", "areas")


def rehearsal_model() -> ScriptedModel:
    """A model that answers every question of the stages well."""
    return ScriptedModel(good_answer)


def good_answer(asked: Asked) -> str:
    return json.dumps(good_content(asked.task, json.loads(asked.prompt.data)), ensure_ascii=False)


def good_content(task: str, data: dict[str, Any]) -> dict[str, Any]:
    """The content of a good answer of the stage `task` to the prompt's data. Raises KeyError for other data."""
    match task:
        case "canonicalizer":
            return {"feelings": [], "numbers": []}
        case "bridge_judge":
            return {"verdict": "pass", "violations": []}
        case _ if task in READINGS:
            return READINGS[task](data)
        case _:
            return chosen(data)


def chosen(data: dict[str, Any]) -> dict[str, Any]:
    """A choice within every limit: of each day what is required and the last sentences that fit, of each kind the
    first. Where that was refused, the first sentences that fit."""
    sentences = [id_ for day in data.get("days", []) for id_ in _chosen_of(day, last_first="refused" not in data)]
    kinds = {kind: data.get(kind, {"most": 0, "of": []}) for kind in _KINDS}
    return {
        "sentences": sentences,
        **{kind: [one["id"] for one in asked["of"][: asked["most"]]] for kind, asked in kinds.items()},
    }


def _chosen_of(day: dict[str, Any], *, last_first: bool) -> list[str]:
    left: int = day["budget"]
    taken = set()
    for sentence in reversed(day["sentences"]) if last_first else day["sentences"]:
        if sentence.get("required"):
            taken.add(sentence["id"])
        elif sentence["words"] <= left:
            taken.add(sentence["id"])
            left -= sentence["words"]
    return [sentence["id"] for sentence in day["sentences"] if sentence["id"] in taken]

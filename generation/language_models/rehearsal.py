"""What a model would answer that does its work well and keeps every rule: worked out from the question alone.

For counting tokens without a model, and for tests that need good answers before they spoil one.
"""

from __future__ import annotations

import json
from typing import Any

from generation.language_models.scripted_model import Asked, ScriptedModel

_Bullet = dict[str, Any]


def rehearsal_model() -> ScriptedModel:
    """A model that answers every question of the stages well."""
    return ScriptedModel(good_answer)


def good_answer(asked: Asked) -> str:
    return json.dumps(good_content(asked.task, json.loads(asked.prompt.data)), ensure_ascii=False)


def good_content(task: str, data: dict[str, Any]) -> dict[str, Any]:
    """The content of a good answer of the stage `task` to the prompt's data. Raises KeyError for other data."""
    match task:
        case "canonicalizer":
            quotes = [{"entry": entry["id"], "quote": entry["text"]} for entry in data["entries"]]
            return {"facts": quotes, "feelings": [], "numbers": []}
        case "judge":
            return {"verdict": "pass", "violations": []}
        case _:
            return {"bullets": [worded(bullet) for bullet in data["bullets"]]}


def worded(bullet: _Bullet) -> _Bullet:
    """A bullet as the prompt's own example sentences word it."""
    return {
        "slot_id": bullet["slot_id"],
        "text": _sentence(bullet),
        "fact_ids": [fact["id"] for fact in bullet["facts"]],
    }


def _sentence(bullet: _Bullet) -> str:
    name = bullet["label"][:1].upper() + bullet["label"][1:] if bullet["label"] else "{quote}"
    match bullet["kind"]:
        case "feeling":
            return f"The word {{quote}} is used on {bullet['days']} days: {bullet['dates']}."
        case "series" if ": " in bullet["values"]:
            return f"{name} is logged on {bullet['days']} days: {bullet['values']}."
        case "series":
            return f"{name} is logged on {bullet['days']} days: {bullet['values']} ({bullet['dates']})."
        case "moment":
            return f"{bullet['dates']}: the entry says {{quote}}"
        case _:
            return f"{{quote}} appears in entries of {bullet['days']} days: {bullet['dates']}."

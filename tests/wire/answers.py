"""What a good model answers, stage by stage, worked out from the request; and what a bad writer does."""

from __future__ import annotations

import json
from typing import Any

from tests.wire.scripted_server import Received

Bullet = dict[str, Any]


def good_answer(request: Received) -> str:
    """The answer that keeps every rule."""
    return json.dumps(good_content(request.task, request.data))


def good_content(task: str, data: dict[str, Any]) -> dict[str, Any]:
    match task:
        case "canonicalizer":
            quotes = [{"entry": entry["id"], "quote": entry["text"]} for entry in data["entries"]]
            return {"facts": quotes, "feelings": [], "numbers": []}
        case "judge":
            return {"verdict": "pass", "violations": []}
        case _:
            return {"bullets": [worded(bullet) for bullet in data["bullets"]]}


def advising_answer(request: Received) -> str:
    """The same, except that a writer (not a repairer) ends every sentence with advice."""
    content = good_content(request.task, request.data)
    if request.task == "writer":
        content = {"bullets": [{**one, "text": f"{one['text']} You should rest more."} for one in content["bullets"]]}
    return json.dumps(content)


def worded(bullet: Bullet) -> Bullet:
    """A bullet as its frame says it."""
    return {
        "slot_id": bullet["slot_id"],
        "text": _sentence(bullet),
        "fact_ids": [fact["id"] for fact in bullet["facts"]],
    }


def _sentence(bullet: Bullet) -> str:
    name = bullet["label"].capitalize() if bullet["label"] else "{quote}"
    match bullet["kind"]:
        case "feeling":
            return f"The word {{quote}} is used on {bullet['days']} days: {bullet['dates']}."
        case "series" if ":" in bullet["values"]:
            return f"{name} is logged on {bullet['days']} days: {bullet['values']}."
        case "series":
            return f"{name} is logged on {bullet['days']} days: {bullet['values']} ({bullet['dates']})."
        case "moment":
            return f"{bullet['dates']}: the entry says {{quote}}"
        case _:
            return f"{{quote}} appears in entries of {bullet['days']} days: {bullet['dates']}."

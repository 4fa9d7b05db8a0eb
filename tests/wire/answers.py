"""What a good model answers on the wire; and a judge that strikes what was chosen first."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from generation.language_models.rehearsal import good_content
from generation.language_models.scripted_model import Asked
from tests.wire.scripted_server import Received

Answer = Callable[[Received], str]


def good_answer(request: Received) -> str:
    """The answer that keeps every rule."""
    return json.dumps(good_content(request.task, request.data))


def good(asked: Asked) -> str:
    """The same, of a model without a wire."""
    return json.dumps(good_content(asked.task, json.loads(asked.prompt.data)))


def striking_first() -> Answer:
    """A judge that objects to what was chosen of a day, once; everything else is answered well."""
    judged: list[int] = []

    def answer(request: Received) -> str:
        if request.task != "bridge_judge" or judged or not struck_days(request.data):
            return good_answer(request)
        judged.append(1)
        return json.dumps(objection(request.data))

    return answer


def always_striking(request: Received) -> str:
    """A judge that objects to what was chosen of a day, every time."""
    if request.task == "bridge_judge" and struck_days(request.data):
        return json.dumps(objection(request.data))
    return good_answer(request)


def objection(data: dict[str, Any]) -> dict[str, Any]:
    """The answer of a judge to whom the first day that could be chosen otherwise is turned round."""
    bullet = struck_days(data)[0]
    violation = {
        "rule": "turned around",
        "slot_id": bullet["slot_id"],
        "excerpt": bullet["text"][:12],
        "reason": "The entry says more.",
    }
    return {"verdict": "fail", "violations": [violation]}


def struck_days(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The bullets of days of which something was left out."""
    return [bullet for bullet in data["bullets"] if bullet["slot_id"].startswith("m") and "…" in bullet["text"]]

"""What a good model answers on the wire; and what a bad writer does."""

from __future__ import annotations

import json

from generation.language_models.rehearsal import good_content
from tests.wire.scripted_server import Received


def good_answer(request: Received) -> str:
    """The answer that keeps every rule."""
    return json.dumps(good_content(request.task, request.data))


def advising_answer(request: Received) -> str:
    """The same, except that a writer (not a repairer) ends every sentence with advice."""
    content = good_content(request.task, request.data)
    if request.task == "writer":
        content = {"bullets": [{**one, "text": f"{one['text']} You should rest more."} for one in content["bullets"]]}
    return json.dumps(content)

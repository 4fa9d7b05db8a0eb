"""How one endpoint wants to be asked: what it refused by name is left out from then on.

Servers that speak the same protocol take different parts of it. Everything here that may be refused is of help and not
needed: the schema is checked when the answer is read, and the instructions may stand in the same message as the data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generation.language_models.thinking import Thinking
from generation.pipeline.language_model import ModelReply, Prompt, ReplyOutcome

# How the answer's schema is asked for, the strictest first.
FORMATS = ("json_schema", "json_object", "prompt")
OPENAI_LIMIT = "max_completion_tokens"
# The older name, which servers of one's own know.
OLDER_LIMIT = "max_tokens"
_SYSTEM = "system"
_STORE = "store"
_EFFORT = "reasoning_effort"
# A server that finds no place for a system message says so in the words of its template.
_OF_SYSTEM = re.compile(
    r"system (?:role|message|prompt)|role:? ['\"]?system|roles must alternate|got system", re.IGNORECASE
)
_OF_FORM = re.compile(r"response_format|json_schema|json_object|grammar|guided_json|structured.output", re.IGNORECASE)
_NAMED = re.compile(r"['\"`](\w+)['\"`]|(?:supplied|parameters?|fields?|arguments?): ['\"`]?(\w+)", re.IGNORECASE)
_LONG_NAMES = re.compile(rf"\b(?:{OPENAI_LIMIT}|{OLDER_LIMIT}|{_EFFORT})\b")
_READ_OF_A_REFUSAL = 2_000


class Habits(NamedTuple):
    """`form` is one of `FORMATS`; `limit` names the limit of an answer, '' for none; `without` is left out."""

    form: str = FORMATS[0]
    limit: str = OPENAI_LIMIT
    without: frozenset[str] = frozenset()


def make_body(
    task: str,
    prompt: Prompt,
    schema: Mapping[str, Any],
    model: str,
    habits: Habits,
    thinking: Thinking,
    context_tokens: int | None,
) -> dict[str, Any]:
    """The request. The instructions come first, the same for everybody, so that servers can keep them."""
    body: dict[str, Any] = {"model": model, "messages": _messages(prompt, habits)}
    if _STORE not in habits.without:
        body[_STORE] = False
    if thinking.effort and _EFFORT not in habits.without:
        body[_EFFORT] = thinking.effort
    if habits.limit:
        body[habits.limit] = _limit(prompt, thinking, context_tokens)
    if habits.form == "json_schema":
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": task, "strict": True, "schema": strict(schema)},
        }
    elif habits.form == "json_object":
        # llama.cpp takes the schema here too; others pass it over.
        body["response_format"] = {"type": "json_object", "schema": strict(schema)}
    return body


def _messages(prompt: Prompt, habits: Habits) -> list[dict[str, str]]:
    if _SYSTEM in habits.without:
        return [{"role": "user", "content": f"{prompt.instructions}\n{prompt.data}"}]
    return [{"role": "system", "content": prompt.instructions}, {"role": "user", "content": prompt.data}]


def _limit(prompt: Prompt, thinking: Thinking, context_tokens: int | None) -> int:
    wanted = prompt.answer_tokens + thinking.tokens
    if context_tokens is None:
        return wanted
    # Some servers refuse a limit that would not fit behind the prompt; our count of the prompt is an estimate.
    return max(prompt.answer_tokens, min(wanted, context_tokens - prompt.estimated_tokens * 5 // 4))


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as strict servers want it: every property required, none besides, no limits they do not know."""
    unknown = {"maxLength", "minLength", "maxItems", "minItems", "default", "title", "description"}
    content: dict[str, Any] = {}
    for name, value in schema.items():
        if name in {"properties", "$defs"}:
            content[name] = {key: strict(part) for key, part in value.items()}
        elif name not in unknown:
            content[name] = _strict_part(value)
    if content.get("type") == "object":
        content["required"] = list(content.get("properties", {}))
        content["additionalProperties"] = False
    return content


def _strict_part(value: Any) -> Any:
    if isinstance(value, Mapping):
        return strict(value)
    if isinstance(value, list):
        return [_strict_part(part) for part in value]
    return value


def another_way(habits: Habits, reply: ModelReply) -> Habits | None:
    """How to ask again after a refusal that may have been of the way of asking; None where it was not, or none is left.

    A server that names what it does not take is believed. One that refuses without a name may have refused the form
    of the answer: servers say so in many ways, and what another form mends was the form.
    """
    refused = reply.outcome is ReplyOutcome.REJECTED
    broke = reply.outcome is ReplyOutcome.SERVER_ERROR and reply.status in {500, 501}
    if not (refused or broke):
        return None
    message = _message(reply.text)
    named = set(_names(reply.text, message))
    if habits.limit in named:
        other = {OPENAI_LIMIT: OLDER_LIMIT, OLDER_LIMIT: OPENAI_LIMIT}[habits.limit]
        was_tried = other in habits.without
        return habits._replace(limit="" if was_tried else other, without=habits.without | {habits.limit})
    for part in (_STORE, _EFFORT):
        if part in named and part not in habits.without:
            return habits._replace(without=habits.without | {part})
    if _OF_SYSTEM.search(message) and _SYSTEM not in habits.without:
        return habits._replace(without=habits.without | {_SYSTEM})
    if habits.form != FORMATS[-1] and (refused or _OF_FORM.search(message)):
        return habits._replace(form=FORMATS[FORMATS.index(habits.form) + 1])
    return None


def _names(text: str, message: str) -> Iterator[str]:
    """What a refusal names: its `param`, its places, and names in its message."""
    for quoted, listed in _NAMED.findall(message):
        yield quoted or listed
    yield from _LONG_NAMES.findall(message)
    content = _parse(text)
    for part in (content, content.get("error"), *_list(content.get("detail")), *_list(content.get("message"))):
        if isinstance(part, Mapping):
            yield from (name for name in (part.get("param"), *_list(part.get("loc"))) if isinstance(name, str))


def _message(text: str) -> str:
    content = _parse(text)
    error = content.get("error")
    said = error.get("message") if isinstance(error, Mapping) else error or content.get("message")
    return (said if isinstance(said, str) else text)[:_READ_OF_A_REFUSAL]


def _parse(text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []

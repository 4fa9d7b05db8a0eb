"""Reading a model's answer: one JSON object, checked against a contract. The server is never trusted to have done it.

In: raw text. Out: a frozen value, or ReplyUnusable with a named outcome. It must never take half an answer.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import ValidationError

from generation.pipeline.answer_text import part_thoughts
from generation.pipeline.contracts import Value
from generation.pipeline.language_model import ReplyOutcome, ReplyUnusable

Contract = TypeVar("Contract", bound=Value)


def read_reply(text: str, contract: type[Contract], *, whole: bool = False) -> Contract:
    """The answer in `text`, its thoughts aside. `whole`: it is the object and nothing else, but for a fence around it.

    Otherwise words before and after the object are passed over, as servers without JSON modes add them; where the
    text between the outermost braces is not one object, nothing is guessed. Raises ReplyUnusable.
    """
    answer = part_thoughts(text).answer
    if not answer:
        raise ReplyUnusable(ReplyOutcome.EMPTY)
    content = _parse(answer if whole else _object_in(answer))
    if content is None:
        raise ReplyUnusable(ReplyOutcome.NOT_JSON)
    value = _check(content, contract)
    if value is None:
        raise ReplyUnusable(ReplyOutcome.OFF_SCHEMA)
    return value


# Both give None rather than raise: an error raised while another is handled would carry the answer along.
def _parse(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _check(content: Any, contract: type[Contract]) -> Contract | None:
    try:
        return contract.model_validate(content)
    except ValidationError:
        return None


def _object_in(answer: str) -> str:
    first, last = answer.find("{"), answer.rfind("}")
    return answer[first : last + 1] if 0 <= first < last else answer


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says two things under one name says nothing."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a name stands twice")
    return content


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from generation.api.problems import RequestTooLarge

MAX_BYTES = 64 * 1024
_EXAMPLE = 'Send one JSON object, such as {"as_of": "2026-11-21"}.'


class _NotOurs(ValueError):
    """JSON by its grammar, of which readers make different things."""


class JsonBodyParser(BaseParser):
    """JSON as RFC 8259 has it, always UTF-8, of at most `max_body_bytes` of the view, by default `MAX_BYTES`.

    A name that stands twice in one object is refused: readers differ on which value counts. Raises ParseError or
    RequestTooLarge, neither with a word of the body.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = getattr((parser_context or {}).get("view"), "max_body_bytes", MAX_BYTES)
        body: bytes = stream.read(limit + 1)
        if len(body) > limit:
            raise RequestTooLarge(f"The body is larger than {limit:,} bytes.")
        return read_json(body)


def read_json(body: bytes) -> Any:
    """What a body says. Raises ParseError."""
    try:
        return json.loads(
            body.decode(), parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_distinct
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ParseError(f"The body is not JSON ({error.msg}, {place}). {_EXAMPLE}") from None
    except UnicodeDecodeError as error:
        raise ParseError(f"The body is not UTF-8 (byte {error.start}). {_EXAMPLE}") from None
    except _NotOurs as refused:
        raise ParseError(f"The body is JSON that nobody reads ({refused}). {_EXAMPLE}") from None
    except (ValueError, RecursionError):
        raise ParseError(f"The body is JSON that nobody reads. {_EXAMPLE}") from None


def _refuse_constant(_name: str) -> NoReturn:
    raise _NotOurs("NaN and infinities are not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _NotOurs("a number is too large")
    return number


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise _NotOurs("a name stands twice in one object")
    return read

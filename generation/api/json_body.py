from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from generation.api.problems import RequestTooLarge

MAX_BYTES = 64 * 1024
_EXAMPLE = 'Send one JSON object, such as {"as_of": "2026-11-21"}.'


class JsonBodyParser(BaseParser):
    """JSON as RFC 8259 has it, always UTF-8, of at most `MAX_BYTES`.

    Raises ParseError or RequestTooLarge, neither with a word of the body.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body: bytes = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise RequestTooLarge(f"The body is larger than {MAX_BYTES:,} bytes. {_EXAMPLE}")
        try:
            return json.loads(body.decode(), parse_constant=_refuse_constant)
        except json.JSONDecodeError as error:
            place = f"line {error.lineno}, column {error.colno}"
            raise ParseError(f"The body is not JSON ({error.msg}, {place}). {_EXAMPLE}") from None
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8 (byte {error.start}). {_EXAMPLE}") from None
        except (ValueError, RecursionError):
            raise ParseError(f"The body is JSON that nobody reads. {_EXAMPLE}") from None


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and infinities are not JSON")

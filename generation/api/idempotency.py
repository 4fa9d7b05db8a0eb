"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a POST that may be sent again without harm.

A view that makes something calls `once` with two functions: one does it, the other shows what it came to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.faultpoints import committing
from core.kept_answers import AnotherBody, Begun, Done, UnderWay, begin, finish, let_go
from generation.api.base import token_of

HEADER = "Idempotency-Key"
# A string of structured fields (RFC 8941) as the draft has it, of characters that mean themselves in it.
_KEY = re.compile(r'"([\x21\x23-\x5b\x5d-\x7e]{1,255})"')
_RETRY_AFTER = 1

# What a call says of itself that uses `once`.
KEY_PARAMETER = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": r'^"[!#-\[\]-~]{1,255}"$'},
    OpenApiParameter.HEADER,
    description="Sent again with the same key and body within 24 hours, the request does nothing more.",
)
KEY_PROBLEMS = ("invalid", "request_under_way", "key_used_otherwise")


class RequestUnderWay(exceptions.APIException):
    """409: the first request with this key has not ended."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = f"A request with this {HEADER} is under way. Send it again in a moment."
    default_code = "request_under_way"
    wait = _RETRY_AFTER


class KeyUsedOtherwise(exceptions.APIException):
    """422: the key stands for another body."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = f"This {HEADER} was used with another body. Take a new key for another request."
    default_code = "key_used_otherwise"


def once(request: Request, do: Callable[[], Done], show: Callable[[Done], Response]) -> Response:
    """The answer of a request that is done once for each key of a token and address.

    `do` does it and says what it came to, in ids alone; it runs in a transaction, and a problem it raises undoes all of
    it and lets the key go. `show` makes the answer from that, the first time and whenever the request is sent again.
    Without the header it is done each time. Raises RequestUnderWay, KeyUsedOtherwise and ValidationError.
    """
    key = _read_key(request)
    if key is None:
        with committing("keep_answer"):
            done = do()
        return show(done)
    scope = f"{token_of(request).pk} {request.method} {request.path}"
    try:
        held = begin(scope, key, json.dumps(request.data, sort_keys=True))
        done = held if isinstance(held, Done) else _do(held, do)
    except UnderWay:
        raise RequestUnderWay from None
    except AnotherBody:
        raise KeyUsedOtherwise from None
    return show(done)


def _do(held: Begun, do: Callable[[], Done]) -> Done:
    try:
        with committing("keep_answer"):
            done = do()
            finish(held, done)
    except BaseException:
        let_go(held)
        raise
    return done


def _read_key(request: Request) -> str | None:
    sent = request.headers.get(HEADER)
    if sent is None:
        return None
    found = _KEY.fullmatch(sent.strip())
    if found is None:
        raise exceptions.ValidationError(
            {HEADER: f'Must be 1 to 255 visible characters in quotes, such as {HEADER}: "0b2d6f0c-4c53".'}
        )
    return found[1]

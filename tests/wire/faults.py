"""Everything a model server may do wrong, as behaviours of the scripted server. docs/models.md has the table.

`outcome` is what the request is recorded as, `tries_again` whether the stage asks again. A fault that spoils an answer
is given the answer it spoils, so that what comes through would be complete without it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from generation.pipeline.language_model import ReplyOutcome as Out
from tests.wire.scripted_server import Answering, Behaviour, Exchange, Received, completion

# A body and headers that take a minute at a byte each 20 ms: every time limit of a test ends before them.
DRIP = 0.02
FRENCH = "Le mot est utilisé deux jours et la personne est très fatiguée depuis une semaine avec sa mère."


class Fault(NamedTuple):
    """A way to fail. `spoil` gets the answer that a good server would give."""

    name: str
    does: str
    outcome: Out
    tries_again: bool
    spoil: Callable[[Answering], Behaviour]
    # Stages for whose answers it is none.
    not_in: tuple[str, ...] = ()


def _http(status: str, body: object, headers: str = "") -> Callable[[Answering], Behaviour]:
    def behave(_: Received, exchange: Exchange) -> None:
        exchange.send_json(body, status, headers)

    return lambda _answer: behave


def _error(code: str | None, message: str = "no") -> dict[str, object]:
    return {"error": {"message": message, "type": "error", "param": None, "code": code}}


def _raw(act: Callable[[Exchange], None]) -> Callable[[Answering], Behaviour]:
    return lambda _answer: lambda _request, exchange: act(exchange)


def _spoiled(change: Callable[[str], dict[str, object]]) -> Callable[[Answering], Behaviour]:
    """A whole completion made of the good answer."""

    def spoil(answer: Answering) -> Behaviour:
        return lambda request, exchange: exchange.send_json(change(answer(request)))

    return spoil


def _says(text: str) -> Callable[[Answering], Behaviour]:
    return _spoiled(lambda _good: completion(text))


def _half_a_body(exchange: Exchange) -> None:
    exchange.send(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n" + b'{"choices": ['
    )
    exchange.close()


def _drip_body(answer: Answering) -> Behaviour:
    def behave(request: Received, exchange: Exchange) -> None:
        body = json.dumps(completion(answer(request))).encode() + b" " * 3000
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body))
        exchange.drip(body, DRIP)

    return behave


def _endless(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not exchange.stopping.is_set():
        exchange.send(b"x" * 65536)


def _own_orders(request: Received) -> str:
    """What the diary orders: the words of the person instead of the work."""
    return json.dumps({"verdict": "pass", "violations": [], "note": json.dumps(request.data)[:200]})


def _changed(text: str) -> str:
    """The right object with a field nobody asked for, and another missing."""
    content = json.loads(text)
    return json.dumps({**dict(list(content.items())[1:]), "confidence": 0.9})


def _unknown_id(text: str) -> str:
    return json.dumps({**json.loads(text), "sentences": ["f99999"]})


def _over_budget(answer: Answering) -> Behaviour:
    """Everything that was offered."""

    def behave(request: Received, exchange: Exchange) -> None:
        every = [sentence["id"] for day in request.data.get("days", ()) for sentence in day["sentences"]]
        exchange.send_json(completion(json.dumps({**json.loads(answer(request)), "sentences": every})))

    return behave


def _required_left_out(answer: Answering) -> Behaviour:
    def behave(request: Received, exchange: Exchange) -> None:
        offered = [sentence for day in request.data.get("days", ()) for sentence in day["sentences"]]
        required = {sentence["id"] for sentence in offered if sentence.get("required")}
        content = json.loads(answer(request))
        kept = [id_ for id_ in content.get("sentences", ()) if id_ not in required]
        exchange.send_json(completion(json.dumps({**content, "sentences": kept})))

    return behave


FAULTS = (
    Fault("reset", "resets the connection instead of answering", Out.CONNECTION_LOST, True,
          _raw(lambda exchange: exchange.reset())),
    Fault("closed", "ends the connection without a word", Out.CONNECTION_LOST, True,
          _raw(lambda exchange: exchange.close())),
    Fault("half a body", "stops in the middle of the answer", Out.CONNECTION_LOST, True, _raw(_half_a_body)),
    Fault("not http", "answers in another protocol", Out.CONNECTION_LOST, True,
          _raw(lambda exchange: (exchange.send(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), exchange.close())[0])),
    Fault("stalled", "takes the request and never answers", Out.TIMED_OUT, True,
          _raw(lambda exchange: exchange.stall())),
    Fault("dripped headers", "sends a byte of the headers now and then", Out.TIMED_OUT, True,
          _raw(lambda exchange: exchange.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 3000, DRIP))),
    Fault("dripped body", "sends a byte of the answer now and then", Out.TIMED_OUT, True, _drip_body),
    Fault("endless", "sends without end", Out.OVERSIZED, True, _raw(_endless)),
    Fault("429", "is rate limited and says for how long", Out.RATE_LIMITED, True,
          _http("429 Too Many Requests", _error("rate_limit_exceeded"), "Retry-After: 0\r\n")),
    Fault("429 for hours", "is rate limited for longer than there is time", Out.RATE_LIMITED, False,
          _http("429 Too Many Requests", _error("rate_limit_exceeded"), "Retry-After: 7200\r\n")),
    Fault("quota", "says that the account has no money left", Out.QUOTA_SPENT, False,
          _http("429 Too Many Requests", _error("insufficient_quota"))),
    Fault("402", "wants to be paid first", Out.QUOTA_SPENT, False,
          _http("402 Payment Required", _error(None, "Insufficient credits"))),
    Fault("500", "breaks", Out.SERVER_ERROR, True, _http("500 Internal Server Error", _error(None))),
    Fault("503", "is overloaded, in HTML", Out.SERVER_ERROR, True,
          lambda _a: lambda _r, e: e.send_body(b"<h1>busy</h1>", "503 Service Unavailable", kind="text/html")),
    Fault("401", "refuses the key", Out.UNAUTHORIZED, False, _http("401 Unauthorized", _error("invalid_api_key"))),
    Fault("404", "does not know the model", Out.UNKNOWN_MODEL, False,
          _http("404 Not Found", _error("model_not_found"))),
    Fault("too long", "finds the prompt too long", Out.TOO_LONG, False,
          _http("400 Bad Request", _error("context_length_exceeded"))),
    Fault("filtered prompt", "stops the prompt by a content filter", Out.FILTERED, False,
          _http("400 Bad Request", _error("content_filter"))),
    Fault("redirect", "sends the request elsewhere", Out.REDIRECTED, False,
          _http("307 Temporary Redirect", {}, "Location: http://127.0.0.1:9/v1/chat/completions\r\n")),
    Fault("web page", "answers 200 with a web page", Out.MALFORMED, True,
          lambda _a: lambda _r, e: e.send_body(b"<html>Sign in</html>", kind="text/html")),
    Fault("no choices", "answers without an answer", Out.MALFORMED, True,
          lambda _a: lambda _r, e: e.send_json({"choices": [], "model": "x"})),
    Fault("compressed", "answers compressed though nobody asked for it", Out.MALFORMED, True,
          lambda _a: lambda _r, e: e.send_body(b"\x1f\x8b" + b"z" * 50, headers="Content-Encoding: gzip\r\n")),
    Fault("empty", "says nothing", Out.EMPTY, True, _says("  \n")),
    Fault("null", "says nothing, as null", Out.EMPTY, True, _spoiled(lambda _good: completion(None))),
    Fault("thoughts alone", "thinks and says nothing", Out.EMPTY, True, _says("<think>What a week.</think>\n")),
    Fault("refusal", "refuses", Out.REFUSED, False,
          _spoiled(lambda _good: completion(None, message={"refusal": "I can't help with that."}))),
    Fault("filtered", "is stopped by a content filter", Out.FILTERED, False,
          _spoiled(lambda good: completion(good[:20], finish_reason="content_filter"))),
    Fault("truncated", "is cut off by its length limit", Out.TRUNCATED, True,
          _spoiled(lambda good: completion(good[: len(good) // 2], finish_reason="length"))),
    Fault("half an object", "stops early and calls it done", Out.NOT_JSON, True,
          _spoiled(lambda good: completion(good[: len(good) // 2]))),
    Fault("prose", "chats instead of giving JSON", Out.NOT_JSON, True,
          _says("Sure! It sounds like you had a hard week. Have you tried resting more?")),
    Fault("another language", "chats in another language", Out.NOT_JSON, True, _says(FRENCH)),
    Fault("deep", "nests its JSON ten thousand deep", Out.NOT_JSON, True, _says("[" * 10_000)),
    Fault("said twice", "says two things under one name", Out.NOT_JSON, True,
          _spoiled(lambda good: completion(f"{good.rstrip()[:-1]}, {good.lstrip()[1:]}"))),
    Fault("off schema", "gives other fields than were asked for", Out.OFF_SCHEMA, True,
          _spoiled(lambda good: completion(_changed(good)))),
    Fault("own orders", "does what the diary says", Out.OFF_SCHEMA, True,
          lambda _a: lambda request, exchange: exchange.send_json(completion(_own_orders(request)))),
    Fault("unknown id", "chooses what it was not offered", Out.UNKNOWN_ID, True,
          _spoiled(lambda good: completion(_unknown_id(good))), not_in=("canonicalizer", "bridge_judge")),
    Fault("over budget", "chooses more than fits", Out.OVER_BUDGET, True,
          _over_budget, not_in=("canonicalizer", "bridge_judge")),
    Fault("required left out", "leaves out what must be quoted", Out.REQUIRED_LEFT_OUT, True,
          _required_left_out, not_in=("canonicalizer", "bridge_judge", "bridge_repair")),
    Fault("unstorable", "answers with NUL and half a surrogate pair", Out.OFF_SCHEMA, True,
          _says('{"facts\u0000": "\ud800"}')),
)  # fmt: skip
BY_NAME = {fault.name: fault for fault in FAULTS}

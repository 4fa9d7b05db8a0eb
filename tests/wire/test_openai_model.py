"""The client on the wire: what it sends, what it takes, how long it lets a server go on."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from generation.language_models.endpoint_habits import FORMATS, strict
from generation.language_models.openai_model import OpenAIModel
from generation.pipeline.canonicalizer.by_model import CanonicalizerReply
from generation.pipeline.language_model import ModelReply, ReplyOutcome, Task
from generation.pipeline.policy_gate.judge import JudgeReply
from generation.pipeline.prompts import make_prompt
from generation.pipeline.writer.chooser import ChoiceReply
from tests.wire import canaries
from tests.wire.faults import FAULTS, Fault
from tests.wire.scripted_server import (
    Behaviour,
    Exchange,
    Received,
    ScriptedServer,
    answering,
    closed_port,
    completion,
)

KEY = canaries.KEY
WORDS = canaries.DIARY
PROMPT = make_prompt(Task.JUDGE, {"bullets": [WORDS]}, answer_tokens=100)
SCHEMA = JudgeReply.model_json_schema()
PASS = '{"verdict": "pass", "violations": []}'
# What comes with the answer is only seen by whoever reads it.
READ_LATER = {
    ReplyOutcome.NOT_JSON,
    ReplyOutcome.OFF_SCHEMA,
    ReplyOutcome.UNKNOWN_ID,
    ReplyOutcome.OVER_BUDGET,
    ReplyOutcome.REQUIRED_LEFT_OUT,
}

Script = Callable[[Received, int], Behaviour]


def always(behaviour: Behaviour) -> Script:
    return lambda _request, _number: behaviour


def ask(script: Script, seconds: float = 5.0, **arguments: Any) -> tuple[ModelReply, ScriptedServer]:
    with ScriptedServer(script) as server, closing(OpenAIModel(KEY, server.url)) as model:
        model.prepare()
        return model.complete("bridge_judge", PROMPT, arguments.pop("schema", SCHEMA), seconds, **arguments), server


@pytest.fixture
def good_server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(answering(PASS))) as server:
        yield server


def refusing(*formats: str, status: str = "400 Bad Request", message: str = "no such response_format") -> Script:
    """A server that does not take these forms of asking."""

    def behave(request: Received, exchange: Exchange) -> None:
        form = request.body.get("response_format", {}).get("type", "prompt")
        if form in formats:
            exchange.send_json({"error": {"message": message, "code": None}}, status)
        else:
            exchange.send_json(completion(PASS))

    return always(behave)


def test_answer_comes_with_its_usage_model_and_reason() -> None:
    reply, _ = ask(always(answering(PASS)))
    assert (reply.outcome, reply.text, reply.finish_reason) == (ReplyOutcome.ANSWERED, PASS, "stop")
    assert (reply.model, reply.response_format) == ("gpt-5-mini-2025-08-07", "json_schema")
    assert reply.usage is not None
    assert (reply.usage.tokens_in, reply.usage.tokens_cached, reply.usage.tokens_out) == (1500, 1024, 200)


def test_request_names_model_schema_and_limits_and_is_not_to_be_stored() -> None:
    _, server = ask(always(answering(PASS)), model="gpt-5")
    [request] = server.requests
    assert (request.path, request.body["model"], request.body["store"]) == ("/v1/chat/completions", "gpt-5", False)
    # The answer, and room for the thoughts of a judge.
    assert request.body["max_tokens"] == 100 + 8000
    assert request.body["response_format"]["json_schema"]["strict"] is True
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert "tools" not in request.body


def test_diary_is_sent_in_the_last_message_only() -> None:
    _, server = ask(always(answering(PASS)))
    first, last = server.requests[0].body["messages"]
    assert WORDS not in first["content"]
    assert json.loads(last["content"]) == {"bullets": [WORDS]}


def test_plain_text_is_asked_for_without_a_form() -> None:
    reply, server = ask(always(answering("Dear diary")), schema={})
    assert reply.text == "Dear diary"
    assert "response_format" not in server.requests[0].body


@pytest.mark.parametrize("contract", [CanonicalizerReply, ChoiceReply, JudgeReply])
def test_schema_is_as_strict_servers_want_it(contract: Any) -> None:
    def objects(part: Any) -> Iterator[dict[str, Any]]:
        if isinstance(part, dict):
            if part.get("type") == "object":
                yield part
            for inner in part.values():
                yield from objects(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from objects(inner)

    schema = strict(contract.model_json_schema())
    for found in objects(schema):
        assert found["additionalProperties"] is False
        assert found["required"] == list(found["properties"])
    assert not {"maxLength", "minLength", "maxItems", "default"} & set(json.dumps(schema).replace('"', " ").split())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_a_reply_with_a_name_in_time(fault: Fault) -> None:
    began = time.monotonic()
    reply, _ = ask(always(fault.spoil(lambda _request: PASS)), 0.5)
    assert reply.outcome is (ReplyOutcome.ANSWERED if fault.outcome in READ_LATER else fault.outcome)
    assert time.monotonic() - began < 2.5


def test_nobody_listening_is_unreachable() -> None:
    with closing(OpenAIModel(KEY, f"http://127.0.0.1:{closed_port()}/v1")) as model:
        assert model.complete("bridge_judge", PROMPT, SCHEMA, 5.0).outcome is ReplyOutcome.UNREACHABLE


def test_name_nobody_knows_is_unreachable() -> None:
    with closing(OpenAIModel(KEY, "http://nobody.invalid/v1")) as model:
        assert model.complete("bridge_judge", PROMPT, SCHEMA, 5.0).outcome is ReplyOutcome.UNREACHABLE


@pytest.mark.parametrize("drip", ["dripped headers", "dripped body", "stalled"])
def test_time_limit_is_wall_clock_whatever_the_server_drips(drip: str) -> None:
    fault = next(fault for fault in FAULTS if fault.name == drip)
    with (
        ScriptedServer(always(fault.spoil(lambda _request: PASS))) as server,
        closing(OpenAIModel(KEY, server.url)) as m,
    ):
        m.prepare()
        began = time.monotonic()
        assert m.complete("bridge_judge", PROMPT, SCHEMA, 0.4).outcome is ReplyOutcome.TIMED_OUT
        # The server would go on for a minute.
        assert 0.35 < time.monotonic() - began < 10


def test_redirect_is_not_followed() -> None:
    with ScriptedServer(always(answering(PASS))) as elsewhere:
        target = f"Location: {elsewhere.url}/chat/completions\r\n"
        reply, _ = ask(always(lambda _r, e: e.send_json({}, "308 Permanent Redirect", target)))
        assert (reply.outcome, elsewhere.requests) == (ReplyOutcome.REDIRECTED, [])


@pytest.mark.parametrize(
    ("refused", "used"),
    [((), "json_schema"), (("json_schema",), "json_object"), (("json_schema", "json_object"), "prompt")],
)
def test_form_the_endpoint_refuses_is_not_asked_for_again(refused: tuple[str, ...], used: str) -> None:
    with ScriptedServer(refusing(*refused)) as server, closing(OpenAIModel(KEY, server.url)) as model:
        replies = [model.complete("bridge_judge", PROMPT, SCHEMA, 5.0) for _ in range(3)]
    assert [reply.response_format for reply in replies] == [used] * 3
    assert len(server.requests) == len(refused) + 3


def test_form_may_be_refused_with_a_500_that_names_it() -> None:
    reply, _ = ask(refusing("json_schema", status="500 Internal Server Error"))
    assert (reply.outcome, reply.response_format) == (ReplyOutcome.ANSWERED, "json_object")


def test_500_that_does_not_is_no_refusal_of_the_form() -> None:
    reply, server = ask(refusing("json_schema", status="500 Internal Server Error", message="out of memory"))
    assert (reply.outcome, len(server.requests)) == (ReplyOutcome.SERVER_ERROR, 1)


def test_question_that_is_refused_in_every_form_leaves_the_form_as_it_was() -> None:
    with ScriptedServer(refusing(*FORMATS)) as server, closing(OpenAIModel(KEY, server.url)) as model:
        replies = [model.complete("bridge_judge", PROMPT, SCHEMA, 5.0) for _ in range(2)]
    assert [(reply.outcome, reply.response_format) for reply in replies] == [(ReplyOutcome.REJECTED, "json_schema")] * 2
    assert len(server.requests) == 2 * len(FORMATS)


def test_change_of_form_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with ScriptedServer(refusing("json_schema")) as server, closing(OpenAIModel(KEY, server.url)) as model:
        for _ in range(3):
            model.complete("bridge_judge", PROMPT, SCHEMA, 5.0)
    assert [r.getMessage() for r in caplog.records if "takes no json_schema" in r.getMessage()] == [
        "this endpoint takes no json_schema; asking by json_object from now on"
    ]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Retry-After: 7", 7.0),
        ("Retry-After: 0.5", 0.5),
        ("retry-after-ms: 250", 0.25),
        ("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT", None),
        ("Retry-After: soon", None),
        ("Retry-After: -5", None),
        ("Retry-After: 1e999", None),
        ("X-Other: 1", None),
    ],
)
def test_wait_the_server_asks_for(header: str, seconds: float | None) -> None:
    reply, _ = ask(always(lambda _r, e: e.send_json({}, "429 Too Many Requests", f"{header}\r\n")))
    assert reply.retry_after == seconds


@pytest.mark.parametrize(
    "usage",
    [None, {}, {"prompt_tokens": -1, "completion_tokens": 1}, {"prompt_tokens": "7", "completion_tokens": 1}, "free"],
)
def test_usage_that_makes_no_sense_is_no_usage(usage: object) -> None:
    reply, _ = ask(always(lambda _r, e: e.send_json(completion(PASS, usage=usage))))
    assert (reply.outcome, reply.usage) == (ReplyOutcome.ANSWERED, None)


def test_text_that_cannot_be_stored_is_made_storable() -> None:
    reply, _ = ask(always(answering("a\0b\ud800c")))
    assert reply.text == "a\ufffdb?c"


def test_one_client_and_one_connection_serve_many_requests(good_server: ScriptedServer) -> None:
    built = OpenAIModel.clients_built
    with closing(OpenAIModel(KEY, good_server.url)) as model:
        for _ in range(5):
            model.complete("bridge_judge", PROMPT, SCHEMA, 5.0)
    assert (OpenAIModel.clients_built - built, good_server.connections) == (1, 1)


def test_threads_that_ask_at_once_share_one_client(good_server: ScriptedServer) -> None:
    built = OpenAIModel.clients_built
    replies: list[ModelReply] = []
    with closing(OpenAIModel(KEY, good_server.url)) as model:

        def work() -> None:
            replies.append(model.complete("bridge_judge", PROMPT, SCHEMA, 5.0))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [reply.outcome for reply in replies] == [ReplyOutcome.ANSWERED] * 8
    assert OpenAIModel.clients_built - built == 1


def test_limits_of_one_thread_are_not_those_of_another() -> None:
    stall = next(fault for fault in FAULTS if fault.name == "stalled").spoil(lambda _request: PASS)
    outcomes: dict[float, ReplyOutcome] = {}

    def script(_: Received, number: int) -> Behaviour:
        return stall if number == 0 else answering(PASS)

    with ScriptedServer(script) as server, closing(OpenAIModel(KEY, server.url)) as model:
        model.prepare()

        def work(seconds: float) -> None:
            outcomes[seconds] = model.complete("bridge_judge", PROMPT, SCHEMA, seconds).outcome

        slow = threading.Thread(target=work, args=(0.3,))
        slow.start()
        while not server.requests:
            time.sleep(0.01)
        work(5.0)
        slow.join()
    assert outcomes == {0.3: ReplyOutcome.TIMED_OUT, 5.0: ReplyOutcome.ANSWERED}


def test_same_request_without_holding_up_the_event_loop() -> None:
    async def both(model: OpenAIModel) -> list[ModelReply]:
        return list(await asyncio.gather(*(model.acomplete("bridge_judge", PROMPT, SCHEMA, 5.0) for _ in range(2))))

    both_there = threading.Barrier(2)

    def together(_: Received, exchange: Exchange) -> None:
        both_there.wait(timeout=4)
        exchange.send_json(completion(PASS))

    with ScriptedServer(always(together)) as server, closing(OpenAIModel(KEY, server.url)) as model:
        model.prepare()
        replies = asyncio.run(both(model))
    assert [reply.text for reply in replies] == [PASS] * 2


@pytest.mark.parametrize("name", ["reset", "401", "500", "stalled", "prose", "web page", "endless"])
def test_neither_key_nor_prompt_is_logged(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fault = next(fault for fault in FAULTS if fault.name == name)
    reply, _ = ask(always(fault.spoil(lambda _request: WORDS)), 0.5)
    assert KEY not in f"{caplog.text}{reply!r}{reply.canonical_text()}"
    assert WORDS not in caplog.text


def test_server_that_echoes_the_key_and_the_prompt_is_not_quoted_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    def echo(request: Received, exchange: Exchange) -> None:
        message = f"Incorrect API key {request.headers['authorization']}: {request.body['messages'][1]['content']}"
        exchange.send_json({"error": {"message": message, "code": "invalid_api_key"}}, "401 Unauthorized")

    reply, _ = ask(always(echo))
    assert reply.outcome is ReplyOutcome.UNAUTHORIZED
    assert KEY not in f"{caplog.text}{reply.text}"


def test_neither_is_in_the_models_repr() -> None:
    assert KEY not in repr(OpenAIModel(KEY))

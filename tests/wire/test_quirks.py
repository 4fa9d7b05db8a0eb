"""Guards every row of the quirk table: one server that behaves so, asked twice."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import Any

import pytest

from generation.language_models.openai_model import OpenAIModel
from generation.language_models.thinking import Thinking
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import ModelReply, ReplyOutcome, Task
from generation.pipeline.policy_gate.judge import JudgeReply
from generation.pipeline.prompts import make_prompt
from tests.wire import canaries
from tests.wire.quirks import QUIRKS, Quirk
from tests.wire.scripted_server import ScriptedServer, answering, completion

PROMPT = make_prompt(Task.JUDGE, {"bullets": []}, answer_tokens=100)
SCHEMA = JudgeReply.model_json_schema()
PASS = '{"verdict": "pass", "violations": []}'
# Every part of a request that may be refused is sent.
THINKING = {"bridge_judge": Thinking("low", 3000)}


def ask(server: ScriptedServer, model: OpenAIModel) -> tuple[ModelReply, int]:
    before = len(server.requests)
    reply = model.complete("bridge_judge", PROMPT, SCHEMA, 30.0, "m")
    return reply, len(server.requests) - before


@pytest.mark.parametrize("quirk", QUIRKS, ids=[f"{quirk.server}: {quirk.does}" for quirk in QUIRKS])
def test_server_is_taken_as_it_is(quirk: Quirk) -> None:
    with (
        ScriptedServer(lambda _request, _number: quirk.behave, quirk.tells) as server,
        closing(OpenAIModel(canaries.KEY, server.url, thinking=THINKING)) as model,
    ):
        (first, requests), (second, again) = ask(server, model), ask(server, model)
    assert (first.outcome, requests, again) == (quirk.outcome, quirk.requests, quirk.again)
    assert (second.outcome, second.left_out, second.response_format) == (quirk.outcome, quirk.left_out, quirk.form)
    if quirk.outcome is ReplyOutcome.ANSWERED:
        assert read_reply(first.text, JudgeReply, whole=True).verdict == "pass"
        assert first.usage is not None
        assert (first.usage.tokens_out, first.usage.tokens_reasoning) == (quirk.tokens_out, quirk.reasoning)


def test_what_an_endpoint_does_not_take_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    [quirk] = [quirk for quirk in QUIRKS if quirk.left_out == ("store",)]
    with (
        caplog.at_level(logging.WARNING),
        ScriptedServer(lambda _request, _number: quirk.behave) as server,
        closing(OpenAIModel(canaries.KEY, server.url)) as model,
    ):
        for _ in range(3):
            ask(server, model)
    said = [record.getMessage() for record in caplog.records if "takes no" in record.getMessage()]
    assert said == ["this endpoint takes no store; left out from now on"]


def test_instructions_come_before_the_data_where_there_is_no_system_role() -> None:
    [quirk, *_] = [quirk for quirk in QUIRKS if quirk.left_out == ("system",)]
    with (
        ScriptedServer(lambda _request, _number: quirk.behave) as server,
        closing(OpenAIModel(canaries.KEY, server.url)) as model,
    ):
        ask(server, model)
    [message] = server.requests[-1].body["messages"]
    assert message["role"] == "user"
    assert message["content"].startswith(PROMPT.instructions)
    assert message["content"].endswith(PROMPT.data)


@pytest.mark.parametrize(
    ("thinking", "sent"),
    [
        (Thinking("low", 3000), {"reasoning_effort": "low", "max_tokens": 3100}),
        (Thinking("", 500), {"max_tokens": 600}),
        (Thinking("", 0), {"max_tokens": 100}),
    ],
)
def test_effort_and_room_are_those_of_the_task(thinking: Thinking, sent: dict[str, Any]) -> None:
    with (
        ScriptedServer(lambda _request, _number: answering(PASS)) as server,
        closing(OpenAIModel(canaries.KEY, server.url, thinking={"bridge_judge": thinking})) as model,
    ):
        ask(server, model)
    body = server.requests[0].body
    assert {name: body[name] for name in ("reasoning_effort", "max_tokens") if name in body} == sent


def test_limit_stays_within_what_the_server_reads_at_once() -> None:
    tells = {"/v1/models": {"data": [{"id": "m", "max_model_len": 4096}]}}
    with (
        ScriptedServer(lambda _request, _number: answering(PASS), tells) as server,
        closing(OpenAIModel(canaries.KEY, server.url)) as model,
    ):
        ask(server, model)
    limit = server.requests[0].body["max_tokens"]
    assert 100 <= limit <= 4096 - PROMPT.estimated_tokens


def test_server_of_several_models_tells_of_the_one_that_is_asked() -> None:
    tells = {"/v1/models": {"data": [{"id": "small", "max_model_len": 10}, {"id": "m", "max_model_len": 32768}]}}
    with (
        ScriptedServer(lambda _request, _number: answering(PASS), tells) as server,
        closing(OpenAIModel(canaries.KEY, server.url)) as model,
    ):
        assert ask(server, model)[0].outcome is ReplyOutcome.ANSWERED


@pytest.mark.parametrize("told", [[], {"data": None}, {"data": [{"id": "m", "max_model_len": "many"}]}, {"data": [7]}])
def test_nonsense_about_its_size_is_no_size(told: object) -> None:
    with (
        ScriptedServer(lambda _request, _number: answering(PASS), {"/v1/models": told, "/props": told}) as server,
        closing(OpenAIModel(canaries.KEY, server.url)) as model,
    ):
        assert ask(server, model)[0].outcome is ReplyOutcome.ANSWERED


@pytest.mark.parametrize(
    "usage",
    [
        {"prompt_tokens": 10, "completion_tokens": 5, "completion_tokens_details": {"reasoning_tokens": 50}},
        {"prompt_tokens": 10, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 50}},
    ],
)
def test_counts_that_contradict_themselves_are_no_counts(usage: dict[str, Any]) -> None:
    with (
        ScriptedServer(lambda _r, _n: lambda _q, exchange: exchange.send_json(completion(PASS, usage=usage))) as server,
        closing(OpenAIModel(canaries.KEY, server.url)) as model,
    ):
        assert ask(server, model)[0].usage is None

"""One gateway call (send, validate, count, price, keep the raw reply) against openai's `.create` and pydantic alone.

Both ask the same server on loopback, which answers at once; kept is in memory. What Postgres takes to keep a call and
its reply, once each, is measured beside it and told in the note.
"""

from __future__ import annotations

import json
from contextlib import closing
from time import perf_counter
from typing import Any

from openai import OpenAI

from benchmarks.figures import Figure, time_in_turns
from benchmarks.inputs import sixty_messages
from benchmarks.stage_storage import claimed_jobs
from generation.language_models.endpoint_habits import strict
from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import MeteredModel, Names
from generation.language_models.openai_model import OpenAIModel
from generation.language_models.rehearsal import good_content
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import Prompt, Task
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.prompts import make_prompt
from generation.pipeline.writer.chooser import SCHEMA, ChoiceReply, answer_tokens, question
from generation.run.artifact_chain import ArtifactChain
from generation.run.model_call_record import CallLog
from tests.wire.scripted_server import ScriptedServer, answering

ROUNDS = 300
KEPT = 50


def measure() -> Figure:
    """The question which sentences of sixty messages are shown."""
    prompt, answer = asked_and_answered()
    with (
        ScriptedServer(lambda _request, _number: answering(answer)) as server,
        closing(OpenAIModel("none", server.url)) as model,
        baseline_client(server.url) as client,
    ):
        built = OpenAIModel.clients_built
        record = MemoryRecord()
        ask = MeteredModel(model, record, Names(choose=lambda _task: "gpt-5-mini")).begin(Task.CHOICE)
        body = request_body(prompt)

        def by_us() -> ChoiceReply:
            return ask(prompt, SCHEMA, read)

        def by_openai() -> ChoiceReply:
            reply = client.chat.completions.create(**body)
            return ChoiceReply.model_validate_json(reply.choices[0].message.content or "")

        assert by_us() == by_openai()
        timing = time_in_turns(by_us, by_openai, rounds=ROUNDS, warm_up=20)
        built = OpenAIModel.clients_built - built
    note = f"{timing.candidate * 1e3:.2f} ms; {built - 1} clients built for {ROUNDS} calls"
    note += f"; Postgres keeps call and reply in {milliseconds_to_keep(record):.1f} ms more"
    return Figure("model_call", timing.ratio, 1.3, "openai .create and pydantic, the same server", note)


def asked_and_answered() -> tuple[Prompt, str]:
    record = canonicalize(sixty_messages())
    data = question(make_plan(record), record)
    prompt = make_prompt(Task.CHOICE, data, answer_tokens=answer_tokens(data))
    return prompt, json.dumps(good_content(Task.CHOICE, data))


def request_body(prompt: Prompt) -> dict[str, Any]:
    messages = [{"role": "system", "content": prompt.instructions}, {"role": "user", "content": prompt.data}]
    schema = {"name": "bridge_choice", "strict": True, "schema": strict(SCHEMA)}
    form = {"type": "json_schema", "json_schema": schema}
    return {"model": "gpt-5-mini", "messages": messages, "store": False, "response_format": form}


def read(text: str) -> ChoiceReply:
    return read_reply(text, ChoiceReply)


def baseline_client(url: str) -> OpenAI:
    return OpenAI(api_key="none", base_url=url, max_retries=0)


def milliseconds_to_keep(record: MemoryRecord) -> float:
    """The mean over some calls: the row, then the artifact, each in its own transaction."""
    [job] = claimed_jobs(1)
    log = CallLog(job, ArtifactChain(job), tier="precision", daily_tokens=0)
    start = perf_counter()
    for call in record.calls[:KEPT]:
        log.keep(call)
    return (perf_counter() - start) / KEPT * 1e3

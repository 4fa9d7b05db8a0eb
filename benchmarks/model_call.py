"""One gateway call (send, validate, count, price, keep the raw reply) against openai's `.create` and pydantic alone.

Both ask the same server on loopback, which answers at once; kept is in memory. What Postgres takes to keep a call and
its reply, once each, is measured beside it and told in the note.
"""

from __future__ import annotations

import json
from contextlib import closing
from time import perf_counter
from typing import Any

from generation.pipeline.writer.slot_wording import (
    WORDING_SCHEMA,
    WordingReply,
    answer_tokens,
    describe_slot,
    slots_to_word,
)
from openai import OpenAI

from benchmarks.figures import Figure, time_in_turns
from benchmarks.inputs import sixty_messages
from benchmarks.stage_storage import claimed_jobs
from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import MeteredModel, Names
from generation.language_models.openai_model import OpenAIModel, strict
from generation.language_models.rehearsal import good_content
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import Prompt, Task
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.prompts import make_prompt
from generation.run.artifact_chain import ArtifactChain
from generation.run.model_call_record import CallLog
from tests.wire.scripted_server import ScriptedServer, answering

ROUNDS = 300
KEPT = 50


def measure() -> Figure:
    """A question of the writer about the patterns of sixty messages."""
    prompt, answer = question()
    with (
        ScriptedServer(lambda _request, _number: answering(answer)) as server,
        closing(OpenAIModel("none", server.url)) as model,
        baseline_client(server.url) as client,
    ):
        built = OpenAIModel.clients_built
        record = MemoryRecord()
        ask = MeteredModel(model, record, Names(choose=lambda _task: "gpt-5-mini")).begin(Task.WRITER)
        body = request_body(prompt)

        def by_us() -> WordingReply:
            return ask(prompt, WORDING_SCHEMA, read)

        def by_openai() -> WordingReply:
            reply = client.chat.completions.create(**body)
            return WordingReply.model_validate_json(reply.choices[0].message.content or "")

        assert by_us() == by_openai()
        timing = time_in_turns(by_us, by_openai, rounds=ROUNDS, warm_up=20)
        built = OpenAIModel.clients_built - built
    note = f"{timing.candidate * 1e3:.2f} ms; {built - 1} clients built for {ROUNDS} calls"
    note += f"; Postgres keeps call and reply in {milliseconds_to_keep(record):.1f} ms more"
    return Figure("model_call", timing.ratio, 1.3, "openai .create and pydantic, the same server", note)


def question() -> tuple[Prompt, str]:
    record = canonicalize(sixty_messages())
    bullets = [describe_slot(slot, record) for slot in slots_to_word(make_plan(record))[0]]
    prompt = make_prompt(Task.WRITER, {"bullets": bullets}, answer_tokens=answer_tokens(bullets))
    return prompt, json.dumps(good_content("writer", {"bullets": bullets}))


def request_body(prompt: Prompt) -> dict[str, Any]:
    messages = [{"role": "system", "content": prompt.instructions}, {"role": "user", "content": prompt.data}]
    schema = {"name": "writer", "strict": True, "schema": strict(WORDING_SCHEMA)}
    form = {"type": "json_schema", "json_schema": schema}
    return {"model": "gpt-5-mini", "messages": messages, "store": False, "response_format": form}


def read(text: str) -> WordingReply:
    return read_reply(text, WordingReply)


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

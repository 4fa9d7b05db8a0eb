"""A chat completions server for tests: real HTTP on loopback, an answer or a fault per request, every request kept.

It writes its bytes to the socket itself, because the faults are those of sockets: half a header, a body that stops, a
byte now and then, a connection reset.
"""

from __future__ import annotations

import json
import os
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from generation.generators.journey.roadmap import RoadmapGenerator
from generation.generators.waves.registry import wave_generators
from generation.pipeline.language_model import Task
from generation.pipeline.prompts import CURRENT, prompt_file

# What a real answer looks like around the text.
MODEL = "gpt-5-mini-2025-08-07"


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def task(self) -> str:
        """Which stage asks, by the first words of its prompt."""
        return task_of(self.instructions)

    @property
    def instructions(self) -> str:
        return cast("str", self.body["messages"][0]["content"])

    @property
    def data(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self.body["messages"][1]["content"]))


def task_of(instructions: str) -> str:
    """The task whose prompt begins like this."""
    return _first_lines()[instructions.splitlines()[0]]


@cache
def _first_lines() -> dict[str, str]:
    """The first line of every prompt there is, with its task."""
    generators = [*wave_generators().values(), RoadmapGenerator()]
    read = {generator.prompt_file().splitlines()[0]: generator.task for generator in generators}
    return {**read, **{prompt_file(CURRENT[task]).splitlines()[0]: task.value for task in Task}}


class Exchange:
    """The connection a handler answers on."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self.connection = connection
        self.stopping = stopping

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def send_json(self, content: object, status: str = "200 OK", headers: str = "") -> None:
        self.send_body(json.dumps(content).encode(), status, headers)

    def send_body(self, body: bytes, status: str = "200 OK", headers: str = "", kind: str = "application/json") -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        self.send(head.encode() + body)

    def drip(self, data: bytes, seconds_between: float) -> None:
        """A byte at a time, until the client has had enough."""
        for position in range(len(data)):
            self.send(data[position : position + 1])
            if self.stopping.wait(seconds_between):
                return

    def stall(self) -> None:
        """Nothing more, until the client has gone."""
        self.connection.settimeout(0.05)
        while not self.stopping.is_set():
            try:
                if not self.connection.recv(1024):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    def reset(self) -> None:
        """RST instead of an orderly end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Detached first: the handler's streams would keep the socket open.
        os.close(self.connection.detach())
        raise ConnectionResetError

    def close(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)


def completion(text: str | None, *, finish_reason: str = "stop", **changes: Any) -> dict[str, Any]:
    """The body of a chat completion that says `text`."""
    message = {"role": "assistant", "content": text, **changes.pop("message", {})}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": MODEL,
        "choices": [{"index": 0, "finish_reason": finish_reason, "message": message}],
        "usage": {
            "prompt_tokens": 1500,
            "completion_tokens": 200,
            "total_tokens": 1700,
            "prompt_tokens_details": {"cached_tokens": 1024},
        },
        **changes,
    }


Behaviour = Callable[[Received, Exchange], None]
Answering = Callable[[Received], str]


def answering(answer: str | Answering) -> Behaviour:
    """Answer with this text, or with what a function makes of the request."""

    def behave(request: Received, exchange: Exchange) -> None:
        exchange.send_json(completion(answer if isinstance(answer, str) else answer(request)))

    return behave


class ScriptedServer:
    """Answers each question as `script(request, number)` says; numbers count from 0. Use as a context manager."""

    def __init__(self, script: Callable[[Received, int], Behaviour], tells: Mapping[str, object] | None = None) -> None:
        """`tells`: what stands at an address that is looked at, by its path; nothing does elsewhere."""
        self._script = script
        self._tells = tells or {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self.requests: list[Received] = []
        self.connections = 0
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                server.connections += 1
                try:
                    while (request := read_request(self.rfile)) is not None:
                        server.answer(request, Exchange(self.connection, server._stopping))
                except OSError:
                    # The client has gone, or a fault closed the connection.
                    return

            def finish(self) -> None:
                try:
                    super().finish()
                except OSError:
                    return

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def answer(self, request: Received, exchange: Exchange) -> None:
        if not request.body:
            there = request.path in self._tells
            exchange.send_json(self._tells.get(request.path), "200 OK" if there else "404 Not Found")
            return
        with self._lock:
            number = len(self.requests)
            self.requests.append(request)
        self._script(request, number)(request, exchange)

    def __enter__(self) -> ScriptedServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()


def read_request(stream: Any) -> Received | None:
    """One HTTP request; None where the client has ended the connection."""
    first = stream.readline()
    if not first.strip():
        return None
    headers: dict[str, str] = {}
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", "0")))
    return Received(first.split()[1].decode(), headers, json.loads(body or b"{}"))


def closed_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return cast("int", probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float = 2.0) -> bool:
    """Whether `condition` comes true in time."""
    ends_at = time.monotonic() + seconds
    while not condition() and time.monotonic() < ends_at:
        time.sleep(0.005)
    return condition()

"""A TCP proxy in front of a server's Unix socket that can hold up, lose and cut what passes through it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from enum import StrEnum
from pathlib import Path
from typing import Any

_CHUNK = 65536
# PostgreSQL's ReadyForQuery outside a transaction: what was sent is committed.
_READY_OUTSIDE_A_TRANSACTION = b"Z\x00\x00\x00\x05I"


class Mode(StrEnum):
    """What becomes of everything that passes. `away` refuses new connections and ends the old ones."""

    PASS = "pass"
    BLACKHOLE = "blackhole"
    RESET = "reset"
    DELAY = "delay"
    AWAY = "away"


class ProxyLoop:
    """The event loop all proxies of a process run on, in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="proxies", daemon=True).start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def call(self, act: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(act)


class Proxy:
    """Listens on 127.0.0.1:`port` and passes on to `target`, a Unix socket. Methods are for any thread."""

    def __init__(self, loop: ProxyLoop, target: Path) -> None:
        self._loop = loop
        self._target = str(target)
        self._mode = Mode.PASS
        self._delay = 0.0
        self._cuts: set[int] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self.cut_after_commit = 0
        self._server = loop.run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]

    def be(self, mode: Mode, *, delay: float = 0.05) -> None:
        """From now on. `reset` happens once to all connections; then they pass again."""
        self._loop.call(lambda: self._become(mode, delay))

    def cut_after_next_commit(self, client_port: int) -> None:
        """Let the next commit of this client happen, and its client never hear of it."""
        self._cuts.add(client_port)

    def _become(self, mode: Mode, delay: float) -> None:
        self._delay = delay
        if mode in {Mode.RESET, Mode.AWAY} or self._mode is Mode.BLACKHOLE:
            for writer in list(self._open):
                _abort(writer)
        self._mode = Mode.PASS if mode is Mode.RESET else mode

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._mode is Mode.AWAY:
            _abort(writer)
            return
        try:
            server_reader, server_writer = await asyncio.open_unix_connection(self._target)
        except OSError:
            _abort(writer)
            return
        ends = {writer, server_writer}
        self._open |= ends
        client_port = writer.get_extra_info("peername")[1]
        there = asyncio.create_task(self._pass_on(reader, server_writer, None))
        back = asyncio.create_task(self._pass_on(server_reader, writer, client_port))
        await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
        there.cancel()
        back.cancel()
        self._open -= ends
        self._cuts.discard(client_port)
        for end in ends:
            _abort(end)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: int | None) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                while self._mode is Mode.BLACKHOLE:
                    await asyncio.sleep(0.05)
                if self._mode is Mode.DELAY:
                    await asyncio.sleep(self._delay)
                if cut in self._cuts and data.endswith(_READY_OUTSIDE_A_TRANSACTION):
                    self.cut_after_commit += 1
                    return
                writer.write(data)
                await writer.drain()


class ProxyControl:
    """Takes orders of armed faultpoints, a line a connection: `cut PORT`, `redis away`, `redis back`."""

    def __init__(self, loop: ProxyLoop, postgres: Proxy, redis: Proxy) -> None:
        self._postgres = postgres
        self._redis = redis
        self._server = loop.run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        order = (await reader.readline()).decode().split()
        if order[:1] == ["cut"]:
            self._postgres.cut_after_next_commit(int(order[1]))
        elif order[:1] == ["redis"]:
            self._redis.be(Mode.AWAY if order[1] == "away" else Mode.PASS)
            await asyncio.sleep(0.02)
        writer.write(b"ok\n")
        await writer.drain()
        writer.close()


def _abort(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()

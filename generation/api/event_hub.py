"""One LISTEN for all streams of a process: what Postgres tells of jobs is handed to whoever follows them.

A follower is first told to look (None), once the connection listens: what was committed before that is in Postgres,
what comes after is told, so nothing falls between. It is told to look again whenever the connection was away. The
connection is beside the pool, and there only while somebody follows. The places of all followers are renewed together,
and so it is asked whether their tokens are still good and the people they watch still there; who may not go on is told.

An event is read once, made into bytes once, in the very callback of the event loop that finds the socket readable, and
these bytes are handed to all who follow its job. One clock says for all of them who has heard nothing for too long.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async
from psycopg import AsyncConnection, Error, Notify

from core.connections import own_connection_parameters
from generation.api.event_frames import Frame, frame_of
from generation.api.stream_rights import StreamRight, ended_rights
from generation.history.job_events import event_told
from generation.lifecycle.run_logs import CHANNEL
from generation.lifecycle.stream_places import RENEW_SECONDS, StreamPlace, renew_places

logger = logging.getLogger(__name__)

# Told to a follower whose right has ended.
NO_LONGER = Frame(number=0, is_last=True, sent=b"")
# Told to a follower that heard nothing for so long: a proxy between us closes what is silent for longer.
ALIVE = Frame(number=0, is_last=False, sent=b": alive\n\n")
KEEP_ALIVE_SECONDS = 15.0
# How exactly that is kept to.
_TICK_SECONDS = 1.0

# A peer that vanished without a word is found out by a question so often.
ASK_SECONDS = 15.0
CONNECT_AGAIN_SECONDS = 1.0


class Mailbox(asyncio.Queue[Frame | None]):
    """What one follower is told: an event, or None: look in Postgres."""

    def __init__(self) -> None:
        super().__init__()
        # Streams that were opened at once are not kept alive at once.
        self._silence = (KEEP_ALIVE_SECONDS - _TICK_SECONDS) * random.uniform(0.7, 1)  # noqa: S311 - no secret
        self._last_told = _now()

    def tell(self, told: Frame | None) -> None:
        self._last_told = _now()
        self.put_nowait(told)

    @property
    def is_silent(self) -> bool:
        return _now() - self._last_told >= self._silence


class EventHub:
    """The followers of one event loop."""

    def __init__(self) -> None:
        self._followers: dict[UUID, set[Mailbox]] = {}
        self._places: set[StreamPlace] = set()
        self._rights: dict[Mailbox, StreamRight] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._is_listening = False

    @asynccontextmanager
    async def follow(self, job_id: UUID, place: StreamPlace, right: StreamRight) -> AsyncIterator[Mailbox]:
        """A mailbox for everything told of the job, as long as the place is held; then it is given back.

        `NO_LONGER` is told once the right has ended.
        """
        mailbox = Mailbox()
        self._followers.setdefault(job_id, set()).add(mailbox)
        if self._is_listening:
            mailbox.tell(None)
        self._places.add(place)
        self._rights[mailbox] = right
        if not self._tasks:
            works = (self._keep_listening(), self._keep_places(), self._keep_alive())
            self._tasks = [asyncio.create_task(work) for work in works]
        try:
            yield mailbox
        finally:
            self._leave(job_id, mailbox)
            self._places.discard(place)
            del self._rights[mailbox]
            await sync_to_async(place.give_back, thread_sensitive=False)()

    def _leave(self, job_id: UUID, mailbox: Mailbox) -> None:
        self._followers[job_id].discard(mailbox)
        if not self._followers[job_id]:
            del self._followers[job_id]
        if not self._followers:
            for task in self._tasks:
                task.cancel()
            self._tasks, self._is_listening = [], False

    async def _keep_places(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await sync_to_async(renew_places, thread_sensitive=False)([*self._places])
            for right in await sync_to_async(ended_rights, thread_sensitive=False)({*self._rights.values()}):
                for mailbox in [mailbox for mailbox, held in self._rights.items() if held == right]:
                    mailbox.tell(NO_LONGER)

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            for mailbox in self._rights:
                if mailbox.is_silent:
                    mailbox.tell(ALIVE)

    async def _keep_listening(self) -> None:
        while True:
            try:
                await self._listen()
            except (Error, OSError) as error:
                logger.warning("events of jobs are not heard: %s", type(error).__name__)
            self._is_listening = False
            await asyncio.sleep(CONNECT_AGAIN_SECONDS)

    async def _listen(self) -> None:
        async with await AsyncConnection.connect(**own_connection_parameters(), autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._is_listening = True
            for mailboxes in self._followers.values():
                for mailbox in mailboxes:
                    mailbox.tell(None)
            # While a question is asked, psycopg reads the socket and hands over what it finds.
            connection.add_notify_handler(self._hear)
            while True:
                await self._hear_for(connection, ASK_SECONDS)
                await connection.execute("SELECT 1")

    async def _hear_for(self, connection: AsyncConnection[Any], seconds: float) -> None:
        """Deliver what arrives, without any task being woken for it. Raises Error where the connection is lost."""
        loop, lost = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()

        def read() -> None:
            try:
                connection.pgconn.consume_input()
                while told := connection.pgconn.notifies():
                    self._deliver(told.extra.decode())
            except Error as error:
                loop.remove_reader(socket)
                if not lost.done():
                    lost.set_exception(error)

        socket = connection.fileno()
        # What came with the answer to the last question makes the socket readable no more.
        read()
        loop.add_reader(socket, read)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await lost
        finally:
            loop.remove_reader(socket)

    def _hear(self, told: Notify) -> None:
        self._deliver(told.payload)

    def _deliver(self, payload: str) -> None:
        event = event_told(payload)
        if mailboxes := self._followers.get(event.job):
            frame = frame_of(event)
            for mailbox in mailboxes:
                mailbox.tell(frame)


def _now() -> float:
    return asyncio.get_running_loop().time()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, EventHub] = WeakKeyDictionary()


def current_hub() -> EventHub:
    """The hub of the running event loop: a server has one a process."""
    return _hubs.setdefault(asyncio.get_running_loop(), EventHub())

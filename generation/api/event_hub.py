"""One LISTEN for all streams of a process: what Postgres tells of jobs is handed to whoever follows them.

A follower is first told to look (None), once the connection listens: what was committed before that is in Postgres,
what comes after is told, so nothing falls between. It is told to look again whenever the connection was away. The
connection is beside the pool, and there only while somebody follows. The places of all followers are renewed together,
and so it is asked whether their tokens are still good and the people they watch still there; who may not go on is told.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async
from psycopg import AsyncConnection, Error

from core.connections import own_connection_parameters
from generation.api.event_frames import Frame, frame_of
from generation.api.stream_rights import StreamRight, ended_rights
from generation.history.job_events import event_told
from generation.lifecycle.run_logs import CHANNEL
from generation.lifecycle.stream_places import RENEW_SECONDS, StreamPlace, renew_places

logger = logging.getLogger(__name__)

# Told to a follower: an event, or None: look in Postgres.
Mailbox = asyncio.Queue[Frame | None]

# Told to a follower whose right has ended.
NO_LONGER = Frame(number=0, is_last=True, sent=b"")

# A peer that vanished without a word is found out by a question so often.
ASK_SECONDS = 15.0
CONNECT_AGAIN_SECONDS = 1.0


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
        mailbox: Mailbox = asyncio.Queue()
        self._followers.setdefault(job_id, set()).add(mailbox)
        if self._is_listening:
            mailbox.put_nowait(None)
        self._places.add(place)
        self._rights[mailbox] = right
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._keep_listening()), asyncio.create_task(self._keep_places())]
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
                    mailbox.put_nowait(NO_LONGER)

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
                    mailbox.put_nowait(None)
            while True:
                async for told in connection.notifies(timeout=ASK_SECONDS):
                    self._deliver(told.payload)
                await connection.execute("SELECT 1")

    def _deliver(self, payload: str) -> None:
        event = event_told(payload)
        if mailboxes := self._followers.get(event.job):
            frame = frame_of(event)
            for mailbox in mailboxes:
                mailbox.put_nowait(frame)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, EventHub] = WeakKeyDictionary()


def current_hub() -> EventHub:
    """The hub of the running event loop: a server has one a process."""
    return _hubs.setdefault(asyncio.get_running_loop(), EventHub())

"""The baseline of streams: an ASGI application that passes on what one shared Redis subscription hears, and no more.

`uvicorn benchmarks.bare_streams:application`; REDIS_URL names the server, CHANNEL the channel. A message is the job's
id, a line feed and what to send.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from redis.asyncio import Redis

Message = MutableMapping[str, Any]

_mailboxes: dict[bytes, set[asyncio.Queue[bytes]]] = defaultdict(set)
_listening: list[asyncio.Task[None]] = []


async def _listen() -> None:
    async with Redis.from_url(os.environ["REDIS_URL"]).pubsub() as heard:
        await heard.subscribe(os.environ["CHANNEL"])
        async for message in heard.listen():
            if message["type"] == "message":
                job, _, sent = message["data"].partition(b"\n")
                for mailbox in _mailboxes.get(job, ()):
                    mailbox.put_nowait(sent)


async def application(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Every address of the form /.../<job>/events/ is a stream of that job."""
    if scope["type"] != "http":
        return
    if not _listening:
        _listening.append(asyncio.create_task(_listen()))
    mailbox: asyncio.Queue[bytes] = asyncio.Queue()
    _mailboxes[scope["path"].split("/")[-3].encode()].add(mailbox)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    while True:
        await send({"type": "http.response.body", "body": await mailbox.get(), "more_body": True})

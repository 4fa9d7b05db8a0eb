"""Clients of streams, in a process of their own: `python -m benchmarks.stream_clients PORT`.

One line of JSON on its input is a list of [job, token, how many streams]. It says `open` once all are, then a line
`job number seconds` for each event, by the clock that all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

# How many connect at a time.
_AT_ONCE = 10


async def main(port: int) -> None:
    wanted = json.loads(sys.stdin.readline())
    gate, opened = asyncio.Semaphore(_AT_ONCE), asyncio.Semaphore(0)
    follows = [
        asyncio.create_task(_follow(port, job, token, gate, opened))
        for job, token, times in wanted
        for _ in range(times)
    ]
    for _ in follows:
        await opened.acquire()
    print("open", flush=True)
    await asyncio.gather(*follows)


async def _follow(port: int, job: str, token: str, gate: asyncio.Semaphore, opened: asyncio.Semaphore) -> None:
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"GET /api/v1/jobs/{job}/events/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Token {token}\r\n"
            "Accept: text/event-stream\r\n\r\n".encode()
        )
        await reader.readuntil(b"retry: ")
    opened.release()
    while line := await reader.readline():
        if line.startswith(b"id: "):
            print(job, int(line[4:]), time.monotonic(), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

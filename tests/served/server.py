"""The site as a server of its own, over the database of the test process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from http.client import HTTPConnection
from typing import Any, Self

from sessionbridge.settings.base import BASE_DIR
from tests.conftest import Services

START_SECONDS = 60
HOST = "127.0.0.1"


class Server:
    """`uvicorn` as `make up` runs it, on a free port that stays the same when it is started again."""

    def __init__(self, services: Services, **environment: str) -> None:
        self._environment = {**services.environment(), **environment}
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        options = [
            "--host",
            HOST,
            "--port",
            str(self.port),
            "--log-level",
            "warning",
            "--timeout-graceful-shutdown",
            "1",
        ]
        command = [sys.executable, "-m", "uvicorn", "sessionbridge.asgi:application", *options]
        process = subprocess.Popen(command, cwd=BASE_DIR, env=self._environment, start_new_session=True)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and process.poll() is None:
            try:
                urllib.request.urlopen(f"http://{HOST}:{self.port}/livez", timeout=10).close()
            except OSError:
                time.sleep(0.1)
            else:
                return process
        raise RuntimeError("the server did not answer")

    def restart(self, number: int = signal.SIGKILL) -> None:
        """End it by this signal and start it again."""
        self.stop(number)
        self.process = self._start()

    def stop(self, number: int = signal.SIGTERM) -> None:
        os.kill(self.process.pid, number)
        self.process.wait(30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGKILL)

    def ask(
        self, method: str, path: str, body: object = None, *, token: str = "", **headers: str
    ) -> tuple[int, Any, dict[str, str]]:
        """Status, body as JSON and headers of one request."""
        connection = HTTPConnection(HOST, self.port, timeout=60)
        sent = {"Content-Type": "application/json", "Authorization": f"Token {token}", **headers}
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None, dict(answer.headers)

    def open(self, path: str, *, token: str, after: int = 0) -> Stream:
        """A stream of events, from the one behind `after`."""
        return Stream(self.port, path, token, after)


class Stream:
    """A stream of events as a client has it open."""

    def __init__(self, port: int, path: str, token: str, after: int) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=30)
        asked = {"Authorization": f"Token {token}", "Accept": "text/event-stream"}
        try:
            self._connection.request("GET", path, headers=asked | ({"Last-Event-ID": str(after)} if after else {}))
            self.answer = self._connection.getresponse()
        except BaseException:
            self._connection.close()
            raise

    def read(self) -> dict[str, str]:
        """The next event; {} where the stream ended."""
        frame: dict[str, str] = {}
        while line := self.answer.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name in {"id", "event", "data"}:
                frame[name] = value
            elif not name and "data" in frame:
                return frame
        return {}

    def numbers(self) -> list[int]:
        """Those of all events to the end of the stream."""
        return [int(frame["id"]) for frame in iter(self.read, {})]

    def close(self) -> None:
        self.answer.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

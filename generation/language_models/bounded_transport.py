"""HTTP whose every byte counts: a request ends at its wall-clock limit and at its size limit, whatever a server drips.

A client's own timeouts run anew with each chunk, so a server that sends a byte a second is never late. Here each read
and write of the socket gets the time that is left of the whole request, headers and TLS included. Names are still
resolved by the operating system in its own time. No proxy is taken from the environment.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import httpcore2
import httpx2

# What may be kept open to one server; a process asks from as many threads as its worker has, and a few more.
_CONNECTIONS = 32
_KEEP_SECONDS = 60


class TooManyBytes(Exception):
    """The server sent more than the request allows."""


# What may come back instead of an answer, beside what the client's own exceptions say.
NETWORK_ERRORS = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    httpcore2.ConnectionNotAvailable,
    httpx2.HTTPError,
    httpx2.StreamError,
    httpx2.InvalidURL,
    httpx2.CookieConflict,
    ssl.SSLError,
    OSError,
)
CONNECT_ERRORS = (httpcore2.ConnectError, httpx2.ConnectError)
TIMEOUTS = (httpcore2.TimeoutException, httpx2.TimeoutException)


class _Limits(threading.local):
    """What is left of the request this thread is in."""

    ends_at = float("inf")
    bytes_left = 0

    def seconds_left(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return left


_LIMITS = _Limits()


@contextmanager
def bounded(seconds: float, most_bytes: int) -> Iterator[None]:
    """Bound the one request this thread makes inside: seconds of wall-clock time, bytes received.

    Beyond them the request raises one of `TIMEOUTS`, or TooManyBytes.
    """
    _LIMITS.ends_at = time.monotonic() + seconds
    _LIMITS.bytes_left = most_bytes
    try:
        yield
    finally:
        _LIMITS.ends_at = float("inf")


class _BoundedStream(httpcore2.NetworkStream):
    """A socket that knows the limits of the request it serves now."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received = self._stream.read(max_bytes, _LIMITS.seconds_left())
        _LIMITS.bytes_left -= len(received)
        if _LIMITS.bytes_left < 0:
            raise TooManyBytes
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _LIMITS.seconds_left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, _LIMITS.seconds_left()))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _BoundedBackend(httpcore2.NetworkBackend):
    def __init__(self) -> None:
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        return _BoundedStream(
            self._backend.connect_tcp(host, port, _LIMITS.seconds_left(), local_address, socket_options)
        )


class _Body(httpx2.SyncByteStream):
    def __init__(self, body: Iterable[bytes]) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield from self._body

    def close(self) -> None:
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


class _BoundedTransport(httpx2.BaseTransport):
    def __init__(self) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_CONNECTIONS,
            keepalive_expiry=_KEEP_SECONDS,
            network_backend=_BoundedBackend(),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions={"timeout": {"pool": _LIMITS.seconds_left()}},
            )
        )
        return httpx2.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(cast("Iterable[bytes]", response.stream)),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()


def make_http_client() -> httpx2.Client:
    """An HTTP client that follows no redirect and keeps no cookie; only usable inside `bounded`."""
    return httpx2.Client(transport=_BoundedTransport(), follow_redirects=False, trust_env=False)

"""`rediss://` is believed only with a certificate that is checked: by the cache and by Celery's broker alike."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import pytest
import redis
from celery import Celery
from django.core.exceptions import ImproperlyConfigured
from kombu.exceptions import OperationalError

from sessionbridge.settings.connections import broker_url, cache_settings, with_checked_certificate
from tests.conftest import Services

# Key and certificate of "localhost", signed by itself: of these tests only.
CERTIFICATE = Path(__file__).parent / "fixtures/localhost.pem"


@pytest.fixture(scope="module")
def tls_port(services: Services) -> Iterator[int]:
    """A port that speaks TLS in front of the tests' Valkey, which was built without."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with socket.create_server(("localhost", 0)) as listener:
        threading.Thread(target=_serve, args=(listener, context, services.redis_url), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, context: ssl.SSLContext, target: str) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listener.accept()
            threading.Thread(target=_join, args=(plain, context, target), daemon=True).start()


def _join(plain: socket.socket, context: ssl.SSLContext, target: str) -> None:
    with (
        suppress(OSError),
        context.wrap_socket(plain, server_side=True) as outer,
        _connect(urlsplit(target)) as inner,
    ):
        # One question, one answer: what the first words of a client of Redis are.
        while words := outer.recv(65_536):
            inner.sendall(words)
            outer.sendall(inner.recv(65_536))


def _connect(target: SplitResult) -> socket.socket:
    if target.scheme != "unix":
        return socket.create_connection((target.hostname, target.port or 6379))
    inner = socket.socket(socket.AF_UNIX)
    inner.connect(target.path)
    return inner


def ask_cache(url: str) -> None:
    with redis.Redis.from_url(cache_settings(url)["LOCATION"]) as client:
        client.ping()


def ask_broker(url: str) -> None:
    with Celery(broker=broker_url(url)).connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)


ASK = [ask_cache, ask_broker]


@pytest.mark.parametrize("ask", ASK)
def test_unknown_certificate_is_refused(tls_port: int, ask: Callable[[str], None]) -> None:
    with pytest.raises((redis.ConnectionError, OperationalError), match="CERTIFICATE_VERIFY_FAILED"):
        ask(with_checked_certificate(f"rediss://localhost:{tls_port}/0"))


@pytest.mark.parametrize("ask", ASK)
def test_certificate_of_the_given_authority_is_believed(tls_port: int, ask: Callable[[str], None]) -> None:
    ask(with_checked_certificate(f"rediss://localhost:{tls_port}/0", str(CERTIFICATE)))


@pytest.mark.parametrize("ask", ASK)
def test_certificate_of_another_host_is_refused(tls_port: int, ask: Callable[[str], None]) -> None:
    with pytest.raises((redis.ConnectionError, OperationalError), match="CERTIFICATE_VERIFY_FAILED"):
        ask(with_checked_certificate(f"rediss://127.0.0.1:{tls_port}/0", str(CERTIFICATE)))


@pytest.mark.parametrize(
    ("url", "file", "said"),
    [
        ("redis://localhost/0", str(CERTIFICATE), "REDIS_URL does not begin with rediss://"),
        ("rediss://localhost/0", "/nowhere/ca.pem", "REDIS_CA_FILE names no file"),
    ],
)
def test_authority_that_would_not_be_asked_is_refused(url: str, file: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        with_checked_certificate(url, file)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("unix:///v.sock?db=3", "unix:///v.sock?db=3"),
        ("rediss://:pw@h/0", "rediss://:pw@h/0?ssl_cert_reqs=required"),
        ("rediss://h/0?ssl_certfile=%2Fc%20d", "rediss://h/0?ssl_cert_reqs=required&ssl_certfile=%2Fc+d"),
        ("rediss://h/0?ssl_cert_reqs=none", "rediss://h/0?ssl_cert_reqs=none"),
    ],
)
def test_what_the_address_says_of_tls_is_kept(url: str, expected: str) -> None:
    assert with_checked_certificate(url) == expected

"""The proxy that breaks connections breaks them as the suites of faults ask it to."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.proxy import Mode, Proxy, ProxyControl, ProxyLoop


@pytest.fixture
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server on a Unix socket that says back what it hears."""
    path = tmp_path_factory.mktemp("s") / "echo"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        yield path
        server.shutdown(socket.SHUT_RDWR)


def serve(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


def answer(connection: socket.socket) -> None:
    with connection:
        try:
            while data := connection.recv(1000):
                connection.sendall(data)
        except OSError:
            return


@pytest.fixture
def proxy(echo: Path) -> Proxy:
    return Proxy(ProxyLoop(), echo)


def connect(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=3)


def exchange(client: socket.socket, words: bytes = b"hello") -> bytes:
    client.sendall(words)
    return client.recv(100)


def is_cut(client: socket.socket, words: bytes = b"hello") -> bool:
    try:
        return exchange(client, words) == b""
    except ConnectionError:
        return True


def let_be(proxy: Proxy, mode: Mode, **options: float) -> None:
    proxy.be(mode, **options)
    time.sleep(0.1)


def test_everything_passes(proxy: Proxy) -> None:
    with connect(proxy) as client:
        assert exchange(client) == b"hello"


def test_blackhole_swallows_until_it_ends(proxy: Proxy) -> None:
    with connect(proxy) as client:
        let_be(proxy, Mode.BLACKHOLE)
        client.settimeout(0.3)
        with pytest.raises(TimeoutError):
            exchange(client)


def test_reset_ends_connections_and_lets_new_ones_in(proxy: Proxy) -> None:
    with connect(proxy) as old, connect(proxy) as new:
        assert exchange(old) == exchange(new)
        let_be(proxy, Mode.RESET)
        assert is_cut(old)
    with connect(proxy) as again:
        assert exchange(again) == b"hello"


def test_delay_takes_its_time(proxy: Proxy) -> None:
    with connect(proxy) as client:
        let_be(proxy, Mode.DELAY, delay=0.1)
        began = time.monotonic()
        exchange(client)
        assert time.monotonic() - began >= 0.2


def test_away_lets_nobody_in(proxy: Proxy) -> None:
    let_be(proxy, Mode.AWAY)
    with connect(proxy) as client:
        assert is_cut(client)


def test_cut_after_commit_withholds_the_answer_of_a_commit_alone(proxy: Proxy) -> None:
    with connect(proxy) as client:
        proxy.cut_after_next_commit(client.getsockname()[1])
        assert exchange(client, b"Z\x00\x00\x00\x05T") == b"Z\x00\x00\x00\x05T"
        assert is_cut(client, b"Z\x00\x00\x00\x05I")
    assert proxy.cut_after_commit == 1


def test_orders_come_over_the_control_port(echo: Path) -> None:
    loop = ProxyLoop()
    postgres, redis = Proxy(loop, echo), Proxy(loop, echo)
    control = ProxyControl(loop, postgres, redis)
    with socket.create_connection(("127.0.0.1", control.port), timeout=3) as client:
        assert exchange(client, b"redis away\n") == b"ok\n"
    with connect(redis) as refused:
        assert is_cut(refused)

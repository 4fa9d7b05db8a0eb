"""What happens at an armed faultpoint: FAULT is `point:action`, FAULT_MARKER a file that says it has happened.

It happens once, in whichever process gets there first. `kill` and `stop` do that to this process, `raise` raises,
`cut` has the proxy cut this connection right after the next commit's answer, `redis` has it refuse Redis.
"""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

from django.db import OperationalError, connection

from core.faultpoints import MODEL_CALLS, REDIS_OPERATIONS

ACTIONS = ("kill", "stop", "raise", "cut", "redis")


class BrokenOff(OSError):
    """What the network or the machine may raise at any time."""


def strike(point: str) -> None:
    """The hook of `core.faultpoints`."""
    armed, _, action = os.environ.get("FAULT", "").partition(":")
    if point != armed or not _is_first():
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif action == "raise":
        outside = point.partition(".")[0] in {*REDIS_OPERATIONS, *MODEL_CALLS}
        raise BrokenOff if outside else OperationalError
    elif action == "cut":
        tell_proxy(f"cut {_own_port()}")
    elif action == "redis":
        tell_proxy("redis away")


def _is_first() -> bool:
    try:
        os.close(os.open(Path(os.environ["FAULT_MARKER"]), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _own_port() -> int:
    """The local port of this thread's database connection, by which the proxy knows it."""
    connection.ensure_connection()
    with socket.fromfd(connection.connection.fileno(), socket.AF_INET, socket.SOCK_STREAM) as own:
        port: int = own.getsockname()[1]
        return port


def tell_proxy(order: str) -> None:
    """Give the proxies of this process an order; see `tests.faults.proxy.ProxyControl`."""
    with socket.create_connection(("127.0.0.1", int(os.environ["PROXY_CONTROL"])), timeout=5) as control:
        control.sendall(order.encode() + b"\n")
        control.recv(16)

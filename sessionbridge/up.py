"""`make up`: web, a Celery worker for each core and beat in the foreground until Ctrl-C, on a development machine.

1. Start or join the embedded services, bring the database up to date.
2. Start the programs, each in a session of its own so that Ctrl-C reaches only this one.
3. When web and workers answer, make the account `admin` if there is none, and print where the admin is.
4. Mend what dies, embedded services and programs; a program that ends three times before all answer is given up.
5. On Ctrl-C, SIGTERM or a closed terminal: stop everything, services included.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from types import FrameType

import django
from django.conf import settings
from django.core.management import call_command

from core.database_errors import DatabaseUnreachable
from sessionbridge.celery import app
from sessionbridge.embedded import EmbeddedServiceError, start_embedded_services
from sessionbridge.embedded.folders import make_own_folder
from sessionbridge.programs import ProgramEnded, Programs
from sessionbridge.running import UP, RunningFile
from sessionbridge.settings_error import settings_error_in_one_line
from sessionbridge.terminal import terminal_output

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 100
ANSWER_SECONDS = 120
STARTS_TRIED = 3
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
RESET = ".venv/bin/python manage.py reset_admin_password"
# A stage of any diary and one of a small diary at a time: there is a worker for each core.
PLACES_OF_A_WORKER = "2"


def main() -> int:
    if settings.SETTINGS_MODULE.endswith(".production"):
        sys.exit("`make up` makes an admin and prints its password: for development machines only.")
    for number in STOP_SIGNALS:
        # SIGINT too: a shell script's background job begins with it ignored.
        signal.signal(number, _interrupt)
    try:
        return _run()
    except (EmbeddedServiceError, DatabaseUnreachable) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        return 0


def _run() -> int:
    make_own_folder(settings.LOCAL_DIR)
    file = RunningFile(settings.LOCAL_DIR)
    if file.read():
        sys.exit("It is already running, or was left half running: `make down` stops it.")
    services = start_embedded_services()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    programs = Programs(settings.BASE_DIR, record=lambda pids: file.write({UP: os.getpid(), **pids}))
    try:
        port = find_free_port(FIRST_PORT)
        start_programs(programs, port)
        _wait_for_answers(programs, port)
        print_address(port)
        print_demo_token(port)
        while True:
            time.sleep(1)
            if services is not None and not services.is_healthy():
                print("An embedded service had stopped; starting it again.", flush=True)
                services.start()
            programs.mend()
    except ProgramEnded as end:
        print(f"{end} Stopping the rest.", file=sys.stderr, flush=True)
        return 1
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        programs.stop()
        file.remove()
        if services is not None:
            services.release()
        print("Everything is stopped.", flush=True)


def start_programs(programs: Programs, port: int) -> None:
    """Start web, workers and beat, each as quiet as it can be: what a job does, our own log lines say."""
    programs.start(
        "web",
        *("uvicorn", "sessionbridge.asgi:application", "--host", HOST, "--port", str(port)),
        # Otherwise anybody on this machine could say where they come from.
        *("--log-level", "warning", "--no-proxy-headers"),
        # Streams of events would hold it up; their clients go on elsewhere after the last event they have.
        *("--timeout-graceful-shutdown", "3"),
    )
    celery = ("celery", "-q", "-A", "sessionbridge")
    # Workers have nothing to tell each other: Postgres decides who does what.
    alone = ("--without-mingle", "--without-gossip")
    os.environ.setdefault("CPU_PLACES", PLACES_OF_A_WORKER)
    for worker in worker_names():
        programs.start(worker, *celery, "worker", "-n", node_of(worker), "--loglevel", "WARNING", *alone)
    programs.start("beat", *celery, "beat", "--loglevel", "WARNING")


def worker_names() -> list[str]:
    return [f"worker {number + 1}" for number in range(settings.WORKER_PROCESSES)]


def node_of(worker: str) -> str:
    """What Celery calls this worker."""
    return f"{worker.replace(' ', '-')}@sessionbridge-up"


def find_free_port(first: int) -> int:
    """The first port from `first` on that nothing listens on at 127.0.0.1."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            # As the web server will: a port whose last connections are only lingering is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise ProgramEnded(f"No free port from {first} to {first + PORTS_TRIED - 1}.")


def print_address(port: int) -> None:
    """Where the admin is; its password when the account is made, and then never again."""
    # Imported here: models need the apps.
    from core.local_admin import ADMIN, make_admin  # noqa: PLC0415

    password = make_admin() or f"printed when it was made; for another: {RESET}"
    print(
        f"\nAdmin:    http://{HOST}:{port}/admin/\nUser:     {ADMIN}\nPassword: {password}\nCtrl-C stops everything.\n",
        flush=True,
    )


def print_demo_token(port: int) -> None:
    """A token of a person who is not there, and a call that works with it: in the embedded database alone."""
    if not (settings.EMBEDDED_SERVICES and settings.EMBEDDED_SERVICES["postgres"]):
        print("For a token of the API: .venv/bin/python manage.py create_token --help\n", flush=True)
        return
    # Imported here: models need the apps.
    from core.local_admin import make_demo_token  # noqa: PLC0415

    token = make_demo_token()
    print(
        f"API:      http://{HOST}:{port}/api/v1/docs/\nTry it:   "
        f"curl -s http://{HOST}:{port}/api/v1/me/ -H 'Authorization: Token {token}'\n",
        flush=True,
    )


def _wait_for_answers(programs: Programs, port: int) -> None:
    _wait_for(programs, "web server", lambda: _answers(f"http://{HOST}:{port}/admin/login/"))
    for worker in worker_names():
        _wait_for(programs, worker, partial(_worker_answers, worker))


def _wait_for(programs: Programs, name: str, is_ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while not is_ready():
        programs.mend(give_up_after=STARTS_TRIED)
        if time.monotonic() > deadline:
            raise ProgramEnded(f"The {name} did not answer within {ANSWER_SECONDS} s.")
        time.sleep(0.2)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _worker_answers(worker: str) -> bool:
    return bool(app.control.ping(destination=[node_of(worker)], timeout=1.0))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    with terminal_output(), settings_error_in_one_line():
        sys.exit(main())

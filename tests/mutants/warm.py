"""A pytest session that has collected its tests and forks a process for each order, so that a mutant costs no start.

Orders and answers are pickled values over a pipe. A mistake is put into the functions of the forked process.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.mutant import ROOT
from tests.mutants.orders import Attempt, Measure, Measured, Tried
from tests.mutants.swap import NotThere, caches_of, functions_of, put_in

OURS = ("core", "generation", "audit", "sessionbridge")
_MEMORY = 6 << 30
# No test of the tree sleeps longer on purpose; a machine with much to do stretches it.
WALL_SECONDS = 600
LOG = ROOT / ".local/mutants.log"
# The process that gives the orders has imported what names the settings of a development machine.
SETTINGS = {"DJANGO_SETTINGS_MODULE": "sessionbridge.settings.tests"}


def serve(orders: Connection, files: list[str], paths: list[str]) -> None:
    """What a process started for it does: run pytest as a server of orders until None comes."""
    os.chdir(ROOT)
    os.environ.update(SETTINGS)
    LOG.parent.mkdir(exist_ok=True)
    log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log, stream.fileno())
    quiet = ["-q", "-s", "-p", "no:xdist", "-p", "tests.mutants.same_examples"]
    code = pytest.main([*quiet, *paths], plugins=[_Server(orders, files)])
    orders.send(f"the collection ended with {code!r}; see {LOG}")
    orders.close()


class _Server:
    def __init__(self, orders: Connection, files: list[str]) -> None:
        self._orders = orders
        self._files = files

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests: run those that are ordered, each order in a process of its own."""
        self._session = session
        self._items = {item.nodeid: item for item in session.items}
        self._make_database()
        self._functions = functions_of(self._files)
        self._caches = caches_of(OURS)
        self._orders.send((self._template, list(self._items)))
        while (order := self._orders.recv()) is not None:
            match order:
                case Measure():
                    answer = self._forked(partial(self._measure, order.tests))
                case Attempt():
                    answer = self._forked(partial(self._try, order))
                    if answer is None:
                        self._renew_database()
            self._orders.send(answer)
        self._drop_database()
        return True

    # --- the database: made before the first fork, whole again after a process was stopped ---------

    def _make_database(self) -> None:
        self._template = ""
        asks = [item for item in self._session.items if _asks_for_a_database(item)]
        if not asks:
            return
        from django.db import connection

        from tests.mutants.databases import copy_database

        reports = runtestprotocol(asks[0], nextitem=self._session, log=False)  # type: ignore[arg-type]
        if failed := [report for report in reports if report.failed]:
            raise RuntimeError(failed[0].longreprtext)
        connection.close()
        # Its threads would not be there in a forked process.
        connection.close_pool()
        self._template = f"{connection.settings_dict['NAME']}_mutants"
        copy_database(connection.settings_dict["NAME"], self._template)

    def _renew_database(self) -> None:
        if self._template:
            from django.db import connection

            from tests.mutants.databases import copy_database

            copy_database(self._template, connection.settings_dict["NAME"])

    def _drop_database(self) -> None:
        if self._template:
            from tests.mutants.databases import drop_database

            drop_database(self._template)

    # --- one order --------------------------------------------------------------------------------

    def _forked(self, work: Callable[[], object]) -> Any:
        """What `work` returns in a process of its own; None where that was stopped or died."""
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pid = os.fork()
        if pid == 0:
            os.close(reading)
            os.setsid()
            try:
                answer = pickle.dumps(work())
                with os.fdopen(writing, "wb") as pipe:
                    pipe.write(answer)
            except MemoryError:
                pass
            except BaseException:  # noqa: BLE001 - this is the end of the process, whatever happened
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(writing)
        return _answer_of(pid, reading)

    def _measure(self, tests: Iterable[str]) -> dict[str, Measured]:
        measuring = coverage.Coverage(
            data_file=None, config_file=False, messages=False, include=[str(ROOT / file) for file in self._files]
        )
        measuring.set_option("run:disable_warnings", ["no-data-collected"])
        measured = {}
        for test in tests:
            self._forget()
            measuring.start()
            measuring.switch_context(test)
            passed = self._run(test)
            measuring.stop()
            # An attempt forgets once, not before each test: what a test takes there is what it takes now.
            began = time.process_time()
            self._run(test)
            measured[test] = Measured(passed, time.process_time() - began)
        data = measuring.get_data()
        for path in data.measured_files():
            file = path.removeprefix(f"{ROOT}/")
            for line, contexts in data.contexts_by_lineno(path).items():
                for test in contexts:
                    if test in measured:
                        measured[test].lines.setdefault(file, set()).add(line)
        return measured

    def _try(self, attempt: Attempt) -> Tried:
        if attempt.mutant is not None:
            try:
                put_in(attempt.mutant, self._functions)
            except NotThere:
                return Tried(is_there=False)
        self._forget()
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        for test, seconds in attempt.tests:
            # Whole seconds; what it took so far counts.
            most = int(time.process_time() + seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
            if not self._run(test):
                return Tried(failed=test)
        return Tried()

    def _forget(self) -> None:
        for cache in self._caches:
            cache.cache_clear()

    def _run(self, test: str) -> bool:
        """Whether the test passes, with its fixtures; those of its module and wider are taken down after it."""
        reports = runtestprotocol(self._items[test], log=False, nextitem=self._session)  # type: ignore[arg-type]
        return not any(report.failed for report in reports)


def _asks_for_a_database(test: pytest.Item) -> bool:
    """By a mark, as most do, or by a fixture."""
    return bool(test.get_closest_marker("django_db")) or "django_db_setup" in getattr(test, "fixturenames", ())


def _answer_of(pid: int, reading: int) -> Any:
    """What the process wrote before it ended. Stopped with all it started where it takes too long."""
    alarmed = signal.signal(signal.SIGALRM, lambda *_: os.killpg(pid, signal.SIGKILL))
    signal.alarm(WALL_SECONDS)
    try:
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, alarmed)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return pickle.loads(told) if told else None  # noqa: S301 - our own words, from our own fork

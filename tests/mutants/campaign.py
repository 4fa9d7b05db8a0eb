"""A sample of mutants, each tried by the tests that reach it.

1. Workers start, each with a pytest session and a database of its own.
2. Every test of the rooms is run once without a mistake: what it takes, which lines it reaches. One that fails, fails
   for reasons of its own and takes no part.
3. Each mutant is put into a fork, and the tests that reach its statement run, the fastest first.
4. A test that failed is run again without the mistake: if it fails then too, it takes no part any more, and the mutant
   is tried again. Where that takes a process of its own, once for all mutants.
5. What no test noticed is imported anew with the mistake in a process of its own, as what runs on import must be: only
   what is not noticed there either has survived.
"""

from __future__ import annotations

import os
import pickle
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.mutants import warm
from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.operators import mutants_of
from tests.mutants.orders import Attempt, Measure, Measured, Order, Tried
from tests.mutants.rooms import Room, files_of

# Of CPU: no mutant is given more tests than this, the fastest first; nor when it is tried a second time.
MAX_SECONDS = 15.0
MAX_SECONDS_AGAIN = 3.0
_ALLOWANCE = 3.0
_TIMES_SLOWER = 10.0
_COLD_START_SECONDS = 60
STOPPED = "took too long, or ended the process"
_CHUNK = 25


@dataclass(frozen=True)
class Result:
    """`caught_by` is a test, or STOPPED; "" where the mutant survived, having been tried by `tests` tests."""

    room: str
    mutant: Mutant
    caught_by: str
    tests: int


def sample(rooms: list[Room], seed: int, number: int) -> list[tuple[str, Mutant]]:
    """`number` mutants, or all for 0: as many of each room, and what small rooms have not goes to the others."""
    shuffled = {}
    for room in rooms:
        found = [mutant for file in files_of(room) for mutant in mutants_of(file)]
        random.Random(f"{seed} {room.name}").shuffle(found)
        shuffled[room.name] = found
    wanted = number or sum(map(len, shuffled.values()))
    rounds = range(max(map(len, shuffled.values())))
    in_turn = [(name, found[turn]) for turn in rounds for name, found in shuffled.items() if turn < len(found)]
    return in_turn[:wanted]


class Tests:
    """What is known of the tests: what each takes, what it reaches, which take no part, which pass in a new process."""

    def __init__(self) -> None:
        self.measured: dict[str, Measured] = {}
        self.apart: set[str] = set()
        self.pass_alone: set[str] = set()

    def learn(self, measured: dict[str, Measured]) -> None:
        self.measured |= measured
        self.apart |= {test for test, of_it in measured.items() if not of_it.passed}

    def that_reach(self, mutant: Mutant, most_seconds: float = MAX_SECONDS, *, anew: bool = False) -> list[str]:
        """Those that reach the statement, or the file where it runs on import; the fastest first, within the limit.

        `anew`: a function that no test reaches is taken for one that runs on import.
        """
        lines = set(range(mutant.first, mutant.last + 1))
        parts = {
            test: reached
            for test, of_it in self.measured.items()
            if test not in self.apart and (reached := of_it.lines.get(mutant.file))
        }
        reaching = [test for test, reached in parts.items() if reached & lines]
        if not mutant.function or (anew and not reaching):
            reaching = list(parts)
        reaching.sort(key=lambda test: self.measured[test].seconds)
        chosen: list[str] = []
        seconds = 0.0
        for test in reaching:
            seconds += self.measured[test].seconds
            if seconds > most_seconds and chosen:
                break
            chosen.append(test)
        return chosen

    def allowed(self, tests: list[str]) -> list[tuple[str, float]]:
        return [(test, _ALLOWANCE + _TIMES_SLOWER * self.measured[test].seconds) for test in tests]


class Worker:
    """One warm process and what is asked of it."""

    def __init__(self, files: list[str], paths: list[str]) -> None:
        self._pipe, theirs = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=warm.serve, args=(theirs, files, paths), daemon=True)
        self._process.start()
        theirs.close()
        self.template, self.tests = self._answer()

    def measure(self, tests: list[str]) -> dict[str, Measured]:
        measured: dict[str, Measured] | None = self._ask(Measure(tests))
        if measured is None:
            raise RuntimeError(f"measuring {tests[0]} and those after it ended the process")
        return measured

    def attempt(self, mutant: Mutant | None, tests: list[tuple[str, float]]) -> Tried | None:
        """None: it was stopped."""
        tried: Tried | None = self._ask(Attempt(mutant, tests))
        return tried

    def stop(self) -> None:
        self._pipe.send(None)
        self._process.join()

    def _ask(self, order: object) -> Any:
        self._pipe.send(order)
        return self._answer()

    def _answer(self) -> Any:
        answer = self._pipe.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)  # noqa: TRY004 - no wrong argument: what the process said
        return answer


def run(rooms: list[Room], chosen: list[tuple[str, Mutant]], jobs: int, say: Callable[[str], None]) -> Iterator[Result]:
    """The results as they come."""
    files = sorted({file for room in rooms for file in files_of(room)})
    paths = sorted({path for room in rooms for path in room.tests})
    # One test file may be named beside its folder.
    paths = [path for path in paths if not any(path.startswith(f"{other}/") for other in paths)]
    with ThreadPoolExecutor(jobs) as threads:
        workers = list(threads.map(lambda _: Worker(files, paths), range(jobs)))
        try:
            tests = Tests()
            names = workers[0].tests
            chunks = [names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK)]
            for done, measured in enumerate(_shared(threads, workers, Worker.measure, chunks), start=1):
                tests.learn(measured)
                say(f"{done * _CHUNK} of {len(names)} tests measured")
            yield from _shared(threads, workers, lambda worker, one: _result(worker, tests, *one), chosen)
            for test in sorted(tests.apart):
                say(f"took no part, for it fails without a mistake: {test}\n")
        finally:
            for worker in workers:
                worker.stop()


def _shared(
    threads: ThreadPoolExecutor, workers: list[Worker], work: Callable[[Worker, Any], Any], tasks: list[Any]
) -> Iterator[Any]:
    """`work` on every task, by whichever worker is free; the answers as they come."""
    free: SimpleQueue[Worker] = SimpleQueue()
    answers: SimpleQueue[Any] = SimpleQueue()
    for worker in workers:
        free.put(worker)

    def one(task: Any) -> None:
        worker = free.get()
        try:
            answers.put(work(worker, task))
        except BaseException as error:  # noqa: BLE001 - raised again where the answers are read
            answers.put(error)
        finally:
            free.put(worker)

    for task in tasks:
        threads.submit(one, task)
    for _ in tasks:
        if isinstance(answer := answers.get(), BaseException):
            threads.shutdown(wait=False, cancel_futures=True)
            raise answer
        yield answer


def _result(worker: Worker, tests: Tests, room: str, mutant: Mutant) -> Result:
    reaching = tests.that_reach(mutant)
    caught_by = _caught_warm(worker, tests, mutant) if mutant.function else ""
    if not caught_by:
        caught_by = _caught_cold(worker, tests, mutant)
    return Result(room, mutant, caught_by, len(reaching))


def _caught_warm(worker: Worker, tests: Tests, mutant: Mutant) -> str:
    while reaching := tests.that_reach(mutant):
        tried = worker.attempt(mutant, tests.allowed(reaching))
        if tried is None:
            # Too slow without the mistake as well: a process of its own has more time.
            return "" if worker.attempt(None, tests.allowed(reaching)) is None else STOPPED
        if tried.failed is None:
            return ""
        if worker.attempt(None, tests.allowed([tried.failed])) == Tried():
            return tried.failed
        tests.apart.add(tried.failed)
    return ""


def _caught_cold(worker: Worker, tests: Tests, mutant: Mutant) -> str:
    most = MAX_SECONDS_AGAIN if mutant.function else MAX_SECONDS
    while reaching := tests.that_reach(mutant, most, anew=True):
        failed = _import_anew(worker, mutant, tests, reaching)
        if failed == "":
            return ""
        unchanged = reaching[0] if failed == STOPPED else failed
        if unchanged in tests.pass_alone or _import_anew(worker, None, tests, [unchanged]) == "":
            tests.pass_alone.add(unchanged)
            return failed
        if failed == STOPPED:
            raise RuntimeError(f"without a mistake {unchanged} does not pass in a process of its own")
        tests.apart.add(failed)
    return ""


def _import_anew(worker: Worker, mutant: Mutant | None, tests: Tests, reaching: list[str]) -> str:
    """The test that failed, STOPPED, or "" for none."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        order, answer = Path(folder, "order"), Path(folder, "answer")
        order.write_bytes(pickle.dumps(Order(mutant, reaching, worker.template, str(answer))))
        files = sorted({test.partition("::")[0] for test in reaching})
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist"]
        process = subprocess.Popen(
            [*command, "-p", "tests.mutants.same_examples", "-p", "tests.mutants.cold", *files],
            cwd=ROOT,
            env={**os.environ, **warm.SETTINGS, "MUTANT_ORDER": str(order)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        most = int(_COLD_START_SECONDS + 3 * sum(tests.measured[test].seconds for test in reaching))
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (most, most))
        try:
            code = process.wait(warm.WALL_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            return STOPPED
        if code == 0:
            return ""
        return answer.read_text(encoding="utf-8") if answer.exists() else STOPPED

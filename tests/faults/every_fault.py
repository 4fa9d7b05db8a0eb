"""`python -m tests.faults.every_fault`: every faultpoint times everything that can happen there.

One process passes them all and is armed at one: it is killed, frozen beyond its lease, made to raise, cut off right
after its commit, or loses Redis. Healthy programs run beside it. Then everything comes to rest, and the history of its
people must hold every promise.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from uuid import uuid4

from core.faultpoints import COMMITS, FAULTPOINTS
from sessionbridge.terminal import terminal_output
from tests.faults.cluster import DEADLINE_SECONDS, LEASE_SECONDS, Cluster, Program, Starter, temporary_cluster
from tests.faults.history import check_history
from tests.faults.people import CANARY, make_people
from tests.faults.proxy import Mode, Proxy

ACTIONS = ("kill", "stop", "raise", "cut", "redis")
PEOPLE = 9
_AT_ONCE = 4
_TRIES = 12
_NOT_REACHED = "the faultpoint was not reached"
_WAIT_SECONDS = DEADLINE_SECONDS + 20


class Place:
    """A starter with proxies of its own, for one case at a time."""

    def __init__(self, cluster: Cluster) -> None:
        self.starter: Starter
        self.postgres: Proxy
        self.redis: Proxy
        self.starter, self.postgres, self.redis = cluster.through_proxies(CALL_SECONDS="0.3")


class Run:
    """The cases, a few at once."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.seconds: dict[tuple[str, str], float] = {}
        self._places: SimpleQueue[Place] = SimpleQueue()
        for _ in range(_AT_ONCE):
            self._places.put(Place(cluster))
        healthy = cluster.direct(CALL_SECONDS="0.05")
        for _ in range(2):
            # Not so eager that they take every job before the armed program does.
            healthy.start("poller", 1.0)
        healthy.start("sweeper", 0.5)

    def run(self, case: tuple[str, str]) -> str:
        """'' where all is well, else what is not. Again where a healthy program had been faster at the faultpoint."""
        for _ in range(_TRIES):
            wrong = self._try(case)
            if wrong != _NOT_REACHED:
                break
        return wrong

    def _try(self, case: tuple[str, str]) -> str:
        with self._place() as place, self._cluster.connect() as connection:
            began = time.monotonic()
            people = make_people(connection, PEOPLE)
            marker = self._cluster.folder / uuid4().hex
            order = {"FAULT": ":".join(case), "FAULT_MARKER": str(marker)}
            listed = [str(person) for person in people]
            program = place.starter.start("errands", listed, str(self._cluster.folder), **order)
            self._see_it_through(program)
            place.redis.be(Mode.PASS)
            place.starter.programs.remove(program)
            until = time.monotonic() + _WAIT_SECONDS
            active = "SELECT id FROM generation_jobs WHERE patient_id = ANY(%s) AND state IN ('queued', 'running')"
            findings, before = None, None
            # A job asked for while it was looked had no time to begin: what is found twice is wrong.
            while findings is None or (not findings.is_clean and findings != before and time.monotonic() < until):
                while connection.execute(active, [people]).fetchone() and time.monotonic() < until:
                    time.sleep(0.1)
                findings, before = check_history(connection, people), findings
            self.seconds[case] = time.monotonic() - began
            if not marker.exists():
                return _NOT_REACHED
            return "" if findings.is_clean else json.dumps(findings.reasons)

    def _see_it_through(self, program: Program) -> None:
        until = time.monotonic() + _WAIT_SECONDS
        while program.is_alive and time.monotonic() < until:
            if program.is_stopped:
                time.sleep(LEASE_SECONDS * 1.3)
                program.signal(signal.SIGCONT)
            time.sleep(0.05)
        program.signal(signal.SIGKILL)

    @contextmanager
    def _place(self) -> Iterator[Place]:
        place = self._places.get()
        try:
            yield place
        finally:
            self._places.put(place)


def cases() -> list[tuple[str, str]]:
    """Every faultpoint times every action that can happen there: a cut needs a commit to come."""
    commits = {f"{step}.before" for step in COMMITS}
    return [(point, action) for point in FAULTPOINTS for action in ACTIONS if action != "cut" or point in commits]


def _slowest(seconds: dict[tuple[str, str], float]) -> list[tuple[tuple[str, str], float]]:
    return sorted(seconds.items(), key=lambda item: -item[1])[:5]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=0, help="so many of them, by the seed (default: all)")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", default="", help="faultpoints whose name begins so")
    arguments = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 30) if arguments.seed is None else arguments.seed
    chosen = [case for case in cases() if case[0].startswith(arguments.only)]
    if arguments.number:
        chosen = random.Random(seed).sample(chosen, min(arguments.number, len(chosen)))
    began = time.monotonic()
    with temporary_cluster() as cluster:
        run = Run(cluster)
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            results = dict(zip(chosen, threads.map(run.run, chosen), strict=True))
        wrong = {f"{point}:{action}": what for (point, action), what in results.items() if what}
        report = {
            "seed": seed,
            "cases": len(chosen),
            "seconds": round(time.monotonic() - began),
            "by_action": Counter(action for _, action in chosen),
            "refused_zombie_writes": cluster.refused_writes(),
            "logs_with_diary_words": [str(path) for path in cluster.logs_with(CANARY)],
            "slowest": {":".join(case): round(seconds) for case, seconds in _slowest(run.seconds)},
            "wrong": wrong,
        }
        if wrong:
            print("\n".join(cluster.last_words()), file=sys.stderr)
    print(json.dumps(report, indent=2))
    return 1 if wrong or report["logs_with_diary_words"] else 0


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main())

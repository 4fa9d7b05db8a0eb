"""`python -m tests.faults.chaos`: people ask, programs work, and everything is killed, frozen, cut off and emptied.

Seeded: the same seed asks and kills in the same order; what it meets is the machine's. At the end everything comes to
rest, and the history in the database must hold every promise. `--without` takes one promise's keeper away: then the
history must not hold (a control of the checker).
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import redis

from sessionbridge.terminal import terminal_output
from tests.faults.cluster import DEADLINE_SECONDS, LEASE_SECONDS, Cluster, Program, Starter, temporary_cluster
from tests.faults.history import Findings, check_history
from tests.faults.people import CANARY, make_people
from tests.faults.proxy import Mode, Proxy

CONTROLS = {
    # What is taken away, and how clients ask then: with all of it in place nobody could do harm.
    "fence": "request_summary",
    "unique": "naive",
    "redis_lock": "redis_lock",
}
_AT_ONCE = 4
_MAX_FROZEN = 3
_SURE_ERASURES = 5
# A wave that ends is followed by others, each with a deadline of its own: five one after the other, then a journey.
_REST_SECONDS = 6 * DEADLINE_SECONDS + 20
# So long nothing may be under way before everything has come to rest.
_QUIET_SECONDS = 3.0
_FENCED = ("stage_artifacts", "gate_results", "session_bridge_versions", "session_analyses")
_UNIQUE = ("generation_jobs_one_active", "generation_jobs_no_duplicate")
_WORKING = ("worker", "poller", "sweeper")


class Chaos:
    """One run: `jobs` accepted and `kills` done, or `seconds` gone."""

    def __init__(self, cluster: Cluster, seed: int, without: str) -> None:
        self._cluster = cluster
        self._chance = random.Random(seed)
        self._way = CONTROLS.get(without, "request_summary")
        self._connection = cluster.connect()
        self.did: Counter[str] = Counter()
        # A zombie does harm where it wakes while the next worker is at the same stage: long stages show it soon.
        hanging = {"HANGING_PER_CENT": "2", "CALL_SECONDS": "1.5" if without == "fence" else "0.25"}
        if without:
            hanging["CONTROL"] = without
        self._direct = cluster.direct(**hanging)
        proxied, self._postgres, self._redis = cluster.through_proxies(**hanging)
        self._proxied: Starter = proxied
        self._frozen: list[tuple[float, Program]] = []
        self._people = make_people(self._connection, 150)
        self._harms: dict[Callable[[], None], int] = {
            self._kill: 60,
            self._kill_client: 10,
            # A control is about zombies: the more of them the better.
            self._freeze: 60 if without else 8,
            self._deliver_twice: 6,
            self._network: 5,
            self._flush: 3,
            self._erase: 3,
            self._crash_postgres: 1,
            self._kill_valkey: 1,
        }
        self._next_clients = 0.0
        self._next_erasure = 0.0

    def begin(self) -> None:
        for starter in (self._direct, self._proxied):
            starter.start("worker")
            for _ in range(2):
                starter.start("poller")
            starter.start("sweeper", 0.5)

    def step(self) -> None:
        """One thing that goes wrong, and now and then new requests."""
        if time.monotonic() >= self._next_clients:
            self._start_clients()
            self._next_clients = time.monotonic() + 1.0
        self._thaw()
        # In half a minute chance alone may draw no erasure at all.
        if self.did["erase"] < _SURE_ERASURES and time.monotonic() >= self._next_erasure:
            self._erase()
            self._next_erasure = time.monotonic() + 3.0
        [harm] = self._chance.choices(list(self._harms), weights=list(self._harms.values()))
        harm()
        time.sleep(self._chance.uniform(0.05, 0.45))

    def jobs(self) -> int:
        return int(self._ask("SELECT count(*) FROM generation_jobs")[0][0])

    def kills(self) -> int:
        return self.did["kill"] + self.did["client killed"]

    def erased(self) -> int:
        return int(self._ask("SELECT count(*) FROM patients WHERE erased_at IS NOT NULL")[0][0])

    def come_to_rest(self) -> None:
        """Nothing goes wrong any more; wait until every job has ended, or should have."""
        self._postgres.be(Mode.RESET)
        self._redis.be(Mode.RESET)
        self._thaw(all_of_them=True)
        self._cluster.services.start()
        for starter in (self._direct, self._proxied):
            for program in [each for each in starter.programs if each.role == "client"]:
                program.signal(signal.SIGKILL)
        until = time.monotonic() + _REST_SECONDS
        last_active = time.monotonic()
        while time.monotonic() < min(until, last_active + _QUIET_SECONDS):
            if self._active():
                last_active = time.monotonic()
            time.sleep(0.3)

    def findings(self) -> Findings:
        return check_history(self._cluster.connect())

    def failures(self) -> dict[str, int]:
        """Codes of jobs that ended `failed`: nothing that goes wrong here is a job's own fault."""
        codes = "SELECT error_code, count(*) FROM generation_jobs WHERE state = 'failed' GROUP BY error_code"
        return dict(self._ask(codes))

    # --- what goes wrong ---------------------------------------------------------------------------

    def _kill(self) -> None:
        starter, program = self._any(*_WORKING)
        starter.replace(program)
        self.did["kill"] += 1

    def _kill_client(self) -> None:
        for starter in (self._direct, self._proxied):
            for program in [each for each in starter.programs if each.role == "client"]:
                if program.is_alive:
                    program.signal(signal.SIGKILL)
                    self.did["client killed"] += 1
                starter.programs.remove(program)

    def _freeze(self) -> None:
        if len(self._frozen) >= _MAX_FROZEN:
            return
        _, program = self._any("worker", "poller")
        program.signal(signal.SIGSTOP)
        self._frozen.append((time.monotonic() + LEASE_SECONDS * self._chance.uniform(1.1, 2.2), program))
        self.did["freeze"] += 1

    def _erase(self) -> None:
        """In the middle of a run, where there is one; now and then whoever erases is killed on the way."""
        running = self._ask("SELECT patient_id FROM generation_jobs WHERE state = 'running'")
        if not running:
            return
        [person] = self._chance.choice(running)
        starter = self._chance.choice((self._direct, self._proxied))
        program = starter.start("eraser", str(person))
        if self._chance.random() < 0.3:
            time.sleep(self._chance.uniform(0, 0.3))
            program.signal(signal.SIGKILL)
        starter.programs.remove(program)
        # Somebody new for each: a long run would otherwise be left with nobody who may ask.
        self._people += make_people(self._connection, 1)
        self.did["erase"] += 1

    def _flush(self) -> None:
        with suppress(redis.RedisError), self._cluster.valkey() as client:
            client.flushall()
        self.did["flushall"] += 1

    def _crash_postgres(self) -> None:
        self._cluster.crash_postgres()
        self.did["postgres crash"] += 1

    def _kill_valkey(self) -> None:
        self._cluster.kill_valkey()
        self._cluster.services.start()
        self.did["valkey killed"] += 1

    def _network(self) -> None:
        proxy: Proxy = self._chance.choice((self._postgres, self._redis))
        mode = self._chance.choice((Mode.RESET, Mode.BLACKHOLE, Mode.DELAY, Mode.AWAY, Mode.PASS))
        proxy.be(mode)
        self.did[f"network {mode}"] += 1

    def _deliver_twice(self) -> None:
        """What the broker has is there once more."""
        with suppress(redis.RedisError), self._cluster.valkey() as client:
            waiting: Any = client.lrange("sessionbridge", 0, 20)
            for task in waiting:
                client.rpush("sessionbridge", task)
            self.did["delivered twice"] += len(waiting)

    # --- how ---------------------------------------------------------------------------------------

    def _start_clients(self) -> None:
        chosen = [str(person) for person in self._chance.sample(self._people, 10)]
        starter = self._chance.choice((self._direct, self._proxied))
        starter.start("client", chosen, self._chance.randrange(1 << 30), _AT_ONCE, self._way)
        self.did["bursts"] += len(chosen)

    def _any(self, *roles: str) -> tuple[Starter, Program]:
        there = [
            (starter, program)
            for starter in (self._direct, self._proxied)
            for program in starter.programs
            if program.role in roles and all(program is not frozen for _, frozen in self._frozen)
        ]
        starter, program = self._chance.choice(there)
        if not program.is_alive:
            program = starter.replace(program)
            self.did["ended by itself"] += 1
        return starter, program

    def _thaw(self, *, all_of_them: bool = False) -> None:
        now = time.monotonic()
        for entry in list(self._frozen):
            if all_of_them or entry[0] <= now:
                entry[1].signal(signal.SIGCONT)
                self._frozen.remove(entry)

    def _active(self) -> int:
        return int(self._ask("SELECT count(*) FROM generation_jobs WHERE state IN ('queued', 'running')")[0][0])

    def _ask(self, question: str) -> list[Any]:
        try:
            return self._connection.execute(question.encode()).fetchall()
        except psycopg.OperationalError:
            self._connection = self._cluster.connect()
            return self._connection.execute(question.encode()).fetchall()


def take_away(cluster: Cluster, promise: str) -> None:
    """Drop the keeper of a promise, in this cluster alone."""
    with cluster.connect() as connection:
        if promise == "fence":
            for table in _FENCED:
                [(name,)] = connection.execute(
                    "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
                    [table, f"%{table}_fence%"],
                ).fetchall()
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}".encode())
        elif promise:
            for name in _UNIQUE:
                connection.execute(f"DROP INDEX {name}".encode())


def run(cluster: Cluster, arguments: argparse.Namespace) -> dict[str, object]:
    take_away(cluster, arguments.without)
    chaos = Chaos(cluster, arguments.seed, arguments.without)
    began = time.monotonic()
    chaos.begin()
    shown = began
    while not _is_enough(chaos, arguments, time.monotonic() - began):
        chaos.step()
        if time.monotonic() - shown > 30:
            shown = time.monotonic()
            print(f"{shown - began:6.0f} s  {chaos.jobs()} jobs, {chaos.kills()} kills", file=sys.stderr, flush=True)
    chaos.come_to_rest()
    findings = chaos.findings()
    return {
        "seed": arguments.seed,
        "without": arguments.without,
        "seconds": round(time.monotonic() - began),
        "did": dict(chaos.did),
        "kills": chaos.kills(),
        "erased": chaos.erased(),
        "refused_zombie_writes": cluster.refused_writes(),
        "logs_with_diary_words": [str(path) for path in cluster.logs_with(CANARY)],
        "failed": chaos.failures(),
        "clean": findings.is_clean and not chaos.failures(),
        **findings.as_json(),
    }


def _is_enough(chaos: Chaos, arguments: argparse.Namespace, seconds: float) -> bool:
    if arguments.minutes:
        return seconds >= arguments.minutes * 60
    return chaos.kills() >= arguments.kills and chaos.jobs() >= arguments.jobs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--kills", type=int, default=0, help="at least so many (default: four for every three jobs)")
    parser.add_argument("--minutes", type=float, default=0, help="so long instead")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--without", choices=["", *CONTROLS], default="")
    arguments = parser.parse_args()
    arguments.kills = arguments.kills or max(arguments.jobs * 4 // 3, 1)
    arguments.seed = random.SystemRandom().randrange(1 << 30) if arguments.seed is None else arguments.seed
    with temporary_cluster() as cluster:
        report = run(cluster, arguments)
    print(json.dumps(report, indent=2))
    return 0 if report["clean"] and not report["logs_with_diary_words"] else 1


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main())

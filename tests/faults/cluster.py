"""PostgreSQL and Valkey of a run's own in a temporary folder, proxies in front of them, and programs to kill."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis

from sessionbridge.embedded.lifetime import EmbeddedServices
from tests.builders.migrated_tables import VARIABLE, put_tables_in
from tests.faults.proxy import Proxy, ProxyControl, ProxyLoop

ROOT = Path(__file__).resolve().parents[2]
# Short, so that what takes minutes in production takes seconds here. The proportions are the same.
TIMES = {
    "JOB_DEADLINE_SECONDS": "25",
    "JOB_LEASE_SECONDS": "2",
    "JOB_HEARTBEAT_SECONDS": "0.5",
    "JOB_SEND_AGAIN_SECONDS": "1.5",
    "SWEEP_SECONDS": "0.5",
    "JOB_FALLBACK_RESERVE_SECONDS": "3",
    "JOB_FINISH_SECONDS": "1",
}
LEASE_SECONDS = float(TIMES["JOB_LEASE_SECONDS"])
DEADLINE_SECONDS = float(TIMES["JOB_DEADLINE_SECONDS"])
_REFUSED = re.compile(r"ERROR:  \w+: the writer does not hold this job now")


@dataclass(eq=False)
class Program:
    """A process started by a zygote."""

    role: str
    pid: int
    arguments: list[Any]

    @property
    def is_alive(self) -> bool:
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).status() != psutil.STATUS_ZOMBIE
        return False

    @property
    def is_stopped(self) -> bool:
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).status() == psutil.STATUS_STOPPED
        return False

    def signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


@dataclass
class Starter:
    """A zygote and the programs it started; what they reach the servers through is in its environment."""

    environment: Mapping[str, str]
    programs: list[Program] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._zygote = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, role: str, *arguments: Any, **environment: str) -> Program:
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        order = {"role": role, "arguments": arguments, "environment": environment}
        self._zygote.stdin.write(json.dumps(order) + "\n")
        self._zygote.stdin.flush()
        answer = self._zygote.stdout.readline()
        if not answer:
            raise RuntimeError("the zygote ended; its words are in the run's output")
        program = Program(role, int(answer), list(arguments))
        self.programs.append(program)
        return program

    def replace(self, program: Program) -> Program:
        """Kill a program with -9 and start another of its kind."""
        program.signal(signal.SIGKILL)
        self.programs.remove(program)
        return self.start(program.role, *program.arguments)

    def end(self) -> None:
        for program in self.programs:
            program.signal(signal.SIGKILL)
        self._zygote.kill()
        self._zygote.communicate()


class Cluster:
    """The servers below `folder`, direct and through proxies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.services = EmbeddedServices(folder / ".local", durable=False)
        self.services.start()
        self.places = self.services.places
        self.log = folder / "programs.log"
        self._loop = ProxyLoop()
        self._starters: list[Starter] = []

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **TIMES,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self.places.database_url,
            "REDIS_URL": self.places.redis_url,
            "SESSIONBRIDGE_FAULT_HOOK": "tests.faults.armed:strike",
            "PROGRAMS_LOG": str(self.log),
            "HANG_SECONDS": str(DEADLINE_SECONDS + 3),
            **more,
        }

    def direct(self, **more: str) -> Starter:
        return self._starter(self.environment(**more))

    def through_proxies(self, **more: str) -> tuple[Starter, Proxy, Proxy]:
        """A starter whose programs reach PostgreSQL and Redis through proxies of their own."""
        postgres = Proxy(self._loop, self.places.sockets / ".s.PGSQL.5432")
        valkey = Proxy(self._loop, self.places.valkey_socket)
        control = ProxyControl(self._loop, postgres, valkey)
        urls = {
            "DATABASE_URL": f"postgres://sessionbridge@127.0.0.1:{postgres.port}/sessionbridge?sslmode=disable",
            "REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0",
            "PROXY_CONTROL": str(control.port),
        }
        return self._starter(self.environment(**urls, **more)), postgres, valkey

    def connect(self) -> psycopg.Connection:
        """A connection of the checker's own; waits while the server is away."""
        for _ in range(600):
            with suppress(psycopg.OperationalError):
                return psycopg.connect(
                    host=str(self.places.sockets), user="sessionbridge", dbname="sessionbridge", autocommit=True
                )
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL stays away")

    def valkey(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.places.valkey_socket), socket_timeout=2)

    def crash_postgres(self) -> None:
        """kill -9 one server process: PostgreSQL ends all the others and recovers from its log."""
        name = f"postgres: sessionbridge-{self.places.key}: sessionbridge"
        backends = [process for process in psutil.process_iter() if _title(process).startswith(name)]
        for process in backends[:1]:
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def kill_valkey(self) -> None:
        with suppress(redis.RedisError), self.valkey() as client:
            os.kill(client.info("server")["process_id"], signal.SIGKILL)

    def refused_writes(self) -> int:
        """How often the fence has refused, by PostgreSQL's own log."""
        log = self.places.postgres_log
        texts = [path.read_text(errors="replace") for path in (log, log.with_suffix(".log.1")) if path.exists()]
        return sum(len(_REFUSED.findall(text)) for text in texts)

    def logs_with(self, words: str) -> list[Path]:
        """Logs of any program or server that hold these words."""
        logs = [self.log, *self.places.home.rglob("*.log*")]
        return [log for log in logs if log.exists() and words in log.read_text(errors="replace")]

    def last_words(self, lines: int = 60) -> list[str]:
        """The end of what the programs said."""
        return self.log.read_text(errors="replace").splitlines()[-lines:] if self.log.exists() else []

    def end(self) -> None:
        for starter in self._starters:
            starter.end()
        self.services.release()
        self.services.stop()

    def _starter(self, environment: Mapping[str, str]) -> Starter:
        self._starters.append(Starter(environment))
        return self._starters[-1]


@contextmanager
def temporary_cluster() -> Iterator[Cluster]:
    """A cluster whose tables are made, and nothing of it left."""
    folder = Path(tempfile.mkdtemp(prefix="sb-faults-"))
    folder.chmod(0o755)
    cluster = Cluster(folder)
    try:
        if tables := os.environ.get(VARIABLE):
            put_tables_in(cluster.places.database_url, Path(tables))
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
        # Not under the short times of the suites: a busy machine may stop for seconds between two statements.
        patient = {"DJANGO_SETTINGS_MODULE": "sessionbridge.settings.tests"}
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, **cluster.environment(), **patient}, check=True)
        yield cluster
    finally:
        cluster.end()
        for path in (cluster.places.home, cluster.places.sockets, folder):
            shutil.rmtree(path, ignore_errors=True)


def _title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return ""

"""Commands that use embedded services, run as processes, and a look at the servers from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis

REPOSITORY = Path(__file__).parents[2]
PROGRAM = REPOSITORY / "tests/embedded/user_program.py"


def clean_environment() -> dict[str, str]:
    """Ours without anything that chooses services or settings."""
    dropped = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "ALLOWED_HOSTS"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


@dataclass
class Command:
    """A process that started or joined the services below `local`, and goes on using them."""

    local: Path
    words: tuple[str, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), str(self.local), *self.words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**clean_environment(), "PYTHONPATH": str(REPOSITORY)},
            **self.arguments,
        )

    def answer(self) -> dict[str, str]:
        """What the command says of its start; waits for it."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"the command ended: {self.process.communicate()[1]}")
        return dict(json.loads(line))

    def start_again(self) -> dict[str, str]:
        assert self.process.stdin is not None
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        return self.answer()

    def end(self) -> str:
        """End it as any command ends; returns what it wrote to standard error."""
        assert self.process.stdout is not None
        if self.process.stdout.closed:
            return ""
        _, said = self.process.communicate(timeout=60)
        return str(said)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@dataclass(frozen=True)
class Seen:
    """The services as a client sees them, by what a command answered."""

    home: Path
    sockets: Path

    @classmethod
    def of(cls, answer: Mapping[str, str]) -> Seen:
        assert "error" not in answer, answer
        return cls(Path(answer["home"]), Path(answer["sockets"]))

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.sockets),
            port=5432,
            user="sessionbridge",
            dbname="sessionbridge",
            autocommit=True,
        )

    def query(self, statement: str) -> Any:
        """The first column of the first row."""
        with self.connect() as connection:
            row = connection.execute(statement.encode()).fetchone()
        return row and row[0]

    def execute(self, statement: str) -> None:
        with self.connect() as connection:
            connection.execute(statement.encode())

    def valkey(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.sockets / "valkey.sock"))

    def postmaster(self) -> psutil.Process:
        pid = (self.home / "postgres/data/postmaster.pid").read_text().split("\n")[0]
        return psutil.Process(int(pid))

    def valkey_server(self) -> psutil.Process:
        with self.valkey() as client:
            return psutil.Process(client.info("server")["process_id"])

    def is_up(self) -> bool:
        return (self.home / "postgres/data/postmaster.pid").exists()

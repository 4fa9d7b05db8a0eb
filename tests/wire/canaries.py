"""Marks that must not turn up where they have no business: in the key, in a diary, and in what the prompts say.

The whole suite is listened to: its logs, its Redis, and the exceptions that are left of it.
"""

from __future__ import annotations

import gc
import logging
import traceback
from collections.abc import Iterator

from django.apps import apps
from django.core.cache import caches
from django.db import connection

from generation.pipeline.language_model import Task
from generation.pipeline.prompts import CURRENT, prompt_file

KEY = "sk-canary-key-0123456789"
DIARY = "canary words of a diary"
# The first words of the prompts; nothing else of ours says them.
PROMPTS = tuple(prompt_file(CURRENT[task])[:40] for task in Task)
ALL = (KEY, DIARY, *PROMPTS)
# Where a diary may stand: what was written, what was made of it, what was said of it, what was published.
MAY_HOLD_DIARIES = frozenset({"message_revisions", "stage_artifacts", "gate_results", "session_bridge_versions"})


class Listener(logging.Handler):
    """Remembers every record in which a canary sings."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = self.format(record)
        self.heard += [f"{record.name}: {canary}" for canary in ALL if canary in said]


LOGGERS = ("", "django", "openai", "httpx2", "httpcore2")


def left_in_redis() -> list[str]:
    """Which canaries stand in any key or value of this process's Redis."""
    client = caches["default"].client.get_client()  # type: ignore[attr-defined] - django-redis's own
    # DUMP shows every kind of value; short ones it does not pack.
    kept = [key + (client.dump(key) or b"") for key in client.scan_iter("*", count=1000)]
    return [canary for canary in ALL if any(canary.encode() in value for value in kept)]


def left_in_exceptions() -> Iterator[str]:
    """Which exceptions that somebody still holds carry the key: in their text, arguments or local variables."""
    for found in gc.get_objects():
        # The type itself: a lazy object that is asked for its class runs what it puts off.
        if issubclass(type(found), BaseException):
            frames = (frame for frame, _ in traceback.walk_tb(found.__traceback__))
            values = [*found.args, *(value for frame in frames for value in frame.f_locals.values())]
            # Only what is text already: showing other values may run code of theirs.
            if any(KEY in value for value in values if isinstance(value, str)):
                yield type(found).__name__


def tables_that_hold(*words: str) -> set[str]:
    """Every table a row of which, as text, holds one of `words`."""
    holding = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            statement = f"SELECT EXISTS (SELECT 1 FROM {table} row WHERE row::text LIKE ANY(%s))"  # noqa: S608 - ours
            cursor.execute(statement, [[f"%{word}%" for word in words]])
            if cursor.fetchone() == (True,):
                holding.add(model._meta.db_table)
    return holding

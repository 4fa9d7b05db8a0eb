"""What `/readyz` looks at: parts that nothing goes without, and parts whose absence is only a trouble."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F
from django.db.models.functions import Now
from django_redis import get_redis_connection
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError

from core.database_errors import describe
from core.faultpoints import around
from core.models import LastRun, Run
from generation.database_guards import check_database_guards
from generation.models import GenerationJob, JobState

# A repeated task is late after this many of its intervals; beat shows that it runs with each task it sends.
LATE_AFTER = 6
# If nobody took a job for this long, workers are away, or too few.
OLDEST_QUEUED = timedelta(seconds=120)
# Clocks of web and database; a window of a summary is of dates, so seconds do no harm yet.
MAX_SKEW = timedelta(seconds=5)

_MAX_NAMED = 3


@dataclass(frozen=True)
class Check:
    """What was looked at, whether it is well, and what there is to say. `needed`: nothing goes on without it."""

    name: str
    is_well: bool
    says: str
    needed: bool = False


def run_checks() -> list[Check]:
    """Every check, the database's first; where that is away, nothing else can be asked of it."""
    database = _check("database", _database, needed=True)
    if not database.is_well:
        return [database, _redis()]
    return [
        database,
        _redis(),
        _check("migrations", _migrations, needed=True),
        _check("guards", _guards, needed=True),
        *(_check(str(run), partial(_last_run, run)) for run in Run),
        _check("queue", _queue),
        _check("clock", _clock),
    ]


def is_ready(checks: list[Check]) -> bool:
    """Whether requests can be answered."""
    return all(check.is_well for check in checks if check.needed)


def missing_migrations() -> list[str]:
    """Migrations of this code that the database has not seen. What it has beyond them, newer code brought."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app}.{name}" for app, name in sorted(known_migrations() - set(applied))]


def clock_skew() -> timedelta:
    """How far the clock of Postgres is ahead of ours, give or take half a round trip."""
    began, monotonic = time.time(), time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [theirs] = cursor.fetchone()
    middle = began + (time.monotonic() - monotonic) / 2
    return timedelta(seconds=theirs.timestamp() - middle)


def ages_of_runs() -> dict[str, timedelta]:
    """How long ago each was done; one that never was is left out. One query."""
    return dict(LastRun.objects.values_list("name", Now() - F("at")))


def oldest_queued() -> timedelta | None:
    """How long the oldest job that nobody has taken waits. One query, over the few active jobs."""
    waiting = GenerationJob.objects.filter(state=JobState.QUEUED).annotate(waited=Now() - F("created_at"))
    return waiting.order_by("created_at").values_list("waited", flat=True).first()


def redis_trouble() -> str:
    """Why Redis cannot be used, '' where it can. Nothing is lost meanwhile; jobs are only found a little later."""
    try:
        with around("ask_redis"):
            get_redis_connection("default").ping()
    except (AuthenticationError, NoPermissionError):
        return "refuses us: look at the name and password in REDIS_URL; until then jobs wait for beat or run_jobs"
    except (RedisError, OSError):
        return "away: jobs wait for the next look of beat or run_jobs"
    return ""


def _check(name: str, look: Callable[[], str], *, needed: bool = False) -> Check:
    """`look` answers with words of trouble, or with none."""
    try:
        trouble = look()
    except Error as error:
        trouble = f"cannot be asked: {describe(error)}"
    return Check(name, is_well=not trouble, says=trouble or "well", needed=needed)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _redis() -> Check:
    trouble = redis_trouble()
    return Check("redis", is_well=not trouble, says=trouble or "well")


def _migrations() -> str:
    missing = missing_migrations()
    return f"{len(missing)} are missing, the first is {missing[0]}: run `manage.py migrate`" if missing else ""


def _guards() -> str:
    broken = check_database_guards()
    more = f"; and {len(broken) - _MAX_NAMED:,} more" if len(broken) > _MAX_NAMED else ""
    return "; ".join(broken[:_MAX_NAMED]) + more


def _last_run(run: Run) -> str:
    late, age = timedelta(seconds=max(LATE_AFTER * settings.SWEEP_SECONDS, 30)), ages_of_runs().get(run)
    if age is None:
        return "has never run: start beat and a worker"
    return f"ran {age.total_seconds():.0f} s ago: look after beat and the workers" if age > late else ""


def _queue() -> str:
    oldest = oldest_queued()
    if oldest is None or oldest <= OLDEST_QUEUED:
        return ""
    return f"the oldest job waits for {oldest.total_seconds():.0f} s: workers are away or too few"


def _clock() -> str:
    skew = clock_skew()
    if abs(skew) <= MAX_SKEW:
        return ""
    return f"Postgres is {skew.total_seconds():+.1f} s from this machine: set the clocks by the same time server"


@lru_cache(maxsize=1)
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those of this code: read from its files once, as code does not change under a process."""
    return frozenset(MigrationLoader(None).graph.nodes)

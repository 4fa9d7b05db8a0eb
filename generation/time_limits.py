"""How long things may take. Postgres's clock measures them all."""

from __future__ import annotations

from datetime import timedelta

# From acceptance to the end, whatever happens. Also the longest life of the in-flight hint.
JOB_DEADLINE = timedelta(minutes=15)
# How long a worker holds a job without renewing. Another may take over after it.
LEASE = timedelta(seconds=30)
# A job handed to Celery and not begun by then is handed over again: brokers lose tasks.
SEND_AGAIN_AFTER = timedelta(seconds=20)

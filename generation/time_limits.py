"""How long things may take. Postgres's clock measures them all."""

from __future__ import annotations

from datetime import timedelta

# From acceptance to the end, whatever happens. Also the longest life of the in-flight hint.
JOB_DEADLINE = timedelta(minutes=15)
# How long a worker holds a job without renewing. Another may take over after it.
LEASE = timedelta(seconds=30)
# What a stage may take that asks a language model: all its requests, waits and repetitions together. With the judge
# asked of three texts and two repairs, a whole run stays under 14 minutes.
MODEL_STAGE = {
    "canonicalizer": timedelta(seconds=180),
    "writer": timedelta(seconds=150),
    "judge": timedelta(seconds=60),
    "repair": timedelta(seconds=90),
}
# One request of it.
MODEL_REQUEST = timedelta(seconds=50)
# With less than this a request is not worth sending.
MODEL_LEAST = timedelta(seconds=2)
# Before asking a server in trouble again; doubled each time.
MODEL_FIRST_WAIT = timedelta(milliseconds=500)
# Kept back of the job's time, so that a stage whose model is late still comes out by rules.
MODEL_RESERVE = timedelta(seconds=45)
# A job handed to Celery and not begun by then is handed over again: brokers lose tasks.
SEND_AGAIN_AFTER = timedelta(seconds=20)

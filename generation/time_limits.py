"""How long things may take. Postgres's clock measures them all; the values come from the settings."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

# From acceptance to the end, whatever happens. Also the longest life of the in-flight hint.
JOB_DEADLINE = timedelta(seconds=settings.JOB_DEADLINE_SECONDS)
# How long a worker holds a job without renewing. Another may take over after it.
LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
# How often a process renews the leases of all its jobs.
HEARTBEAT = timedelta(seconds=settings.JOB_HEARTBEAT_SECONDS)
# A job handed to Celery and not begun by then is handed over again: brokers lose tasks.
SEND_AGAIN_AFTER = timedelta(seconds=settings.JOB_SEND_AGAIN_SECONDS)
# What is kept back of the deadline for the rules' text, its gate and publishing. No model may use it.
FALLBACK_RESERVE = timedelta(seconds=settings.JOB_FALLBACK_RESERVE_SECONDS)
# What a stage may take that asks a language model: all its requests, waits and repetitions together.
MODEL_STAGE = {task: timedelta(seconds=seconds) for task, seconds in settings.MODEL_STAGE_SECONDS.items()}
# The same of a task that is not listed: a wave over a session, a journey.
MODEL_OTHER_STAGE = timedelta(seconds=settings.MODEL_OTHER_STAGE_SECONDS)
# One request of it.
MODEL_REQUEST = timedelta(seconds=50)
# With less than this a request is not worth sending.
MODEL_MIN = timedelta(seconds=2)
# Before asking a server in trouble again; doubled each time.
MODEL_FIRST_WAIT = timedelta(milliseconds=500)
# A summary that lost words is made again this long after the last change.
ANEW_AFTER = timedelta(seconds=settings.SUMMARY_ANEW_SECONDS)
# Scheduled summaries that are due at one moment are asked for over so long.
SCHEDULE_SPREAD = timedelta(seconds=settings.SCHEDULE_SPREAD_SECONDS)
# How long a run goes on after its process was told to stop, before it gives the job back.
FINISH_AFTER_STOP = timedelta(seconds=settings.JOB_FINISH_SECONDS)

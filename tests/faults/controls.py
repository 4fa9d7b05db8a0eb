"""Ways of asking that do without a promise: what the checker must find out about."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from uuid import uuid4

from django.db import Error, connection, transaction
from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from core.messages import window_messages
from core.models import Patient
from generation.lifecycle.run_logs import log_acceptance
from generation.models import ACTIVE_STATES, Feature, GenerationJob, GenerationJobMessage, Origin
from generation.pipeline.contracts import InputMessage
from generation.pipeline.inputs import date_in_zone, input_hash, make_input, window_ending
from generation.time_limits import JOB_DEADLINE
from generation.worker.tasks import send_job

# A plain lock is held for a time that was thought to be enough.
_LOCK_MS = 300
_PATIENCE_SECONDS = 1.0
_THINKING_SECONDS = 0.05
_USUAL_SECONDS = (_THINKING_SECONDS, 2 * _LOCK_MS / 1000)


def ask_naively(patient: Patient) -> None:
    """Look whether a job is under way, then insert one, with no lock: two may look at once."""
    try:
        with suppress(Error):
            if not _is_busy(patient):
                time.sleep(_THINKING_SECONDS)
                _insert(patient)
    finally:
        connection.close()


def ask_with_redis_lock(patient: Patient, thinking: float | None = None) -> None:
    """The same under a lock in Redis: as good as Redis is, and as quick as its holder.

    `thinking` is the seconds between looking and inserting; by default now and then more than anybody thought.
    """
    name, token = f"control:lock:{patient.id}", uuid4().hex
    try:
        with suppress(Error, RedisError):
            redis = get_redis_connection("default")
            until = time.monotonic() + _PATIENCE_SECONDS
            while not (locked := redis.set(name, token, nx=True, px=_LOCK_MS)) and time.monotonic() < until:
                time.sleep(_THINKING_SECONDS)
            if locked:
                if not _is_busy(patient):
                    time.sleep(random.choice(_USUAL_SECONDS) if thinking is None else thinking)
                    _insert(patient)
                if redis.get(name) == token.encode():
                    redis.delete(name)
    finally:
        connection.close()


def _is_busy(patient: Patient) -> bool:
    return GenerationJob.objects.filter(patient=patient, state__in=ACTIVE_STATES).exists()


def _insert(patient: Patient) -> None:
    now = timezone.now()
    window = window_ending(date_in_zone(now, patient.zone))
    messages = window_messages(patient, window.first, window.last)
    read = [InputMessage(id=m.id, revision=m.revision, sent_at=m.sent_at, text=m.text) for m in messages]
    inputs, hashes = make_input(patient.zone, window, read), {m.id: m.text_sha256 for m in messages}
    with transaction.atomic():
        job = GenerationJob.objects.create(
            patient=patient,
            feature=Feature.SESSION_BRIDGE,
            window_first=window.first,
            window_last=window.last,
            zone=patient.zone,
            input_hash=input_hash(inputs, bytes(patient.hash_key), hashes),
            origin=Origin.REQUEST,
            deadline_at=now + JOB_DEADLINE,
            queued_at=now,
        )
        pins = [GenerationJobMessage(job=job, message_id=message.id, revision=message.revision) for message in messages]
        GenerationJobMessage.objects.bulk_create(pins)
        log_acceptance(job)
    send_job(job.id)

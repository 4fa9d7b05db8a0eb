"""The programs the tests start: what runs in production, and clients that ask."""

from __future__ import annotations

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

from celery.signals import worker_init
from django.core.management import call_command
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from core.actors import Actor
from core.erasure import erase_person
from core.messages import store_message
from core.models import ConsentWord, Patient
from core.practice.consents import record_consent
from core.practice.sessions import add_session
from core.refusals import InputRefused
from generation.lifecycle import transitions
from generation.run.errors import RunError
from generation.session_waves import look_at_sessions
from generation.summaries_anew import ask_for_due
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from generation.worker.scheduled_tasks import sweep
from sessionbridge.celery import app, require_guards
from tests.builders.sessions import TRANSCRIPT
from tests.faults import controls
from tests.faults.errands import do_errands
from tests.faults.people import CANARY

# How often somebody who writes also has a session.
_HELD = 0.15
# Workers refuse a database without its guards, and a control takes one away on purpose.
_IS_CONTROL = bool(os.environ.get("CONTROL"))
_QUIET = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]


def worker(pool: str = "threads", concurrency: int = 4) -> None:
    """A Celery worker, in this process."""
    if _IS_CONTROL:
        worker_init.disconnect(require_guards)
    place = ["-n", f"w{os.getpid()}@%h", "--pool", pool, "--concurrency", str(concurrency)]
    app.worker_main(["worker", *place, *_QUIET])


def poller(every: float = 0.2) -> None:
    """`manage.py run_jobs`."""
    if _IS_CONTROL:
        _poll_without_guards()
    call_command("run_jobs", interval=every)


def _poll_without_guards() -> None:
    while True:
        close_old_connections()
        with suppress(Error, RunError):
            for job_id in list(transitions.claimable_jobs().values_list("id", flat=True)[:5]):
                run_job(job_id)
        time.sleep(0.2)


def sweeper(every: float) -> None:
    """What beat asks for, without beat."""
    while True:
        close_old_connections()
        with suppress(Error):
            sweep()
            ask_for_due()
            look_at_sessions()
        time.sleep(every)


def client(patients: list[str], seed: int, at_once: int, way: str = "request_summary") -> None:
    """Somebody who writes in each diary and then asks for its summary several times at once."""
    chance = random.Random(seed)
    ask = {"request_summary": _ask, "naive": controls.ask_naively, "redis_lock": controls.ask_with_redis_lock}[way]
    with ThreadPoolExecutor(at_once) as threads:
        for patient_id in patients:
            close_old_connections()
            # The diary may have been erased by now.
            with suppress(Error, InputRefused):
                patient = Patient.objects.get(id=UUID(patient_id))
                when = timezone.now() - timedelta(hours=chance.randrange(1, 200))
                store_message(patient, uuid4().hex, when, f"Slept {chance.randrange(4, 9)} h, {CANARY}. Felt anxious.")
                if chance.random() < _HELD:
                    _hold_session(patient)
                list(threads.map(ask, [patient] * at_once))


def _hold_session(patient: Patient) -> None:
    """Somebody allows a model, and has a session whose waves are due from then on."""
    actor = Actor(None, "client")
    record_consent(actor, patient, allowed=True, on_word_of=ConsentWord.PERSON)
    add_session(actor, patient, timezone.now().date(), transcript=f"{TRANSCRIPT}Client: {CANARY}.")


def errands(patients: list[str], folder: str) -> None:
    """One process that passes every faultpoint there is."""
    do_errands([UUID(patient) for patient in patients], folder)


def eraser(patient: str) -> None:
    """Somebody who erases this person, whatever is being made of their words just now."""
    with suppress(Error):
        erase_person(Patient.objects.get(id=UUID(patient)), by="eraser")


def _ask(patient: Patient) -> None:
    try:
        with suppress(Error, InputRefused):
            request_summary(patient)
    finally:
        connection.close()


ROLES = {"worker": worker, "poller": poller, "sweeper": sweeper, "client": client, "eraser": eraser, "errands": errands}

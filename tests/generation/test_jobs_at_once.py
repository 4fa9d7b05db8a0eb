"""Requests and claims at the same moment make one job and give it to one worker."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core.models import Patient
from generation.lifecycle import transitions
from generation.models import GenerationJob
from generation.summary_requests import request_summary
from tests.builders.jobs import make_job
from tests.builders.people import AS_OF, make_diarist

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("services")]

AT_ONCE = 6


def ask(patient: Patient) -> str:
    try:
        return type(request_summary(patient, as_of=AS_OF)).__name__
    finally:
        connection.close()


def take(job: GenerationJob) -> bool:
    try:
        return transitions.claim(job.id) is not None
    finally:
        connection.close()


def test_requests_at_once_make_one_job() -> None:
    patient = make_diarist()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = Counter(threads.map(ask, [patient] * AT_ONCE * 4))
    assert answers == {"Accepted": 1, "Busy": AT_ONCE * 4 - 1}
    assert GenerationJob.objects.filter(patient=patient).count() == 1


def test_claims_at_once_give_the_job_to_one() -> None:
    job = make_job()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        taken = list(threads.map(take, [job] * AT_ONCE * 4))
    assert taken.count(True) == 1
    job.refresh_from_db()
    assert (job.epoch, job.attempts) == (1, 1)

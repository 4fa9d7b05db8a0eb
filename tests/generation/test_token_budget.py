"""The day's token budget is asked and taken in one step, by workers that ask at the same moment too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.db.models.functions import Now

from core.models import Patient
from generation.history.model_costs import budget_of_today
from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.language_models.thinking import Thinking
from generation.models import ModelCall, TokenReservation
from generation.pipeline.language_model import ModelReply, ReplyOutcome, Usage
from generation.run.models_for_job import models_for
from generation.run.token_budget import give_back, reserve
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.people import AS_OF, DIARY, make_patient, write
from tests.wire.answers import good
from tests.wire.runs import everything_by_model, run_by_model

AT_ONCE = 8


def take(tokens: int) -> bool:
    try:
        return reserve(tokens, 1000) is not None
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("services")
def test_workers_at_once_take_no_more_together_than_there_is() -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        taken = list(threads.map(take, [300] * AT_ONCE * 3))
    assert taken.count(True) == 3
    assert budget_of_today(1000).reserved == 900


def allowed() -> Patient:
    patient = make_patient(model_allowed=True)
    write(patient, *DIARY)
    return patient


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("services")
def test_two_jobs_that_ask_at_one_moment_overspend_by_no_more_than_one_request() -> None:
    jobs = [request_summary(allowed(), as_of=AS_OF).job for _ in range(2)]
    both, asked = Barrier(2), ScriptedModel(costly)
    # Room for one request of a judge, and not for two.
    chosen = everything_by_model(daily_tokens=12_000)

    def work(job_id: object) -> None:
        try:
            both.wait(timeout=10)
            run_job(job_id, models=partial(models_for, model=asked, chosen=chosen))  # type: ignore[arg-type]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(work, [job.id for job in jobs]))
    assert len(asked.asked) == ModelCall.objects.count() == 1
    assert sorted(job.sessionbridgeversion.outcome_reason for job in jobs) == ["", "budget"]
    assert TokenReservation.objects.count() == 0


def costly(asked: Asked) -> ModelReply:
    """An answer with many thoughts."""
    usage = Usage(tokens_in=2000, tokens_out=9000, tokens_reasoning=8900)
    return ModelReply(outcome=ReplyOutcome.ANSWERED, text=good(asked), usage=usage, model=asked.model or "")


@pytest.mark.django_db
def test_what_was_reserved_is_given_back() -> None:
    held = reserve(600, 1000)
    assert held is not None
    assert reserve(600, 1000) is None
    give_back(held)
    assert reserve(600, 1000) is not None


@pytest.mark.django_db
def test_reservation_of_a_worker_that_died_expires() -> None:
    reserve(600, 1000)
    TokenReservation.objects.update(expires_at=Now() - timedelta(seconds=1))
    assert reserve(600, 1000) is not None
    assert TokenReservation.objects.count() == 1


@pytest.mark.django_db
def test_thoughts_count_in_what_a_request_may_take() -> None:
    chosen = everything_by_model(daily_tokens=12_000)
    thinking = {"bridge_judge": Thinking("high", 16_000)}
    job = run_by_model(allowed(), model := ScriptedModel(good), replace(chosen, thinking=thinking))
    assert (model.asked, job.sessionbridgeversion.outcome_reason) == ([], "budget")


@pytest.mark.django_db
def test_thoughts_count_in_what_was_used() -> None:
    run_by_model(allowed(), ScriptedModel(costly), everything_by_model(daily_tokens=1_000_000))
    call = ModelCall.objects.get()
    assert (call.tokens_out, call.tokens_reasoning) == (9000, 8900)
    assert budget_of_today(1_000_000).used == 11_000


@pytest.mark.django_db
def test_call_put_on_record_while_the_budget_is_read_is_counted() -> None:
    run_by_model(allowed(), ScriptedModel(costly), everything_by_model(daily_tokens=1_000_000))
    with pgtrigger.ignore():
        ModelCall.objects.update(created_at=Now() - timedelta(days=1))
    held = reserve(11_000, 1_000_000)
    assert held is not None
    to_come = [held]

    def record_behind_the_first_query(execute: Any, *query: Any) -> Any:
        answer = execute(*query)
        if to_come:
            reservation = to_come.pop()
            with pgtrigger.ignore():
                ModelCall.objects.update(created_at=Now())
            give_back(reservation)
        return answer

    with connection.execute_wrapper(record_behind_the_first_query):
        budget = budget_of_today(1_000_000)
    assert budget.used + budget.reserved >= 11_000


@pytest.mark.django_db
def test_call_keeps_the_price_it_was_charged_at() -> None:
    run_by_model(allowed(), ScriptedModel(costly))
    call = ModelCall.objects.get()
    assert (str(call.price_in), str(call.price_out), call.price_cached) == ("1.750000", "14.000000", None)

"""The page of costs: sums by feature, task, tier and day, for operations and administrators."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.roles import Role
from generation.language_models.pricing import PriceSource
from generation.models import GenerationJob, ModelCall
from generation.pipeline.language_model import ReplyOutcome
from tests.builders.jobs import make_job
from tests.builders.people import make_organisation, make_patient, make_staff
from tests.builders.sessions import make_session, make_wave_job
from tests.generation.admin_clients import operator_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]
ADDRESS = "admin:generation_costs"


def call(job: GenerationJob, **fields: Any) -> None:
    values = {
        "job": job, "task": "mood_analysis", "tier": "rapid", "model_asked": "m", "duration_ms": 5,
        "outcome": ReplyOutcome.ANSWERED, "prompt_version": "1", "tokens_in": 1000, "tokens_out": 20,
        "cost": Decimal("0.25"), "price_source": PriceSource.EXACT,
    }  # fmt: skip
    ModelCall.objects.create(**{**values, **fields})


def rows_of(page: str) -> dict[str, list[str]]:
    """Each row of every table, by what it is of."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {name: re.findall(r"<td[^>]*>(.*?)</td>", cells) for name, cells in found}


def page_for(*roles: Role, days: int = 30) -> str:
    client = Client()
    client.force_login(make_staff(make_organisation(), *roles))
    return client.get(reverse(ADDRESS), {"days": days}).content.decode()


def test_sums_are_told_apart_by_feature_task_tier_and_day() -> None:
    wave, summary = make_wave_job(make_session()), make_job()
    call(wave)
    call(wave)
    call(summary, task="bridge_judge", tier="precision", cost=None, price_source="")
    rows = rows_of(page_for(Role.OPERATIONS))
    assert rows["session wave"] == ["2", "2,000", "0", "40", "0", "$0.5000"]
    assert rows["mood analysis"] == rows["rapid"] == rows["session wave"]
    assert rows["session bridge"][-1] == rows["bridge judge"][-1] == rows["precision"][-1] == "unknown"
    day = ModelCall.objects.first()
    assert day is not None
    assert rows[day.created_at.date().isoformat()][-1] == "$0.5000, 1 call of unknown cost besides"


def test_costs_of_another_organisation_are_not_in_the_sums() -> None:
    call(make_job(make_patient(organisation=make_organisation("Practice elsewhere"))))
    assert page_for(Role.ADMINISTRATOR).count("No model was asked in these days.") == 4


def test_costs_are_for_operations_and_administrators() -> None:
    for role, status in ((Role.CLINICIAN, 403), (Role.QA, 403), (Role.OPERATIONS, 200), (Role.ADMINISTRATOR, 200)):
        client = Client()
        client.force_login(make_staff(make_organisation(), role))
        assert client.get(reverse(ADDRESS)).status_code == status, role


def test_page_says_whose_calls_are_summed() -> None:
    assert "Totals for the people of your organisation." in page_for(Role.OPERATIONS)
    assert "Totals for everybody." in operator_desk().get(reverse(ADDRESS)).content.decode()


@pytest.mark.parametrize("days", ["0", "367", "many"])
def test_days_that_nobody_could_list_are_refused_in_words(days: str) -> None:
    page = operator_desk().get(reverse(ADDRESS), {"days": days}).content.decode()
    assert 'role="alert"' in page
    assert "of the last 30 days" in page


def test_as_many_queries_however_many_calls(django_assert_max_num_queries: Any) -> None:
    job = make_job()
    for _ in range(20):
        call(job)
    client = operator_desk()
    with django_assert_max_num_queries(12):
        client.get(reverse(ADDRESS))

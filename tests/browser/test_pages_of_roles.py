"""The pages as each role of staff has them, on a phone by day and by night, and on paper: axe-core finds nothing.

What a page shows and leaves out depends on who asks; an operator, as whom the other tests look, is shown everything.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from audit.models import RefusedBullet, ReviewItem
from core.models import Message, Patient, TherapySession
from generation.models import GateResult, GenerationJob, SessionAnalysis
from tests.access import table
from tests.access.world import World, make_world
from tests.audit.desks import make_item
from tests.browser.logged_in import Visit
from tests.browser.looks import PHONES, wrong_on
from tests.builders.jobs import summarise
from tests.builders.people import make_patient, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# All but the first in `make fuzz`.
ROLES = (
    table.CLINICIAN,
    *(pytest.param(role, marks=pytest.mark.long_access) for role in (table.QA, table.OPERATIONS, table.ADMINISTRATOR)),
)
ENTRY = ("m1", "2025-11-08T22:14+01:00", "Headache, took 400 mg. Soup for supper.")


def urgent_item(world: World) -> ReviewItem:
    """Of a person whom the clinician cares for."""
    patient = make_patient(organisation=world.organisations[table.OWN], zone="America/New_York")
    patient.care_teams.add(*world.patients[table.OWN].care_teams.all())
    write(patient, ENTRY)
    return make_item(summarise(patient))


def addresses(world: World, item: ReviewItem) -> Iterator[str]:
    yield reverse("admin:index")
    yield reverse("admin:app_list", args=["generation"])
    yield reverse("admin:audit_reviewitem_changelist")
    yield reverse("admin:audit_reviewitem_change", args=[item.pk])
    yield reverse("admin:audit_person", args=[item.job.patient_id])
    yield reverse("admin:audit_quality")
    yield reverse("admin:generation_costs")
    yield reverse("admin:generation_generationjob_changelist")
    yield reverse("admin:generation_generationjob_change", args=[item.job_id])
    wave = GenerationJob.objects.filter(session__patient=world.patients[table.OWN]).latest("created_at")
    yield reverse("admin:generation_generationjob_change", args=[wave.pk])
    yield reverse("admin:generation_pipelineevent_changelist")
    for model in (Patient, TherapySession, Message, SessionAnalysis, GateResult, RefusedBullet):
        key = world.row_of(model, table.OWN)
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[key])


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_wrong_with_the_pages_of(visit: Visit, role: str) -> None:
    world = make_world()
    item = urgent_item(world)
    page = visit(world.users[role])
    wrong: list[str] = []
    refused = False
    for address in addresses(world, item):
        answer = page.goto(address)
        assert answer is not None
        # Pages that refuse are alike: one of them stands for all.
        if answer.status != 403 or not refused:
            wrong += wrong_on(page, f"{role}, {address}", PHONES)
        refused = refused or answer.status == 403
    assert not wrong, "\n".join(wrong)

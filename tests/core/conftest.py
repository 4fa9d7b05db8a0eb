from __future__ import annotations

import pytest

from core.models import Organisation, Patient


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(name="Practice by the River")


@pytest.fixture
def patient(organisation: Organisation) -> Patient:
    return Patient.objects.create(organisation=organisation, code="P-0042", zone="Europe/Berlin")

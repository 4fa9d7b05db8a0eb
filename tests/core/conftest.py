from __future__ import annotations

import pytest

from core.models import Organisation, Patient
from tests.builders.people import make_organisation, make_patient


@pytest.fixture
def organisation(db: None) -> Organisation:
    return make_organisation("Practice by the River")


@pytest.fixture
def patient(organisation: Organisation) -> Patient:
    return make_patient(organisation=organisation, code="P-0042")

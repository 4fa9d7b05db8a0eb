"""Only IANA zones reach a person or a job, whichever way they come."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms import modelform_factory

from core.models import Organisation, Patient
from core.zones import UnknownZone, require_zone

NOT_ZONES = ["", "Berlin", "europe/berlin", "Europe/Berlin ", "GMT+25", "Mars/Base", "Factory"]


@pytest.mark.parametrize("name", ["Europe/Berlin", "Asia/Kathmandu", "America/Argentina/Ushuaia", "UTC"])
def test_an_iana_name_is_a_zone(name: str) -> None:
    assert require_zone(name).key == name


@pytest.mark.parametrize("name", NOT_ZONES)
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone, match="is not a known time zone"):
        require_zone(name)


@pytest.mark.parametrize("name", ["europe/berlin", " Europe/Berlin ", "EUROPE/BERLIN"])
def test_a_near_miss_is_answered_with_the_name_that_was_meant(name: str) -> None:
    with pytest.raises(UnknownZone, match='Did you mean "Europe/Berlin"'):
        require_zone(name)


def test_a_form_refuses_an_unknown_zone() -> None:
    form = modelform_factory(Patient, fields=["zone"])({"zone": "Mars/Base"})
    assert "is not a known time zone" in str(form.errors["zone"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", NOT_ZONES)
def test_no_write_passes_by_the_zone(organisation: Organisation, patient: Patient, name: str) -> None:
    other = Patient(organisation=organisation, code="P-0043", zone=name)
    writes: list[Any] = [
        other.full_clean,
        other.save,
        lambda: Patient.objects.bulk_create([other]),
        lambda: Patient.objects.update(zone=name),
    ]
    for write in writes:
        with pytest.raises(ValidationError):
            write()


@pytest.mark.parametrize("name", ["", "Europe/Berlin ", "../etc/localtime", "Europe//Berlin", "1"])
def test_the_table_refuses_what_has_not_the_shape_of_a_zone(patient: Patient, name: str) -> None:
    with (
        pytest.raises(IntegrityError, match="patients_zone_is_iana_shaped"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE patients SET zone = %s", [name])


def test_an_unknown_zone_can_be_searched_for(patient: Patient) -> None:
    assert not Patient.objects.filter(zone="Mars/Base").exists()

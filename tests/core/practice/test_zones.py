"""A person who moves: days before the date keep their zone, days from it on have the new one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.erasure import erase_person
from core.models import Change, Patient, PatientZone
from core.patient_zones import zone_on, zone_periods
from core.practice.zones import change_zone
from core.refusals import InputRefused
from tests.builders.people import TESTER

pytestmark = pytest.mark.django_db
MOVED = date(2025, 11, 10)


def move(patient: Patient, zone: str, valid_from: date = MOVED) -> None:
    change_zone(TESTER, patient, zone, valid_from)
    patient.refresh_from_db()


def test_somebody_who_never_moved_has_one_zone_on_every_date(patient: Patient) -> None:
    assert {zone_on(patient, day) for day in (date(1900, 1, 1), MOVED, date(2100, 1, 1))} == {"Europe/Berlin"}


def test_dates_before_the_move_keep_their_zone(patient: Patient) -> None:
    move(patient, "Asia/Tokyo")
    assert zone_on(patient, MOVED - timedelta(days=1)) == "Europe/Berlin"
    assert zone_on(patient, MOVED) == "Asia/Tokyo"
    assert patient.zone == "Asia/Tokyo"


def test_later_word_holds_from_its_date_on_over_earlier_ones(patient: Patient) -> None:
    move(patient, "Asia/Tokyo")
    move(patient, "America/New_York", MOVED - timedelta(days=5))
    days = [MOVED - timedelta(days=6), MOVED - timedelta(days=5), MOVED, MOVED + timedelta(days=9)]
    assert [zone_on(patient, day) for day in days] == ["Europe/Berlin", *["America/New_York"] * 3]


def test_move_is_in_the_history(patient: Patient) -> None:
    move(patient, "Asia/Tokyo")
    change = Change.objects.get()
    assert (change.patient, change.subject) == (patient, "zone")
    assert change.details == "Europe/Berlin became Asia/Tokyo from 2025-11-10 on"


@pytest.mark.parametrize(
    ("zone", "valid_from", "field"),
    [
        ("Europe/Atlantis", MOVED, "zone"),
        ("localtime", MOVED, "zone"),
        ("Europe/Berlin", MOVED, "zone"),
        ("Asia/Tokyo", date(1899, 12, 31), "valid_from"),
        ("Asia/Tokyo", date(9999, 12, 31), "valid_from"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(patient: Patient, zone: str, valid_from: date, field: str) -> None:
    with pytest.raises(InputRefused) as refused:
        move(patient, zone, valid_from)
    assert refused.value.field == field
    assert not PatientZone.objects.exists()


def test_date_may_be_today_where_it_is_tomorrow_here(patient: Patient) -> None:
    ahead = (timezone.now() + timedelta(hours=14)).date()
    move(patient, "Pacific/Kiritimati", ahead)
    assert patient.zone == "Pacific/Kiritimati"
    with pytest.raises(InputRefused, match="has not come yet"):
        move(patient, "Pacific/Niue", ahead + timedelta(days=1))


def test_erased_diary_moves_no_more(patient: Patient) -> None:
    erase_person(patient, by="a test")
    with pytest.raises(InputRefused, match="erased"):
        move(patient, "Asia/Tokyo")


def test_periods_say_which_days_have_which_zone(patient: Patient) -> None:
    assert zone_periods(patient) == [("Europe/Berlin", None, None)]
    move(patient, "Asia/Tokyo")
    move(patient, "Europe/Paris", MOVED + timedelta(days=5))
    move(patient, "America/New_York", MOVED + timedelta(days=2))
    day = timedelta(days=1)
    assert zone_periods(patient) == [
        ("America/New_York", MOVED + 2 * day, None),
        ("Asia/Tokyo", MOVED, MOVED + day),
        ("Europe/Berlin", None, MOVED - day),
    ]
    for zone, first, last in zone_periods(patient):
        assert {zone_on(patient, edge) for edge in (first, last) if edge} == {zone}

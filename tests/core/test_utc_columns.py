"""Times in lists: one zone for a page, which the heading names."""

from __future__ import annotations

from datetime import datetime
from inspect import ismethod
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.urls import reverse

from core.admin.utc_columns import utc_column
from tests.builders.jobs import make_job
from tests.builders.people import make_patient
from tests.generation.admin_clients import operator_desk


def test_instant_is_shown_in_utc_under_a_heading_that_says_so() -> None:
    column = utc_column("read", "notice.read_at")
    at = datetime(2025, 11, 8, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert (
        column(SimpleNamespace(notice=SimpleNamespace(read_at=at))) == '<span class="sb-moment">7 Nov 2025 23:30</span>'
    )
    assert column(SimpleNamespace(notice=SimpleNamespace(read_at=None))) == ""
    assert column.short_description == "read (UTC)"  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_list_of_jobs_of_people_in_different_zones_has_one_zone() -> None:
    for zone in ("Europe/Berlin", "America/New_York"):
        make_job(make_patient(zone=zone))
    page = operator_desk().get(reverse("admin:generation_generationjob_changelist")).content.decode()
    assert [name for name in ("Europe/Berlin", "America/New_York") if name in page] == []
    assert "Asked (UTC)" in page


def test_no_column_of_a_list_names_the_zone_of_its_row() -> None:
    """On the page of a row it may: that page is of one person."""
    named = [
        f"{model.__name__}.{column}"
        for model, shown in admin.site._registry.items()
        for column in shown.list_display
        if isinstance(column, str) and ismethod(method := getattr(shown, column, None))
        if {"moment_in_zone", "astimezone"} & {*method.__code__.co_names}
    ]
    assert named == []

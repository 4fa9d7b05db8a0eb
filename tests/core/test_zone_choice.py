"""The list of time zones is as Django's own, made in less time."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.test.html import parse_html

from core.admin.zone_choice import LongSelect

CHOICES = [("", 'None, "so far"'), ("Asia/Tokyo", "Asia/Tokyo"), ('<b>"', "<b>&</b>")]


@pytest.mark.parametrize("value", ["", None, "Asia/Tokyo", '<b>"', "Nowhere", "\0\u202e"])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_zone", "required": True, "disabled": False, "title": '"<'}])
def test_list_is_as_django_makes_it(value: Any, attrs: dict[str, Any]) -> None:
    made, own = (kind(choices=CHOICES).render("zone", value, attrs) for kind in (LongSelect, forms.Select))
    assert parse_html(made) == parse_html(own)

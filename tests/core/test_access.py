"""Every look at diary text is on record with who, whose and where, before it is answered."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from core.access import record_access
from core.models import AccessEvent, Patient
from tests.builders.people import make_user


def test_an_access_names_who_looks_at_whom_and_where(patient: Patient) -> None:
    user = make_user(username="dr-river")
    record_access(actor=user, patient_id=patient.pk, action="view", target="/admin/core/message/1/")
    event = AccessEvent.objects.get()
    assert (event.actor, event.actor_label, event.patient) == (user, "dr-river", patient)
    assert (event.action, event.target) == ("view", "/admin/core/message/1/")


def test_a_command_is_named_by_its_label(patient: Patient) -> None:
    record_access(actor=None, actor_label="summarize", patient_id=patient.pk, action="print", target="job")
    assert AccessEvent.objects.get().actor is None


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_an_access_by_nobody_is_not_recorded_but_refused(patient: Patient, nobody: AnonymousUser | None) -> None:
    with pytest.raises(ValueError, match="who looks"):
        record_access(actor=nobody, patient_id=patient.pk, action="view", target="/")


def test_an_overlong_path_is_cut(patient: Patient) -> None:
    record_access(actor=None, actor_label="x" * 300, patient_id=patient.pk, action="view", target="/" * 900)
    event = AccessEvent.objects.get()
    assert (len(event.actor_label), len(event.target)) == (200, 500)

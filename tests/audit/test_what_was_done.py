"""What a page says was done is for whoever did it, and names nobody."""

from __future__ import annotations

import pytest

from core.pseudonyms import pseudonym_of
from core.roles import Role
from tests.audit.desks import answers, desk_of, make_item, open_and_send
from tests.builders.people import make_staff

pytestmark = pytest.mark.django_db


def test_reading_is_kept_without_saying_whose() -> None:
    item = make_item()
    patient = item.job.patient
    client = desk_of(make_staff(patient.organisation, Role.QA))
    answer = open_and_send(client, item, answers(), follow=True)
    said = [str(each) for each in answer.context["messages"]]
    assert said == ["Kept."]
    assert pseudonym_of(patient.pk) not in answer.content.decode()


def test_next_login_of_a_browser_is_told_nothing_of_the_last() -> None:
    item = make_item()
    organisation = item.job.patient.organisation
    client = desk_of(make_staff(organisation, Role.QA))
    assert open_and_send(client, item, answers()).status_code == 302
    client.post("/admin/logout/")
    client.force_login(make_staff(organisation, Role.ADMINISTRATOR))
    assert "Kept" not in client.get("/admin/").content.decode()


def test_nothing_that_was_done_stays_in_a_cookie() -> None:
    item = make_item()
    client = desk_of(make_staff(item.job.patient.organisation, Role.QA))
    open_and_send(client, item, answers())
    assert "messages" not in client.cookies

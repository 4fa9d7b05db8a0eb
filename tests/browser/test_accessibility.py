"""What axe-core finds on pages: nothing, in light and dark, on a phone and at 200 % zoom. On paper nothing is cut, and
nothing leads elsewhere."""

from __future__ import annotations

import pytest

from generation.scheduling.look import ask_for_scheduled
from tests.audit.desks import make_item, page_of
from tests.audit.diaries import make_member
from tests.audit.readings import fine, read_summary
from tests.browser.logged_in import Visit
from tests.browser.looks import wrong_on
from tests.builders.jobs import summarise
from tests.builders.people import make_operator, make_organisation, make_person
from tests.builders.schedules import schedule
from tests.generation.admin_clients import make_by_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing(visit: Visit) -> None:
    practice = make_organisation("Practice by the River")
    person = make_member(practice, 1)
    sample, rules = make_item(summarise(person)), make_item(make_by_rules(make_member(practice, 2)))
    grave = make_item(summarise(make_person(("m1", "2025-11-08T22:14+01:00", "I want to die."))))
    operator = make_operator("operator")
    read = make_item(summarise(make_member(practice, 3)))
    read_summary(read, operator, fine(4))
    schedule(person)
    ask_for_scheduled()
    addresses = {
        "front page": "/admin/",
        "queue": "/admin/audit/reviewitem/",
        "review, blind": page_of(sample),
        "review, urgent": page_of(grave),
        "review": page_of(rules),
        "review, said": page_of(read),
        "correction": f"/admin/audit/reviewitem/{rules.pk}/correct/",
        "quality": "/admin/audit/reviewitem/quality/",
        "person": f"/admin/audit/reviewitem/person/{person.pk}/",
        "schedule": f"/admin/core/patient/{person.pk}/enter/schedule/",
        "schedules": "/admin/generation/summaryschedule/",
        "scheduled": "/admin/generation/scheduledsummary/",
        "summaries": "/admin/generation/sessionbridgeversion/",
        "job": f"/admin/generation/generationjob/{rules.job_id}/change/",
    }
    page = visit(operator)
    wrong: list[str] = []
    for name, address in addresses.items():
        page.goto(address)
        wrong += wrong_on(page, name)
        if name in {"queue", "review"}:
            page.keyboard.press("?")
            wrong += wrong_on(page, f"keys of {name}")
    assert not wrong, "\n".join(wrong)

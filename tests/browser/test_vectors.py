"""Two hundred texts that are code elsewhere, in every text field and in what models say: here they are words.

Every kind of page of the admin that shows a row of theirs is opened in a real browser, which tells of anything that
runs, of anything that the policy of the pages stopped, of any error, and of anything asked for elsewhere. The other
pages are opened so in test_policy.py.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from core.models import Patient, User
from generation.lifecycle import transitions
from generation.pipeline.sequence import ReplyStage, StageOutput
from generation.run.artifact_chain import ArtifactChain
from tests.access.world import ROWS
from tests.browser.logged_in import Visit
from tests.builders.jobs import accept_job, summarise
from tests.builders.people import make_operator, make_organisation, make_person, make_user, write
from tests.hostile.vectors import FORMULAS, SCRIPTS, VECTORS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A note and an objection take so many, so that few people have all of them: each person is ten pages and more.
IN_ONE_TEXT = 41
SHORT = [vector for vector in VECTORS if len(vector) <= 31 and vector.isprintable()]
# A cell that a spreadsheet would run begins with one of these.
RUNS = tuple("=+-@＝＋－＠")
# The models of the admin that have no row here.
WITHOUT_ROWS = {
    "core.apitoken",
    "core.careteam",
    "core.consenttext",
    "core.erasurecertificate",
    "generation.gatepolicyversion",
}
LISTEN = """() => {
  window.troubles = [];
  document.addEventListener('securitypolicyviolation', (event) =>
    window.troubles.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
}"""


def make_people() -> list[Patient]:
    """One person for each part of the vectors, with all of it in every field of theirs."""
    make_organisation(SHORT[0])
    return [_person(number, part) for number, part in enumerate(_parts())]


def _parts() -> list[list[str]]:
    return [list(VECTORS[first : first + IN_ONE_TEXT]) for first in range(0, len(VECTORS), IN_ONE_TEXT)]


def _person(number: int, part: list[str]) -> Patient:
    entries = [(f"m{day}", f"2025-11-{8 + day:02}T09:00+01:00", "Felt sad.\n" + " ".join(part)) for day in range(2)]
    entries += [(f"v{n}", f"2025-11-{11 + n % 9:02}T1{n % 9}:10+01:00", each) for n, each in enumerate(part)]
    person = make_person(*entries)
    person.code = f"{SHORT[number]}{number}"[:32]
    person.save(update_fields=["code"])
    make_user(person.organisation, username=f"{SHORT[number]}{number}", is_staff=True)
    job = summarise(person)
    for make in ROWS:
        make(person, job, "\n".join(part))
    _store_reply(person, part)
    return person


def _store_reply(person: Patient, part: list[str]) -> None:
    """What a model said, in the chain of a job that is under way."""
    write(person, ("late", "2025-11-20T20:00+01:00", "Slept 6 h."))
    held = transitions.take(accept_job(person).id)
    assert held is not None
    ArtifactChain(held).store(StageOutput(stage=ReplyStage.CHOICE, ordinal=0, body=json.dumps({"sentences": part})))


def addresses(operator: User, people: list[Patient], each: int) -> Iterator[str]:
    """The lists, pages of every kind of row, at most `each` times as many as people, and the desk's own."""
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{place}_changelist")
        keys = model._default_manager.values_list("pk", flat=True)
        assert bool(keys) == (model._meta.label_lower not in WITHOUT_ROWS), model
        for key in keys[: each * len(people)]:
            yield reverse(f"{place}_change", args=[key])
    for person in people:
        yield reverse("admin:audit_person", args=[person.pk])
        yield reverse("admin:core_patient_who_looked", args=[person.pk])
        yield reverse("admin:audit_correct", args=[_item_of(person)])
    yield from ("/admin/", reverse("admin:audit_quality"))


def _item_of(person: Patient) -> UUID:
    key: UUID = person.generation_jobs.filter(review_item__isnull=False).values_list("review_item", flat=True)[0]
    return key


def listening(page: Page, troubles: list[str]) -> Page:
    page.add_init_script(f"({LISTEN})()")
    page.on("dialog", lambda dialog: (troubles.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda said: troubles.append(f"console {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(f"error {error}"))
    page.on("request", lambda asked: troubles.append(f"request {asked.url}") if _is_elsewhere(asked.url) else None)
    return page


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://localhost", "http://127.0.0.1", "data:image/"))


@pytest.mark.parametrize("each", [1, pytest.param(2, marks=pytest.mark.long_access)])
def test_nothing_runs_anywhere(visit: Visit, each: int) -> None:
    assert len(VECTORS) >= 200
    people, operator, troubles = make_people(), make_operator("operator"), []
    page = listening(visit(operator), troubles)
    seen: list[str] = []
    for address in addresses(operator, people, each):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        troubles += [f"{address}: {one}" for one in page.evaluate("window.troubles")]
        seen += page.locator("body").inner_text().split()
        assert troubles == [], address
    words = " ".join(seen)
    assert [vector for vector in SCRIPTS if " ".join(vector.split()) not in words] == []


def test_no_cell_of_a_file_is_a_formula(db: None) -> None:
    make_people()
    desk = Client()
    desk.force_login(make_operator("operator"))
    files = [desk.post(reverse("admin:audit_export"), {"what": "readings", "kind": "csv"})]
    for place in ("generation_sessionbridgeversion", "audit_incident"):
        rows = admin.site.get_model_admin(_model(place)).model._default_manager.values_list("pk", flat=True)
        chosen = {"action": "export_csv", "_selected_action": [str(key) for key in rows]}
        files.append(desk.post(reverse(f"admin:{place}_changelist"), chosen))
    for file in files:
        text = file.content.decode("utf-8-sig")
        assert sum(formula.strip()[-8:] in text for formula in FORMULAS) > 20
        for separator in ",;\t|":
            cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]
            bare = [cell.strip(' \t\r\n"\u200b\ufeff') for cell in cells]
            assert [cell for cell in bare if cell.startswith(RUNS) and not cell.lstrip("-").isdigit()] == []


def _model(place: str) -> type:
    return next(m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == place)

"""The lists, rows and forms beside the desk: axe-core finds nothing, nothing scrolls sideways, paper holds all of it.

Every list is laid out alike, and so is every row: here are those that have something the others have not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from core.models import ErasureCertificate, Message, Patient, TherapySession, User
from generation.models import GateResult, SessionAnalysis, StageArtifact, YourJourneyVersion
from tests.access import table
from tests.access.world import World, make_world
from tests.browser.logged_in import Visit
from tests.browser.looks import wrong_on
from tests.builders.people import make_diarist, make_operator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIARY = '{"id": "1", "sent_at": "2025-11-20T08:00:00Z", "text": "Slept 7 h."}\n{"id": "2", "text": "x"}\n'


def at(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def lists(_world: World) -> Iterator[str]:
    """With actions, with filters, with both, with neither, and without rows."""
    yield at("core_message_changelist")
    yield at("core_user_changelist")
    yield at("core_apitoken_changelist")
    yield at("generation_generationjob_changelist")
    yield at("generation_gatepolicyversion_changelist")
    yield at("audit_incident_changelist")
    yield f"{at('core_accessevent_changelist')}?q=nobody"
    yield at("generation_costs")
    yield at("app_list", "core")


def rows(world: World) -> Iterator[str]:
    own = world.patients[table.OWN]
    for model in (Message, TherapySession, SessionAnalysis, YourJourneyVersion):
        key = world.row_of(model, table.OWN)
        yield at(f"{model._meta.app_label}_{model._meta.model_name}_change", key)
    version = world.jobs[table.OWN].sessionbridgeversion
    yield at("core_patient_change", own.pk)
    yield at("core_patient_who_looked", own.pk)
    yield at("core_erasurecertificate_change", ErasureCertificate.objects.get().pk)
    yield at("generation_stageartifact_change", StageArtifact.objects.filter(job=version.job).latest("position").pk)
    yield at("generation_gateresult_change", GateResult.objects.filter(job=version.job).latest("epoch").pk)
    yield at("generation_sessionbridgeversion_change", version.pk)
    yield at("generation_summary_print", version.pk)
    yield at("core_message_history", world.row_of(Message, table.OWN))


def forms(world: World) -> Iterator[str]:
    own, login = world.patients[table.OWN], world.row_of(User, table.OWN)
    yield at("core_user_add")
    yield at("core_user_change", login)
    yield at("auth_user_password_change", login)
    yield at("password_change")
    yield at("auth_group_add")
    yield at("core_consenttext_add")
    yield at("core_patient_entry", own.pk, "consent")
    yield f"{at('core_patient_take_back', 'erase')}?row={own.pk}"
    yield f"{at('core_message_take_back', 'replace')}?row={world.row_of(Message, table.OWN)}"
    yield at("core_message_delete", world.row_of(Message, table.OWN))
    yield "/admin/nothing/"


@pytest.mark.parametrize("addresses", [lists, rows, forms], ids=lambda group: group.__name__)
def test_nothing_is_wrong_with(visit: Visit, addresses: Callable[[World], Iterator[str]]) -> None:
    world = make_world()
    page = visit(world.users[table.OPERATOR])
    wrong: list[str] = []
    for address in addresses(world):
        page.goto(address)
        wrong += wrong_on(page, address)
    assert not wrong, "\n".join(wrong)


def test_nothing_is_wrong_with_what_a_form_answers(visit: Visit) -> None:
    world = make_world()
    own = world.patients[table.OWN]
    page = visit(world.users[table.OPERATOR])
    wrong = [
        *wrong_with_empty(page, at("core_user_add")),
        *wrong_with_empty(page, at("core_message_add")),
        *wrong_with_empty(page, at("password_change")),
        *wrong_with_preview(page, own),
    ]
    assert not wrong, "\n".join(wrong)


def wrong_with_empty(page: Page, address: str) -> list[str]:
    """Sent without a word in it."""
    page.goto(address)
    page.locator("#content-main form [type=submit]").first.evaluate(
        "(one) => { one.form.noValidate = true; one.click() }"
    )
    page.locator(".errornote").wait_for()
    return wrong_on(page, f"{address}, sent empty")


def wrong_with_preview(page: Page, patient: Patient) -> list[str]:
    page.goto(at("core_patient_entry", patient.pk, "diary-file"))
    file = {"name": "diary.jsonl", "mimeType": "application/json", "buffer": DIARY.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("region", name="Preview").wait_for()
    return wrong_on(page, "preview of a diary file")


def test_nothing_is_wrong_with_the_way_in(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto(at("login"))
    wrong = wrong_on(page, "login")
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("a heron at the weir")
    page.get_by_role("button", name="Log in").click()
    page.locator(".errornote").wait_for()
    wrong += wrong_on(page, "login, refused")
    context.close()
    assert not wrong, "\n".join(wrong)


def test_paper_is_white_where_the_screen_is_dark(visit: Visit) -> None:
    make_diarist()
    page = visit(make_operator())
    page.goto(at("core_message_changelist"))
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    ink = "getComputedStyle(document.querySelector('#result_list td:last-child')).color"
    on_screen = page.evaluate(ink)
    page.emulate_media(media="print")
    assert (on_screen, page.evaluate(ink)) == ("rgb(238, 238, 238)", "rgb(51, 51, 51)")

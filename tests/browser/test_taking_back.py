"""Taking words back as staff meet it in a browser: from a person's page to a certificate that prints."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.models import Message, Patient, TherapySession
from generation.models import SessionBridgeVersion
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, make_diarist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def named_diarist() -> Patient:
    patient = make_diarist()
    Patient.objects.filter(pk=patient.pk).update(code="P-0042")
    TherapySession.objects.create(patient=patient, client_id="s1", session_date=AS_OF, transcript="Words of a session.")
    summarise(patient)
    patient.refresh_from_db()
    return patient


def test_person_is_erased_from_their_page_and_the_certificate_prints(desk: Page) -> None:
    patient = named_diarist()
    desk.goto(reverse("admin:core_patient_change", args=[patient.pk]))
    desk.get_by_role("link", name="Erase a person").click()
    expect(desk.get_by_role("heading", name="What goes")).to_be_visible()
    expect(desk.get_by_text("The words in 3 messages")).to_be_visible()
    desk.get_by_label("The person's code, typed again").fill("P-0024")
    desk.get_by_role("button", name="Erase").click()
    expect(desk.get_by_text("This is not the person's code.")).to_be_visible()
    desk.get_by_label("The person's code, typed again").fill("P-0042")
    desk.get_by_role("button", name="Erase").click()
    expect(desk.get_by_text("The person is erased.")).to_be_visible()
    expect(desk.get_by_text("all of it is as it stood then")).to_be_visible()
    desk.emulate_media(media="print")
    expect(desk.locator("#header")).to_be_hidden()
    expect(desk.get_by_text("What was erased")).to_be_visible()


def test_words_of_a_message_are_replaced_from_its_page(desk: Page) -> None:
    patient = named_diarist()
    row = Message.objects.get(patient=patient, client_id="m2")
    desk.goto(reverse("admin:core_message_change", args=[row.pk]))
    desk.get_by_role("link", name="Replace the words of a message").click()
    desk.get_by_label("New words").fill("Slept 7 h, it turned out.")
    desk.get_by_role("button", name="Replace").click()
    expect(desk.get_by_text("The words are replaced.")).to_be_visible()


def test_selected_summaries_are_withdrawn_by_an_action(desk: Page) -> None:
    version = SessionBridgeVersion.objects.get(patient=named_diarist())
    desk.goto(reverse("admin:generation_sessionbridgeversion_changelist"))
    desk.get_by_role("checkbox").nth(1).check()
    desk.get_by_role("combobox", name="Action").select_option(label="Withdraw from the person")
    desk.get_by_role("button", name="Go").click()
    desk.get_by_label("Why it must not be shown").fill("It counted a day twice.")
    desk.get_by_role("button", name="Withdraw").click()
    expect(desk.get_by_text("It is withdrawn.")).to_be_visible()
    version.refresh_from_db()
    assert version.withdrawal.reason == "It counted a day twice."


def test_small_screen_needs_no_scrolling_sideways(desk: Page) -> None:
    patient = named_diarist()
    desk.set_viewport_size({"width": 420, "height": 900})
    desk.goto(f"{reverse('admin:core_patient_take_back', args=['erase'])}?row={patient.pk}")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 420

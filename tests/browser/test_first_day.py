"""From nothing to a second clinic without a shell: what a practice enters on its first day, in a real browser.

SCREENSHOTS=1 keeps what the pages look like for docs/administration.md.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from core.models import Patient
from generation.models import GenerationJob
from generation.worker.execution import run_job
from tests.builders.people import make_organisation
from tests.generation.admin_clients import page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = Path(__file__).resolve().parents[2] / "docs/images/administration"
PASSWORD = "a-heron-at-the-weir-7"


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where somebody asks for it."""
    if os.environ.get("SCREENSHOTS") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=name == "person")


def save(page: Page, button: str = "Save") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def succeeded(page: Page) -> Locator:
    return page.locator(".messagelist .success")


def enter_organisation(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Add Organisation").or_(page.locator(".model-organisation .addlink")).first.click()
    page.get_by_label("Name").fill(name)
    picture(page, "organisation")
    save(page)
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def enter_team(page: Page, organisation: str, name: str) -> None:
    page.goto("/admin/core/careteam/add/")
    page.get_by_label("Organisation").select_option(label=organisation)
    page.get_by_label("Name").fill(name)
    save(page)
    expect(succeeded(page)).to_contain_text("Now choose")


def enter_person(page: Page, organisation: str, code: str) -> None:
    page.goto("/admin/core/patient/add/")
    page.get_by_label("Organisation").select_option(label=organisation)
    page.get_by_label("Code").fill(code)
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    picture(page, "person-new")
    save(page)
    expect(succeeded(page)).to_contain_text("The person is entered")


def open_entry(page: Page, patient: Patient, title: str) -> None:
    page.goto(f"/admin/core/patient/{patient.pk}/change/")
    page.get_by_role("link", name=title, exact=True).click()


def make_diary_file(folder: Path, days: int) -> Path:
    """A diary of so many days up to today, with one entry a day."""
    now = timezone.now()
    lines = [
        {
            "id": f"d{day}",
            "sent_at": (now - timedelta(days=day, minutes=1)).isoformat(),
            "text": f"Slept {5 + day % 4} h.",
        }
        for day in range(days)
    ]
    file = folder / "diary.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return file


def join_team(page: Page, patient: Patient, team: str) -> None:
    open_entry(page, patient, "Change code and care teams")
    page.get_by_label(team).check()
    save(page)


def allow_model(page: Page, patient: Patient) -> None:
    open_entry(page, patient, "Record a consent")
    expect(page.locator(".entry-quoted")).to_contain_text("withdraw this at any time")
    page.get_by_label("may read this diary").first.check()
    page.get_by_label("the person themselves").check()
    picture(page, "consent")
    save(page)
    expect(succeeded(page)).to_contain_text("The consent is recorded")


def make_login(page: Page, patient: Patient, name: str) -> None:
    open_entry(page, patient, "Make a login for the app")
    page.get_by_label("Login name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    picture(page, "app-login")
    save(page, "Make the login")
    expect(succeeded(page)).to_contain_text("The login is made")


def enter_diary(page: Page, patient: Patient, file: Path) -> None:
    open_entry(page, patient, "Import a diary file")
    page.get_by_label("File", exact=True).set_input_files(file)
    picture(page, "diary-file")
    save(page, "Import")
    expect(succeeded(page)).to_contain_text("15 new")
    open_entry(page, patient, "Enter a message")
    page.get_by_label("Written on").fill((timezone.now() - timedelta(days=2)).date().isoformat())
    page.get_by_label("At", exact=True).fill("09:15")
    page.get_by_label("Words").fill("Felt anxious before the exam.")
    picture(page, "message")
    save(page)
    open_entry(page, patient, "Enter a session")
    page.get_by_label("Held on").fill((timezone.now() - timedelta(days=3)).date().isoformat())
    page.get_by_label("Transcript").fill("We spoke about the exam.")
    picture(page, "session")
    save(page)
    expect(succeeded(page)).to_contain_text("The session is entered")


def ask_for_summary(page: Page, name: str) -> GenerationJob:
    """As the person's app does, with a worker that takes the job."""
    token = page.request.post("/api/v1/auth/login/", data={"username": name, "password": PASSWORD}).json()["token"]
    asked = page.request.post("/api/v1/summaries/", data={}, headers={"Authorization": f"Token {token}"})
    assert asked.status == 202, asked.text()
    job = GenerationJob.objects.get()
    assert run_job(job.pk)
    return job


def read_summary(page: Page, job: GenerationJob) -> None:
    page.goto(page_of(job))
    expect(page.locator("#summary")).to_contain_text("Slept")
    picture(page, "summary")


def see_who_looked(page: Page, patient: Patient) -> None:
    page.goto(f"/admin/core/patient/{patient.pk}/change/")
    expect(page.locator(".entry-section").last).to_contain_text("app login made and linked")
    picture(page, "person")
    page.get_by_role("link", name="Who looked").click()
    for words in ("a page of the admin: generation job", "import", "who looked"):
        expect(page.locator("#content table")).to_contain_text(words)
    picture(page, "who-looked")


def test_second_clinic_enters_its_first_person_and_reads_a_summary(desk: Page, tmp_path: Path) -> None:
    make_organisation("Practice by the River")
    enter_organisation(desk, "Clinic on the Hill")
    enter_team(desk, "Clinic on the Hill", "Tuesday group")
    enter_person(desk, "Clinic on the Hill", "P-0001")
    patient = Patient.objects.get(code="P-0001")
    join_team(desk, patient, "Tuesday group")
    allow_model(desk, patient)
    make_login(desk, patient, "p-0001")
    enter_diary(desk, patient, make_diary_file(tmp_path, 15))
    read_summary(desk, ask_for_summary(desk, "p-0001"))
    see_who_looked(desk, patient)


def test_bad_lines_of_a_diary_file_are_named_on_the_form(desk: Page, tmp_path: Path) -> None:
    enter_organisation(desk, "Clinic on the Hill")
    enter_person(desk, "Clinic on the Hill", "P-0001")
    file = tmp_path / "diary.jsonl"
    file.write_text(
        '{"id": "1", "sent_at": "2025-11-20T08:00:00Z", "text": "Slept 7 h."}\n{"id": "2", "text": "x"}\nnot'
    )
    open_entry(desk, Patient.objects.get(), "Import a diary file")
    desk.get_by_label("File", exact=True).set_input_files(file)
    save(desk, "Import")
    expect(desk.locator(".errorlist").first).to_contain_text("Line 2: ")
    expect(desk.locator(".errorlist").first).to_contain_text("Line 3: ")
    picture(desk, "diary-file-refused")

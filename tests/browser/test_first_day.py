"""From nothing to a second clinic without a shell: every role does its part of a first day, in a real browser.

SCREENSHOTS=1 keeps what the pages look like for docs/administration.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from core.consent import is_model_allowed
from core.models import Change, Message, Organisation, Patient, User
from generation.models import GenerationJob, SessionBridgeVersion
from generation.worker.execution import run_job
from tests.builders.people import make_operator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = Path(__file__).resolve().parents[2] / "docs/images/administration"
PASSWORD = "a-heron-at-the-weir-7"
# What whoever makes a login hands out; its owner chooses the other.
FIRST = "a-first-one-to-hand-out-3"
HILL, TEAM, CODE = "Clinic on the Hill", "Tuesday group", "P-0001"
Visit = Callable[[str], Page]


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A browser of one's own in which somebody has logged in by name and password."""
    with ExitStack() as ends:

        def log_in(name: str) -> Page:
            context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 860})
            ends.callback(context.close)
            page = context.new_page()
            page.goto("/admin/")
            page.get_by_label("Username").fill(name)
            is_new = User.objects.get(username=name).must_choose_password
            page.get_by_label("Password").fill(FIRST if is_new else PASSWORD)
            page.get_by_role("button", name="Log in").click()
            if is_new:
                choose_password(page)
            expect(page.locator("#user-tools")).to_contain_text(name)
            return page

        yield log_in


@pytest.fixture
def operator(visit: Visit) -> Page:
    user = make_operator("operator")
    user.choose_password(PASSWORD)
    user.save()
    return visit("operator")


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where somebody asks for it."""
    if os.environ.get("SCREENSHOTS") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=name in {"person", "erasure-certificate"})


def choose_password(page: Page) -> None:
    page.get_by_label("New password:", exact=True).fill(PASSWORD)
    page.get_by_label("New password confirmation:").fill(PASSWORD)
    press(page, "Choose this password")


def press(page: Page, button: str = "Save") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def said(page: Page) -> Locator:
    return page.locator(".messagelist .success")


def enter_organisation(page: Page) -> None:
    page.goto("/admin/core/organisation/add/")
    page.get_by_label("Name").fill(HILL)
    picture(page, "organisation")
    press(page)
    expect(page.get_by_role("heading", name=HILL)).to_be_visible()


def enter_staff(page: Page, name: str, role: str, organisation: str = "") -> None:
    page.goto("/admin/core/user/add/")
    page.get_by_label("Username").fill(name)
    page.locator("#id_password1").fill(FIRST)
    page.locator("#id_password2").fill(FIRST)
    page.get_by_label(f"{role}: ").check()
    if organisation:
        page.locator("#id_organisation").select_option(label=organisation)
    picture(page, "staff")
    press(page, "Save")
    expect(said(page)).to_contain_text(name)


def enter_team(page: Page, *members: str) -> None:
    page.goto("/admin/core/careteam/add/")
    page.get_by_label("Name").fill(TEAM)
    press(page)
    expect(said(page)).to_contain_text("Now choose")
    page.get_by_role("link", name="Change the team").click()
    for member in members:
        page.get_by_label(member).check()
    picture(page, "team")
    press(page)
    expect(page.locator(".entry-section").first).to_contain_text(members[0])


def enter_person(page: Page, organisation: str = "") -> Patient:
    page.goto("/admin/core/patient/add/")
    if organisation:
        page.get_by_label("Organisation").select_option(label=organisation)
    else:
        page.get_by_label(TEAM).check()
    page.get_by_label("Code").fill(CODE)
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    picture(page, "person-new")
    press(page)
    expect(said(page)).to_contain_text("The person is entered")
    return Patient.objects.get(code=CODE)


def open_person(page: Page, patient: Patient, link: str) -> None:
    page.goto(f"/admin/core/patient/{patient.pk}/change/")
    page.get_by_role("link", name=link, exact=True).click()


def allow_model(page: Page, patient: Patient) -> None:
    open_person(page, patient, "Record a consent")
    expect(page.locator(".entry-quoted")).to_contain_text("withdraw this at any time")
    page.get_by_label("may read this diary and the sessions").first.check()
    page.get_by_label("the person themselves").check()
    picture(page, "consent")
    press(page)
    expect(said(page)).to_contain_text("The consent is recorded")
    assert is_model_allowed(patient.pk)


def make_login(page: Page, patient: Patient, name: str) -> None:
    open_person(page, patient, "Make a login for the app")
    page.get_by_label("Login name").fill(name)
    page.get_by_label("Password", exact=True).fill(FIRST)
    page.get_by_label("Password again").fill(FIRST)
    picture(page, "app-login")
    press(page, "Make the login")
    expect(said(page)).to_contain_text("The login is made")


def set_schedule(page: Page, patient: Patient) -> None:
    open_person(page, patient, "Set the schedule of summaries")
    page.get_by_label("once a week").check()
    page.get_by_label("Weekday").select_option("Sunday")
    page.get_by_label("Time of day").fill("18:30")
    picture(page, "schedule")
    press(page)
    expect(said(page)).to_contain_text("off became every Sunday at 18:30")
    expect(page.locator(".entry-section").first).to_contain_text("Schedule of summaries: every Sunday at 18:30")


def make_diary_file(folder: Path) -> Path:
    """A diary of fifteen days up to today, with one entry a day."""
    now = timezone.now() - timedelta(minutes=1)
    lines = [
        {"id": f"d{day}", "sent_at": (now - timedelta(days=day)).isoformat(), "text": f"Slept {5 + day % 4} h."}
        for day in range(15)
    ]
    file = folder / "diary.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return file


def look_at_file(page: Page, patient: Patient, file: Path) -> Locator:
    """What the page says would be read of it; nothing is stored."""
    open_person(page, patient, "Import a diary file")
    page.get_by_label("File", exact=True).set_input_files(file)
    picture(page, "diary-file")
    press(page, "Look at it")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_be_visible()
    assert not Message.objects.filter(patient=patient).exists()
    return preview


def send_again(page: Page, file: Path) -> None:
    page.get_by_label("File", exact=True).set_input_files(file)
    press(page, "Import")


def enter_message(page: Page, patient: Patient) -> None:
    open_person(page, patient, "Enter a message")
    page.get_by_label("Written on").fill((timezone.now() - timedelta(days=2)).date().isoformat())
    page.get_by_label("At", exact=True).fill("09:15")
    page.get_by_label("Words").fill("Felt anxious before the exam.")
    picture(page, "message")
    press(page)
    expect(said(page)).to_contain_text("The message is entered")


def enter_session(page: Page, patient: Patient) -> None:
    open_person(page, patient, "Enter a session")
    page.get_by_label("Held on").fill((timezone.now() - timedelta(days=3)).date().isoformat())
    page.get_by_label("Transcript").fill("We spoke about the exam.")
    picture(page, "session")
    press(page)
    expect(said(page)).to_contain_text("The session is entered")


def ask_for_summary(page: Page, name: str) -> GenerationJob:
    """As the person's app does, with a worker that takes the job."""
    if User.objects.get(username=name).must_choose_password:
        own = {"username": name, "password": FIRST, "new_password": PASSWORD}
        assert page.request.post("/api/v1/auth/password/", data=own).status == 204
    token = page.request.post("/api/v1/auth/login/", data={"username": name, "password": PASSWORD}).json()["token"]
    asked = page.request.post("/api/v1/summaries/", data={}, headers={"Authorization": f"Token {token}"})
    assert asked.status == 202, asked.text()
    job = GenerationJob.objects.latest("created_at")
    assert run_job(job.pk)
    return job


def read_summary(page: Page, job: GenerationJob, name: str) -> None:
    page.goto(f"/admin/generation/generationjob/{job.pk}/change/")
    expect(page.locator("#summary")).to_contain_text("Slept")
    picture(page, name)


def withdraw(page: Page, job: GenerationJob) -> None:
    version = SessionBridgeVersion.objects.get(job=job)
    page.goto(f"/admin/generation/sessionbridgeversion/{version.pk}/change/")
    page.get_by_role("link", name="Withdraw from the person").click()
    page.get_by_label("Why it must not be shown").fill("It was asked for by mistake.")
    picture(page, "withdraw")
    press(page, "Withdraw")
    expect(said(page)).to_contain_text("It is withdrawn")


def see_who_looked(page: Page, patient: Patient) -> None:
    page.goto(f"/admin/core/patient/{patient.pk}/change/")
    expect(page.locator(".entry-section").last).to_contain_text("app login made and linked")
    picture(page, "person")
    page.get_by_role("link", name="Who looked").click()
    for words in ("dr-hill", "quinn", "a page of the admin: generation job", "import", "who looked"):
        expect(page.locator("#content table")).to_contain_text(words)
    picture(page, "who-looked")


def erase(page: Page, patient: Patient) -> None:
    open_person(page, patient, "Erase a person")
    page.get_by_label("The person's code, typed again").fill(CODE)
    picture(page, "erase")
    press(page, "Erase")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Certificate of erasure")
    picture(page, "erasure-certificate")


def test_second_clinic_from_nothing_to_a_certificate_of_erasure(operator: Page, visit: Visit, tmp_path: Path) -> None:
    Organisation.objects.create(name="Practice by the River")
    enter_organisation(operator)
    enter_staff(operator, "ada", "Administrator", HILL)

    ada = visit("ada")
    enter_staff(ada, "quinn", "QA")
    enter_staff(ada, "dr-hill", "Clinician")
    enter_team(ada, "dr-hill")
    patient = enter_person(ada)
    allow_model(ada, patient)
    make_login(ada, patient, "p-0001")
    set_schedule(ada, patient)

    hill = visit("dr-hill")
    file = make_diary_file(tmp_path)
    expect(look_at_file(hill, patient, file)).to_contain_text("This would be imported: 15 new")
    send_again(hill, file)
    expect(said(hill)).to_contain_text("15 new")
    enter_message(hill, patient)
    enter_session(hill, patient)
    first = ask_for_summary(hill, "p-0001")
    read_summary(hill, first, "summary")
    withdraw(hill, first)
    again = ask_for_summary(hill, "p-0001")

    quinn = visit("quinn")
    read_summary(quinn, again, "summary-for-qa")
    expect(quinn.locator("body")).not_to_contain_text(CODE)

    see_who_looked(ada, patient)
    erase(ada, patient)
    assert not Message.objects.filter(patient=patient, deleted_at=None).exists()
    labels = {change.actor_label for change in Change.objects.all()}
    assert {label for label in labels if not label.startswith("erased-")} == {"operator", "ada", "dr-hill"}


def test_bad_lines_of_a_diary_file_are_named_on_the_form(operator: Page, tmp_path: Path) -> None:
    enter_organisation(operator)
    patient = enter_person(operator, HILL)
    file = tmp_path / "diary.jsonl"
    good = '{"id": "1", "sent_at": "2025-11-20T08:00:00Z", "text": "Slept 7 h."}'
    file.write_text(f'{good}\n{{"id": "2", "text": "x"}}\nnot')
    preview = look_at_file(operator, patient, file)
    expect(preview).to_contain_text("Line 2: ")
    expect(preview).to_contain_text("Line 3: ")
    send_again(operator, file)
    expect(operator.locator(".errorlist").first).to_contain_text("Line 2: ")
    expect(operator.locator(".errorlist").first).to_contain_text("Line 3: ")
    picture(operator, "diary-file-refused")

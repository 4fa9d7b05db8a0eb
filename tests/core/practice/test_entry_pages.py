"""The forms of the admin: who may open them, what they offer, and that bad input is an error of the form."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.admin.patients import PatientAdmin
from core.admin.who_looked import place_in_words
from core.consent import consent_history, is_model_allowed
from core.erasure import erase_person
from core.history import record_change
from core.messages import store_message
from core.models import (
    AccessEvent,
    CareTeam,
    Change,
    ChangeSubject,
    Message,
    Organisation,
    Patient,
    TherapySession,
    User,
)
from core.practice.consents import add_consent_text, current_consent_text
from tests.builders.forms import made_from
from tests.builders.people import TESTER, make_operator, make_organisation, make_patient, make_user

pytestmark = pytest.mark.django_db
HOSTILE = ["", " ", "\0", "x" * 100_000, "9" * 400, "<script>", "\u202e", "😀", "-1", "0001-01-01", "99999-12-31", "{}"]
SECRET = "dreamt of the lighthouse"
ALL = [f"{verb}_{name}" for verb in ("view", "add", "change")
       for name in ("organisation", "patient", "careteam", "consent", "consenttext", "message", "therapysession",
                    "patientzone", "user", "accessevent")]  # fmt: skip


def log_in(client: Client, organisation: Organisation | None, *rights: str) -> User:
    user = make_user(organisation, username="dr-river", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    """Staff of the practice who may do everything there."""
    user = log_in(client, organisation, *ALL, "read_words", "see_codes")
    team = CareTeam.objects.create(organisation=organisation, name="Tuesday group")
    team.members.add(user)
    return client


@pytest.fixture
def patient(organisation: Organisation) -> Patient:
    return make_patient(organisation=organisation, code="P-0042")


@pytest.fixture
def known(desk: Client, patient: Patient) -> Patient:
    """Somebody whom the staff at the desk care for."""
    CareTeam.objects.get().patients.add(patient)
    return patient


def entry(patient: Patient, name: str) -> str:
    return reverse("admin:core_patient_entry", args=[patient.pk, name])


def errors(desk: Client, address: str, values: dict[str, object]) -> dict[str, list[str]]:
    answer = desk.post(address, values)
    assert answer.status_code == 200
    return {field: [*words] for field, words in answer.context["form"].errors.items()}


def test_staff_enter_a_person_for_their_own_organisation(desk: Client, organisation: Organisation) -> None:
    team = CareTeam.objects.get()
    values = {"code": "P-0001", "zone": "Asia/Tokyo", "care_teams": [str(team.pk)], "organisation": str(uuid4())}
    answer = desk.post(reverse("admin:core_patient_add"), values)
    made = Patient.objects.get()
    assert answer["Location"] == reverse("admin:core_patient_change", args=[made.pk])
    assert (made.organisation, made.zone, list(made.care_teams.all())) == (organisation, "Asia/Tokyo", [team])
    assert Change.objects.get().actor_label == "dr-river"


def test_whole_history_of_a_person_can_be_read_page_by_page(desk: Client, known: Patient) -> None:
    for number in range(101):
        record_change(TESTER, ChangeSubject.MESSAGE, known.pk, f"change {number:03}", patient=known)
    address, pages = reverse("admin:core_patient_change", args=[known.pk]), []
    page = desk.get(address).content.decode()
    assert ">Newer<" not in page
    while older := re.search(r'href="(\?p=\d+#history)">Older<', page):
        pages.append(page)
        page = desk.get(f"{address}{older[1].partition('#')[0]}").content.decode()
    assert '<section class="module entry-section" id="history">' in page
    assert ">Newer<" in page
    told = [re.findall(r"change \d{3}", each) for each in (*pages, page)]
    newest_first = [f"change {number:03}" for number in reversed(range(101))]
    assert told == [newest_first[:50], newest_first[50:100], newest_first[100:]]


def test_history_that_fits_on_a_page_has_no_pages(desk: Client, known: Patient) -> None:
    record_change(TESTER, ChangeSubject.MESSAGE, known.pk, "one change", patient=known)
    page = desk.get(reverse("admin:core_patient_change", args=[known.pk]), {"p": "nowhere"}).content.decode()
    assert "one change" in page
    assert "Page 1" not in page


def test_refusal_of_a_function_stands_beside_its_field(desk: Client, known: Patient) -> None:
    said = errors(desk, reverse("admin:core_patient_add"), {"code": "p-0042", "zone": "Asia/Tokyo"})
    assert said == {"code": ["Code is that of another person of this organisation."]}


def test_pickers_offer_nobody_of_another_organisation(desk: Client, known: Patient) -> None:
    other = make_organisation("Practice on the Hill")
    stranger, team = make_patient(organisation=other, code="P-9999"), CareTeam.objects.create(
        organisation=other, name="Other group"
    )  # fmt: skip
    pages = [
        reverse("admin:core_message_add"),
        reverse("admin:core_patient_add"),
        reverse("admin:core_careteam_entry", args=[CareTeam.objects.get(name="Tuesday group").pk, "team"]),
        entry(known, "person"),
    ]
    shown = "".join(desk.get(page).content.decode() for page in pages)
    assert [name for name in (str(stranger.pk), "P-9999", str(team.pk), "Other group") if name in shown] == []
    values = {"code": "P-0042", "care_teams": [str(team.pk)]}
    assert "care_teams" in errors(desk, entry(known, "person"), values)
    message = {"patient": str(stranger.pk), "day": "2025-11-10", "clock": "09:00", "text": "x", "entry": "e"}
    assert "patient" in errors(desk, reverse("admin:core_message_add"), message)


def test_team_keeps_whom_the_one_who_changes_it_cannot_see(desk: Client, known: Patient) -> None:
    unseen = make_patient(organisation=known.organisation, code="P-0043")
    other = CareTeam.objects.create(organisation=known.organisation, name="Friday group")
    other.patients.add(unseen)
    address = reverse("admin:core_careteam_entry", args=[other.pk, "team"])
    assert (
        desk.post(address, {"name": "Friday", "patients": [str(known.pk)], **made_from(desk, address)}).status_code
        == 302
    )
    assert set(other.patients.all()) == {unseen, known}


def test_consent_is_recorded_to_the_wording_that_was_on_the_page(desk: Client, known: Patient) -> None:
    shown = current_consent_text(known.organisation)
    add_consent_text(TESTER, known.organisation, "Newer words.")
    values = {"allowed": "yes", "on_word_of": "person", "text": str(shown.pk)}
    assert desk.post(entry(known, "consent"), values).status_code == 302
    assert (is_model_allowed(known.pk), consent_history(known)[0].wording_version) == (True, 1)


def test_nothing_about_a_consent_is_chosen_beforehand(desk: Client, known: Patient) -> None:
    assert " checked" not in desk.get(entry(known, "consent")).content.decode()


def test_message_sent_twice_by_the_same_page_is_entered_once(desk: Client, known: Patient) -> None:
    values = {"day": "2025-11-10", "clock": "09:00", "text": f" {SECRET}\r\n\r\nand more ", "entry": "entered-1"}
    for _ in range(2):
        assert desk.post(entry(known, "message"), values).status_code == 302
    [message] = Message.objects.all()
    assert message.sent_at == datetime(2025, 11, 10, 8, tzinfo=UTC)
    assert message.revisions.get().text == f" {SECRET}\n\nand more "


def test_forms_have_an_id_of_their_own_each_time(desk: Client, known: Patient) -> None:
    ids = {desk.get(entry(known, "message")).context["form"]["entry"].value() for _ in range(2)}
    assert len(ids) == 2


def test_session_is_entered_and_given_its_transcript_later(desk: Client, known: Patient) -> None:
    assert desk.post(entry(known, "session"), {"session_date": "2025-11-10", "entry": "s"}).status_code == 302
    session = TherapySession.objects.get()
    address = reverse("admin:core_therapysession_entry", args=[session.pk, "transcript"])
    assert desk.post(address, {"transcript": SECRET}).status_code == 302
    assert desk.post(address, {"transcript": "Other words."}).status_code == 403
    page = desk.get(reverse("admin:core_therapysession_change", args=[session.pk])).content.decode()
    assert "transcript entered" in page
    assert SECRET not in page


GOOD = f'{{"id": "1", "sent_at": "2025-11-10T08:00:00Z", "text": "{SECRET}"}}'


def look_at(desk: Client, patient: Patient, content: bytes, **values: str) -> Any:
    file = SimpleUploadedFile("diary.jsonl", content)
    return desk.post(entry(patient, "diary-file"), {"file": file, "entry": "e", **values}).context["form"]


def send_file(desk: Client, patient: Patient, content: bytes, **values: str) -> dict[str, list[str]]:
    file = SimpleUploadedFile("diary.jsonl", content)
    return errors(desk, entry(patient, "diary-file"), {"file": file, "entry": "e", **values})


def test_file_is_looked_at_first_and_nothing_is_stored(desk: Client, known: Patient) -> None:
    form = look_at(desk, known, f"{GOOD}\nnot\n".encode(), skip_bad="on")
    assert form.preview.said.startswith(
        "Read as jsonl, from 2025-11-10 to 2025-11-10. This would be imported: 1 new, 1 bad"
    )
    assert form.preview.entries == [("2025-11-10 09:00", SECRET)]
    assert form.preview.notes == [("Not read", ["Line 2: is not a JSON object on one line."])]
    assert not Message.objects.exists()
    assert AccessEvent.objects.get().action == "preview"


def test_file_that_was_seen_is_stored_when_it_is_sent_again(desk: Client, known: Patient) -> None:
    digest = look_at(desk, known, GOOD.encode())["digest"].value()
    file = SimpleUploadedFile("diary.jsonl", GOOD.encode())
    assert desk.post(entry(known, "diary-file"), {"file": file, "entry": "e", "digest": digest}).status_code == 302
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "zone"), [(b'{"sent_at": "2025-11-10T08:00", "text": "Other."}', ""), (None, "Asia/Tokyo")]
)
def test_another_file_or_another_reading_of_it_is_shown_again(
    desk: Client, known: Patient, content: bytes | None, zone: str
) -> None:
    digest = look_at(desk, known, GOOD.encode())["digest"].value()
    form = look_at(desk, known, content or GOOD.encode(), digest=digest, zone=zone)
    assert form.preview.said.startswith("The file, or how it is read, is not what you saw before.")
    assert not Message.objects.exists()


def test_bad_lines_of_a_file_are_named_and_nothing_is_stored(desk: Client, known: Patient) -> None:
    content = f'{GOOD}\n{{"text": "x"}}\nnot\n'.encode()
    digest = look_at(desk, known, content)["digest"].value()
    said = send_file(desk, known, content, digest=digest)["file"]
    assert [line.split(":")[0] for line in said[:2]] == ["Line 2", "Line 3"]
    assert said[-1] == "File was not imported: 2 of 3 lines are bad."
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b" ", b"PK\x03\x04", b"\xff\xfe\0\0x", b"\0\0\0\0", b"\xff", b"nonsense", b"{}"]
)
def test_file_that_is_no_diary_is_an_error_of_the_form(desk: Client, known: Patient, content: bytes) -> None:
    assert "file" in send_file(desk, known, content)


def test_imported_file_is_reported_and_on_record(desk: Client, known: Patient) -> None:
    content = f"{GOOD}\nnot\n".encode()
    values = {"entry": "e", "skip_bad": "on", "digest": look_at(desk, known, content)["digest"].value()}
    file = SimpleUploadedFile("diary.jsonl", content)
    answer = desk.post(entry(known, "diary-file"), {"file": file, **values}, follow=True)
    assert "1 new, 1 bad and left out" in answer.content.decode()
    assert AccessEvent.objects.get(action="import").actor_label == "dr-river"


@pytest.mark.parametrize("name", PatientAdmin.entries)
def test_no_input_of_a_form_is_an_error_of_ours(desk: Client, known: Patient, name: str) -> None:
    if name == "unlink-login":
        Patient.objects.filter(pk=known.pk).update(user=make_user(known.organisation))
    form = PatientAdmin.entries[name].form
    codes = {
        desk.post(entry(known, name), {**dict.fromkeys(form.base_fields, "x"), field: value}).status_code
        for field in (*form.base_fields, "nothing")
        for value in HOSTILE
    }
    assert codes <= {200, 302, 403}
    assert desk.get(entry(known, name), dict.fromkeys(form.base_fields, "\0\u202e")).status_code in {200, 403}


@pytest.mark.parametrize("model", ["organisation", "careteam", "patient", "consenttext", "message", "therapysession"])
def test_no_input_of_a_new_row_is_an_error_of_ours(client: Client, patient: Patient, model: str) -> None:
    client.force_login(make_operator())
    address = reverse(f"admin:core_{model}_add")
    fields = client.get(address).context["form"].fields
    for field in fields:
        for value in HOSTILE:
            values = {**dict.fromkeys(fields, "2025-11-10"), "organisation": str(patient.organisation_id), field: value}
            assert client.post(address, values).status_code in {200, 302}, (field, value[:20])


@pytest.mark.parametrize("name", [*PatientAdmin.entries, "who-looked"])
def test_entry_takes_its_permission_and_the_sight_of_the_person(client: Client, patient: Patient, name: str) -> None:
    address = entry(patient, name) if name in PatientAdmin.entries else f"/admin/core/patient/{patient.pk}/who-looked/"
    user = log_in(client, patient.organisation, "view_patient")
    assert client.get(address).status_code in {403, 404}
    user.organisation = make_organisation("Practice on the Hill")
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=ALL))
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
    assert not AccessEvent.objects.exists()


def test_unknown_entry_or_person_is_not_there(desk: Client, known: Patient) -> None:
    assert desk.get(entry(known, "nothing")).status_code == 404
    assert desk.get(reverse("admin:core_patient_entry", args=[uuid4(), "zone"])).status_code == 404


def test_erased_person_takes_no_entries_and_page_offers_none(desk: Client, known: Patient) -> None:
    erase_person(known, by="a test")
    assert {desk.get(entry(known, name)).status_code for name in PatientAdmin.entries} == {403}
    page = desk.get(reverse("admin:core_patient_change", args=[known.pk])).content.decode()
    assert "Record a consent" not in page
    assert "Who looked" in page


def test_organisations_are_entered_by_operators_alone(desk: Client, client: Client) -> None:
    assert desk.get(reverse("admin:core_organisation_add")).status_code == 403
    client.force_login(make_operator())
    assert client.post(reverse("admin:core_organisation_add"), {"name": "Second clinic"}).status_code == 302
    assert Organisation.objects.filter(name="Second clinic").exists()


def test_staff_without_an_organisation_enter_nothing(client: Client) -> None:
    log_in(client, None, *ALL)
    said = errors(client, reverse("admin:core_careteam_add"), {"name": "Team"})
    assert said == {"__all__": ["Organisation: your own login belongs to none, so it can enter nothing for one."]}


def test_who_looked_lists_every_access_and_this_look(desk: Client, known: Patient) -> None:
    store_message(known, "m1", datetime(2025, 11, 10, tzinfo=UTC), SECRET)
    desk.get(reverse("admin:core_message_change", args=[Message.objects.get().pk]))
    address = reverse("admin:core_patient_who_looked", args=[known.pk])
    page = desk.get(address, {"p": "9" * 30}).content.decode()
    assert reverse("admin:core_message_change", args=[Message.objects.get().pk]) not in page
    assert "a page of the admin: message" in page
    # Its own address is no place for people.
    assert "this page" in page
    assert "/who-looked/</td>" not in page
    assert "who looked" in page
    assert SECRET not in page
    assert [event.action for event in AccessEvent.objects.order_by("at")] == ["view", "who looked"]


def test_page_of_a_person_shows_consents_zones_and_who_entered_what(desk: Client, known: Patient) -> None:
    desk.post(entry(known, "zone"), {"zone": "Asia/Tokyo", "valid_from": date(2025, 11, 10).isoformat()})
    text = current_consent_text(known.organisation)
    desk.post(entry(known, "consent"), {"allowed": "yes", "on_word_of": "guardian", "text": str(text.pk)})
    page = desk.get(reverse("admin:core_patient_change", args=[known.pk])).content.decode()
    for words in ("a parent or guardian", "2025-11-10", "Europe/Berlin became Asia/Tokyo", "dr-river", "Tuesday group"):
        assert words in page


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/admin/core/message/0/change/", "a page of the admin: message"),
        ("/admin/audit/reviewitem/00000000-0000-0000-0000-000000000000/correct/", "a page of the admin: review item"),
        ("/admin/core/patient/00000000-0000-0000-0000-000000000000/who-looked/", "this page"),
        ("/api/v1/summaries/0/", "the app"),
        ("message 0", "message"),
        ("generation_jobs 0", "generation job"),
        ("a diary file of 3 rows", "a diary file of 3 rows"),
    ],
)
def test_place_that_was_looked_at_is_said_in_words(target: str, place: str) -> None:
    assert place_in_words(target) == place

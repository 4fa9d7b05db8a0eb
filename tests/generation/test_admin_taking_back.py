"""Taking back in the admin: shown first, confirmed by POST, with the permission for it, and recorded."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from core.models import AccessEvent, CareTeam, ErasureCertificate, Message, Patient, User
from generation.models import GenerationJob, Origin, SessionBridgeVersion, SummaryWithdrawal
from tests.builders.jobs import summarise, summarised_before_moving_west
from tests.builders.people import make_diarist, make_operator, make_organisation, make_user

pytestmark = pytest.mark.django_db

ERASE, MESSAGES, SUMMARIES = "core_patient", "core_message", "generation_sessionbridgeversion"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff_of(patient: Patient, *rights: str) -> Client:
    user = make_user(patient.organisation, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=(*rights, "read_words")))
    team, _ = CareTeam.objects.get_or_create(organisation=patient.organisation, name="Team")
    team.members.add(user)
    team.patients.add(patient)
    return client_of(user)


@pytest.fixture
def desk() -> Client:
    return client_of(make_operator())


@pytest.fixture
def patient() -> Patient:
    return make_diarist()


def address(place: str, word: str, *rows: object) -> str:
    query = "&".join(f"row={row.pk}" for row in rows)  # type: ignore[attr-defined] - rows of tables
    return f"{reverse(f'admin:{place}_take_back', args=[word])}?{query}"


def message(patient: Patient, client_id: str = "m1") -> Message:
    return Message.objects.get(patient=patient, client_id=client_id)


def test_erasing_shows_what_goes_and_what_stays_and_erases_nothing(desk: Client, patient: Patient) -> None:
    summarise(patient)
    page = desk.get(address(ERASE, "erase", patient)).content.decode()
    assert (
        "The words in 3 messages, 3 wordings of messages, 5 stored steps of summaries, 1 check of a summary, "
        "1 summary" in page
    )
    assert "The login for the app: it is switched off" in page
    patient.refresh_from_db()
    assert patient.erased_at is None


def test_another_code_erases_nobody(desk: Client, patient: Patient) -> None:
    answer = desk.post(address(ERASE, "erase", patient), {"code": f"{patient.code}0"})
    assert "This is not the person&#x27;s code" in answer.content.decode()
    assert not ErasureCertificate.objects.exists()


def test_person_is_erased_by_their_code_and_the_certificate_is_shown(desk: Client, patient: Patient) -> None:
    summarise(patient)
    page = desk.post(address(ERASE, "erase", patient), {"code": patient.code}, follow=True).content.decode()
    certificate = ErasureCertificate.objects.get(patient=patient)
    assert "Checked as this page was made: all of it is as it stood then." in page
    assert str(certificate.id) in page
    assert certificate.by is not None
    assert all(stays["sha256"] in page for stays in certificate.stays if stays["rows"])


def test_erased_person_is_not_offered_to_be_erased(desk: Client, patient: Patient) -> None:
    desk.post(address(ERASE, "erase", patient), {"code": patient.code})
    page = desk.get(reverse("admin:core_patient_change", args=[patient.pk])).content.decode()
    assert "Erase a person" not in page
    answer = desk.post(address(ERASE, "erase", patient), {"code": patient.code}, follow=True)
    assert "It was taken back before." in answer.content.decode()


def test_messages_are_deleted_with_their_words(desk: Client, patient: Patient) -> None:
    rows = [message(patient, client_id) for client_id in ("m1", "m2")]
    page = desk.get(address(MESSAGES, "delete", *rows)).content.decode()
    assert "The words of 2 messages, now and before: 2 wordings." in page
    desk.post(address(MESSAGES, "delete", *rows))
    assert list(Message.objects.filter(patient=patient, deleted_at=None).values_list("client_id", flat=True)) == ["m3"]


def test_words_are_replaced(desk: Client, patient: Patient) -> None:
    row = message(patient)
    page = desk.get(address(MESSAGES, "replace", row)).content.decode()
    assert "anxious about the exam" in page
    desk.post(address(MESSAGES, "replace", row), {"text": "Slept.\r\nWell."})
    assert [each.text for each in row.revisions.order_by("number")] == [None, "Slept.\nWell."]


def test_same_words_again_are_said_to_be_the_same(desk: Client, patient: Patient) -> None:
    row = message(patient, "m2")
    answer = desk.post(address(MESSAGES, "replace", row), {"text": "Slept 6 h. Still anxious."})
    assert "These are the words it has." in answer.content.decode()


def test_summary_is_withdrawn_with_a_reason(desk: Client, patient: Patient) -> None:
    version = SessionBridgeVersion.objects.get(job=summarise(patient))
    refused = desk.post(address(SUMMARIES, "withdraw", version), {"reason": " "})
    assert "This field is required." in refused.content.decode()
    desk.post(address(SUMMARIES, "withdraw", version), {"reason": "It counted a day twice."})
    withdrawal = SummaryWithdrawal.objects.get(session_bridge_version=version)
    assert (withdrawal.cause, withdrawal.reason) == ("staff", "It counted a day twice.")
    assert withdrawal.by is not None


def test_summary_of_somebody_who_moved_west_is_made_again_up_to_their_today(desk: Client) -> None:
    job = summarised_before_moving_west()
    page = address(SUMMARIES, "again", job.sessionbridgeversion)
    told = desk.post(page, {"reason": "fell back"}, follow=True).content.decode()
    assert "A new summary of the diary as it is now is being made." in told
    assert GenerationJob.objects.get(origin=Origin.STAFF).window_last < job.window_last


@pytest.mark.parametrize(
    ("place", "word", "values", "right"),
    [
        (ERASE, "erase", {"code": "P-1"}, "delete_patient"),
        (MESSAGES, "delete", {}, "delete_message"),
        (MESSAGES, "replace", {"text": "Other words."}, "change_message"),
        (SUMMARIES, "withdraw", {"reason": "Wrong."}, "delete_sessionbridgeversion"),
    ],
)
def test_each_needs_its_permission_and_a_visible_person(
    patient: Patient, place: str, word: str, values: dict[str, str], right: str
) -> None:
    Patient.objects.filter(pk=patient.pk).update(code="P-1")
    version = SessionBridgeVersion.objects.get(job=summarise(patient))
    row = {ERASE: patient, MESSAGES: message(patient), SUMMARIES: version}[place]
    page = address(place, word, row)
    views = ("view_patient", "view_message", "view_sessionbridgeversion")
    stranger = make_user(make_organisation("Elsewhere"), is_staff=True)
    stranger.user_permissions.set(Permission.objects.filter(codename__in=[*views, right]))
    assert [staff_of(patient, *views).post(page, values).status_code for _ in range(2)] == [403, 403]
    if not right.startswith("change_"):
        # Django takes whoever may change a row to be allowed to view it.
        assert staff_of(patient, right).post(page, values).status_code == 403
    assert client_of(stranger).post(page, values).status_code == 404
    assert Client().post(page, values).status_code == 302
    assert AccessEvent.objects.count() == 0
    assert staff_of(patient, *views, right).post(page, values).status_code == 302
    assert [(event.action, event.patient) for event in AccessEvent.objects.all()] == [(word, patient)]


@pytest.mark.parametrize("rows", ["", "row=1", "row=00000000-0000-0000-0000-000000000000", "row=a%00"])
def test_rows_that_are_not_there_are_not_found(desk: Client, rows: str) -> None:
    assert desk.get(f"{reverse('admin:core_message_take_back', args=['delete'])}?{rows}").status_code == 404


def test_way_that_is_none_is_not_found(desk: Client, patient: Patient) -> None:
    assert desk.get(address(MESSAGES, "burn", message(patient))).status_code == 404


@pytest.mark.parametrize(
    ("place", "word"), [(ERASE, "erase"), (MESSAGES, "delete"), (MESSAGES, "replace"), (SUMMARIES, "withdraw")]
)
def test_list_offers_it_as_an_action_to_those_who_may(desk: Client, patient: Patient, place: str, word: str) -> None:
    version = SessionBridgeVersion.objects.get(job=summarise(patient))
    row = {ERASE: patient, MESSAGES: message(patient), SUMMARIES: version}[place]
    listed = reverse(f"admin:{place}_changelist")
    sent = {"action": f"take_back_{word}", "_selected_action": [str(row.pk)]}
    assert desk.post(listed, sent).headers["Location"] == address(place, word, row)
    assert "take_back_" not in staff_of(patient, f"view_{place.partition('_')[2]}").get(listed).content.decode()


def test_two_people_are_not_erased_at_once(desk: Client, patient: Patient) -> None:
    people = [str(each.pk) for each in (patient, make_diarist())]
    sent = {"action": "take_back_erase", "_selected_action": people}
    page = desk.post(reverse("admin:core_patient_changelist"), sent, follow=True).content.decode()
    assert "Select one at a time." in page

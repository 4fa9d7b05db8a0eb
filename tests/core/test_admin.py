"""The admin of people and diaries: who sees what, no diary text in lists, no page that can write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.messages import IncomingMessage, store_message, store_messages
from core.models import (
    AccessEvent,
    CareTeam,
    Message,
    MessageRevision,
    Organisation,
    Patient,
    TherapySession,
    User,
)
from tests.builders.people import make_operator, make_organisation, make_user

SENT_AT = datetime(2024, 11, 8, 21, 14, tzinfo=UTC)
SECRET = "Slept 6 h, dreamt of the <lighthouse>."
LISTS = ["organisation", "patient", "careteam", "user", "message", "therapysession", "accessevent"]
# The whole organisation and its words, whatever kinds of rows there are.
ALL = ("see_organisation", "see_codes", "read_organisation_words")


@pytest.fixture
def operator(db: None) -> User:
    return make_operator()


@pytest.fixture
def desk(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def log_in_staff(client: Client, organisation: Organisation | None, *rights: str) -> User:
    user = make_user(organisation, username="dr-river", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


@pytest.fixture
def diary(patient: Patient) -> Patient:
    store_messages(
        patient,
        [IncomingMessage(f"m{n}", SENT_AT + timedelta(minutes=n), f"{SECRET} {n}") for n in range(30)],
    )
    TherapySession.objects.create(patient=patient, client_id="s1", session_date=SENT_AT.date(), transcript=SECRET)
    team = CareTeam.objects.create(organisation=patient.organisation, name="Team")
    team.patients.add(patient)
    return patient


def message_page() -> str:
    return reverse("admin:core_message_change", args=[Message.objects.earliest("sent_at").pk])


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("name", LISTS)
def test_lists_show_no_diary_text_in_a_fixed_number_of_queries(desk: Client, name: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(reverse(f"admin:core_{name}_changelist"))
    assert page.status_code == 200
    assert "lighthouse" not in page.content.decode()
    # Session, user, how many are expected, count and rows, the roles of logins; nothing for each row.
    assert len(queries) == 5 + (name == "user"), [query["sql"] for query in queries]


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("name", ["patient", "message", "therapysession", "accessevent"])
def test_lists_are_searched_by_the_persons_code(desk: Client, name: str) -> None:
    desk.get(message_page())
    address = reverse(f"admin:core_{name}_changelist")
    assert desk.get(address, {"q": "P-0042"}).context["cl"].result_count > 0
    assert desk.get(address, {"q": "P-004"}).context["cl"].result_count == 0


@pytest.mark.usefixtures("diary")
def test_the_page_of_a_message_shows_its_revisions_and_is_recorded(
    desk: Client, operator: User, patient: Patient
) -> None:
    store_message(patient, "m0", SENT_AT, "Other <words>.")
    page = desk.get(message_page()).content.decode()
    assert "lighthouse" not in page
    assert "<em>erased</em>" in page
    assert "Other &lt;words&gt;." in page
    assert "2024-11-08 22:14 Europe/Berlin" in page
    event = AccessEvent.objects.get()
    assert (event.actor, event.patient, event.action) == (operator, patient, "view")
    assert event.target == message_page()


@pytest.mark.usefixtures("diary")
def test_the_page_of_an_erased_message_says_so(desk: Client) -> None:
    MessageRevision.objects.update(text=None, salt=None, erased_at=SENT_AT)
    assert "<em>erased</em>" in desk.get(message_page()).content.decode()


@pytest.mark.usefixtures("diary")
def test_the_page_of_a_message_takes_a_fixed_number_of_queries(desk: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        desk.get(message_page())
    # Which message; session, user, the message, the record of the access, the message again, words.
    assert len(queries) <= 9, [query["sql"] for query in queries]


@pytest.mark.usefixtures("diary")
def test_who_may_not_see_messages_sees_none_and_no_access_is_recorded(
    client: Client, organisation: Organisation
) -> None:
    log_in_staff(client, organisation, "view_patient")
    assert client.get(message_page()).status_code == 403
    assert not AccessEvent.objects.exists()


@pytest.mark.usefixtures("diary")
def test_who_may_see_messages_reads_and_cannot_write(client: Client, organisation: Organisation) -> None:
    log_in_staff(client, organisation, "view_message", "change_message", *ALL)
    page = client.get(message_page()).content.decode()
    assert "lighthouse" in page
    assert 'name="_save"' not in page
    assert client.post(message_page(), {"client_id": "x"}).status_code == 403


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("belongs", [True, False], ids=["to another organisation", "to none"])
def test_nobody_sees_across_the_organisation(client: Client, belongs: bool) -> None:
    other = make_organisation("Practice on the Hill") if belongs else None
    rights = [f"view_{name}" for name in LISTS]
    own = log_in_staff(client, other, *rights, *ALL)
    for name in LISTS:
        found = client.get(reverse(f"admin:core_{name}_changelist")).context["cl"].queryset
        assert list(found) in ([], [other], [own]), name
    assert client.get(message_page()).status_code == 404
    assert not AccessEvent.objects.exists()


@pytest.mark.usefixtures("diary")
def test_staff_see_their_own_organisation(client: Client, organisation: Organisation) -> None:
    log_in_staff(client, organisation, *(f"view_{name}" for name in LISTS), *ALL)
    for name in sorted({*LISTS} - {"accessevent"}):
        page = client.get(reverse(f"admin:core_{name}_changelist"))
        assert page.context["cl"].result_count > 0, name


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("name", sorted({*LISTS} - {"user"}))
def test_no_page_of_a_row_can_write(desk: Client, name: str) -> None:
    desk.get(message_page())
    rows = desk.get(reverse(f"admin:core_{name}_changelist"))
    offered = rows.context["action_form"]
    # What takes words back leads to pages of its own; an archive only takes them along.
    actions = dict(offered.fields["action"].choices) if offered else {}
    assert {action for action in actions if action and not action.startswith("take_back_")} <= {"export_archive"}
    page = reverse(f"admin:core_{name}_change", args=[rows.context["cl"].result_list[0].pk])
    assert 'name="_save"' not in desk.get(page).content.decode()
    assert desk.post(page, {"_save": "1"}).status_code == 403
    assert desk.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_accesses_are_entered_by_nobody(desk: Client) -> None:
    assert desk.get(reverse("admin:core_accessevent_add")).status_code == 403


@pytest.mark.usefixtures("diary")
def test_a_person_is_shown_without_the_hash_key(desk: Client, patient: Patient) -> None:
    page = desk.get(reverse("admin:core_patient_change", args=[patient.pk])).content.decode()
    assert "P-0042" in page
    assert "hash" not in page.lower()


@pytest.mark.usefixtures("diary")
def test_a_session_is_shown_without_its_transcript(desk: Client) -> None:
    session = TherapySession.objects.get()
    page = desk.get(reverse("admin:core_therapysession_change", args=[session.pk]))
    assert page.status_code == 200
    assert "lighthouse" not in page.content.decode()


def new_login(client: Client, name: str) -> None:
    values = {"username": name, "password1": "riverbank-17", "password2": "riverbank-17", "usable_password": "true"}
    assert client.post(reverse("admin:core_user_add"), values).status_code == 302


def test_a_login_that_staff_make_belongs_to_their_organisation(client: Client, organisation: Organisation) -> None:
    log_in_staff(client, organisation, "view_user", "add_user", "change_user")
    new_login(client, "new")
    assert User.objects.get(username="new").organisation == organisation


def test_an_operator_gives_a_login_its_organisation(desk: Client, organisation: Organisation) -> None:
    new_login(desk, "new")
    page = desk.get(reverse("admin:core_user_change", args=[User.objects.get(username="new").pk]))
    assert 'name="organisation"' in page.content.decode()
    assert User.objects.get(username="new").organisation is None


def test_a_message_that_is_not_there_is_not_found(desk: Client) -> None:
    page = desk.get(reverse("admin:core_message_change", args=["not-an-id"]))
    assert (page.status_code, b"Nothing here" in page.content) == (404, True)
    assert not AccessEvent.objects.exists()

"""Organisations, care teams, people, logins and sessions: entered once, within one organisation, with a history."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from core.diary_formats.diary_file import read_diary_content
from core.diary_formats.options import ReadOptions
from core.erasure import erase_person
from core.messages import store_message
from core.models import (
    AccessEvent,
    ApiToken,
    CareTeam,
    Change,
    Message,
    MessageRevision,
    Organisation,
    Patient,
    TherapySession,
)
from core.practice.care_teams import change_care_team, create_care_team
from core.practice.diaries import import_diary, write_message
from core.practice.logins import link_app_login, make_app_login, unlink_app_login
from core.practice.organisations import create_organisation, rename_organisation
from core.practice.people import change_patient, create_patient
from core.practice.sessions import add_session, add_transcript
from core.practice.taking_back import delete_messages
from core.practice.zones import change_zone
from core.pseudonyms import pseudonym_of
from core.refusals import InputRefused
from core.zones import require_zone
from tests.builders.people import TESTER, make_organisation, make_patient, make_user, token_for

pytestmark = pytest.mark.django_db
PASSWORD = "a-heron-at-the-weir-7"
SECRET = "dreamt of the lighthouse"
DAY = date(2025, 11, 10)


def details() -> list[str]:
    return list(Change.objects.order_by("at").values_list("details", flat=True))


@pytest.mark.parametrize("name", ["Practice by the River", "practice BY the river", "  Practice by the River "])
def test_name_of_an_organisation_is_taken_once(organisation: Organisation, name: str) -> None:
    with pytest.raises(InputRefused, match="another organisation"):
        create_organisation(TESTER, name)


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\0b", "a\u202eb", "\ud800", "x" * 201])
def test_name_that_cannot_be_read_is_refused(name: str) -> None:
    with pytest.raises(InputRefused) as refused:
        create_organisation(TESTER, name)
    assert refused.value.field == "name"
    assert not Organisation.objects.exists()


def test_organisation_may_change_the_capitals_of_its_name(organisation: Organisation) -> None:
    rename_organisation(TESTER, organisation, "PRACTICE by the River")
    rename_organisation(TESTER, organisation, "PRACTICE by the River")
    assert details() == ["name: Practice by the River became PRACTICE by the River"]


def test_team_is_changed_to_just_this_and_the_history_names_who_came_and_went(patient: Patient) -> None:
    ada, bo = (make_user(patient.organisation, username=name, is_staff=True) for name in ("ada", "bo"))
    team = create_care_team(TESTER, patient.organisation, "Tuesday group", members=[ada])
    change_care_team(TESTER, team, name="Tuesday group", members=[bo], patients=[patient])
    change_care_team(TESTER, team, name="Tuesday group", members=[bo], patients=[patient])
    assert details() == [
        "Tuesday group entered; staff added: ada",
        "staff added: bo; staff removed: ada; people added: " + pseudonym_of(patient.pk),
    ]


def test_team_takes_nobody_of_another_organisation(patient: Patient) -> None:
    other = make_organisation("Practice on the Hill")
    stranger = make_user(other, is_staff=True)
    with pytest.raises(InputRefused, match="members: must all be of the team's own organisation"):
        create_care_team(TESTER, patient.organisation, "Team", members=[stranger])
    with pytest.raises(InputRefused, match="patients: must all be of the team's own organisation"):
        create_care_team(TESTER, other, "Team", patients=[patient])
    assert not CareTeam.objects.exists()


def test_team_takes_no_login_of_the_app(organisation: Organisation) -> None:
    with pytest.raises(InputRefused, match="must be staff"):
        create_care_team(TESTER, organisation, "Team", members=[make_user(organisation)])


def test_person_is_entered_with_code_zone_and_teams(organisation: Organisation) -> None:
    team = create_care_team(TESTER, organisation, "Tuesday group")
    patient = create_patient(TESTER, organisation, " P-0001 ", "Asia/Tokyo", care_teams=[team])
    assert (patient.code, patient.zone, list(patient.care_teams.all())) == ("P-0001", "Asia/Tokyo", [team])
    assert details()[-1] == "entered, in Asia/Tokyo; care teams added: Tuesday group"


def test_code_is_taken_once_in_an_organisation_and_again_in_another(patient: Patient) -> None:
    with pytest.raises(InputRefused, match="code: is that of another person"):
        create_patient(TESTER, patient.organisation, "p-0042", "Asia/Tokyo")
    create_patient(TESTER, make_organisation("Practice on the Hill"), "P-0042", "Asia/Tokyo")


def test_person_changes_code_and_teams(patient: Patient) -> None:
    team = create_care_team(TESTER, patient.organisation, "Tuesday group", patients=[patient])
    change_patient(TESTER, patient, code="P-0043", care_teams=[])
    assert not team.patients.exists()
    assert details()[-1] == "code changed; care teams removed: Tuesday group"


def test_no_code_a_person_ever_had_stands_in_a_history(organisation: Organisation) -> None:
    patient = create_patient(TESTER, organisation, "CANARYcode Maria", "Asia/Tokyo")
    team = create_care_team(TESTER, organisation, "Tuesday group", patients=[patient])
    change_care_team(TESTER, team, name="Tuesday group", members=[], patients=[])
    change_patient(TESTER, patient, code="P-ERASE", care_teams=[])
    erase_person(patient, by="a test")
    assert [words for words in details() if "CANARY" in words or "P-ERASE" in words] == []


def test_app_login_is_made_linked_and_named_nowhere_in_the_history(patient: Patient) -> None:
    made = make_app_login(TESTER, patient, "Ada Lovelace".replace(" ", "."), PASSWORD)
    patient.refresh_from_db()
    assert (patient.user, made.is_staff, made.organisation) == (made, False, patient.organisation)
    assert made.check_password(PASSWORD)
    assert "Ada" not in " ".join(details())


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [("two words", PASSWORD, "username"), ("", PASSWORD, "username"), ("a\0b", PASSWORD, "username"),
     ("TAKEN", PASSWORD, "username"), ("p-0042", "short", "password"), ("p-0042", "password1234", "password")],
)  # fmt: skip
def test_bad_login_is_refused_by_its_field(patient: Patient, username: str, password: str, field: str) -> None:
    make_user(username="taken")
    with pytest.raises(InputRefused) as refused:
        make_app_login(TESTER, patient, username, password)
    assert refused.value.field == field


def test_name_of_a_login_is_kept_as_the_forms_of_the_admin_keep_it(patient: Patient) -> None:
    assert make_app_login(TESTER, patient, "\uff32iver", PASSWORD).username == "River"


@pytest.mark.parametrize("taken", ["stra\u00dfe", "STRASSE", "\uff33trasse"])
def test_name_that_is_read_like_another_is_refused(patient: Patient, taken: str) -> None:
    make_user(username=taken)
    with pytest.raises(InputRefused, match="that of another login"):
        make_app_login(TESTER, patient, "strasse", PASSWORD)


def test_login_of_staff_of_others_or_of_another_person_is_not_linked(patient: Patient) -> None:
    other = make_patient(organisation=patient.organisation, user=make_user(patient.organisation))
    stranger = make_user(make_organisation("Practice on the Hill"))
    assert other.user is not None
    for login in (make_user(patient.organisation, is_staff=True), stranger, other.user):
        with pytest.raises(InputRefused):
            link_app_login(TESTER, patient, login)


def test_unlinked_login_opens_nothing_any_more(patient: Patient) -> None:
    user = make_user(patient.organisation)
    link_app_login(TESTER, patient, user)
    token_for(user)
    unlink_app_login(TESTER, patient)
    patient.refresh_from_db()
    assert (patient.user, ApiToken.objects.filter(revoked_at=None).count()) == (None, 0)


def test_session_is_entered_once_with_what_was_said(patient: Patient) -> None:
    for _ in range(2):
        session = add_session(TESTER, patient, DAY, transcript=SECRET, client_id="s1")
    assert (TherapySession.objects.count(), session.transcript) == (1, SECRET)
    assert details() == ["session of 2025-11-10 entered, with transcript"]
    for values in ({"session_date": date(2025, 11, 11)}, {"transcript": "Other words."}):
        with pytest.raises(InputRefused, match="differs"):
            add_session(TESTER, patient, **{"session_date": DAY, "client_id": "s1", **values})


def test_transcript_is_added_later_and_never_changed(patient: Patient) -> None:
    session = add_session(TESTER, patient, DAY)
    add_transcript(TESTER, session, SECRET)
    with pytest.raises(InputRefused, match="does not change"):
        add_transcript(TESTER, session, "Other words.")
    session.refresh_from_db()
    assert session.transcript == SECRET


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(9999, 12, 31)])
def test_session_of_no_possible_date_is_refused(patient: Patient, day: date) -> None:
    with pytest.raises(InputRefused) as refused:
        add_session(TESTER, patient, day)
    assert refused.value.field == "session_date"


def test_message_is_written_where_the_person_was_on_that_day(patient: Patient) -> None:
    change_zone(TESTER, patient, "Asia/Tokyo", DAY)
    patient.refresh_from_db()
    write_message(TESTER, patient, date(2025, 11, 9), time(9), SECRET, client_id="m1")
    write_message(TESTER, patient, DAY, time(9), SECRET, client_id="m2")
    sent = {message.client_id: message.sent_at for message in Message.objects.all()}
    assert sent == {"m1": datetime(2025, 11, 9, 8, tzinfo=UTC), "m2": datetime(2025, 11, 10, 0, tzinfo=UTC)}


def test_message_sent_twice_is_one_and_other_words_under_its_id_are_refused(patient: Patient) -> None:
    for _ in range(2):
        write_message(TESTER, patient, DAY, time(9), SECRET, client_id="m1")
    with pytest.raises(InputRefused, match="another message"):
        write_message(TESTER, patient, DAY, time(9), "Other words.", client_id="m1")
    assert MessageRevision.objects.get().text == SECRET
    assert details() == ["message of 2025-11-10 09:00 entered"]


def test_message_that_was_deleted_is_not_entered_again_under_its_id(patient: Patient) -> None:
    write_message(TESTER, patient, DAY, time(9), SECRET, client_id="m1")
    delete_messages(TESTER, patient, ["m1"])
    with pytest.raises(InputRefused, match="deleted since"):
        write_message(TESTER, patient, DAY, time(9), SECRET, client_id="m1")


def test_time_that_did_not_occur_is_refused(patient: Patient) -> None:
    with pytest.raises(InputRefused, match="did not occur"):
        write_message(TESTER, patient, date(2025, 3, 30), time(2, 30), SECRET, client_id="m1")


def test_imported_file_is_an_access_and_a_change_without_its_words(patient: Patient) -> None:
    content = f'{{"id": "m1", "sent_at": "2025-11-10T08:00:00Z", "text": "{SECRET}"}}'.encode()
    diary = read_diary_content(content, "ada.jsonl", ReadOptions(require_zone("Europe/Berlin")))
    assert import_diary(TESTER, patient, diary).new == 1
    import_diary(TESTER, patient, diary)
    assert [event.action for event in AccessEvent.objects.all()] == ["import", "import"]
    assert details() == ["diary file imported: 1 new, 0 revised, 0 unchanged"]


def test_no_history_holds_a_word_of_a_diary(patient: Patient) -> None:
    store_message(patient, "m0", datetime(2025, 11, 9, tzinfo=UTC), SECRET)
    write_message(TESTER, patient, DAY, time(9), SECRET, client_id="m1")
    add_transcript(TESTER, add_session(TESTER, patient, DAY), SECRET)
    add_session(TESTER, patient, DAY, transcript=SECRET)
    rows = Change.objects.values_list("actor_label", "details")
    assert [row for row in rows if "lighthouse" in " ".join(row)] == []


def test_nothing_is_entered_for_an_erased_diary(patient: Patient) -> None:
    session = add_session(TESTER, patient, DAY)
    erase_person(patient, by="a test")
    for enter in (
        lambda: change_patient(TESTER, patient, code="P-1", care_teams=[]),
        lambda: make_app_login(TESTER, patient, "p-1", PASSWORD),
        lambda: add_session(TESTER, patient, DAY),
        lambda: add_transcript(TESTER, session, SECRET),
        lambda: write_message(TESTER, patient, DAY, time(9), SECRET, client_id="m1"),
    ):
        with pytest.raises(InputRefused, match="erased"):
            enter()

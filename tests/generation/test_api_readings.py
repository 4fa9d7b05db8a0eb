"""Waves, journeys, their metadata and timelines by the API: for staff who may, and for nobody else."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from core.actors import Actor
from core.erasure import erase_person
from core.models import AccessEvent, Change, Patient, TherapySession
from core.roles import Role
from generation.admin.readings import reading_in_words
from generation.lifecycle.generation_metadata import NotesChanged, update_generation_metadata
from generation.models import GenerationJob, GenerationMetadata, JobState
from generation.waves import A_MODELS_READING
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, make_person, make_staff, set_consent
from tests.builders.rows import imported_journey
from tests.builders.sessions import analysed, make_session
from tests.generation.api_clients import client_of, person_client, staff_client
from tests.generation.test_your_journeys import ODD, imported, make_journey, patient_with_sessions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]


@pytest.fixture(autouse=True)
def model_is_set(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"


def waves_of(session: TherapySession) -> str:
    return reverse("api:session_waves", args=[session.pk])


def test_waves_are_shown_with_state_reading_and_label() -> None:
    analysis = analysed(make_session())
    session = analysis.session
    body = staff_client(session.patient).get(waves_of(session)).json()
    by_name = {wave["wave"]: wave for wave in body["waves"]}
    assert (body["notice"], body["session"]) == (A_MODELS_READING, str(session.pk))
    assert (by_name["mood"]["state"], by_name["mood"]["job"]) == ("succeeded", str(analysis.job_id))
    assert by_name["mood"]["reading"]["data"] == json.loads(analysis.data or "")
    assert (by_name["deep"]["state"], by_name["deep"]["reading"]) == ("waiting", None)


@pytest.mark.parametrize("data", ODD, ids=range(len(ODD)))
def test_imported_reading_of_any_shape_is_shown(data: str) -> None:
    session = imported(make_session(), "mood", data).session
    answer = staff_client(session.patient).get(waves_of(session))
    [shown] = [wave["reading"]["data"] for wave in answer.json()["waves"] if wave["wave"] == "mood"]
    assert shown == data or shown == json.loads(data)
    assert reading_in_words(data)


def test_reading_of_waves_is_recorded() -> None:
    session = analysed(make_session()).session
    staff_client(session.patient).get(waves_of(session))
    assert AccessEvent.objects.get(patient_id=session.patient_id).target == waves_of(session)


def test_erased_readings_are_not_shown() -> None:
    session = analysed(make_session()).session
    erase_person(session.patient, by="a test")
    body = staff_client(session.patient).get(waves_of(session)).json()
    assert {wave["reading"] for wave in body["waves"]} == {None}
    assert not AccessEvent.objects.filter(patient_id=session.patient_id, action="view").exists()


def test_wave_is_asked_for_anew_and_its_job_watched() -> None:
    session = analysed(make_session()).session
    client = staff_client(session.patient)
    asked = client.post(f"{waves_of(session)}mood/", {"again": "a wrong score"}, format="json")
    assert (asked.status_code, asked.json()["feature"], asked.json()["wave"]) == (202, "session_wave", "mood")
    assert asked["Location"] == reverse("api:job", args=[asked.json()["id"]])
    job = GenerationJob.objects.get(pk=asked.json()["id"])
    assert (job.session, job.origin) == (session, "staff")
    assert client.get(asked["Location"]).json()["links"]["waves"] == waves_of(session)
    events = client.get(reverse("api:job_events", args=[job.pk])).content.decode()
    assert f'"session":"{session.pk}","session_date":"{session.session_date}"' in events


@pytest.mark.parametrize(("wave", "again"), [("horoscope", "why not"), ("mood", " ")])
def test_wave_that_cannot_be_asked_for_is_refused(wave: str, again: str) -> None:
    session = make_session()
    answer = staff_client(session.patient).post(f"{waves_of(session)}{wave}/", {"again": again}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_timelines_tell_of_session_and_date_by_pages() -> None:
    analysis = analysed(make_session())
    session = analysis.session
    client = staff_client(session.patient)
    for address in (
        reverse("api:session_events", args=[session.pk]),
        reverse("api:patient_events", args=[session.patient_id]),
    ):
        first = client.get(address, {"limit": 1}).json()
        rest = client.get(address, {"cursor": first["next"]}).json()
        told = [*first["events"], *rest["events"]]
        assert [event["number"] for event in told] == [2, 1]
        assert {(event["session"], event["session_date"]) for event in told} == {(str(session.pk), AS_OF.isoformat())}
        assert (told[0]["wave"], told[0]["state"], rest["next"]) == ("mood", "succeeded", None)


def test_attempts_are_one_row_each() -> None:
    session = analysed(make_session()).session
    address = reverse("api:session_attempts", args=[session.pk])
    [attempt] = staff_client(session.patient).get(address).json()["attempts"]
    assert (attempt["wave"], attempt["status"], attempt["retry_count"]) == ("mood", "completed", 0)


def test_journey_is_asked_for_read_and_withdrawn() -> None:
    patient = patient_with_sessions()
    client = staff_client(patient)
    body = {"patient": str(patient.pk)}
    asked = client.post(reverse("api:journeys"), body, format="json")
    assert (asked.status_code, asked.json()["feature"]) == (202, "your_journey")
    busy = client.post(reverse("api:journeys"), body, format="json")
    assert (busy.status_code, busy.json()["detail"]) == (409, "previous journey is still being generated")


def test_published_journey_is_shown_listed_and_withdrawn() -> None:
    patient = patient_with_sessions()
    version = make_journey(patient)
    client = staff_client(patient)
    shown = client.get(reverse("api:latest_journey"), {"patient": str(patient.pk)}).json()
    assert (shown["notice"], shown["data"]) == (A_MODELS_READING, json.loads(version.text or ""))
    assert client.get(reverse("api:job", args=[version.job_id])).json()["journey"] == str(version.pk)
    same = client.post(reverse("api:journeys"), {"patient": str(patient.pk)}, format="json")
    assert (same.status_code, same["Content-Location"]) == (200, reverse("api:journey", args=[version.pk]))
    address = reverse("api:journey_withdraw", args=[version.pk])
    withdrawn = client.post(address, {"reason": "mixed up"}, format="json").json()
    assert (withdrawn["state"], withdrawn["reason"], withdrawn["data"]) == ("withdrawn", "staff", None)
    [listed] = client.get(reverse("api:journeys"), {"patient": str(patient.pk)}).json()["results"]
    assert (listed["state"], "data" in listed) == ("withdrawn", False)
    assert client.get(reverse("api:latest_journey"), {"patient": str(patient.pk)}).status_code == 404


@pytest.mark.parametrize(("sessions", "allowed", "code"), [(0, True, "nothing_read"), (1, False, "needs_model")])
def test_journey_that_cannot_be_made_says_why(sessions: int, allowed: bool, code: str) -> None:
    patient = patient_with_sessions(sessions)
    set_consent(patient, allowed=allowed)
    answer = staff_client(patient).post(reverse("api:journeys"), {"patient": str(patient.pk)}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def versions_of_both_features() -> list[tuple[str, Any]]:
    summary = summarise(make_person()).sessionbridgeversion
    return [("api:summary_metadata", summary), ("api:journey_metadata", imported_journey(make_person()))]


def test_same_edit_changes_the_metadata_of_either_feature_alike() -> None:
    for name, version in versions_of_both_features():
        client, address = staff_client(version.patient), reverse(name, args=[version.pk])
        before = client.get(address).json()
        after = client.patch(address, {"notes": "Made while the server was slow."}, format="json").json()
        assert after == {**before, "notes": "Made while the server was slow."}
        assert client.get(address).json() == after
        history = Change.objects.get(subject_id=UUID(after["id"]))
        assert history.details.endswith("notes of 31 characters")


def test_metadata_that_a_client_has_is_not_sent_again() -> None:
    for name, version in versions_of_both_features():
        client, address = staff_client(version.patient), reverse(name, args=[version.pk])
        tag = client.get(address)["ETag"]
        known = client.get(address, headers={"if-none-match": tag})
        assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)
        changed = client.patch(address, {"notes": "Slow."}, format="json")["ETag"]
        again = client.get(address, headers={"if-none-match": tag})
        assert (again.status_code, again["ETag"], changed != tag) == (200, changed, True)


def test_notes_are_written_over_those_that_were_seen() -> None:
    for name, version in versions_of_both_features():
        client, address = staff_client(version.patient), reverse(name, args=[version.pk])
        seen = {"if-match": client.get(address)["ETag"]}
        first = client.patch(address, {"notes": "First."}, format="json", headers=seen)
        late = client.patch(address, {"notes": "Second."}, format="json", headers=seen)
        assert (first.status_code, late.status_code, late.json()["code"]) == (200, 412, "changed_meanwhile")
        assert client.get(address).json()["notes"] == "First."
        for match in (first["ETag"], f"W/{first['ETag']}", "*"):
            answer = client.patch(address, {"notes": "First."}, format="json", headers={"if-match": match})
            assert answer.status_code == 200


def test_notes_written_between_look_and_write_stay() -> None:
    for _, version in versions_of_both_features():
        metadata = version.metadata
        update_generation_metadata(Actor(None, "a test"), metadata, notes="First.")
        with pytest.raises(NotesChanged):
            update_generation_metadata(Actor(None, "a test"), metadata, notes="Second.", made_from="")
        assert GenerationMetadata.objects.get(pk=metadata.pk).notes == "First."


def test_figures_of_either_feature_are_not_edited() -> None:
    for name, version in versions_of_both_features():
        answer = staff_client(version.patient).patch(
            reverse(name, args=[version.pk]), {"model_used": "x"}, format="json"
        )
        assert (answer.status_code, GenerationMetadata.objects.filter(model_used="x").exists()) == (400, False)


def test_notes_of_somebody_erased_stay_empty() -> None:
    for name, version in versions_of_both_features():
        erase_person(version.patient, by="a test")
        answer = staff_client(version.patient).patch(reverse(name, args=[version.pk]), {"notes": "x"}, format="json")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "notes")


def addresses(patient: Patient) -> list[str]:
    session = analysed(make_session(patient)).session
    version = imported_journey(patient)
    return [
        waves_of(session),
        *(reverse(f"api:session_{what}", args=[session.pk]) for what in ("events", "attempts")),
        reverse("api:patient_events", args=[patient.pk]),
        *(reverse(f"api:{what}", args=[version.pk]) for what in ("journey", "journey_metadata")),
    ]


def test_the_person_is_refused_what_models_read_of_their_sessions() -> None:
    patient = make_person()
    client = person_client(patient)
    assert {client.get(address).status_code for address in addresses(patient)} == {403}
    job = GenerationJob.objects.get(patient=patient, state=JobState.SUCCEEDED)
    assert client.get(reverse("api:job", args=[job.pk])).status_code == 404


def test_clinician_of_another_team_finds_nothing() -> None:
    patient = make_person()
    other = client_of(make_staff(patient.organisation, Role.CLINICIAN))
    assert {other.get(address).status_code for address in addresses(patient)} == {404}


def test_unknown_ids_are_not_found() -> None:
    client = staff_client(make_person())
    for name in ("api:session_waves", "api:session_events", "api:journey", "api:journey_metadata"):
        assert {client.get(reverse(name, args=[id_])).status_code for id_ in (uuid4(), "nothing")} == {404}

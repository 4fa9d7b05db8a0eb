"""A summary as FHIR: the shape that R4 has, tags where a model took part and nowhere else.

R4B stands for R4: of these resources it changed nothing, and fhir.resources has no R4 any more.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from core.models import AccessEvent, Patient
from generation.erasure import withdraw_summary
from generation.history import reviewed
from generation.models import SessionBridgeVersion, WithdrawalCause
from tests.builders.jobs import held_job, summarise
from tests.builders.people import TESTER, make_person
from tests.builders.rows import gate_result, imported, version
from tests.generation.ai_transparency import faults_of, tags_of
from tests.generation.api_clients import ADDRESS, person_client

pytestmark = pytest.mark.django_db
FHIR = "application/fhir+json"


@pytest.fixture
def patient() -> Patient:
    return make_person()


def asked(patient: Patient, summary: SessionBridgeVersion) -> dict[str, Any]:
    answer = person_client(patient).get(f"{ADDRESS}{summary.id}/", headers={"accept": FHIR})
    assert (answer.status_code, answer["Content-Type"]) == (200, FHIR)
    bundle: dict[str, Any] = answer.json()
    Bundle.model_validate(bundle)
    return bundle


def resource(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind
    )
    return found


def by_model(patient: Patient, **fields: Any) -> SessionBridgeVersion:
    job = held_job(patient=patient)
    gate_result(job).save()
    row = version(job, prompt_version_writer="choice-1", model_writer="gpt-5.2", **fields)
    row.save()
    return row


def test_rules_summary_is_whole_and_has_no_tag(patient: Patient) -> None:
    summary = summarise(patient).sessionbridgeversion
    bundle = asked(patient, summary)
    document = resource(bundle, "DocumentReference")
    [content] = document["content"]
    words = base64.b64decode(content["attachment"]["data"])
    assert words.decode() == summary.text
    assert base64.b64decode(content["attachment"]["hash"]) == hashlib.sha1(words).digest()  # noqa: S324 - what R4 asks
    assert (document["status"], document["context"]["period"]["end"]) == ("current", "2025-11-21")
    assert (tags_of(bundle), faults_of(bundle)) == (set(), [])
    assert "reason" not in resource(bundle, "Provenance")


def test_every_reference_inside_the_bundle_leads_somewhere(patient: Patient) -> None:
    bundle = asked(patient, summarise(patient).sessionbridgeversion)
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    provenance = resource(bundle, "Provenance")
    named = [*provenance["target"], *(agent["who"] for agent in provenance["agent"])]
    assert {each["reference"] for each in named} <= urls
    assert provenance["entity"][0]["what"]["identifier"]["value"] == SessionBridgeVersion.objects.get().input_hash


def test_choice_of_a_model_is_tagged_as_the_guide_asks(patient: Patient) -> None:
    bundle = asked(patient, by_model(patient))
    assert (tags_of(bundle), faults_of(bundle)) == ({"AIAST"}, [])
    names = [entry["resource"]["deviceName"][0]["name"] for entry in bundle["entry"][2:]]
    assert names == ["SessionBridge", "gpt-5.2"]


def test_diary_read_by_a_model_is_tagged_too(patient: Patient) -> None:
    assert tags_of(asked(patient, by_model(patient, model_canonicalizer="gpt-5-mini"))) == {"AIAST"}


def test_reviewed_choice_has_the_tag_of_a_clinician(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewed, "_knowing", [set])
    bundle = asked(patient, by_model(patient))
    assert (tags_of(bundle), faults_of(bundle)) == ({"CLINAST_AIRPT"}, [])
    roles = [agent["type"]["coding"][0]["code"] for agent in resource(bundle, "Provenance")["agent"]]
    assert roles == ["assembler", "performer", "verifier"]


def test_reviewed_summary_of_rules_has_no_tag(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewed, "_knowing", [set])
    assert tags_of(asked(patient, summarise(patient).sessionbridgeversion)) == set()


def test_summary_of_an_older_system_names_it(patient: Patient) -> None:
    row = imported(patient=patient)
    row.save()
    bundle = asked(patient, row)
    assert resource(bundle, "Device")["deviceName"][0]["name"] == "An older system"
    assert "context" not in resource(bundle, "DocumentReference")


@pytest.mark.parametrize(
    ("cause", "status"),
    [(WithdrawalCause.PERSON, "entered-in-error"), (WithdrawalCause.CORRECTED, "superseded")],
)
def test_withdrawn_summary_says_so_and_has_no_words(patient: Patient, cause: WithdrawalCause, status: str) -> None:
    summary = summarise(patient).sessionbridgeversion
    withdraw_summary(TESTER, summary, cause=cause)
    document = resource(asked(patient, summary), "DocumentReference")
    assert document["status"] == status
    assert "data" not in document["content"][0]["attachment"]
    assert not AccessEvent.objects.filter(action="view").exists()


def test_access_is_recorded_and_what_is_known_is_not_sent_again(patient: Patient) -> None:
    summary = summarise(patient).sessionbridgeversion
    client = person_client(patient)
    first = client.get(f"{ADDRESS}{summary.id}/", headers={"accept": FHIR})
    assert AccessEvent.objects.get().action == "view"
    again = {"accept": FHIR, "if-none-match": first["ETag"]}
    assert client.get(f"{ADDRESS}{summary.id}/", headers=again).status_code == 304
    plain = client.get(f"{ADDRESS}{summary.id}/", headers={"if-none-match": first["ETag"]})
    assert plain.status_code == 200

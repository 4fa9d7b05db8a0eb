"""Any text through every field of every body: it is taken or refused, never an error of ours, and comes back equal.

500 in `make test`, 50,000 in `make fuzz` (half of API_CASES).
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from rest_framework.test import APIClient

from tests.builders.jobs import summarise
from tests.builders.people import make_person
from tests.builders.rows import imported_journey
from tests.builders.sessions import make_session
from tests.contract.texts import some_body, some_text
from tests.generation.api_clients import person_client, staff_client

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(36000)]
TEXTS = max(500, int(os.environ.get("API_CASES", "0")) // 2)
SEED = int(os.environ.get("API_SEED", "0")) or random.SystemRandom().randrange(1 << 30)
SCHEMA = yaml.load((Path(__file__).parents[2] / "docs" / "openapi.yaml").read_text(), yaml.CSafeLoader)


@pytest.fixture(autouse=True)
def no_limits(settings: Any) -> None:
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": dict.fromkeys(rates, "1000000/min")}


def calls() -> list[tuple[str, str, list[str]]]:
    """Method, path and the fields of every body there is."""
    found = []
    for path, methods in SCHEMA["paths"].items():
        for method, call in methods.items():
            if body := call.get("requestBody"):
                [content] = body["content"].values()
                name = content["schema"]["$ref"].rpartition("/")[2]
                found.append((method, path, list(SCHEMA["components"]["schemas"][name]["properties"])))
    return found


def send(client: APIClient, method: str, path: str, body: bytes) -> Any:
    with transaction.atomic():
        answer = client.generic(method.upper(), path, body, content_type="application/json")
        transaction.set_rollback(True)
    return answer


def ids_of(job: Any) -> Mapping[str, str]:
    patient = job.patient
    return {
        "summary_id": str(job.sessionbridgeversion.id),
        "message_id": str(patient.messages.first().id),
        "patient_id": str(patient.id),
        "journey_id": str(imported_journey(patient).id),
        "session_id": str(make_session(patient).id),
        "wave": "mood",
    }


def test_no_text_in_any_field_is_an_error_of_ours() -> None:
    chance = random.Random(SEED)
    patient = make_person()
    ids, clients = ids_of(summarise(patient)), (person_client(patient), staff_client(patient))
    known = calls()
    for _ in range(TEXTS):
        method, path, fields = chance.choice(known)
        body = some_body(chance, fields)
        status = send(chance.choice(clients), method, path.format(**ids), body).status_code
        assert 200 <= status < 500, (SEED, method, path, body[:500])


def test_words_that_are_taken_come_back_equal() -> None:
    chance = random.Random(SEED)
    patient = make_person()
    where = f"/api/v1/summaries/{summarise(patient).sessionbridgeversion.id}/objections/"
    client = person_client(patient)
    taken = 0
    for _ in range(TEXTS // 4):
        words = some_text(chance)
        answer = send(client, "post", where, json.dumps({"words": words}).encode())
        assert answer.status_code in {201, 400, 413}, (SEED, words[:200])
        if answer.status_code == 201:
            taken += 1
            # Two halves side by side are one character once they are JSON.
            whole = words.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            assert answer.json()["words"] == whole, SEED
    assert taken > TEXTS // 20

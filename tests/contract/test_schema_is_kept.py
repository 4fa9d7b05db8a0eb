"""Every answer of a running server is one that docs/openapi.yaml describes, whatever is asked in whatever order.

500 requests in `make test`, 100,000 in `make fuzz` (API_CASES).
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.roles import Role
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, make_person, make_staff, token_for
from tests.builders.rows import imported_journey
from tests.builders.sessions import analysed, make_session
from tests.conftest import Services
from tests.served.server import HOST, Server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(36000)]
CASES = int(os.environ.get("API_CASES", "500"))
SEED = int(os.environ.get("API_SEED", "0")) or random.SystemRandom().randrange(1 << 30)
STEPS = 10
SCHEMA = Path(__file__).parents[2] / "docs" / "openapi.yaml"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# What would end the token that asks, and what lasts as long as a job does: both have tests of their own.
LEFT_OUT = ["log_out", "revoke_token", "watch_job"]


@pytest.fixture
def server(services: Services) -> Iterator[Server]:
    with Server(services, DJANGO_SETTINGS_MODULE="tests.contract.settings") as running:
        yield running


def tokens_and_ids() -> tuple[list[str], dict[str, list[str]]]:
    """Who asks, and ids that are there, by the name of the parameter."""
    patient = make_person()
    jobs = [summarise(patient), summarise(patient, AS_OF.replace(day=10))]
    session = analysed(make_session(patient)).session
    journey = imported_journey(patient)
    clinician = make_staff(patient.organisation, Role.CLINICIAN, Role.ADMINISTRATOR)
    assert patient.user is not None
    ids = {
        "job_id": [str(job.id) for job in jobs],
        "summary_id": [str(job.sessionbridgeversion.id) for job in jobs],
        "notification_id": [str(notice.id) for notice in patient.notifications.all()],
        "patient_id": [str(patient.id)],
        "journey_id": [str(journey.id)],
        "session_id": [str(session.id)],
        "wave": ["mood"],
        "message_id": [str(message.id) for message in patient.messages.all()],
    }
    return [token_for(patient.user), token_for(clinician)], ids


@pytest.mark.filterwarnings("ignore")
def test_no_answer_is_one_the_schema_does_not_describe(server: Server) -> None:
    tokens, ids = tokens_and_ids()
    schema = schemathesis.openapi.from_path(SCHEMA).exclude(operation_id=LEFT_OUT)
    schema.config.update(base_url=f"http://{HOST}:{server.port}")
    asked = 0
    undescribed: list[str] = []

    # Each beginning draws by the seed after the last one's: the same would ask the same.
    begun = itertools.count(SEED)

    class App(schema.as_state_machine()):  # type: ignore[misc]  # made while it runs
        def before_call(self, case: Any) -> None:
            nonlocal asked
            asked += 1
            # Half of the ids are of something that is there.
            for name in case.path_parameters:
                if asked % 2 and name in ids:
                    case.path_parameters[name] = ids[name][asked % len(ids[name])]

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Token {tokens[asked % 4 == 0]}"}}

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            try:
                case.validate_response(response, checks=CHECKS)
            except Exception as failure:
                undescribed.append(f"{case.method} {case.formatted_path}: {failure}")
                raise

    while asked < CASES and not undescribed:
        # What a server answers depends on what was asked before, also in another example, which Hypothesis may object
        # to. Then it begins anew.
        with suppress(FlakyStrategyDefinition):
            seed(next(begun))(App).run(
                settings=settings(
                    max_examples=max(1, (CASES - asked) // STEPS),
                    stateful_step_count=STEPS,
                    deadline=None,
                    database=None,
                    phases=[Phase.explicit, Phase.generate],
                    suppress_health_check=list(HealthCheck),
                )
            )
    assert undescribed == [], f"SEED={SEED}"

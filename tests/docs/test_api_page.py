"""docs/api.md: its calls are run as they stand against a running server, and every call has its line."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import get_resolver

from core.models import Patient, Scope
from core.practice.logins import make_app_login
from core.practice.tokens import issue_service_token
from tests.builders.people import TESTER, make_diarist, token_for
from tests.conftest import Services
from tests.served.server import HOST, Server
from tests.served.worker import running_jobs

PAGE = Path(__file__).parents[2] / "docs/api.md"
# What a block's answer is read for, and the block.
_BLOCK = re.compile(r"(?:<!-- (?P<name>[A-Z]+)=(?P<path>\S+) -->\n)?```sh\n(?P<block>.*?)```", re.DOTALL)
_PASSWORD = "riverbank and lighthouse"


def run(command: str, environment: dict[str, str], given: str = "") -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_calls_of_the_page_work_as_they_stand(services: Services) -> None:
    patient: Patient = make_diarist()
    user = make_app_login(TESTER, patient, "river", _PASSWORD)
    scopes = list(Scope)
    service = issue_service_token(TESTER, patient.organisation, "App", lasts=timedelta(days=1), scopes=scopes)
    blocks = list(_BLOCK.finditer(PAGE.read_text(encoding="utf-8")))
    assert len(blocks) >= 28
    with Server(services) as server, running_jobs(services):
        environment = {
            **os.environ,
            "API": f"http://{HOST}:{server.port}/api/v1",
            "TOKEN": token_for(user),
            "SERVICE": service.token,
        }
        for found in blocks:
            said = run(re.sub(r"curl -s(\w*)", r"curl -sS\1 --fail-with-body", found["block"]), environment)
            if found["name"]:
                environment[found["name"]] = run(f"jq -er '{found['path']}'", environment, said).strip()


def test_every_call_has_its_line() -> None:
    page = PAGE.read_text(encoding="utf-8")
    [api] = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "api/v1/"]
    routes = {str(route.pattern) for route in api.url_patterns} - {"schema/", "docs/", "redoc/", ""}
    named = {re.sub(r"<str:\w+>", "{id}", route) for route in routes}
    assert [route for route in sorted(named) if route not in page] == []

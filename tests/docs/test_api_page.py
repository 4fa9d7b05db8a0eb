"""docs/api.md: its calls are run as they stand against a running server, and every call has its line."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import get_resolver

from core.models import CareTeam, Patient, Scope, User
from core.practice.logins import make_app_login
from core.practice.tokens import issue_service_token
from core.roles import Role
from core.visibility import readable_patients, visible_patients
from tests.builders.people import TESTER, make_diarist, make_operator, make_patient, make_staff, token_for
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
    user = make_app_login(TESTER, patient, "mia-of-the-page", _PASSWORD)
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
            "STAFF": token_for(make_operator()),
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


@pytest.mark.django_db
def test_who_may_see_what_is_as_the_table_says() -> None:
    cared_for, other = make_patient(), make_patient()
    team = CareTeam.objects.create(organisation=cared_for.organisation, name="Tuesday group")
    team.patients.add(cared_for)

    def seen_and_read(user: User) -> tuple[set[Patient], set[Patient]]:
        return set(visible_patients(user)), set(readable_patients(user))

    says = re.search(r"## Who may see what\n\n(.*?)\n\n", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert says is not None
    rows = dict(re.findall(r"^\| ((?:an? )?[\w ]+?)(?: \(.*?\))? \| (.*) \|$", says[1], re.MULTILINE))
    roles = {"a clinician": [Role.CLINICIAN], "an administrator": [Role.ADMINISTRATOR], "QA": [Role.QA]}
    roles |= {"operations": [Role.OPERATIONS], "staff without a role": []}
    for who, given in roles.items():
        staff = make_staff(cared_for.organisation, *given)
        team.members.set([staff])
        whom = {cared_for, other} if "of the organisation" in rows[who] else {cared_for}
        assert seen_and_read(staff) == (whom, set() if "nobody's words" in rows[who] else whom), who
        if "in no care team, nobody" in rows[who]:
            team.members.clear()
            assert seen_and_read(staff) == (set(), set())
    assert rows["an operator"] == "everybody, with their words"
    assert seen_and_read(make_operator()) == ({cared_for, other}, {cared_for, other})

"""A client made from docs/openapi.yaml goes through an app's whole life against a running server."""

from __future__ import annotations

import compileall
import importlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.practice.logins import make_app_login
from tests.builders.people import TESTER, make_patient
from tests.conftest import Services
from tests.served.server import HOST, Server
from tests.served.worker import running_jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore")]
SCHEMA = Path(__file__).parents[2] / "docs" / "openapi.yaml"
# What somebody else set, and what the person then chooses.
FIRST_PASSWORD, PASSWORD = "set by the practice", "riverbank and lighthouse"
NAME = "sessionbridge_client"
# The maker of clients knows bytes under one name alone.
CONFIG = "content_type_overrides: {application/zip: application/octet-stream}\n"
# From the first message to the summary shown, on a machine that does other things too.
MAX_SECONDS = 60


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package, made and compiled."""
    programs = Path(sys.executable).parent
    config = tmp_path / "client.yaml"
    config.write_text(CONFIG, encoding="utf-8")
    command = [programs / "openapi-python-client", "generate", "--path", SCHEMA, "--meta", "none", "--fail-on-warning"]
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    done = subprocess.run(
        [*command, "--config", config, "--output-path", tmp_path / NAME],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()
    assert compileall.compile_dir(tmp_path / NAME, quiet=1)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith(NAME)]:
        del sys.modules[name]


class App:
    """What an app does with the client: each call by its tag and name; the body by the fields it has."""

    def __init__(self, server: Server) -> None:
        client = importlib.import_module(NAME)
        self.models = importlib.import_module(f"{NAME}.models")
        self._client = client.Client(base_url=f"http://{HOST}:{server.port}")

    def log_in(self, username: str) -> None:
        answer = self.call("auth", "log_in", body=self.models.LoginBody(username=username, password=PASSWORD))
        client = importlib.import_module(NAME)
        base_url = self._client._base_url
        self._client = client.AuthenticatedClient(base_url=base_url, token=answer.token, prefix="Token")

    def call(self, tag: str, name: str, *ids: Any, status: int | None = None, **named: Any) -> Any:
        module = importlib.import_module(f"{NAME}.api.{tag}.{name}")
        answer = module.sync_detailed(*ids, client=self._client, **named)
        assert answer.status_code < 300, answer.content
        assert status is None or answer.status_code == status
        return answer.parsed


def test_client_goes_through_an_apps_whole_life(made: Path, services: Services) -> None:
    make_app_login(TESTER, make_patient(), "mia-of-the-client", FIRST_PASSWORD)
    with Server(services) as server, running_jobs(services):
        app = App(server)
        models = app.models
        own = {"username": "mia-of-the-client", "password": FIRST_PASSWORD, "new_password": PASSWORD}
        app.call("auth", "choose_password", body=models.PasswordBody.from_dict(own))
        app.log_in("mia-of-the-client")
        began = time.monotonic()
        rows = [{"id": "a", "sent_at": "2025-11-20T22:14:00+01:00", "text": "Slept 6 h. Still anxious about Monday."}]
        app.call("messages", "send_messages", body=models.MessagesBody.from_dict({"messages": rows}))
        wanted = models.SummaryRequestBody.from_dict({"as_of": "2025-11-21"})
        job = app.call("summaries", "request_summary", body=wanted, status=202)
        while job.state in {"queued", "running"}:
            time.sleep(0.2)
            job = app.call("jobs", "read_job", job.id)
        summary = app.call("summaries", "read_summary", job.summary)
        seconds = time.monotonic() - began
        print(f"first message to summary shown: {seconds:.1f} s")
        assert (summary.state, seconds < MAX_SECONDS) == ("shown", True)
        assert "Still anxious about Monday." in summary.text
        [notice] = app.call("notifications", "list_notifications").results
        assert app.call("notifications", "mark_notification_read", notice.id).read_at is not None
        bullet = summary.sections[-1].bullets[0]
        objection = models.ObjectionBody(bullet=bullet.id, words="I did not say that.")
        assert app.call("summaries", "object_to_summary", summary.id, body=objection, status=201).bullet == bullet.id
        withdrawn = app.call("summaries", "withdraw_summary", summary.id, body=models.WithdrawBody())
        assert (withdrawn.state, withdrawn.reason, withdrawn.text) == ("withdrawn", "person", None)
        app.call("me", "ask_for_erasure", body=models.ErasureBody(password=PASSWORD))

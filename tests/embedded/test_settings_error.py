"""A setting that cannot be used is one clear line, whichever program reads it first."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured

from sessionbridge.settings.environment import Environment
from tests.embedded.commands import REPOSITORY, clean_environment
from tests.embedded.test_settings import PRODUCTION

PROGRAMS = {
    "command with services": ("manage.py", "migrate"),
    "command without": ("manage.py", "check"),
    "web": ("-m", "uvicorn", "sessionbridge.asgi:application", "--port", "1"),
    "worker": ("-m", "celery", "-q", "-A", "sessionbridge", "worker"),
    "beat": ("-m", "celery", "-q", "-A", "sessionbridge", "beat"),
    "make up": ("-m", "sessionbridge.up"),
    "make down": ("-m", "sessionbridge.down"),
}
HOSTS = {"ALLOWED_HOSTS": "https://bridge.example.org"}
ABOUT_HOSTS = "ALLOWED_HOSTS: https://bridge.example.org is no host name: leave out scheme, port and path."


def said_by(program: tuple[str, ...], **environment: str) -> list[str]:
    """What a program that cannot start says."""
    done = subprocess.run(
        [sys.executable, *program],
        cwd=REPOSITORY,
        env={**clean_environment(), **PRODUCTION, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    return (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_setting_that_cannot_be_used_is_one_line(program: tuple[str, ...]) -> None:
    assert said_by(program, **HOSTS) == [f"A setting cannot be used. {ABOUT_HOSTS}"]


def test_number_that_is_none_is_named() -> None:
    [said] = said_by(PROGRAMS["command without"], JOB_LEASE_SECONDS="half a minute")
    assert said == "A setting cannot be used. JOB_LEASE_SECONDS is not what it should be: see .env.example."


def test_proxy_that_is_no_address_is_the_last_line() -> None:
    # Before it, a warning where no static files were collected.
    *_, said = said_by(PROGRAMS["web"], TRUSTED_PROXIES="10.0.0.0/33")
    assert said.startswith("A setting cannot be used. TRUSTED_PROXIES: '10.0.0.0/33' does not appear to be")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECOND_FACTOR", "ture"),
        ("BEHIND_TLS_PROXY", "enabled"),
        ("SWEEP_SECONDS", "-1"),
        ("SIGN_HEAD_SECONDS", "0"),
        ("LOGIN_FAILURES", "0"),
        ("WORKER_CONCURRENCY", "0"),
        ("JOURNEY_TOKENS", "all"),
        ("JOURNEY_TOKENS", "all=-5"),
        ("JOURNEY_TOKENS", "all=40000,own=0"),
        ("REVIEWS_WANTED", "safety=-1"),
        ("HEADS_FOLDER", " "),
        ("BACKUP_FOLDER", "\t"),
        ("POSTGRES_PROGRAMS", "  "),
        ("REDIS_URL", "foo"),
        ("REDIS_URL", "redis://["),
        ("REDIS_URL", "http://127.0.0.1:6379"),
        ("EVENTS_DATABASE_URL", "mysql://127.0.0.1/x"),
        ("THERABRIDGE_DATABASE_URL", "river"),
        ("OPENAI_BASE_URL", "127.0.0.1:8000/v1"),
    ],
)
def test_word_or_number_that_a_setting_cannot_mean_is_refused(name: str, value: str) -> None:
    environment = Environment()
    environment.ENVIRON = {name: value}
    read = dict.fromkeys(("SECOND_FACTOR", "BEHIND_TLS_PROXY"), environment.bool)
    read |= {name: partial(environment.dict, cast={"value": int}) for name in ("JOURNEY_TOKENS", "REVIEWS_WANTED")}
    texts = ("HEADS_FOLDER", "BACKUP_FOLDER", "POSTGRES_PROGRAMS", "REDIS_URL", "OPENAI_BASE_URL")
    read |= dict.fromkeys((*texts, "EVENTS_DATABASE_URL", "THERABRIDGE_DATABASE_URL"), environment)
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not what it should be"):
        read.get(name, environment.float)(name)


def test_address_of_no_redis_is_one_line() -> None:
    [said] = said_by(PROGRAMS["command without"], REDIS_URL="foo")
    assert said == "A setting cannot be used. REDIS_URL is not what it should be: see .env.example."


def test_key_that_reads_like_half_an_address_is_read() -> None:
    environment = Environment()
    environment.ENVIRON = {"SECRET_KEY": "a//[b"}
    assert environment("SECRET_KEY") == "a//[b"


@pytest.mark.parametrize("url", ["redis://r:6379/0", "rediss://r:6379/0", "unix:///run/r.sock?db=1"])
def test_addresses_of_redis_are_read(url: str) -> None:
    environment = Environment()
    environment.ENVIRON = {"REDIS_URL": url}
    assert environment("REDIS_URL") == url


@pytest.mark.parametrize(("value", "means"), [("True", True), ("yes", True), ("off", False), ("", False)])
def test_words_for_yes_and_no_are_read(value: str, means: bool) -> None:
    environment = Environment()
    environment.ENVIRON = {"SECOND_FACTOR": value}
    assert environment.bool("SECOND_FACTOR") is means

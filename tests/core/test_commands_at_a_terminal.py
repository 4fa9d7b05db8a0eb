"""What commands say where nothing is typed, and of names that are not there: one line, in the words of the command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.models import Organisation, Patient, User
from tests.builders.people import make_diarist

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def raising(error: type[BaseException]) -> Callable[[str], str]:
    def answer(_question: str) -> str:
        raise error

    return answer


@pytest.mark.parametrize(("error", "code"), [(EOFError, 1), (KeyboardInterrupt, 130)])
@pytest.mark.parametrize(("command", "nothing"), [("create_practice", "entered"), ("erase_person", "erased")])
def test_without_an_answer_nothing_is_done(
    command: str, nothing: str, error: type[BaseException], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = make_diarist()
    monkeypatch.setattr("builtins.input", raising(error))
    monkeypatch.setattr(sys, "stdin", Terminal())
    with pytest.raises(CommandError, match=f"Nothing was {nothing}") as refused:
        call_command(command, *([patient.code] if command == "erase_person" else []), stdout=StringIO())
    assert refused.value.returncode == code
    assert Organisation.objects.count() == 1
    assert not Patient.objects.exclude(erased_at=None).exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("delete_messages", "NOBODY", "x"), "person: there is no"),
        (("replace_words", "NOBODY", "x"), "person: there is no"),
        (("erase_person", "NOBODY"), "person: there is no"),
        (("erasure_certificate", "NOBODY"), "person: there is no"),
        (("withdraw_summary", "NOBODY", "1", "--reason", "why"), "person: there is no"),
        (("model_costs", "--patient", "NOBODY"), "--patient: there is no"),
        (("create_token", "--login", "nobody"), "--login: names nobody"),
        (("create_token", "--service", "s", "--organisation", "none"), "--organisation: names none"),
    ],
)
def test_refusal_names_what_the_command_takes(
    command: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("words"))
    with pytest.raises(CommandError, match=said):
        call_command(*command)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--days", "99999999999"], "--days: must be from 1"),
        ([], "--scope: must be one or more"),
        (["--scope", "messages:read", "--service", "\u200b"], "--service: "),
    ],
)
def test_token_is_refused_by_the_name_of_the_option(options: list[str], said: str) -> None:
    Organisation.objects.create(name="Clinic on the Hill")
    scope = ["--scope", "messages:read"] if "--days" in options else []
    with pytest.raises(CommandError, match=said):
        call_command("create_token", "--service", "s", "--organisation", "Clinic on the Hill", *scope, *options)


def test_words_that_are_no_utf_8_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    patient = make_diarist()
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"\xff"), encoding="utf-8"))
    with pytest.raises(CommandError, match="Standard input is not text"):
        call_command("replace_words", patient.code, "1")


def test_superuser_of_a_name_in_other_capitals_is_refused_in_words() -> None:
    User.objects.create_user("ada")
    with pytest.raises(CommandError, match="perhaps in other capitals"):
        call_command("createsuperuser", "--noinput", "--username", "ADA", "--email", "ada@example.org")
    assert User.objects.get().username == "ada"


def test_argument_that_is_not_text_ends_the_command_in_one_line() -> None:
    command: list[str | bytes] = [sys.executable, "manage.py", "help", b"\xff"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (1, "'\\udcff' is not text in UTF-8. Nothing was done.\n")

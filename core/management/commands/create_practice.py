"""`manage.py create_practice`: a practice that can begin: its name, a care team, an administrator and a clinician."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from core.actors import Actor, command_actor
from core.database_errors import describe
from core.database_ready import require_tables
from core.faultpoints import committing
from core.management.asking import ask
from core.models import Organisation
from core.practice.care_teams import create_care_team
from core.practice.logins import create_staff
from core.practice.organisations import create_organisation
from core.refusals import InputRefused
from core.roles import Role

_QUESTIONS = {
    "organisation": "Name of the practice or clinic",
    "team": "Name of its first care team",
    "administrator": "Login name of its administrator",
    "clinician": "Login name of its first clinician",
}


class Command(BaseCommand):
    help = (
        "Enter a practice: its name, its first care team, an administrator and a clinician of that team. Asks for what "
        "no option names. The passwords are printed once, kept nowhere, and are for choosing one's own."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for name, question in _QUESTIONS.items():
            parser.add_argument(f"--{name}", help=question[0].lower() + question[1:])

    def handle(self, **options: Any) -> None:
        """Enter all of it or nothing. Ends with a non-zero code and one clear message where something is refused."""
        require_tables()
        answers = {name: options[name] or self._ask(name, question) for name, question in _QUESTIONS.items()}
        passwords = {name: secrets.token_hex(10) for name in ("administrator", "clinician")}
        try:
            organisation = _enter(command_actor("create_practice"), answers, passwords)
        except InputRefused as refusal:
            raise CommandError(f"{refusal} Nothing was entered.") from None
        except Error as error:
            raise CommandError(f"The database refused ({describe(error)}). Nothing was entered; try again.") from None
        self.stdout.write(f"{organisation.name} is entered, with the care team {answers['team']}.")
        for name, password in passwords.items():
            self.stdout.write(f"{name.capitalize():<14} {answers[name]}  password: {password}")
        self.stdout.write(
            "These passwords are shown only now, and open only the page on which each of them chooses their own."
        )

    def _ask(self, name: str, question: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"Without a terminal nothing can be asked: give --{name}.")
        while not (answer := ask(f"{question}: ", or_else="Nothing was entered.").strip()):
            self.stderr.write("Type a name.")
        return answer


def _enter(actor: Actor, answers: dict[str, str], passwords: dict[str, str]) -> Organisation:
    with committing("enter"):
        with _naming("organisation"):
            organisation = create_organisation(actor, answers["organisation"])
        staff = {}
        for name, role in (("administrator", Role.ADMINISTRATOR), ("clinician", Role.CLINICIAN)):
            with _naming(name):
                staff[name] = create_staff(actor, organisation, answers[name], passwords[name], role=role)
        with _naming("team"):
            create_care_team(actor, organisation, answers["team"], members=[staff["clinician"]])
    return organisation


@contextmanager
def _naming(option: str) -> Iterator[None]:
    """Refusals name the option that was refused."""
    try:
        yield
    except InputRefused as refusal:
        raise InputRefused(f"--{option}", refusal.reason) from None

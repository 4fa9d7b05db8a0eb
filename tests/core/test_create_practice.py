"""`manage.py create_practice` enters a practice that can begin, or nothing."""

from __future__ import annotations

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import CareTeam, Change, Organisation, User

pytestmark = pytest.mark.django_db
NAMES = {"organisation": "Clinic on the Hill", "team": "Tuesday group", "administrator": "ada", "clinician": "dr-hill"}


def create_practice(**options: str) -> str:
    out = StringIO()
    call_command("create_practice", stdout=out, **options)
    return out.getvalue()


def test_practice_has_its_team_and_two_logins_with_the_passwords_shown() -> None:
    shown = create_practice(**NAMES)
    team = CareTeam.objects.get()
    assert (team.organisation.name, [member.username for member in team.members.all()]) == (
        "Clinic on the Hill",
        ["dr-hill"],
    )
    for name, group in (("ada", "Administrator"), ("dr-hill", "Clinician")):
        password = next(line.split()[-1] for line in shown.splitlines() if f" {name} " in line)
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert (user.is_staff, user.is_superuser, [each.name for each in user.groups.all()]) == (True, False, [group])


def test_history_names_the_command_and_no_password() -> None:
    shown = create_practice(**NAMES)
    changes = list(Change.objects.all())
    assert {change.actor_label.split(" run by ")[0] for change in changes} == {"manage.py create_practice"}
    assert {change.subject for change in changes} == {"organisation", "login", "care_team"}
    passwords = [line.split()[-1] for line in shown.splitlines() if "password: " in line]
    assert [change for change in changes if any(password in change.details for password in passwords)] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"organisation": "clinic ON the hill"}, "--organisation: is that of another organisation."),
        ({"clinician": "ADA"}, "--clinician: is that of another login."),
        ({"administrator": "two words"}, "--administrator: Enter a valid username."),
        ({"team": "\u200b"}, "--team: has a character that cannot be seen."),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_entered(wrong: dict[str, str], said: str) -> None:
    Organisation.objects.create(name="Clinic on the Hill")
    with pytest.raises(CommandError, match=said):
        create_practice(**{**NAMES, "organisation": "Second clinic", **wrong})
    assert (Organisation.objects.count(), User.objects.count(), Change.objects.count()) == (1, 0, 0)


def test_without_a_terminal_the_missing_option_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO())
    with pytest.raises(CommandError, match="give --team"):
        create_practice(**{name: value for name, value in NAMES.items() if name != "team"})
    assert not Organisation.objects.exists()


def test_on_a_terminal_what_no_option_names_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("\nClinic on the Hill\nTuesday group\nada\ndr-hill\n"))
    assert "Clinic on the Hill is entered" in create_practice()

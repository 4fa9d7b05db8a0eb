"""`manage.py create_token`: a token of the API for a login, or for a service of one organisation. It is shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import command_actor
from core.database_ready import require_tables
from core.models import Organisation, Scope
from core.practice.logins import find_login
from core.practice.tokens import NewToken, issue_service_token, issue_token
from core.refusals import InputRefused

# Far more than a token may last, and few enough to count with.
_TOO_MANY_DAYS = 100_000
# What `core.practice.tokens` calls its inputs, as they are given here.
_OPTIONS = {"days": "--days", "name": "--name", "scopes": "--scope"}


class Command(BaseCommand):
    help = "Make a token of the API and print it, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--login", help="the username of the login it is for")
        whose.add_argument("--service", help="the name of the service it is for")
        parser.add_argument("--organisation", help="the organisation of the service")
        parser.add_argument("--scope", action="append", default=[], choices=Scope.values, help="may be given again")
        parser.add_argument("--name", default="made on the command line", help="what a login's token is called")
        parser.add_argument("--days", type=int, default=90, help="how long it lasts (default: 90)")

    def handle(self, **options: Any) -> None:
        """Ends with a non-zero code where it cannot be made."""
        require_tables()
        try:
            token, row = self._make(options)
        except InputRefused as refusal:
            options_of = _OPTIONS | ({"name": "--service"} if options["service"] else {})
            field = options_of.get(refusal.field, refusal.field)
            raise CommandError(f"{field}: {refusal.reason}") from None
        self.stderr.write(f"{row.name} of {row.user.username}, until {row.expires_at:%Y-%m-%d}. It is not shown again:")
        self.stdout.write(token)

    def _make(self, options: dict[str, Any]) -> NewToken:
        actor, lasts = command_actor("create_token"), timedelta(days=max(0, min(options["days"], _TOO_MANY_DAYS)))
        if options["login"]:
            user = find_login(options["login"])
            if user is None or not user.is_active:
                raise InputRefused("--login", "names nobody, or is inactive.")
            if options["scope"]:
                raise InputRefused("--login", "takes no scope.")
            return issue_token(actor, user, options["name"], lasts=lasts)
        organisation = Organisation.objects.filter(name=options["organisation"] or "").first()
        if organisation is None:
            raise InputRefused("--organisation", "names none: give the organisation of the service.")
        scopes = [Scope(name) for name in options["scope"]]
        return issue_service_token(actor, organisation, options["service"], lasts=lasts, scopes=scopes)

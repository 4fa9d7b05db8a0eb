"""`manage.py retention`: which periods there are, what has expired, and erasing it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.models import Kept
from audit.retention import count_due, erase_what_has_expired, periods_in_force, set_period, what_is_due
from core.actors import command_actor
from core.database_ready import require_tables
from core.models import Organisation


class Command(BaseCommand):
    help = "Show what the periods of each organisation would erase now; --set changes one, --erase does it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", help="name, for --set")
        parser.add_argument("--set", metavar="KEPT=DAYS", help='"messages=1095", "people=3650", "messages=off"')
        parser.add_argument("--erase", action="store_true", help="erase what has expired, as beat does every night")

    def handle(self, **options: Any) -> None:
        require_tables()
        if options["set"]:
            self._set(options["organisation"], options["set"])
        periods = periods_in_force()
        if not periods:
            self.stdout.write("No organisation has a period: everything is kept.")
        for period in periods:
            due = what_is_due(period)
            rows = ", ".join(f"{rows} of {table}" for table, rows in sorted(count_due(due).items())) or "nothing"
            self.stdout.write(
                f"{period.organisation}, {period}: {len(due.people)} people have what is older, {due.held_back} more"
                f" are on hold. Rows with words of those people: {rows}."
            )
        if options["erase"]:
            for certificate in erase_what_has_expired():
                rows = ", ".join(f"{rows} of {table}" for table, rows in sorted(certificate.blanked.items()))
                self.stdout.write(f"Erased, certificate {certificate.pk}: {rows}.")

    def _set(self, name: str | None, wanted: str) -> None:
        kept, _, days = wanted.partition("=")
        organisation = Organisation.objects.filter(name=name).first()
        if organisation is None:
            raise CommandError("Name the organisation as it is called: --organisation NAME.")
        if kept not in Kept.values or not (days == "off" or (days.isdecimal() and 30 <= int(days) <= 36500)):
            raise CommandError(f"Say {' or '.join(Kept.values)}=DAYS, of 30 to 36500 days, or =off.")
        set_period(command_actor("retention"), organisation, Kept(kept), None if days == "off" else int(days))

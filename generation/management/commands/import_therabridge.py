"""`manage.py import_therabridge --organisation NAME`: what a practice has in TheraBridge, brought here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, transaction
from psycopg import Error as SourceError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from core.actors import command_actor
from core.database_errors import describe
from core.database_ready import require_tables
from core.faultpoints import committing
from core.models import Organisation
from core.refusals import InputRefused
from core.zones import require_zone
from generation.older_system.moving import Verified, bring_everything, record_move
from generation.older_system.report import Problem, Report
from generation.older_system.source import OlderDatabase


class Command(BaseCommand):
    help = (
        "Bring the people, sessions, analyses, journeys, summaries and logs of a TheraBridge database into an "
        "organisation. Its address stands in THERABRIDGE_DATABASE_URL; nothing is written there. Run again, it goes on "
        "where it stopped, and says what was changed there since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, help="the name of an organisation that exists here")
        parser.add_argument("--dry-run", action="store_true", help="do everything, store nothing, write the report")
        parser.add_argument(
            "--timezone", default="UTC", help="IANA zone of the people, as TheraBridge knows none (default: UTC)"
        )
        parser.add_argument("--report", type=Path, help="the file for what was not brought as it was (JSON Lines)")

    def handle(self, *, organisation: str, dry_run: bool, timezone: str, report: Path | None, **options: Any) -> None:
        """Bring it. Ends with a non-zero code where the databases differ afterwards, or something is refused."""
        require_tables()
        path = report or Path(f"therabridge-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.jsonl")
        try:
            zone = require_zone(timezone, field="--timezone")
            practice = _find_practice(organisation)
            with OlderDatabase.opened(settings.THERABRIDGE_DATABASE_URL) as db, path.open("x") as file:
                told = Report(file)
                if dry_run:
                    with committing("import_file"):
                        verified = bring_everything(db, told, practice, zone, self._follow)
                        transaction.set_rollback(True)
                else:
                    verified = bring_everything(db, told, practice, zone, self._follow)
                    record_move(command_actor("import_therabridge"), practice, told)
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        except FileExistsError:
            raise CommandError(f"{path} is there already. Name another with --report.") from None
        except (Error, SourceError) as error:
            kind = describe(error) if isinstance(error, Error) else f"TheraBridge's {type(error).__name__}"
            raise CommandError(f"A database refused ({kind}). What was brought stays; run this again.") from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted. What was brought stays; run this again and it goes on.") from None
        self._say(told, verified, path, dry_run=dry_run)

    def _follow(self, name: str, rows: int, step: Iterator[int]) -> None:
        """Run a step, with a bar, a rate and the time left at a terminal."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task(name, total=rows)
            for done in step:
                progress.advance(task, done)

    def _say(self, told: Report, verified: list[Verified], path: Path, *, dry_run: bool) -> None:
        for line in told.lines():
            self.stdout.write(line)
        for table, equal, whole in verified:
            self.stdout.write(f"{table}: {equal:,} of {whole:,} here, byte for byte")
        self.stdout.write(f"What was not brought as it was: {path}")
        if dry_run:
            self.stdout.write("This was a dry run: nothing was stored.")
        if any(problem is Problem.DIFFERS for _, problem in told.problems):
            raise CommandError("Some versions differ from those in TheraBridge; the report names them.")


def _find_practice(name: str) -> Organisation:
    found = Organisation.objects.filter(name__iexact=name.strip()).first()
    if found is None:
        raise InputRefused("--organisation", "there is none of this name; make it first.")
    return found

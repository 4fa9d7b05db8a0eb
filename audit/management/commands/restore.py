"""`manage.py restore FOLDER`: a backup into an empty database, and then what was taken back since."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pgtrigger
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from audit.backups.dump import ProgramFailed, is_empty, restore_from
from audit.backups.folder import Backup, UnusableBackup, read_backup
from audit.backups.list_file import FILE_NAME, UnusableList, read_list, require_of_backup
from audit.backups.listed import Done, Listed
from audit.backups.taken_back import take_back_again
from audit.chain_verification import verify_jobs
from audit.health.checks import known_migrations
from core.actors import command_actor
from generation.database_guards import GuardsMissing, require_database_guards
from generation.models import GenerationJob
from generation.worker.scheduled_tasks import time_out_overdue


class Command(BaseCommand):
    """1. The dump, in one transaction, but for two guards: no program of ours works without these.
    2. Newer migrations. 3. What was taken back since, once more. 4. The guards; jobs that are overdue end.
    """

    help = "Restore a backup into the empty database, with web, workers and beat stopped. docs/backups.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder of one backup")
        parser.add_argument("--taken-back", type=Path, help=f"the list (default: {FILE_NAME} beside the backup)")
        parser.add_argument(
            "--recovered",
            action="store_true",
            help="the backup is of a database recovered to an earlier moment",
        )
        parser.add_argument("--without-list", action="store_true", help="there is none: words may come back")

    def handle(self, **options: Any) -> None:
        try:
            backup = read_backup(options["folder"])
            listed = Listed()
            if not options["without_list"]:
                listed = self._read_list(backup, options["taken_back"], is_recovered=options["recovered"])
        except (UnusableBackup, UnusableList) as unusable:
            raise CommandError(f"{unusable} Nothing was done.") from None
        if newer := sorted(set(backup.migrations) - known_migrations()):
            raise CommandError(f"Newer code made this backup: it has seen {'.'.join(newer[0])}. Nothing was done.")
        if not is_empty():
            raise CommandError("The database is not empty, and a restore replaces nothing. Name an empty one.")
        self._restore(backup)
        done = take_back_again(command_actor("restore"), listed)
        pgtrigger.install()
        try:
            require_database_guards()
        except GuardsMissing as missing:
            raise CommandError(str(missing)) from None
        time_out_overdue()
        self._say(done)

    def _read_list(self, backup: Backup, named: Path | None, *, is_recovered: bool) -> Listed:
        path = named or backup.folder.parent / FILE_NAME
        try:
            found = read_list(path)
        except OSError:
            raise UnusableBackup(
                f"{path} is not there, which lists what was taken back since. Find it, or say --without-list: then"
                " words that were erased and rights that were taken since come back."
            ) from None
        require_of_backup(path, found, backup.installation, backup.made_at, is_recovered=is_recovered)
        return found.listed

    def _restore(self, backup: Backup) -> None:
        # The programs connect by themselves.
        connection.close()
        try:
            with tempfile.TemporaryDirectory() as work:
                restore_from(backup.dump, Path(work))
        except ProgramFailed as failed:
            raise CommandError(f"{failed}. The database is as empty as before.") from None
        call_command("migrate", interactive=False, verbosity=0)

    def _say(self, done: Done) -> None:
        taken = ", ".join(f"{kind}: {many:,}" for kind, many in done.counts.items()) or "nothing was left to take"
        self.stdout.write(f"Taken back again: {taken}. Everybody is logged out.")
        for what in done.to_do:
            self.stdout.write(f"To be done by hand: {what}.")
        jobs = GenerationJob.objects.select_related("sessionbridgeversion").order_by("created_at", "id")
        if broken := verify_jobs(jobs.iterator(chunk_size=500)):
            raise CommandError(f"Restored, and {len(broken)} chains are broken, the first: {broken[0]}.")
        self.stdout.write(f"{jobs.count():,} jobs: every artifact is what was stored.")

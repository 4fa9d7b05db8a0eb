"""`manage.py backup [FOLDER]`: the database, settings without keys, certificates and what was taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.backups.dump import ProgramFailed
from audit.backups.folder import make_backup
from audit.backups.list_file import FILE_NAME, write_list
from core.database_ready import require_tables


class Command(BaseCommand):
    help = "Make a backup in a new folder below FOLDER. docs/backups.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=settings.BACKUP_FOLDER, help="default: BACKUP_FOLDER")
        parser.add_argument("--list-only", action="store_true", help=f"write {FILE_NAME} anew and no backup")

    def handle(self, **options: Any) -> None:
        if not options["folder"]:
            raise CommandError("Name a folder, or set BACKUP_FOLDER.")
        require_tables()
        parent = Path(options["folder"])
        try:
            if options["list_only"]:
                self.stdout.write(f"{write_list(parent)} is as of now.")
                return
            backup = make_backup(parent)
        except (ProgramFailed, OSError) as failed:
            raise CommandError(f"There is no backup: {failed}") from None
        self.stdout.write(f"{backup.folder}: {backup.dump.stat().st_size:,} bytes, SHA-256 {backup.sha256}.")
        self.stdout.write("No key is in it: keep SECRET_KEY elsewhere, or second factors have to be set up anew.")

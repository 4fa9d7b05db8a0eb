"""`manage.py preflight`: whether a server may be opened to people, and what to do where not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.health.preflight import run_preflight


class Command(BaseCommand):
    help = (
        "Check settings, keys, static files, migrations, guards, time zones, certificates and backups; say what to do."
    )
    # Its own findings say it better than an error before the first of them.
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        findings = run_preflight()
        for finding in findings:
            word = "well " if not finding.what else "WRONG" if finding.fails else "look "
            self.stdout.write(f"{word}  {finding.name}" + (f": {finding.what} {finding.do}" if finding.what else ""))
        if wrong := sum(bool(finding.what) and finding.fails for finding in findings):
            raise CommandError(f"{wrong} to put right before people are let in.")

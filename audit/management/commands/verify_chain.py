"""`manage.py verify_chain [JOB ...]`: whether stored artifacts are what was stored; names the first that is not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.chain_verification import verify_imports, verify_jobs
from core.database_ready import require_tables
from generation.models import GenerationJob


class Command(BaseCommand):
    help = (
        "Check the chain of artifacts of every job, or of those named; keep an incident of every broken one and fail. "
        "Without names, imported versions too, against their hashes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("jobs", nargs="*", type=UUID, metavar="JOB", help="ids of jobs (default: all)")

    def handle(self, *, jobs: list[UUID], **options: Any) -> None:
        require_tables()
        found = GenerationJob.objects.select_related("sessionbridgeversion").order_by("created_at", "id")
        if jobs:
            found = found.filter(id__in=jobs)
            if missing := set(jobs) - set(found.values_list("id", flat=True)):
                raise CommandError(f"There is no job {min(missing)}.")
        broken = verify_jobs(found.iterator(chunk_size=500))
        if broken:
            raise CommandError(
                f"Broken: {broken[0]}." + (f" {len(broken)} jobs are broken." if len(broken) > 1 else "")
            )
        self.stdout.write(f"{found.count()} jobs: every artifact is what was stored.")
        if not jobs:
            self._check_imports()

    def _check_imports(self) -> None:
        """Say of what an older system published, where there is any, whether it is what was stored."""
        imports = verify_imports()
        if imports.broken:
            raise CommandError(f"Broken: imported version {imports.broken[0]}, of {len(imports.broken)} such.")
        if imports.number:
            self.stdout.write(f"{imports.number:,} imported versions: every text is what was stored.")

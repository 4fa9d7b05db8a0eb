"""`manage.py replay JOB`: a stored job run again on its stored input and replies, hashes compared stage by stage."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.replay import NotReplayable, ReplayedStage, replay
from core.database_ready import require_tables
from generation.models import GenerationJob
from generation.pipeline.errors import PipelineError
from generation.run.errors import PinnedInputMissing


class Command(BaseCommand):
    help = "Run a stored job again without writing anything; fail where a stage comes out differently."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", type=UUID, metavar="JOB", help="the id of the job")

    def handle(self, *, job: UUID, **options: Any) -> None:
        require_tables()
        found = GenerationJob.objects.select_related("patient", "sessionbridgeversion").filter(id=job).first()
        if found is None:
            raise CommandError(f"There is no job {job}.")
        try:
            stages = replay(found)
        except (NotReplayable, PinnedInputMissing):
            raise CommandError("It cannot be run again: nothing of it is stored, or its words were erased.") from None
        except PipelineError as error:
            raise CommandError(f"It broke ({type(error).__name__}).") from None
        for stage in stages:
            self.stdout.write(_line(stage))
        different = [stage for stage in stages if not stage.is_same]
        if different:
            raise CommandError(f"{len(different)} of {len(stages)} stages differ.")
        self.stdout.write(f"{len(stages)} stages, all the same.")


def _line(stage: ReplayedStage) -> str:
    word = "same" if stage.is_same else "DIFFERENT"
    hashes = " ".join((sha256 or "-")[:12] for sha256 in (stage.stored_sha256, stage.sha256))
    return f"{stage.stage:<12} {stage.ordinal}  {word:<9}  {hashes}"

"""`manage.py replay JOB`: a stored job run again on its stored input and replies, hashes compared stage by stage."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.chain_verification import verify_job
from audit.replay import NotReplayable, OfEarlierVersion, Replay, ReplayedStage, replay
from core.access import record_access
from core.actors import command_actor
from core.database_ready import require_tables
from generation.models import GenerationJob
from generation.pipeline.errors import PipelineError
from generation.run.errors import PinnedInputMissing

# Nothing differs, and nothing was run again either: neither success nor a difference.
_NOT_RUN_AGAIN = 2


class Command(BaseCommand):
    help = (
        "Run a stored job again without writing anything. Ends with 1 where a stage comes out differently, "
        "and with 2 where the job cannot be run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", type=UUID, metavar="JOB", help="the id of the job")

    def handle(self, *, job: UUID, **options: Any) -> None:
        require_tables()
        found = GenerationJob.objects.select_related("patient", "sessionbridgeversion").filter(id=job).first()
        if found is None:
            raise CommandError(f"There is no job {job}.")
        actor = command_actor("replay")
        # It prints hashes, but works on the words.
        record_access(
            actor=None,
            actor_label=actor.label,
            patient_id=found.patient_id,
            action="replay",
            target=f"generation_jobs {job}",
        )
        try:
            self._show(replay(found))
        except (NotReplayable, PinnedInputMissing):
            message = "It cannot be run again: nothing of it is stored, or its words were erased."
            raise CommandError(message, returncode=_NOT_RUN_AGAIN) from None
        except OfEarlierVersion:
            raise self._of_earlier_version(found) from None
        except PipelineError as error:
            raise CommandError(f"It broke ({type(error).__name__}).") from None

    def _show(self, replayed: Replay) -> None:
        stages = replayed.stages
        if earlier := replayed.of_earlier_version:
            self.stdout.write(f"{earlier} artifacts made by an earlier version before these: not replayable.")
        for stage in stages:
            self.stdout.write(_line(stage))
        if replayed.different:
            raise CommandError(f"{len(replayed.different)} of {len(stages)} stages differ.")
        if others := replayed.by_other_versions:
            message = f"{len(others)} of {len(stages)} stages were made by an earlier version: not replayable."
            raise CommandError(message, returncode=_NOT_RUN_AGAIN)
        self.stdout.write(f"{len(stages)} stages, all the same.")

    def _of_earlier_version(self, job: GenerationJob) -> CommandError:
        """What can be said of the job: whether what is stored is what was stored."""
        if broken := verify_job(job):
            return CommandError(f"It was made by an earlier version, and its chain is broken: {broken}")
        message = "It was made by an earlier version: verified, not replayable."
        return CommandError(message, returncode=_NOT_RUN_AGAIN)


def _line(stage: ReplayedStage) -> str:
    word = "same" if stage.is_same else "OTHER VERSION" if stage.versions else "DIFFERENT"
    hashes = " ".join((sha256 or "-")[:12] for sha256 in (stage.stored_sha256, stage.sha256))
    versions = f"  made by {stage.versions[0]}, now {stage.versions[1]}" if stage.versions else ""
    return f"{stage.stage:<12} {stage.ordinal}  {word:<13}  {hashes}{versions}"

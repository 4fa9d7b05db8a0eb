"""Whether a job's rows are what it stored: the chain of its artifacts, link by link, and the text at its end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from audit.incidents import notice
from audit.models import IncidentKind, IncidentSource
from core.faultpoints import committing
from core.salted_hashes import salted_sha256
from generation.generators.base_ai_generator import READING_STAGE
from generation.models import (
    GenerationJob,
    SessionBridgeVersion,
    StageArtifact,
    VersionOrigin,
    YourJourneyVersion,
)
from generation.models.artifact import chain_hash, first_chain_hash
from generation.pipeline.contracts import Verdict, sha256_hex
from generation.pipeline.sequence import Stage


@dataclass(frozen=True)
class BrokenLink:
    """The first thing of a job that does not hold. `where` names the artifact, or the version at the end."""

    job: GenerationJob
    where: str
    what: str

    def __str__(self) -> str:
        return f"job {self.job.id}, {self.where}: {self.what}"


def verify_job(job: GenerationJob) -> BrokenLink | None:
    """The first broken link of this job, None if all hold. Of erased bodies the stored hashes are taken."""
    artifacts = sorted(job.artifacts.all(), key=lambda artifact: artifact.position)
    previous = first_chain_hash(job.id)
    for position, artifact in enumerate(artifacts):
        if what := _broken(artifact, position, previous):
            return BrokenLink(job, f"artifact {artifact.position} ({artifact.stage} {artifact.ordinal})", what)
        previous = artifact.chain_hash
    return _broken_end(job, artifacts)


def read_whole(jobs: QuerySet[GenerationJob]) -> Iterator[GenerationJob]:
    """These jobs, oldest first, with what is verified of each read for many at once."""
    ends = ("sessionbridgeversion", "yourjourneyversion", "analysis")
    whole = jobs.select_related(*ends).prefetch_related("artifacts").order_by("created_at", "id")
    return whole.iterator(chunk_size=200)


def broken_links(jobs: Iterable[GenerationJob]) -> Iterator[BrokenLink]:
    """The first broken link of every job that has one."""
    return (link for job in jobs if (link := verify_job(job)))


def verify_jobs(jobs: Iterable[GenerationJob]) -> list[BrokenLink]:
    """The same, each kept as an incident of its summary."""
    broken = list(broken_links(jobs))
    for link in broken:
        with committing("notice_broken_chain"):
            notice(link.job, IncidentKind.CHAIN_BROKEN, IncidentSource.VERIFICATION)
    return broken


@dataclass(frozen=True)
class CheckedImports:
    """How many imported texts of both features have their words, and the ids of those that lost their hash."""

    number: int
    broken: list[UUID]


def verify_imports() -> CheckedImports:
    """Compare what an older system published, which no chain leads to, with the hash it was stored with."""
    number, broken = 0, []
    for model in (SessionBridgeVersion, YourJourneyVersion):
        rows = model._default_manager.filter(origin=VersionOrigin.IMPORTED, text__isnull=False)  # noqa: SLF001 - public
        for version in rows.only("id", "text", "salt", "text_sha256").iterator(chunk_size=200):
            number += 1
            if salted_sha256(version.salt or b"", version.text or "") != version.text_sha256:
                broken.append(version.pk)
    return CheckedImports(number, broken)


def _broken(artifact: StageArtifact, position: int, previous: str) -> str:
    if artifact.position != position:
        return f"artifact {position} is missing"
    if artifact.prev_chain_hash != previous:
        return "it is not chained to the one before"
    if artifact.body is not None and salted_sha256(artifact.salt or b"", artifact.body) != artifact.sha256:
        return "its body does not have the hash it was stored with"
    link = chain_hash(
        previous, position=position, stage=artifact.stage, ordinal=artifact.ordinal, sha256=artifact.sha256
    )
    return "" if artifact.chain_hash == link else "its chain hash is not of what it holds"


def _broken_end(job: GenerationJob, artifacts: list[StageArtifact]) -> BrokenLink | None:
    """A chain that was cut short shows at its end: what was published has to be what the last gate passed."""
    version = getattr(job, "sessionbridgeversion", None) or getattr(job, "yourjourneyversion", None)
    if version is None:
        return _broken_reading(job, artifacts)
    where = f"version {version.version}"
    if version.text is not None and salted_sha256(version.salt or b"", version.text) != version.text_sha256:
        return BrokenLink(job, where, "its text does not have the hash it was published with")
    gate = artifacts[-1] if artifacts and artifacts[-1].stage == Stage.GATE else None
    if gate is None:
        return BrokenLink(job, where, "the artifact of the gate that passed it is missing")
    if gate.body is not None and version.text is not None:
        # Every version of the contracts has these two; no other part of it is read here. Words that lie beside their
        # hash need no salt, so the report names the text by its plain one.
        report = json.loads(gate.body)
        if (report.get("text_sha256"), report.get("verdict")) != (sha256_hex(version.text), Verdict.PASS):
            return BrokenLink(job, where, "it is not the text that the last gate passed")
    return None


def _broken_reading(job: GenerationJob, artifacts: list[StageArtifact]) -> BrokenLink | None:
    """What a wave published has to be what it stored last."""
    analysis = getattr(job, "analysis", None)
    if analysis is None or analysis.data is None or not artifacts:
        return None
    last = artifacts[-1]
    if last.body is None or (last.stage, last.body) == (READING_STAGE, analysis.data):
        return None
    return BrokenLink(job, f"analysis {analysis.attempt}", "it is not the reading that was stored last")

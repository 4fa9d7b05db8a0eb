"""A job's stored stage outputs, each chained to the one before: what a run resumes from and adds to."""

from __future__ import annotations

import json

from django.db import IntegrityError

from core.database_errors import constraint_of
from core.faultpoints import around, committing
from core.salted_hashes import salted_sha256
from generation.lifecycle.run_logs import store_stage
from generation.models import GateResult, GenerationJob, StageArtifact
from generation.models.artifact import chain_hash, first_chain_hash
from generation.pipeline.contracts import GateReport, sha256_hex
from generation.pipeline.sequence import Stage, StageOutput
from generation.run.errors import GateOfAnotherText, PinnedInputMissing

# By hand, so that the event of the stage goes with it.
_COLUMNS = (
    *("id", "job_id", "epoch", "position", "stage", "ordinal"),
    *("body", "salt", "sha256", "prev_chain_hash", "chain_hash"),
)
_PLACES = ", ".join(f"%({name})s" for name in _COLUMNS)
_INSERT = f"INSERT INTO stage_artifacts ({', '.join(_COLUMNS)}) VALUES ({_PLACES})"  # noqa: S608 - names of ours


class ArtifactChain:
    """The artifacts of a held job. `bodies` holds what is stored, by (stage, ordinal)."""

    def __init__(self, job: GenerationJob) -> None:
        self._job = job
        self._salt = salt_of(job)
        self._position = 0
        self._head = first_chain_hash(job.id)
        self.bodies: dict[tuple[str, int], str] = {}
        # Before the first claim nobody could store anything.
        if job.attempts > 1:
            for artifact in job.artifacts.order_by("position"):
                self._append(artifact)

    def store(self, output: StageOutput) -> str:
        """Store `output` and its event in its own transaction and return the stored body: the first writer's, always.

        A gate's report becomes a GateResult in the same transaction. Raises IntegrityError of the fence where
        the job is no longer held under this epoch.
        """
        artifact = self._next_artifact(output)
        try:
            if output.stage is Stage.GATE:
                with committing("store_gate_result"):
                    self._insert(artifact)
                    self._store_gate_result(output)
            else:
                # One statement is a transaction of its own, at a third of the round trips.
                with around("store_artifact"):
                    self._insert(artifact)
        except IntegrityError as error:
            if constraint_of(error) != "stage_artifacts_first_writer_wins":
                raise
            artifact = self._job.artifacts.get(stage=output.stage, ordinal=output.ordinal)
        return self._append(artifact)

    def _next_artifact(self, output: StageOutput) -> StageArtifact:
        sha256 = salted_sha256(self._salt, output.body)
        link = chain_hash(
            self._head, position=self._position, stage=output.stage, ordinal=output.ordinal, sha256=sha256
        )
        return StageArtifact(
            job_id=self._job.id,
            epoch=self._job.epoch,
            position=self._position,
            stage=output.stage,
            ordinal=output.ordinal,
            body=output.body,
            salt=self._salt,
            sha256=sha256,
            prev_chain_hash=self._head,
            chain_hash=link,
        )

    def _insert(self, artifact: StageArtifact) -> None:
        values = {name: getattr(artifact, name) for name in _COLUMNS}
        store_stage(self._job, _INSERT, values, stage=artifact.stage, ordinal=artifact.ordinal)

    def _store_gate_result(self, output: StageOutput) -> None:
        report = GateReport.model_validate_json(output.body)
        text = json.loads(self.bodies[(Stage.TEXT, output.ordinal)])["text"]
        if sha256_hex(text) != report.text_sha256:
            raise GateOfAnotherText
        result = GateResult(
            job_id=self._job.id,
            epoch=self._job.epoch,
            ordinal=output.ordinal,
            text_sha256=salted_sha256(self._salt, text),
            verdict=report.verdict,
            policy_gate_version=report.policy_gate_version,
            judge=report.judge,
            judge_key=report.judge_key,
            judge_passed=list(report.judge_passed),
            rule_ids=sorted({finding.rule_id for finding in report.findings}),
            review_rule_ids=sorted({finding.rule_id for finding in report.review_findings}),
            findings=[finding.model_dump(mode="json") for finding in (*report.findings, *report.review_findings)],
        )
        # A rewrite may come out as the same bytes, and the gate then says the same of them.
        GateResult.objects.bulk_create([result], ignore_conflicts=True)

    def _append(self, artifact: StageArtifact) -> str:
        if artifact.body is None:
            raise PinnedInputMissing
        self.bodies[(artifact.stage, artifact.ordinal)] = artifact.body
        self._position = artifact.position + 1
        self._head = artifact.chain_hash
        return artifact.body


def salt_of(job: GenerationJob) -> bytes:
    """The salt in the hashes of all that `job` stores. Raises PinnedInputMissing where its words were erased."""
    if job.salt is None:
        raise PinnedInputMissing
    return bytes(job.salt)

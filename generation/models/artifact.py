from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models.functions import Now

from core.append_only import allow_only_erasure, forbid_delete
from core.salted_hashes import SALT_BYTES, hash_shaped, null_only_when_erased, salt_is_whole, salted_hash_of
from generation.models.guards import fence
from generation.models.job import GenerationJob
from generation.pipeline.contracts import sha256_hex


class StageArtifact(models.Model):
    """What a stage handed on, byte for byte, chained to what was stored before it.

    `body` is the stage's canonical JSON as text (jsonb would rewrite its bytes); NULL once erased, as is `salt`, which
    is the job's. `sha256` is over the salt and the UTF-8 bytes of the body; `chain_hash` see `chain_hash()`.
    `position` counts the job's artifacts from 0 in the order they were stored; `ordinal` counts within the stage (0 the
    first choice, then the repairs, then the rules' choice). A run that found artifacts of an earlier version begins
    behind their ordinals.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(GenerationJob, on_delete=models.PROTECT, related_name="artifacts", db_index=False)
    epoch = models.PositiveBigIntegerField("times the job had been taken up")
    position = models.PositiveIntegerField("place in the job, from 0")
    stage = models.CharField(max_length=64)
    ordinal = models.PositiveIntegerField("which of this stage, from 0", default=0)
    body = models.TextField(null=True)  # noqa: DJ001 - NULL is "erased", '' is never a body
    salt = models.BinaryField(max_length=SALT_BYTES, null=True)
    sha256 = models.CharField("fingerprint of the content", max_length=64)
    prev_chain_hash = models.CharField("fingerprint of the chain before it", max_length=64)
    chain_hash = models.CharField("fingerprint of the chain with it", max_length=64)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "stage_artifacts"
        ordering = ["job", "position"]
        constraints = [
            # First writer wins: a stage that ran twice has one result, and everybody reads that one.
            models.UniqueConstraint(fields=["job", "stage", "ordinal"], name="stage_artifacts_first_writer_wins"),
            # The chain has no forks.
            models.UniqueConstraint(fields=["job", "position"], name="stage_artifacts_position_unique"),
            null_only_when_erased("body", name="stage_artifacts_body_null_only_when_erased"),
            null_only_when_erased("salt", name="stage_artifacts_salt_null_only_when_erased"),
            salt_is_whole(name="stage_artifacts_salt_is_16_bytes"),
            # A hash of other bytes would vouch for something nobody stored.
            salted_hash_of("body", in_column="sha256", name="stage_artifacts_hash_is_of_the_body"),
            hash_shaped("sha256", name="stage_artifacts_hash_is_sha256"),
            hash_shaped("prev_chain_hash", name="stage_artifacts_prev_chain_hash_is_sha256"),
            hash_shaped("chain_hash", name="stage_artifacts_chain_hash_is_sha256"),
        ]
        triggers = [
            fence("stage_artifacts"),
            forbid_delete("stage_artifacts_never_deleted"),
            allow_only_erasure("stage_artifacts_append_only", columns=["body", "salt"]),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.ordinal}"


def first_chain_hash(job_id: UUID) -> str:
    """What the first artifact of a job is chained to: the job itself, so no chain fits another job."""
    return sha256_hex(f"generation_jobs {job_id}")


def chain_hash(previous: str, *, position: int, stage: str, ordinal: int, sha256: str) -> str:
    """SHA-256 over the previous chain hash, position, stage, ordinal and the body's hash, one a line."""
    return sha256_hex(f"{previous}\n{position}\n{stage}\n{ordinal}\n{sha256}")

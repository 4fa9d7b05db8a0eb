"""Jobs as the first version of the contracts left them: hand-made artifacts that name no contract's version."""

from __future__ import annotations

from generation.lifecycle import transitions
from generation.lifecycle.pointers import move_pointers
from generation.models import GenerationJob, StageArtifact
from generation.models.artifact import chain_hash, first_chain_hash
from generation.pipeline.contracts import canonical_json, sha256_hex
from tests.builders.jobs import let_lapse, requested_job
from tests.builders.rows import TEXT, gate_result, hashed, version

_DRAFT = {"writer_version": "template-1", "slot_texts": []}
_GATE = {"policy_gate_version": "2", "text_sha256": sha256_hex(TEXT), "judge": "not_run"}
_ATTEMPTS = [
    entry
    for ordinal in range(3)
    for entry in (
        ("writer.reply", ordinal, {"task": "writer", "reply": {}}),
        ("draft", ordinal, _DRAFT),
        ("text", ordinal, {"text": TEXT, "sections": [], "slots": [], "quotes": []}),
        ("gate", ordinal, {**_GATE, "verdict": "pass" if ordinal == 2 else "fail", "findings": []}),
    )
]
FIRST_VERSION = [
    ("canonical", 0, {"canonicalizer_version": "rules-1", "days": []}),
    ("plan", 0, {"planner_version": "2", "sections": []}),
    *_ATTEMPTS,
]


def store(job: GenerationJob, *artifacts: tuple[str, int, dict[str, object]]) -> None:
    """Chain the artifacts as a run stores them."""
    head = first_chain_hash(job.id)
    for position, (stage, ordinal, content) in enumerate(artifacts):
        body = canonical_json(content)
        sha256 = hashed(job, body)
        link = chain_hash(head, position=position, stage=stage, ordinal=ordinal, sha256=sha256)
        StageArtifact.objects.create(
            job=job, epoch=job.epoch, position=position, stage=stage, ordinal=ordinal, body=body,
            salt=job.salt, sha256=sha256, prev_chain_hash=head, chain_hash=link,
        )  # fmt: skip
        head = link


def begun_before_the_upgrade() -> GenerationJob:
    """A job whose worker was ended in the middle by the upgrade, with two attempts behind it."""
    job = transitions.claim(requested_job().id)
    assert job is not None
    store(job, *FIRST_VERSION[:-4])
    let_lapse(job)
    return job


def made_before_the_upgrade() -> GenerationJob:
    """A job that ended with its summary before the upgrade."""
    job = transitions.claim(requested_job().id)
    assert job is not None
    store(job, *FIRST_VERSION)
    gate_result(job, ordinal=2).save()
    version(
        job, prompt_version_canonicalizer="rules-1", planner_version="2", prompt_version_writer="template-1",
        policy_gate_version="2", repair_attempts=1, outcome="fallback", outcome_reason="findings",
    ).save()  # fmt: skip
    move_pointers(job.patient_id)
    assert transitions.succeed(job)
    job.refresh_from_db()
    return job

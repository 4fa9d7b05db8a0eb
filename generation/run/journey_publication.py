"""Publishing a journey: version, metadata, pointer, job and both logs, in one transaction or not at all."""

from __future__ import annotations

from core.faultpoints import committing
from core.salted_hashes import salted_sha256
from generation.generators.journey.stages import JourneyRun
from generation.generators.result import Result
from generation.generators.waves.lint import noted_rule_ids
from generation.lifecycle import transitions
from generation.lifecycle.pointers import move_pointers
from generation.models import GateVerdict, GenerationJob, SessionAnalysis, YourJourneyVersion
from generation.run.artifact_chain import salt_of
from generation.run.errors import HoldLost
from generation.run.provenance import models_and_dollars
from generation.run.publication import context_of, insert_metadata, lock_patient, read_before_adding


def publish_your_journey(job: GenerationJob, result: Result) -> YourJourneyVersion:
    """Publish a journey that passed the gate; it is the person's current one unless later sessions have one.

    What was told of the sessions, and what was dropped, stands in its context. Raises HoldLost, or IntegrityError of
    the fence, where the job is no longer held under this epoch.
    """
    run = JourneyRun.model_validate_json(result.data)
    told = run.compacted.model_dump(mode="json", exclude={"told", "contract_version"})
    with committing("publish"):
        lock_patient(job)
        before = read_before_adding(job, YourJourneyVersion)
        model, dollars = models_and_dollars(job.id)
        version = YourJourneyVersion.objects.create(
            patient_id=job.patient_id,
            version=before.last_version + 1,
            job=job,
            epoch=job.epoch,
            text=run.text,
            salt=job.salt,
            text_sha256=salted_sha256(salt_of(job), run.text),
            verdict=GateVerdict.PASS,
            generation_context=context_of(job, compaction=told, unread=list(run.unread)),
            input_hash=job.input_hash,
            prompt_version=run.prompt_version,
            policy_gate_version=run.gate_version,
            review_rule_ids=noted_rule_ids(run.reading),
            evidence_dropped=run.reading.evidence_dropped,
            cost=dollars,
        )
        read = SessionAnalysis.objects.filter(pins__job=job).values("session_id").distinct().count()
        insert_metadata(
            job,
            version,
            before,
            model_used=model,
            # What was dropped was not analysed for this text.
            sessions_analyzed=read - len(run.compacted.dropped),
            compaction_strategy=run.compacted.strategy,
        )
        move_pointers(job.patient_id)
        if not transitions.succeed(job):
            raise HoldLost
    return version

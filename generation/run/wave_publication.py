"""Publishing what a wave read: the analysis, the job's end and both logs, in one transaction or not at all."""

from __future__ import annotations

from django.db.models import Max

from core.faultpoints import committing
from core.models import TherapySession
from generation.generators.result import Result
from generation.generators.waves.lint import noted_rule_ids
from generation.generators.waves.registry import wave_generators
from generation.lifecycle import transitions
from generation.models import GenerationJob, SessionAnalysis
from generation.run.errors import HoldLost
from generation.run.provenance import models_and_dollars
from generation.run.publication import lock_patient


def publish_wave(job: GenerationJob, result: Result) -> SessionAnalysis:
    """Publish a wave's reading; it counts from now on. No notice, no hint: nobody waits for it.

    Raises HoldLost, or IntegrityError of the fence, where the job is no longer held under this epoch.
    """
    reading = wave_generators()[job.wave].reading.model_validate_json(result.data)
    with committing("publish"):
        lock_patient(job)
        session = TherapySession.objects.get(wave_jobs=job)
        theirs = SessionAnalysis.objects.filter(session=session, wave=job.wave)
        last = theirs.aggregate(last=Max("attempt"))["last"]
        model, dollars = models_and_dollars(job.id)
        analysis = SessionAnalysis.objects.create(
            session=session,
            wave=job.wave,
            attempt=0 if last is None else last + 1,
            job=job,
            epoch=job.epoch,
            data=result.data,
            prompt_version=result.metadata["prompt_version"],
            model=model,
            review_rule_ids=noted_rule_ids(reading),
            evidence_dropped=reading.evidence_dropped,
            cost=dollars,
        )
        if not transitions.succeed(job):
            raise HoldLost
    return analysis

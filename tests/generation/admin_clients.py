"""People who look at the admin, and jobs for them to look at."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from core.models import Patient, User
from generation.generators.base import Steps
from generation.generators.session_bridge import bridge_result
from generation.models import GenerationJob
from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    GateReport,
    PipelineInput,
    ReportPlan,
    Verdict,
)
from generation.pipeline.sequence import BY_RULES, Stage, Stored, run_stages
from generation.worker.execution import run_job
from tests.builders.jobs import accept_job
from tests.builders.people import make_clinician, make_operator, make_person

SCRIPT = "<script>document.title = 'owned'</script>"


def operator_desk() -> Client:
    """Logged in as a superuser without an organisation."""
    return desk_of(make_operator())


def clinician_desk(patient: Patient) -> Client:
    """Logged in as a clinician who cares for the patient."""
    return desk_of(make_clinician(patient))


def desk_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(job: GenerationJob) -> str:
    return reverse("admin:generation_generationjob_change", args=[job.pk])


class LeavingOutComposer:
    """Leaves out the first sentence of what the rules would quote, so that the gate misses it."""

    def compose(self, plan: ReportPlan, record: CanonicalRecord) -> Composition:
        return plan.choice.model_copy(update={"composer_version": "leaving-out", "quoted": plan.choice.quoted[1:]})


def make_by_rules(patient: Patient | None = None) -> GenerationJob:
    """A job whose composition the gate refused, so that the rules' text was published."""
    job = accept_job(patient or make_person())
    team = BY_RULES._replace(composer=LeavingOutComposer())

    def by_rules(inputs: PipelineInput, stored: Stored, *_: object) -> Steps:
        return bridge_result((yield from run_stages(inputs, stored, team)))

    assert run_job(job.id, by_rules)
    job.refresh_from_db()
    return job


def fall_back() -> GenerationJob:
    """A job in which the gate refused even the rules' text. It does so for none, so its word is turned round here."""
    job = accept_job(make_person())

    def refusing_once(inputs: PipelineInput, stored: Stored, *_: object) -> Steps:
        steps = run_stages(inputs, stored)
        body: str | None = None
        while True:
            try:
                output = next(steps) if body is None else steps.send(body)
            except StopIteration as finished:
                return bridge_result(finished.value)
            if output.stage is Stage.GATE and output.ordinal <= 1:
                passed = GateReport.model_validate_json(output.body)
                refused = passed.model_copy(update={"verdict": Verdict.FAIL})
                output = output.model_copy(update={"body": refused.canonical_text()})
            body = yield output

    assert run_job(job.id, refusing_once)
    job.refresh_from_db()
    return job

"""People who look at the admin, and jobs for them to look at."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from core.models import Organisation, Patient, User
from generation.models import GenerationJob
from generation.pipeline.contracts import CanonicalRecord, Draft, ReportPlan, SlotText, Words
from generation.pipeline.sequence import BY_RULES, run_stages
from generation.pipeline.writer.frames import TemplateWriter
from generation.worker.execution import run_job
from tests.builders.jobs import accept_job
from tests.builders.people import make_operator, make_person, make_user

SCRIPT = "<script>document.title = 'owned'</script>"


def operator_desk() -> Client:
    """Logged in as a superuser without an organisation."""
    return _desk(make_operator())


def clinician_desk(organisation: Organisation) -> Client:
    """Logged in as staff who may view everything of this app."""
    user = make_user(organisation, is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="generation", codename__startswith="view")
    )
    return _desk(user)


def _desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(job: GenerationJob) -> str:
    return reverse("admin:generation_generationjob_change", args=[job.pk])


class AdvisingWriter:
    """Words the first feeling as advice; everything else from frames."""

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        draft = TemplateWriter().write(plan, record)
        bad = Words(text=f"You should rest, so keep going! {SCRIPT}")
        return Draft(
            writer_version="advising",
            slot_texts=tuple(
                SlotText(slot_id=worded.slot_id, parts=(bad,), fact_ids=(*worded.fact_ids, "f999"))
                if worded.slot_id == "p1"
                else worded
                for worded in draft.slot_texts
            ),
        )


def fall_back(patient: Patient | None = None) -> GenerationJob:
    """A job whose draft the gate refused, so that the fallback was published."""
    job = accept_job(patient or make_person())
    advising = BY_RULES._replace(writer=AdvisingWriter())
    assert run_job(job.id, lambda inputs, stored, *_: run_stages(inputs, stored, advising))
    job.refresh_from_db()
    return job

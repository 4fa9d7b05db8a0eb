"""`run_jobs` works without a broker: it runs what waits, ends what is overdue, outlives what breaks."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from generation.models import GenerationJob, JobState
from generation.summary_requests import request_summary
from tests.builders.jobs import make_job, make_overdue_job
from tests.builders.people import AS_OF, make_diarist

pytestmark = pytest.mark.django_db(transaction=True)


def run_jobs() -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("run_jobs", "--once", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_waiting_jobs_are_run_to_their_end() -> None:
    jobs = [request_summary(make_diarist(), as_of=AS_OF).job for _ in range(2)]
    out, _ = run_jobs()
    assert set(GenerationJob.objects.values_list("state", flat=True)) == {JobState.SUCCEEDED}
    assert all(f"job {job.id} done" in out for job in jobs)


def test_overdue_jobs_are_ended() -> None:
    make_overdue_job()
    run_jobs()
    assert GenerationJob.objects.get().state == JobState.TIMED_OUT


def test_broken_job_is_named_by_its_code_and_the_next_is_run() -> None:
    broken = make_job(input_hash="0" * 64)
    sound = request_summary(make_diarist(), as_of=AS_OF).job
    _, err = run_jobs()
    assert f"job {broken.id} broke: PinnedInputMissing" in err
    sound.refresh_from_db()
    assert sound.state == JobState.SUCCEEDED

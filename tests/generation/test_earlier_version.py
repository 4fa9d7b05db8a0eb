"""Guards what the first version of the text left behind: it opens, says what it is, and a job goes on from it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from generation.console.summary_sheet import read_sheet
from generation.history.stored_run import read_run
from generation.models import GenerationJob, JobState
from generation.worker.execution import run_job
from tests.builders.earlier_version import begun_before_the_upgrade, made_before_the_upgrade
from tests.builders.rows import TEXT
from tests.generation.admin_clients import operator_desk, page_of
from tests.generation.api_clients import ADDRESS, staff_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return operator_desk()


def text_of(desk: Client, job: GenerationJob) -> str:
    answer = desk.get(page_of(job))
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def test_job_begun_before_the_upgrade_ends_with_a_summary() -> None:
    job = begun_before_the_upgrade()
    assert run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.sessionbridgeversion.outcome) == (JobState.SUCCEEDED, "first_pass")
    own = list(job.artifacts.filter(position__gte=10).values_list("stage", "ordinal"))
    assert own == [(stage, 2) for stage in ("canonical", "plan", "composition", "text", "gate")]


def test_what_was_stored_before_the_upgrade_stays_as_it_was() -> None:
    job = begun_before_the_upgrade()
    before = list(job.artifacts.values_list("stage", "ordinal", "sha256"))
    assert run_job(job.id)
    assert list(job.artifacts.order_by("position").values_list("stage", "ordinal", "sha256"))[:10] == before


def test_run_that_began_again_is_read_by_its_own_artifacts() -> None:
    job = begun_before_the_upgrade()
    assert run_job(job.id)
    run = read_run(job.artifacts.all())
    assert run.record
    assert run.plan
    assert [attempt.number for attempt in run.attempts] == [0]
    assert run.of_earlier_version == 10


def test_page_of_a_summary_of_the_first_version_says_what_can_be_done_with_it(desk: Client) -> None:
    text = text_of(desk, made_before_the_upgrade())
    assert "succeeded fallback: the gate refused the text" in text
    assert "14 artifacts of this job were made by an earlier version of the program." in text
    assert "the words it rests on are not shown beside it. 1. Time Window &amp; Scope" in text
    assert "It was read by an earlier version" in text
    assert "Raw JSON: draft 0" in text
    assert "&quot;writer_version&quot;: &quot;template-1&quot;" in text


def test_page_of_a_job_begun_before_the_upgrade_shows_the_run_and_what_was_before(desk: Client) -> None:
    job = begun_before_the_upgrade()
    assert run_job(job.id)
    text = text_of(desk, job)
    assert "10 artifacts of this job were made by an earlier version" in text
    assert "First choice rules-5 · published" in text


def test_sheet_and_api_show_the_text_alone() -> None:
    job = made_before_the_upgrade()
    sheet = read_sheet(job, reader="test")
    assert (sheet.text, sheet.bullets, sheet.left_out) == (TEXT, (), ())
    summary = staff_client(job.patient).get(f"{ADDRESS}{job.sessionbridgeversion.id}/").json()
    assert (summary["text"], summary["sections"], summary["left_out"]) == (TEXT, [], None)

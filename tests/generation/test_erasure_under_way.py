"""A person erased in the middle of a run: whatever the worker had done, and whatever it still tries, no word stays."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest

from audit.chain_verification import verify_jobs
from core.erasure import count_words, erase_person
from core.models import ErasureCertificate, Patient
from generation.generators.result import Result
from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState
from generation.pipeline.sequence import Stage, StageOutput
from generation.run.artifact_chain import ArtifactChain
from generation.run.errors import PinnedInputMissing
from generation.run.pinned_input import load_input
from generation.worker.execution import run_job
from tests.builders.jobs import accept_job, let_lapse
from tests.builders.people import make_diarist
from tests.generation.tiny_stages import TinyStages

pytestmark = pytest.mark.django_db(transaction=True)


def erase(patient: Patient) -> None:
    assert erase_person(patient, by="test") is not None


class _ErasedAtTheEnd(TinyStages):
    """Erases when every stage is stored and nothing is published yet."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act

    def __call__(self, *given: object) -> Generator[StageOutput, str, Result]:  # type: ignore[override]
        result = yield from super().__call__(*given)  # type: ignore[arg-type]
        self._act()
        return result


POINTS = {
    "before the first stage is stored": lambda act: TinyStages(canonical=act),
    "between text and gate": lambda act: TinyStages(gate=act),
    "just before it is published": _ErasedAtTheEnd,
}


@pytest.mark.parametrize("point", POINTS)
def test_worker_writes_nothing_more(point: str) -> None:
    patient = make_diarist()
    job = accept_job(patient)
    assert not run_job(job.id, POINTS[point](lambda: erase(patient)))
    job.refresh_from_db()
    assert (job.state, job.error_code, job.salt) == (JobState.CANCELLED, "person_erased", None)
    assert count_words(patient) == []
    assert not patient.sessionbridgeversions.exists()
    assert verify_jobs(GenerationJob.objects.filter(patient=patient)) == []


@pytest.mark.parametrize("point", POINTS)
def test_certificate_counts_what_was_stored_by_then(point: str) -> None:
    patient = make_diarist()
    assert not run_job(accept_job(patient).id, POINTS[point](lambda: erase(patient)))
    stored = {"before the first stage is stored": 0, "between text and gate": 4, "just before it is published": 5}
    assert ErasureCertificate.objects.get(patient=patient).blanked["stage_artifacts"] == stored[point]


def test_next_worker_of_a_killed_one_finds_nothing_to_take() -> None:
    patient = make_diarist()
    job = accept_job(patient)
    held = transitions.claim(job.id)
    assert held is not None
    ArtifactChain(held).store(StageOutput(stage=Stage.CANONICAL, ordinal=0, body='{"a":1}'))
    let_lapse(held)
    erase(patient)
    assert not run_job(job.id, TinyStages())
    assert count_words(patient) == []


def test_salt_of_an_erased_job_is_not_to_be_had() -> None:
    patient = make_diarist()
    job = accept_job(patient)
    erase(patient)
    job.refresh_from_db()
    with pytest.raises(PinnedInputMissing):
        ArtifactChain(job)


def test_input_of_an_erased_job_is_not_to_be_had() -> None:
    patient = make_diarist()
    job = accept_job(patient)
    assert load_input(job).messages
    erase(patient)
    job.refresh_from_db()
    with pytest.raises(PinnedInputMissing):
        load_input(job)

"""A repeated request with the same words, against the own overhead of the fresh run it saves. No model at all."""

from __future__ import annotations

from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure, time_in_turns
from benchmarks.inputs import LAST_DAY
from benchmarks.instant_stages import instant_stages
from generation.models import GenerationJob, ModelCall
from generation.summary_requests import Exists, request_summary
from generation.worker.execution import run_job

ROUNDS = 60
WARM_UP = 5


def measure() -> Figure:
    patients = diarists(ROUNDS + WARM_UP + 1)
    summarised = next(patients)
    assert run_job(request(summarised).id, instant_stages)
    jobs = GenerationJob.objects.filter(patient=summarised)

    def repeat() -> None:
        assert isinstance(request_summary(summarised, as_of=LAST_DAY), Exists)

    def fresh() -> None:
        assert run_job(request(next(patients)).id, instant_stages)

    timing = time_in_turns(repeat, fresh, rounds=ROUNDS, warm_up=WARM_UP)
    assert (jobs.count(), ModelCall.objects.count()) == (1, 0)
    note = f"{timing.candidate * 1e3:.1f} of {timing.baseline * 1e3:.1f} ms"
    return Figure("repeat", timing.ratio, 0.3, "request and run with an instant writer", note)

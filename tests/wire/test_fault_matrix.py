"""Every fault, in every stage, at every position: the summary comes, it is clean, and every request is on record.

A sample runs with all tests; `make faults` runs the whole matrix.
"""

from __future__ import annotations

import time
from collections import Counter
from itertools import product

import pytest

from core.consent import is_model_allowed
from generation.history.stored_run import read_run
from generation.models import GenerationJob, JobState, ModelCall
from generation.pipeline.contracts import Outcome
from generation.pipeline.language_model import ReplyOutcome, Task, reason_of
from generation.pipeline.planner.plan import RULES_VERSION
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.prompts import CURRENT
from tests.wire.answers import good_answer, striking_first
from tests.wire.faults import FAULTS, Fault
from tests.wire.runs import LIMITS, UNHURRIED, long_diarist, run_on, scripted
from tests.wire.scripted_server import Answering, Behaviour, Received, ScriptedServer, answering

pytestmark = pytest.mark.django_db

STAGES = tuple(task.value for task in Task)
# Of a stage that asks once the two are the same.
POSITIONS = ("first", "last")
Cell = tuple[Fault, str, str, bool]
# The same requests in the same order, whatever the fault: counted once.
REQUESTS: dict[str, Counter[str]] = {}


def answer_for(stage: str) -> Answering:
    """A repairer has work only where a judge objects."""
    return striking_first() if stage == Task.REPAIR else good_answer


def requests_without_fault(stage: str) -> Counter[str]:
    kind = "repair" if stage == Task.REPAIR else "others"
    if kind not in REQUESTS:
        answer = answer_for(stage)
        with ScriptedServer(lambda _request, _number: answering(answer)) as server:
            run_on(server)
        REQUESTS[kind] = Counter(request.task for request in server.requests)
    return REQUESTS[kind]


def run_cell(fault: Fault, stage: str, position: str, *, for_good: bool) -> tuple[GenerationJob, ScriptedServer]:
    total = requests_without_fault(stage)[stage]
    assert total, "the diary is long enough for a request of the stage"
    at = {"first": 0, "last": total - 1}[position]
    answer = answer_for(stage)

    def spoil(task: str, number: int) -> Behaviour | None:
        hit = task == stage and (number >= at if for_good else number == at)
        return fault.spoil(answer) if hit else None

    def good(_: Received) -> Behaviour:
        return answering(answer)

    limits = LIMITS if fault.outcome is ReplyOutcome.TIMED_OUT else UNHURRIED
    with ScriptedServer(scripted(good, spoil)) as server:
        return run_on(server, limits=limits), server


def require_ends_as_documented(fault: Fault, stage: str, position: str, *, for_good: bool) -> None:
    began = time.monotonic()
    job, server = run_cell(fault, stage, position, for_good=for_good)
    assert time.monotonic() - began < sum(LIMITS.stages.values())
    assert job.state == JobState.SUCCEEDED
    require_clean(job)
    require_recorded(job, server, fault)
    mended = fault.tries_again and not for_good
    version = job.sessionbridgeversion
    assert gave_up(job) == ([] if mended else [stage])
    assert (version.outcome, version.outcome_reason) == expected_outcome(fault, stage, mended=mended)
    by_model = version.prompt_version_canonicalizer, version.prompt_version_writer
    assert by_model[0].startswith("canonicalizer-") == (mended or stage != Task.CANONICALIZER)
    assert by_model[1] == (RULES_VERSION if version.outcome == Outcome.RULES else CURRENT[Task.CHOICE])


def expected_outcome(fault: Fault, stage: str, *, mended: bool) -> tuple[str, str]:
    if mended or stage == Task.CANONICALIZER:
        return (Outcome.REPAIRED if stage == Task.REPAIR else Outcome.FIRST_PASS), ""
    return Outcome.RULES, reason_of(fault.outcome)


def gave_up(job: GenerationJob) -> list[str]:
    return [event.details["task"] for event in job.events.filter(event="RULES_USED")]


def require_clean(job: GenerationJob) -> None:
    """Lint, run anew over what is stored, finds nothing in what was published; by rules it is the rules' own text."""
    run, version = read_run(job.artifacts.all()), job.sessionbridgeversion
    report = run.report_of(version.text or "")
    composition = run.attempts[-1].composition
    assert run.record
    assert run.plan
    assert report
    assert composition
    assert lint(report, composition, run.plan, run.record) == ()
    if version.outcome == Outcome.RULES:
        assert composition == run.plan.choice


def require_recorded(job: GenerationJob, server: ScriptedServer, fault: Fault) -> None:
    """A row and a raw reply for every request the server saw, the faulty ones under their names."""
    calls = ModelCall.objects.filter(job=job)
    assert calls.count() == len(server.requests)
    assert job.artifacts.filter(stage__endswith=".reply").count() == len(server.requests)
    others = calls.exclude(outcome=ReplyOutcome.ANSWERED)
    assert {call.outcome for call in others} == {fault.outcome}


def cells() -> list[Cell]:
    return [
        (fault, stage, position, for_good)
        for fault, stage, position, for_good in product(FAULTS, STAGES, POSITIONS, (False, True))
        if stage not in fault.not_in
    ]


def sample() -> list[Cell]:
    """Every fault once, the stages, positions and persistence taken in turns."""
    turns = list(product(STAGES, POSITIONS, (False, True)))
    chosen = []
    for number, fault in enumerate(FAULTS):
        rest = turns[number * 7 % len(turns) :] + turns
        stage, position, for_good = next(turn for turn in rest if turn[0] not in fault.not_in)
        chosen.append((fault, stage, position, for_good))
    return chosen


def name_of(cell: Cell) -> str:
    fault, stage, position, for_good = cell
    return f"{fault.name}-{stage}-{position}-{'for good' if for_good else 'once'}"


def test_matrix_is_as_large_as_promised() -> None:
    assert len(FAULTS) >= 18
    assert {(stage, position) for _, stage, position, _ in cells()} == set(product(STAGES, POSITIONS))


@pytest.mark.parametrize("cell", sample(), ids=name_of)
def test_fault_ends_as_documented(cell: Cell) -> None:
    fault, stage, position, for_good = cell
    require_ends_as_documented(fault, stage, position, for_good=for_good)


@pytest.mark.long_faults
@pytest.mark.parametrize("cell", cells(), ids=name_of)
def test_every_fault_ends_as_documented(cell: Cell) -> None:
    fault, stage, position, for_good = cell
    require_ends_as_documented(fault, stage, position, for_good=for_good)


def test_long_diary_leaves_every_stage_something_to_do() -> None:
    assert is_model_allowed(long_diarist().id)
    assert set(requests_without_fault(Task.REPAIR)) == set(STAGES)

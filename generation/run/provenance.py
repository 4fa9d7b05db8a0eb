"""Which prompts and models a summary was really made with, read from the calls of its job."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from generation.models import ModelCall
from generation.pipeline.contracts import JudgeStatus
from generation.pipeline.language_model import ReplyOutcome, Task
from generation.pipeline.prompts import prompt_hash
from generation.pipeline.sequence import RunResult

# `model_used` where rules did all the work.
NO_MODEL = "none"
_LONGEST = 100


@dataclass(frozen=True)
class Provenance:
    """'' and NO_MODEL where no model took part; `dollars` is None where a call of the job has no known cost."""

    prompt_hash_canonicalizer: str
    prompt_hash_writer: str
    model_canonicalizer: str
    model_writer: str
    model_used: str
    dollars: Decimal | None


def find_provenance(job_id: UUID, result: RunResult) -> Provenance:
    """What made `result`. A model whose work was not used did not make it, but it cost something. One query."""
    calls = list(ModelCall.objects.filter(job_id=job_id).values_list("task", "outcome", "model_answered", "cost"))
    names: dict[str, list[str]] = {}
    for task, outcome, name, _ in calls:
        if outcome == ReplyOutcome.ANSWERED:
            names.setdefault(task, []).append(name)
    costs = [cost for *_, cost in calls if cost is not None]
    hash_canonicalizer = prompt_hash_of(result.canonicalizer_version)
    hash_writer = prompt_hash_of(result.writer_version)
    writers = [*names.get(Task.CHOICE, []), *(names.get(Task.REPAIR, []) if result.repair_attempts else [])]
    is_judged = result.gate_report.judge is not JudgeStatus.NOT_RUN
    took_part = {
        *(names.get(Task.CANONICALIZER, []) if hash_canonicalizer else []),
        *(writers if hash_writer else []),
        *(names.get(Task.JUDGE, []) if is_judged else []),
    }
    return Provenance(
        prompt_hash_canonicalizer=hash_canonicalizer,
        prompt_hash_writer=hash_writer,
        model_canonicalizer=_joined(names.get(Task.CANONICALIZER, [])) if hash_canonicalizer else "",
        model_writer=_joined(writers) if hash_writer else "",
        model_used=_joined(took_part) or NO_MODEL,
        dollars=sum(costs, Decimal(0)) if len(costs) == len(calls) else None,
    )


def models_and_dollars(job_id: UUID) -> tuple[str, Decimal | None]:
    """Which models gave the job an answer, and what all its calls cost: None where one has no known cost. One query."""
    calls = list(ModelCall.objects.filter(job_id=job_id).values_list("outcome", "model_answered", "cost"))
    costs = [cost for *_, cost in calls if cost is not None]
    names = {name for outcome, name, _ in calls if outcome == ReplyOutcome.ANSWERED}
    return _joined(names) or NO_MODEL, sum(costs, Decimal(0)) if len(costs) == len(calls) else None


def prompt_hash_of(version: str) -> str:
    """The hash of the prompt file a version names ("canonicalizer-1+rules-1"), '' where it names none."""
    try:
        return prompt_hash(version.partition("+")[0])
    except FileNotFoundError:
        return ""


def _joined(names: list[str] | set[str]) -> str:
    return ", ".join(sorted(set(names) - {""}))[:_LONGEST]

"""Judge against readers, reader against reader, and each rule of the gate against what readers say of its refusals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from audit.agreement import Agreement, agreement
from audit.models import MarkKind, Question, RefusalVerdict, Review, ReviewMark, ReviewVerdict
from audit.rule_precision import BOUND, Precision, precision_of
from audit.weighed_readings import Word, counted_readings
from generation.gate_policies import MAY_BE_ONLY_NOTED
from generation.models import GateResult, GateVerdict, GenerationJob
from generation.pipeline.contracts import JudgeStatus
from generation.pipeline.policy_gate.all_rules import ALL_RULES
from generation.pipeline.policy_gate.judge_rules import JUDGE_RULE_IDS

# An answer from here on counts as a yes.
_YES = 4
# What a reader marks on a passed text is what one rule is there to stop; other kinds are no single rule's.
_MISSED_BY = {"JD002": MarkKind.TURNED_ROUND}


class RuleStanding(NamedTuple):
    """`missed`: passed texts on which readers marked what this rule should stop; None where that is no single rule's.

    `proposal` is a sentence where the rule is right too seldom, else ''.
    """

    rule_id: str
    name: str
    precision: Precision
    missed: int | None
    proposal: str


class AgainstReaders(NamedTuple):
    """`readers`: whether two readers approve, then each question (4 and 5 against less). `marked`: passed texts with a
    mark, by its kind, of `read`."""

    judge: Agreement
    readers: Sequence[tuple[str, Agreement]]
    rules: Sequence[RuleStanding]
    marked: Sequence[tuple[str, int]]
    read: int


def against_readers(jobs: QuerySet[GenerationJob], words: Sequence[Word], noted_only: Iterable[str]) -> AgainstReaders:
    """Of `jobs`, of which readers say `words`; `noted_only` are the rules that do not block as it is. Five queries."""
    verdicts = RefusalVerdict.objects.filter(bullet__job__in=jobs, is_blind=True)
    marks = ReviewMark.objects.filter(review__item__job__in=jobs)
    marked = Counter(dict(marks.order_by().values_list("kind").annotate(n=Count("review__item", distinct=True))))
    return AgainstReaders(
        judge=agreement([*_passed_by_judge(jobs, words), *_refused_by_judge(verdicts)]),
        readers=_readers(jobs),
        rules=tuple(_standings(verdicts, marked, frozenset(noted_only))),
        marked=tuple((MarkKind(kind).label, many) for kind, many in marked.most_common()),
        read=len(words),
    )


def _passed_by_judge(jobs: QuerySet[GenerationJob], words: Sequence[Word]) -> list[tuple[bool, bool]]:
    """(the judge passed it, readers approve) of published texts."""
    results = GateResult.objects.filter(job__in=jobs, verdict=GateVerdict.PASS, judge=JudgeStatus.PASS)
    passed = set(results.values_list("job", flat=True))
    return [(True, word.is_approved) for word in words if word.job_id in passed]


def _refused_by_judge(verdicts: QuerySet[RefusalVerdict]) -> list[tuple[bool, bool]]:
    """(the judge refused it, a reader would show it) of refused bullets."""
    said = verdicts.filter(bullet__rule_id__in=JUDGE_RULE_IDS).values_list("is_fine", flat=True)
    return [(False, is_fine) for is_fine in said]


def _readers(jobs: QuerySet[GenerationJob]) -> list[tuple[str, Agreement]]:
    """Of the first two readers of each summary that two have read; what settles it comes after them."""
    said: dict[object, list[Review]] = defaultdict(list)
    for review in counted_readings(jobs).filter(is_authoritative=False):
        said[review.item_id].append(review)
    pairs = [(reviews[0], reviews[1]) for reviews in said.values() if len(reviews) > 1]
    approve = ReviewVerdict.APPROVE
    found = [("approve", agreement((one.verdict == approve, other.verdict == approve) for one, other in pairs))]
    for number, question in enumerate(Question):
        answers = ((one.answers[number] >= _YES, other.answers[number] >= _YES) for one, other in pairs)
        found.append((question.label, agreement(answers)))
    return found


def _standings(
    verdicts: QuerySet[RefusalVerdict], marked: Mapping[str, int], noted_only: frozenset[str]
) -> Iterable[RuleStanding]:
    counted = verdicts.order_by().values_list("bullet__rule_id")
    for rule_id, said, right in sorted(counted.annotate(n=Count("id"), right=Count("id", filter=Q(is_fine=False)))):
        precision = precision_of(right, said)
        if precision is not None:
            kind = _MISSED_BY.get(rule_id)
            yield RuleStanding(
                rule_id,
                ALL_RULES[rule_id].name if rule_id in ALL_RULES else "of an earlier version",
                precision,
                None if kind is None else marked.get(kind, 0),
                _proposal(rule_id, precision, noted_only),
            )


def _proposal(rule_id: str, precision: Precision, noted_only: frozenset[str]) -> str:
    if not precision.is_below_bound or rule_id in noted_only:
        return ""
    found = (
        f"{rule_id} is right in {precision.value:.0%} of what it refuses ({precision.low:.0%} to {precision.high:.0%})"
    )
    if rule_id in MAY_BE_ONLY_NOTED:
        return f"{found}, less than {BOUND:.0%}: let it be noted only."
    return f"{found}, less than {BOUND:.0%}. It always blocks, so it needs mending."

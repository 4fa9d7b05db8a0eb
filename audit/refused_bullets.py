"""Bullets that the gate refused, put before readers who do not know which rule refused them.

What they say is the only way to learn how often a rule is right: a refused text is never published, so no reader of
published ones meets it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet

from audit.models import RefusalVerdict, RefusedBullet, ReviewShowing, Shown
from core.database_errors import constraint_of
from core.faultpoints import committing
from core.models import User
from core.visibility import readable_patients
from generation.history.stored_run import StoredRun
from generation.models import GenerationJob
from generation.pipeline.contracts import Verdict


def drawn_refusals(job: GenerationJob, run: StoredRun) -> Iterator[RefusedBullet]:
    """Of every bullet a rule refused in this run, those that chance draws."""
    share, known = settings.REVIEW_REFUSED_SHARE, set[tuple[str, str]]()
    for attempt in run.attempts:
        gate, report = attempt.gate_report, attempt.report
        if gate is None or report is None or gate.verdict is Verdict.PASS:
            continue
        bullets = {slot.slot_id for slot in report.slots}
        for finding in gate.findings:
            refusal = (finding.slot_id or "", finding.rule_id)
            if refusal[0] not in bullets or refusal in known:
                continue
            known.add(refusal)
            # No secret hangs on it: which refusals are read is a matter of chance alone.
            if random.random() < share:  # noqa: S311 - no secret
                yield RefusedBullet(
                    job=job,
                    ordinal=attempt.number,
                    slot_id=refusal[0],
                    rule_id=refusal[1],
                    inclusion_probability=share,
                )


def waiting_refusals(reader: User) -> QuerySet[RefusedBullet]:
    """What waits for `reader`: bullets that nobody has judged yet, of runs that they have not seen."""
    theirs = RefusedBullet.objects.filter(job__patient__in=readable_patients(reader), verdicts=None)
    return theirs.exclude(Exists(_seen_by(reader)))


def say(bullet: RefusedBullet, reader: User, *, is_fine: bool) -> bool:
    """Keep what `reader` says. False: they had said something before, and that stands."""
    seen = ReviewShowing.objects.filter(item__job=bullet.job_id, reviewer=reader, shown=Shown.RUN)
    try:
        with committing("judge_refusal"):
            RefusalVerdict.objects.create(bullet=bullet, reader=reader, is_fine=is_fine, is_blind=not seen.exists())
    except IntegrityError as error:
        if constraint_of(error) == "refusal_verdicts_one_each":
            return False
        raise
    return True


def _seen_by(reader: User) -> QuerySet[ReviewShowing]:
    return ReviewShowing.objects.filter(item__job=OuterRef("job"), reviewer=reader, shown=Shown.RUN)

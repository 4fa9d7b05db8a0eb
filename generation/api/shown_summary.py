"""A published summary with what the API says of it, read from what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from generation.api.conditional import tag_of
from generation.history.left_out import LeftOutOfKind, left_out_of
from generation.history.made_by import ChosenBy, chosen_by, made_by_line
from generation.history.reviewed import reviewed_jobs
from generation.history.sources import BulletWithSources, bullets_with_sources
from generation.history.stored_run import read_run
from generation.models import (
    GenerationJob,
    SessionBridgeVersion,
    StageArtifact,
    SummaryOutcome,
    WithdrawalCause,
)
from generation.pipeline.contracts import LeftOutKind, sha256_hex
from generation.pipeline.sequence import Stage
from generation.pipeline.writer.layout import SECTION_TITLES


class SummaryState(StrEnum):
    """Withdrawn and erased summaries have no text."""

    SHOWN = "shown"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


SUMMARY_STATES = [state.value for state in SummaryState]
# '' is what an older system made.
OUTCOMES = ["", *SummaryOutcome.values]


class Section(NamedTuple):
    number: int
    title: str
    bullets: Sequence[BulletWithSources]


@dataclass(frozen=True)
class ShownSummary:
    """One version. Its words and their places are read when they are asked for, and only of one that is shown."""

    version: SessionBridgeVersion
    is_reviewed: bool

    @property
    def job(self) -> GenerationJob | None:
        return self.version.job

    @property
    def state(self) -> SummaryState:
        if self.version.text is None:
            return SummaryState.ERASED
        return SummaryState.WITHDRAWN if hasattr(self.version, "withdrawal") else SummaryState.SHOWN

    @property
    def reason(self) -> str | None:
        """The cause of the withdrawal; an erased summary was withdrawn first."""
        return self.version.withdrawal.cause if hasattr(self.version, "withdrawal") else None

    @property
    def withdrawn_at(self) -> datetime | None:
        return self.version.withdrawal.at if hasattr(self.version, "withdrawal") else None

    @property
    def text(self) -> str | None:
        return self.version.text if self.state is SummaryState.SHOWN else None

    @property
    def text_sha256(self) -> str | None:
        return None if self.text is None else sha256_hex(self.text)

    @property
    def chosen_by(self) -> ChosenBy:
        return chosen_by(self.version)

    @property
    def made_by(self) -> str:
        return made_by_line(self.version, is_reviewed=self.is_reviewed)

    @property
    def models(self) -> list[str]:
        """The models that chose."""
        return self.version.model_writer.split(", ") if self.version.model_writer else []

    @property
    def corrects(self) -> UUID | None:
        """The summary that this one, a reviewer's correction, took the place of."""
        return self.job.corrects_id if self.job else None

    @cached_property
    def corrected_by(self) -> UUID | None:
        """The correction that took this one's place."""
        if self.reason != WithdrawalCause.CORRECTED:
            return None
        return SessionBridgeVersion.objects.filter(job__corrects=self.version).values_list("id", flat=True).first()

    @property
    def bucket(self) -> str | None:
        return self._made[0]

    @property
    def sections(self) -> Sequence[Section]:
        return self._made[1]

    @property
    def left_out(self) -> dict[str, LeftOutOfKind] | None:
        return self._made[2]

    @property
    def tag(self) -> str:
        """Changes with whatever may change of a published summary."""
        return tag_of(self.version.id, self.state, self.withdrawn_at, self.is_reviewed, self.corrected_by)

    @cached_property
    def _made(self) -> tuple[str | None, Sequence[Section], dict[str, LeftOutOfKind] | None]:
        """Bucket, sections and what is left out. One query.

        Nothing where the stored artifacts were erased or an earlier version of the program made them.
        """
        if self.text is None or self.job is None:
            return None, (), None
        stages = [Stage.CANONICAL, Stage.PLAN, Stage.TEXT]
        run = read_run(StageArtifact.objects.filter(job=self.job, stage__in=stages))
        bucket = run.plan.bucket.value if run.plan else None
        report = run.report_of(self.text)
        if report is None or run.record is None:
            return bucket, (), None
        bullets = groupby(bullets_with_sources(report, run.record), key=lambda bullet: bullet.section)
        sections = [Section(number, SECTION_TITLES[number - 1], list(section)) for number, section in bullets]
        return bucket, sections, {LEFT_OUT_NAMES[kind.kind]: kind for kind in left_out_of(report, run.record)}


LEFT_OUT_NAMES = {
    LeftOutKind.SENTENCE: "sentences",
    LeftOutKind.FEELING: "feelings",
    LeftOutKind.NUMBER: "numbers",
}


def shown(versions: Iterable[SessionBridgeVersion]) -> list[ShownSummary]:
    """These summaries, with whether each was reviewed. One query."""
    listed = list(versions)
    reviewed = reviewed_jobs([version.job_id for version in listed if version.job_id])
    return [ShownSummary(version, version.job_id in reviewed) for version in listed]

"""Incidents of jobs whose rows are not what was signed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from audit.heads.kinds import KIND_OF
from audit.heads.verification import Wrong
from audit.incidents import notice
from audit.models import IncidentKind, IncidentSource
from core.faultpoints import committing
from generation.models import GenerationJob


def notice_wrong(wrong: Iterable[Wrong]) -> None:
    """Keep an incident of every job that one of these rows is of. Rows that are gone no longer name a job."""
    rows: dict[str, list[str]] = {}
    for each in wrong:
        if each.row_id and each.kind in KIND_OF:
            rows.setdefault(each.kind, []).append(each.row_id)
    for job in GenerationJob.objects.filter(id__in=[job for kind, ids in rows.items() for job in _jobs(kind, ids)]):
        with committing("notice_broken_chain"):
            notice(job, IncidentKind.CHAIN_BROKEN, IncidentSource.VERIFICATION)


def _jobs(name: str, ids: list[str]) -> list[str]:
    kind = KIND_OF[name]
    column = "id" if name == "generation_jobs" else "job_id"
    if column not in kind.columns:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {kind.table} WHERE id = ANY (%s::uuid[])", [ids])  # noqa: S608 - as declared
        return [job for (job,) in cursor if job is not None]

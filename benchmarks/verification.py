"""How long `manage.py verify` takes over 1,000 jobs of 60 messages each, against Postgres reading the same rows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from django.db import connection
from django.test import override_settings

from audit.chain_verification import broken_links, read_whole
from audit.heads.folder import read_heads
from audit.heads.kinds import KINDS
from audit.heads.making import sign_head
from audit.heads.verification import verify_heads
from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure, least_cpu_in_turns, time_in_turns
from benchmarks.stage_storage import stage_outputs
from generation.lifecycle import transitions
from generation.models import GenerationJob
from generation.run.artifact_chain import ArtifactChain

JOBS = 1000


def measure() -> Figure:
    """All of it: heads and leaves, every row, every chain."""
    _jobs()
    with TemporaryDirectory() as place:
        folder = Path(place) / "heads"
        with override_settings(HEAD_SIGNING_KEY_FILE=str(Path(place) / "key.pem"), HEADS_FOLDER=str(folder)):
            began = perf_counter()
            head = sign_head()
            signing = perf_counter() - began
        timing = time_in_turns(lambda: _verify(folder), _read, rounds=3, warm_up=1)
        chains = time_in_turns(_chains, _read, rounds=3, warm_up=1)
        [own] = least_cpu_in_turns(lambda: _verify(folder), rounds=3)
    note = (
        f"{timing.candidate:.1f} s for {head.size if head else 0:,} rows of {JOBS:,} jobs, of which the chains of"
        f" artifacts {chains.candidate:.1f} s; {own:.1f} s of processor time are its own, without Postgres's;"
        f" the first head took {signing:.1f} s"
    )
    return Figure("verification", timing.ratio, None, "Postgres, counting the bytes of the same rows", note)


def _verify(folder: Path) -> None:
    assert verify_heads(read_heads(folder)).wrong == ()
    _chains()


def _chains() -> None:
    assert list(broken_links(read_whole(GenerationJob.objects.all()))) == []


def _read() -> None:
    with connection.cursor() as cursor:
        for kind in KINDS:
            cursor.execute(f"SELECT sum(octet_length(t::text)) FROM {kind.table} t")  # noqa: S608 - our own tables


def _jobs() -> None:
    """Ended jobs with everything that a run stores but the version."""
    outputs = stage_outputs()
    for patient in diarists(JOBS):
        job = transitions.claim(request(patient).pk)
        assert job is not None
        chain = ArtifactChain(job)
        for output in outputs:
            chain.store(output)
        transitions.cancel(job.pk, "measured")

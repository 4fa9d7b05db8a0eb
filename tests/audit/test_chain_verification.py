"""A stored run that somebody changed, cut short or mixed up is found, and one that was erased still verifies."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.chain_verification import verify_job
from core.practice.taking_back import delete_messages
from generation.models import GenerationJob, SessionBridgeVersion
from tests.builders.earlier_version import made_before_the_upgrade
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_diarist

pytestmark = pytest.mark.django_db


def tamper(job: GenerationJob, change: str, where: str) -> None:
    """Change rows as somebody does who can switch every guard off."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE stage_artifacts DROP CONSTRAINT stage_artifacts_hash_is_of_the_body")
        cursor.execute(f"UPDATE stage_artifacts SET {change} WHERE job_id = %s AND {where}", [job.id])  # noqa: S608 - our own words


def verdict(job: GenerationJob) -> str:
    return str(verify_job(GenerationJob.objects.get(id=job.id)) or "whole")


def test_untouched_job_is_whole() -> None:
    assert verdict(summarise(make_diarist())) == "whole"


def test_job_of_an_earlier_version_is_whole() -> None:
    assert verdict(made_before_the_upgrade()) == "whole"


def test_erased_job_still_verifies() -> None:
    patient = make_diarist()
    job = summarise(patient)
    delete_messages(TESTER, patient, ["m1"])
    assert verdict(job) == "whole"


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        ("body = '{}'", "position = 2", "artifact 2 (composition 0): its body does not have the hash"),
        ("body = '{}', sha256 = encode(sha256(salt || '{}'), 'hex')", "position = 1", "artifact 1 (plan 0): its chain"),
        ("prev_chain_hash = repeat('0', 64)", "position = 3", "artifact 3 (text 0): it is not chained"),
        ("position = 9", "position = 1", "artifact 2 (composition 0): artifact 1 is missing"),
        ("position = 9, stage = 'other'", "position = 4", "artifact 9 (other 0): artifact 4 is missing"),
    ],
)
def test_first_broken_artifact_is_named(change: str, where: str, said: str) -> None:
    job = summarise(make_diarist())
    tamper(job, change, where)
    assert said in verdict(job)


def test_chain_cut_short_is_found_at_its_end() -> None:
    job = summarise(make_diarist())
    with pgtrigger.ignore():
        job.artifacts.filter(position=4).delete()
    assert "the artifact of the gate that passed it is missing" in verdict(job)


def test_changed_text_of_a_version_is_found() -> None:
    job = summarise(make_diarist())
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE session_bridge_versions DROP CONSTRAINT session_bridge_versions_hash_is_of_the_text"
        )
        SessionBridgeVersion.objects.filter(job=job).update(text="Something else.")
    assert "version 1: its text does not have the hash" in verdict(job)


def test_command_says_that_every_job_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    summarise(make_diarist())
    call_command("verify")
    assert "1 jobs: every artifact is what was stored." in capsys.readouterr().out


def test_command_fails_at_the_first_broken_artifact() -> None:
    job = summarise(make_diarist())
    tamper(job, "body = '{}'", "position = 2")
    with pytest.raises(CommandError, match=rf"job {job.id}, artifact 2 \(composition 0\)"):
        call_command("verify", str(job.id))


def test_unknown_job_is_said() -> None:
    with pytest.raises(CommandError, match="There is no job"):
        call_command("verify", str(uuid4()))

"""Rows that are not what was signed: the nightly verification keeps an incident of the jobs they are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.heads.folder import Exported
from audit.heads.noticing import notice_wrong
from audit.heads.verification import verify_heads
from audit.models import Incident, IncidentKind, IncidentSource, LogLeaf
from audit.scheduled_tasks import verify
from core.models import MessageRevision
from generation.models import SessionBridgeVersion
from tests.audit.heads.test_verification import seal, tamper, verified
from tests.builders.jobs import summarise
from tests.builders.people import make_diarist

pytestmark = pytest.mark.django_db


def test_altered_row_of_a_job_is_an_incident_of_that_job_once(
    heads_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    job, _ = summarise(make_diarist()), summarise(make_diarist())
    seal()
    version = SessionBridgeVersion.objects.get(job=job)
    tamper("UPDATE session_bridge_versions SET cost = 7 WHERE id = %s", version.pk)
    verify()
    notice_wrong(verified(heads_folder).wrong)
    incident = Incident.objects.get()
    assert (incident.job, incident.kind, incident.source) == (
        job,
        IncidentKind.CHAIN_BROKEN,
        IncidentSource.VERIFICATION,
    )
    assert f"1 rows are not what was signed; the first: session_bridge_versions {version.pk}: it was" in caplog.text


def test_altered_job_is_an_incident_of_itself(heads_folder: Path) -> None:
    job = summarise(make_diarist())
    seal()
    tamper("UPDATE generation_jobs SET queued_at = queued_at - interval '1 hour' WHERE id = %s", job.pk)
    notice_wrong(verified(heads_folder).wrong)
    assert {incident.job for incident in Incident.objects.all()} == {job}


def test_row_of_no_job_is_no_incident(heads_folder: Path) -> None:
    summarise(make_diarist())
    seal()
    tamper("ALTER TABLE message_revisions DROP CONSTRAINT message_revisions_hash_is_of_the_text")
    tamper("UPDATE message_revisions SET text = 'Other.' WHERE id = %s", MessageRevision.objects.all()[:1].get().pk)
    wrong = verified(heads_folder).wrong
    notice_wrong(wrong)
    assert [each.kind for each in wrong] == ["message_revisions"]
    assert not Incident.objects.exists()


def test_what_names_no_row_does_not_hide_a_row_of_a_job() -> None:
    """A head, a line of the log and a whole table are wrong too."""
    job = summarise(make_diarist())
    seal()
    line = LogLeaf.objects.filter(kind="messages")[:1].get()
    tamper("DELETE FROM log_leaves WHERE position = %s", line.position)
    tamper("DELETE FROM generation_job_messages")
    tamper("UPDATE gate_results SET policy_gate_version = 'other' WHERE job_id = %s", job.pk)
    wrong = verify_heads(Exported((), {}, ("line 1 is not a head",))).wrong
    notice_wrong(wrong)
    assert {each.kind for each in wrong} == {"", "generation_job_messages", "log_leaves", "gate_results"}
    assert {incident.job for incident in Incident.objects.all()} == {job}

"""What an archive or an older system brings keeps its times of then: until the next head it is not yet under one."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import call_command

from audit.heads.folder import read_heads
from audit.heads.making import sign_head
from audit.heads.verification import verify_heads
from core.access import record_access
from core.models import AccessEvent, Consent, TherapySession
from generation.erasure import withdraw_summary
from generation.models import (
    AnalysisProcessingLog,
    PipelineEvent,
    SessionBridgeVersion,
    SummaryWithdrawal,
    WithdrawalCause,
)
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, TESTER, make_diarist, make_person, make_user, set_consent
from tests.generation.test_archives import exported, forget_everything

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=30)


def test_rows_of_an_archive_are_not_yet_under_a_head(heads_folder: Path, tmp_path: Path) -> None:
    person = make_person()
    summarise(person)
    set_consent(person, allowed=True)
    record_access(actor=make_user(person.organisation), patient_id=person.pk, action="read", target="/")
    withdraw_summary(TESTER, SessionBridgeVersion.objects.get(), cause=WithdrawalCause.STAFF, reason="Wrong.")
    with pgtrigger.ignore():
        for rows in (AccessEvent.objects, Consent.objects, SummaryWithdrawal.objects):
            for row in rows.all():
                rows.filter(pk=row.pk).update(at=row.at - LONG_AGO)
    archive = exported(person, tmp_path / "person.zip")
    forget_everything()
    make_diarist()
    assert sign_head(settled=timedelta(0))
    call_command("import_archive", str(archive), stdout=io.StringIO())
    found = verify_heads(read_heads(heads_folder))
    assert [str(wrong) for wrong in found.wrong] == []
    assert {"consents", "access_events", "summary_withdrawals"} <= set(found.pending)


def test_log_lines_of_an_older_system_are_not_yet_under_a_head(heads_folder: Path) -> None:
    patient = make_diarist()
    assert sign_head()
    session = TherapySession.objects.create(patient=patient, client_id="s1", session_date=AS_OF)
    at = session.created_at - LONG_AGO
    PipelineEvent.objects.create(
        session=session, patient=patient, number=1, phase="WAVE1", event="START", status="running", created_at=at
    )
    AnalysisProcessingLog.objects.create(session=session, wave="mood", status="started", retry_count=0, created_at=at)
    found = verify_heads(read_heads(heads_folder))
    assert ([str(wrong) for wrong in found.wrong], found.pending["pipeline_events"]) == ([], 1)
    assert found.pending["analysis_processing_log"] == 1

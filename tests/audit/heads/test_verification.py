"""Rows under a head are what they were, or the first that is not is named; an erasure stays valid, none is feigned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pgtrigger
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from audit.heads.folder import Exported, read_heads
from audit.heads.head import sign
from audit.heads.making import sign_head
from audit.heads.merkle import GrowingTree
from audit.heads.sealing import seal_rows
from audit.heads.verification import NOTHING_EXPORTED, Verified, verify_heads
from audit.models import LogErasure, LogLeaf, SignedHead
from core.access import record_access
from core.actors import actor_of
from core.erasure import erase_person
from core.history import record_change
from core.models import AccessEvent, Change, ChangeSubject, MessageRevision
from core.practice.taking_back import delete_messages
from generation.models import GateResult, GenerationJob, SessionBridgeVersion, StageArtifact
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_diarist, make_person, make_user, write

pytestmark = pytest.mark.django_db


def seal() -> None:
    assert sign_head(settled=timedelta(0))


def verified(folder: Path) -> Verified:
    return verify_heads(read_heads(folder))


def said(folder: Path) -> list[str]:
    return [str(each) for each in verified(folder).wrong]


def tamper(statement: str, *given: object) -> None:
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, given)


def test_what_was_stored_is_as_it_was(heads_folder: Path) -> None:
    summarise(make_diarist())
    seal()
    found = verified(heads_folder)
    assert (found.wrong, +found.pending) == ((), {})
    assert found.rows == LogLeaf.objects.count() > 20


def test_rows_since_the_last_head_are_not_under_one(heads_folder: Path) -> None:
    patient = make_diarist()
    seal()
    write(patient, ("m9", "2025-11-14T08:00+01:00", "Slept 7 h."))
    found = verified(heads_folder)
    assert (found.wrong, found.pending) == ((), {"messages": 1, "message_revisions": 1})


def test_erased_message_stays_valid(heads_folder: Path) -> None:
    patient = make_diarist()
    summarise(patient)
    seal()
    delete_messages(TESTER, patient, ["m1"])
    assert said(heads_folder) == []
    seal()
    assert said(heads_folder) == []


def write_values_differently() -> None:
    """As another client of the database may have it: values become other texts, until whoever hashes them says how."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Tokyo'")
        cursor.execute("SET LOCAL bytea_output = 'escape'")


def test_log_does_not_hang_on_how_a_session_writes_values(heads_folder: Path) -> None:
    patient = make_diarist()
    summarise(patient)
    write_values_differently()
    seal()
    write_values_differently()
    delete_messages(TESTER, patient, ["m1"])
    write_values_differently()
    assert said(heads_folder) == []


def test_names_of_two_people_in_one_row_may_go_one_by_one(heads_folder: Path) -> None:
    first, second = make_person(), make_person()
    assert first.user
    assert second.user
    details = f"login {second.user.username} linked"
    organisation = first.organisation
    record_change(actor_of(first.user), ChangeSubject.LOGIN, second.user.pk, details, organisation=organisation)
    seal()
    for person in (first, second):
        erase_person(person, by="a test")
        assert said(heads_folder) == []
    change = Change.objects.get(subject_id=second.user.pk, organisation=organisation, actor_label__contains="erased-")
    assert "erased-" in change.details


def test_erased_person_stays_valid_and_keeps_no_salt(heads_folder: Path) -> None:
    patient = make_diarist()
    summarise(patient)
    seal()
    erase_person(patient, by="a test")
    seal()
    assert said(heads_folder) == []
    left = LogLeaf.objects.filter(salt__isnull=False, kind__in=["message_revisions", "stage_artifacts", "gate_results"])
    assert left.count() == 0


def test_feigned_erasure_is_named(heads_folder: Path) -> None:
    job = summarise(make_diarist())
    seal()
    result = job.gate_results.get()
    tamper(
        "UPDATE gate_results SET findings = NULL, judge_key = NULL, judge_passed = NULL, erased_at = now()"
        " WHERE id = %s",
        result.pk,
    )
    assert said(heads_folder) == [f"gate_results {result.pk}: its words are gone, and no record of an erasure says so"]


def test_erasure_vouches_for_nothing_that_went_before_it(heads_folder: Path) -> None:
    patient = make_diarist()
    seal()
    feigned = MessageRevision.objects.get(message__client_id="m2")
    tamper(
        "UPDATE message_revisions SET text = NULL, salt = NULL, erased_at = now() - interval '1 day' WHERE id = %s",
        feigned.pk,
    )
    delete_messages(TESTER, patient, ["m1"])
    named = f"message_revisions {feigned.pk}: its words are gone, and no record of an erasure says so"
    assert said(heads_folder) == [named]


def test_erasure_of_a_message_vouches_for_no_name_of_a_login(heads_folder: Path) -> None:
    patient = make_person()
    record_access(actor=patient.user, patient_id=patient.pk, action="read", target="/")
    seal()
    event = AccessEvent.objects.get()
    tamper("UPDATE access_events SET actor_label = 'erased-0000' WHERE id = %s", event.pk)
    delete_messages(TESTER, patient, ["m1"])
    assert said(heads_folder) == [f"access_events {event.pk}: its words were altered"]


def test_altered_row_is_named(heads_folder: Path) -> None:
    job = summarise(make_diarist())
    seal()
    version = SessionBridgeVersion.objects.get(job=job)
    tamper("UPDATE session_bridge_versions SET cost = 7 WHERE id = %s", version.pk)
    assert said(heads_folder) == [f"session_bridge_versions {version.pk}: it was altered"]


def test_altered_words_are_named(heads_folder: Path) -> None:
    make_diarist()
    seal()
    revision = MessageRevision.objects.first()
    assert revision
    tamper("ALTER TABLE message_revisions DROP CONSTRAINT message_revisions_hash_is_of_the_text")
    tamper("UPDATE message_revisions SET text = 'Other.' WHERE id = %s", revision.pk)
    assert said(heads_folder) == [f"message_revisions {revision.pk}: its words were altered"]


def test_line_of_the_log_that_was_altered_is_named(heads_folder: Path) -> None:
    make_diarist()
    seal()
    revision = MessageRevision.objects.all()[:1].get()
    tamper("UPDATE log_leaves SET hash = sha256(hash) WHERE row_id = %s", revision.pk)
    assert said(heads_folder) == [f"message_revisions {revision.pk}: its line in the log was altered"]
    # Without the exported lines nobody can tell which of the two is right.
    assert [str(wrong) for wrong in verify_heads().wrong] == [f"message_revisions {revision.pk}: it was altered"]


def test_lines_of_the_log_that_changed_places_are_named(heads_folder: Path) -> None:
    make_diarist()
    seal()
    first, second = LogLeaf.objects.filter(kind="message_revisions")[:2]
    for line, place in ((first, 1_000), (second, first.position), (first, second.position)):
        tamper("UPDATE log_leaves SET position = %s WHERE row_id = %s", place, line.row_id)
    assert said(heads_folder) == [
        f"message_revisions {line.row_id}: its line in the log names another row" for line in (first, second)
    ]


def test_salt_that_went_without_an_erasure_is_named(heads_folder: Path) -> None:
    make_diarist()
    seal()
    revision = MessageRevision.objects.all()[:1].get()
    tamper("UPDATE log_leaves SET salt = NULL WHERE row_id = %s", revision.pk)
    [named] = said(heads_folder)
    assert named == (
        f"message_revisions {revision.pk}: its words cannot be held against their hash: the salt is gone,"
        " and no record of an erasure says so"
    )


def test_missing_line_is_named_by_its_place_where_no_lines_were_exported() -> None:
    make_diarist()
    seal()
    line = LogLeaf.objects.filter(kind="message_revisions")[:1].get()
    tamper("DELETE FROM log_leaves WHERE position = %s", line.position)
    found = verify_heads()
    assert [str(wrong) for wrong in found.wrong] == [f"log_leaves {line.position}: its line in the log is missing"]
    assert found.pending == {"message_revisions": 1}


def test_line_of_a_table_that_this_version_does_not_know_is_named(heads_folder: Path) -> None:
    make_diarist()
    seal()
    tamper(
        "INSERT INTO log_leaves (position, kind, row_id, hash) VALUES (%s, 'letters', gen_random_uuid(), sha256(''))",
        LogLeaf.objects.count(),
    )
    assert said(heads_folder) == ["letters: this version knows no such rows"]


def test_missing_row_is_named(heads_folder: Path) -> None:
    job = summarise(make_diarist())
    seal()
    artifact = job.artifacts.get(position=1)
    tamper("DELETE FROM stage_artifacts WHERE id = %s", artifact.pk)
    assert said(heads_folder) == [f"stage_artifacts {artifact.pk}: it is missing"]


def test_empty_table_is_named_once(heads_folder: Path) -> None:
    summarise(make_diarist())
    seal()
    rows = StageArtifact.objects.count()
    tamper("DELETE FROM stage_artifacts")
    assert said(heads_folder) == [f"stage_artifacts: the table is empty; it had {rows} rows"]


def test_empty_log_is_named_once(heads_folder: Path) -> None:
    summarise(make_diarist())
    seal()
    lines = LogLeaf.objects.count()
    tamper("DELETE FROM log_leaves")
    assert said(heads_folder) == [f"log_leaves: the table is empty; it had {lines} lines"]


def test_row_added_to_an_ended_job_is_named(heads_folder: Path) -> None:
    job = summarise(make_diarist())
    seal()
    with pgtrigger.ignore():
        added = GateResult.objects.create(
            job=job, epoch=1, ordinal=7, text_sha256="0" * 64, verdict="pass", policy_gate_version="1", findings=[]
        )
    assert said(heads_folder) == [f"gate_results {added.pk}: it was added later"]


def test_access_of_another_time_is_named(heads_folder: Path) -> None:
    patient = make_diarist()
    seal()
    at = SignedHead.objects.get().at - timedelta(hours=2)
    actor = make_user(patient.organisation)
    event = AccessEvent.objects.create(patient=patient, actor=actor, actor_label="x", action="read", target="/", at=at)
    assert said(heads_folder) == [f"access_events {event.pk}: it was added later"]


def test_access_of_the_hour_before_the_last_head_is_not_yet_under_one(heads_folder: Path) -> None:
    """It may have been written in a transaction that ended behind the head."""
    patient = make_diarist()
    seal()
    at = SignedHead.objects.get().at - timedelta(minutes=59)
    actor = make_user(patient.organisation)
    AccessEvent.objects.create(patient=patient, actor=actor, actor_label="x", action="read", target="/", at=at)
    found = verified(heads_folder)
    assert (found.wrong, found.pending) == ((), {"access_events": 1})


def test_row_hashed_anew_is_named_with_the_exported_lines(heads_folder: Path) -> None:
    job = summarise(make_diarist())
    seal()
    take_cost(job)
    version = SessionBridgeVersion.objects.get(job=job)
    assert said(heads_folder) == [f"session_bridge_versions {version.pk}: it was hashed anew"]


def test_row_hashed_anew_is_known_to_be_under_a_head_without_them() -> None:
    job = summarise(make_diarist())
    seal()
    take_cost(job)
    rows = LogLeaf.objects.count()
    [wrong] = verify_heads(NOTHING_EXPORTED).wrong
    assert str(wrong) == f"rows 0 to {rows - 1} of the log were hashed anew: the signed root is another"


def test_rows_hashed_anew_are_known_to_be_under_one_head_of_several() -> None:
    jobs, sizes = [], []
    for _ in range(2):
        jobs.append(summarise(make_diarist()))
        seal()
        sizes.append(LogLeaf.objects.count())
    first, second = (
        f"rows {start} to {end - 1} of the log were hashed anew: the signed root is another"
        for start, end in ((0, sizes[0]), sizes)
    )
    take_cost(jobs[0])
    assert [str(wrong) for wrong in verify_heads().wrong] == [first]
    take_cost(jobs[1])
    assert [str(wrong) for wrong in verify_heads().wrong] == [first, second]
    # A row that is named accounts for the root of its own head alone.
    tamper("UPDATE gate_results SET policy_gate_version = 'other' WHERE job_id = %s", jobs[0].pk)
    altered = f"gate_results {jobs[0].gate_results.get().pk}: it was altered"
    assert [str(wrong) for wrong in verify_heads().wrong] == [altered, second]


def test_rows_are_held_against_the_exported_head_where_the_database_has_another(heads_folder: Path) -> None:
    job = summarise(make_diarist())
    seal()
    printed = Exported(read_heads(heads_folder).heads, {}, ())
    take_cost(job)
    tree = GrowingTree()
    for leaf in LogLeaf.objects.all():
        tree.add(bytes(leaf.hash))
    forged = sign(tree, datetime.now(UTC), Ed25519PrivateKey.generate())
    tamper(
        "UPDATE signed_heads SET root = %s, subtrees = %s, at = %s, public_key = %s, signature = %s",
        forged.root,
        list(forged.subtrees),
        forged.at,
        forged.public_key,
        forged.signature,
    )
    assert verify_heads().wrong == ()
    assert [str(wrong) for wrong in verify_heads(printed).wrong] == [
        f"the head over {tree.size} rows in the database is another than the exported one",
        f"rows 0 to {tree.size - 1} of the log were hashed anew: the signed root is another",
    ]


def take_cost(job: GenerationJob) -> None:
    """Change the cost of a version and the line in the log with it."""
    version = SessionBridgeVersion.objects.get(job=job)
    leaf = LogLeaf.objects.get(row_id=version.pk)
    tamper("UPDATE session_bridge_versions SET cost = 7 WHERE id = %s", version.pk)
    tamper("DELETE FROM log_leaves WHERE position = %s", leaf.position)
    seal_rows(timedelta(0))
    tamper("UPDATE log_leaves SET position = %s WHERE row_id = %s", leaf.position, version.pk)


def test_missing_record_of_an_erased_person_is_named_itself(heads_folder: Path) -> None:
    patient = make_person()
    record_access(actor=patient.user, patient_id=patient.pk, action="read", target="/")
    seal()
    erase_person(patient, by="a test")
    seal()
    tamper("DELETE FROM log_erasures")
    assert said(heads_folder) == ["log_erasures: the table is empty; it had 1 rows"]


def test_record_of_an_erasure_that_was_altered_is_named_itself(heads_folder: Path) -> None:
    patient = make_diarist()
    summarise(patient)
    seal()
    delete_messages(TESTER, patient, ["m1"])
    seal()
    record = LogErasure.objects.get()
    tamper("UPDATE log_erasures SET positions = positions[2:], afterwards = afterwards[2:]")
    assert said(heads_folder) == [f"log_erasures {record.pk}: it was altered"]

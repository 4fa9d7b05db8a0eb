"""One run of a job: every stage stored and chained, published once, gone on with where it stopped."""

from __future__ import annotations

import pytest

from core.models import TherapySession
from core.salted_hashes import salted_sha256
from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState, NotificationKind
from generation.models.artifact import chain_hash, first_chain_hash
from generation.pipeline.contracts import CONTRACT_VERSION, GatePolicy, Verdict
from generation.pipeline.sequence import Stage, StageOutput
from generation.run.artifact_chain import ArtifactChain
from generation.run.errors import GateOfAnotherText, PinnedInputMissing, RunFailed
from generation.run.pinned_input import load_input, policy_kept
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.jobs import let_lapse, make_job, make_overdue_job, requested_job
from tests.builders.people import AS_OF, write
from tests.generation.tiny_stages import TEXT, TEXT_BODY, TinyStages, gate_report

pytestmark = pytest.mark.django_db

ALL = ["canonical", "plan", "composition", "text", "gate"]


def test_every_stage_is_stored_in_order() -> None:
    job = requested_job()
    assert run_job(job.id, TinyStages())
    assert list(job.artifacts.values_list("stage", flat=True)) == ALL


def test_each_stage_reads_what_is_stored() -> None:
    job, stages = requested_job(), TinyStages()
    run_job(job.id, stages)
    assert stages.read == list(job.artifacts.values_list("body", flat=True))


def test_artifacts_are_chained_from_the_job_on() -> None:
    job = requested_job()
    run_job(job.id, TinyStages())
    head = first_chain_hash(job.id)
    for row in job.artifacts.all():
        assert row.prev_chain_hash == head
        head = chain_hash(head, position=row.position, stage=row.stage, ordinal=row.ordinal, sha256=row.sha256)
        assert row.chain_hash == head


def test_published_summary_is_what_the_person_sees() -> None:
    job = requested_job()
    run_job(job.id, TinyStages())
    job.refresh_from_db()
    version = job.patient.current_session_bridge.current
    assert (job.state, version.text, version.version, version.job_id) == (JobState.SUCCEEDED, TEXT, 1, job.id)
    assert (version.outcome, version.prompt_version_writer) == ("first_pass", "rules-5")


def test_second_summary_is_the_second_version() -> None:
    job = requested_job()
    run_job(job.id, TinyStages())
    write(job.patient, ("m9", "2025-11-20T08:00+01:00", "Another day."))
    answer = request_summary(job.patient, as_of=AS_OF)
    run_job(answer.job.id, TinyStages())
    versions = job.patient.sessionbridgeversions.order_by("version").values_list("version", "job_id")
    assert list(versions) == [(1, job.id), (2, answer.job.id)]
    job.patient.refresh_from_db()
    assert job.patient.current_session_bridge.current.version == 2


def test_metadata_counts_sessions_up_to_the_windows_end() -> None:
    job = requested_job()
    days = ["2025-06-02", "2025-11-20", "2025-11-25"]
    made = [TherapySession.objects.create(patient=job.patient, client_id=day, session_date=day) for day in days]
    run_job(job.id, TinyStages())
    metadata = GenerationJob.objects.get(id=job.id).sessionbridgeversion.metadata
    assert (metadata.sessions_analyzed, metadata.total_sessions, metadata.last_session) == (0, 2, made[1])


def test_person_is_told_that_the_summary_is_there() -> None:
    job = requested_job()
    run_job(job.id, TinyStages())
    assert [notice.kind for notice in job.notifications.all()] == [NotificationKind.SUMMARY_READY]


def test_run_is_in_both_logs() -> None:
    job = requested_job()
    run_job(job.id, TinyStages())
    events = list(job.events.exclude(event="STAGE").order_by("number").values_list("event", "status"))
    assert events == [("SESSION_BRIDGE_GENERATION", "queued"), ("START", "running"), ("COMPLETE", "succeeded")]
    assert list(job.processing_log.values_list("status", flat=True)) == ["started", "completed"]


def test_each_stage_is_an_event_of_its_own() -> None:
    job = requested_job()
    run_job(job.id, TinyStages())
    told = [(event.details["stage"], event.details["ordinal"]) for event in job.events.filter(event="STAGE")]
    assert told == list(job.artifacts.order_by("position").values_list("stage", "ordinal"))
    assert list(job.events.values_list("number", flat=True).order_by("number")) == list(range(1, len(told) + 4))


def test_run_twice_runs_once() -> None:
    job, again = requested_job(), TinyStages()
    run_job(job.id, TinyStages())
    assert not run_job(job.id, again)
    assert again.made == []


def test_next_worker_goes_on_after_the_last_stored_artifact() -> None:
    job = requested_job()
    chain = ArtifactChain(transitions.claim(job.id) or job)
    for stage in (Stage.CANONICAL, Stage.PLAN):
        chain.store(StageOutput(stage=stage, ordinal=0, body='{"earlier":1}'))
    let_lapse(job)
    stages = TinyStages()
    assert run_job(job.id, stages)
    assert stages.made == ALL[2:]
    assert list(job.artifacts.values_list("epoch", flat=True)) == [1, 1, 2, 2, 2]


def test_same_bytes_gated_twice_are_one_gate_result() -> None:
    held = transitions.claim(make_job().id)
    assert held is not None
    chain = ArtifactChain(held)
    for ordinal in (0, 1):
        chain.store(StageOutput(stage=Stage.TEXT, ordinal=ordinal, body=TEXT_BODY))
        chain.store(StageOutput(stage=Stage.GATE, ordinal=ordinal, body=gate_report().canonical_text()))
    assert (held.artifacts.count(), held.gate_results.count()) == (4, 1)


def test_verdict_on_another_text_than_the_stored_one_is_not_kept() -> None:
    held = transitions.claim(make_job().id)
    assert held is not None
    chain = ArtifactChain(held)
    chain.store(StageOutput(stage=Stage.TEXT, ordinal=0, body='{"text":"Something else."}'))
    with pytest.raises(GateOfAnotherText):
        chain.store(StageOutput(stage=Stage.GATE, ordinal=0, body=gate_report().canonical_text()))


def test_all_that_a_job_stores_is_hashed_with_its_own_salt() -> None:
    job = requested_job()
    run_job(job.id, TinyStages())
    job.refresh_from_db()
    assert job.salt is not None
    salts = {*job.artifacts.values_list("salt", flat=True), job.sessionbridgeversion.salt}
    assert {bytes(salt) for salt in salts} == {bytes(job.salt)}
    assert job.gate_results.get().text_sha256 == salted_sha256(job.salt, TEXT)


def test_text_the_gate_refused_cannot_be_published() -> None:
    job = requested_job()
    chain = ArtifactChain(transitions.claim(job.id) or job)
    chain.store(StageOutput(stage=Stage.TEXT, ordinal=0, body=TEXT_BODY))
    refused = gate_report(verdict=Verdict.FAIL).canonical_text()
    chain.store(StageOutput(stage=Stage.GATE, ordinal=0, body=refused))
    let_lapse(job)
    with pytest.raises(RunFailed, match="session_bridge_versions_only_gated_bytes"):
        run_job(job.id, TinyStages())
    assert not job.patient.sessionbridgeversions.exists()


def test_pinned_input_is_what_was_accepted_though_the_diary_grew() -> None:
    job = requested_job(("m1", "2025-11-08T22:14+01:00", "First words."))
    write(job.patient, ("m2", "2025-11-08T22:15+01:00", "Other words."))
    held = transitions.claim(job.id)
    assert held is not None
    assert [message.text for message in load_input(held).messages] == ["First words."]


def test_input_of_a_job_without_messages_is_empty() -> None:
    assert load_input(make_job()).messages == ()


def test_input_that_is_not_what_was_accepted_is_missing() -> None:
    job = requested_job(("m1", "2025-11-08T22:14+01:00", "First words."))
    [accepted] = load_input(job).messages
    assert accepted.text == "First words."
    job.input_hash = "0" * 64
    with pytest.raises(PinnedInputMissing):
        load_input(job)


def test_policy_given_is_that_of_the_input() -> None:
    policy = GatePolicy(review=("JD010",))
    assert load_input(make_job(), policy).policy == policy
    assert load_input(make_job()).policy == GatePolicy()


def test_run_keeps_to_the_policy_of_its_first_gate_report_of_this_version() -> None:
    def body(*review: str, version: int = CONTRACT_VERSION) -> str:
        report = gate_report().model_copy(update={"policy": GatePolicy(review=review)})
        return report.canonical_text().replace(
            f'"contract_version":{CONTRACT_VERSION}', f'"contract_version":{version}', 1
        )

    earlier = {(Stage.GATE, 0): body("SB401", version=CONTRACT_VERSION - 1), (Stage.TEXT, 0): TEXT_BODY}
    assert policy_kept(earlier) is None
    both = {(Stage.GATE, 2): body("SB504"), (Stage.GATE, 1): body("JD010"), **earlier}
    assert policy_kept(both) == GatePolicy(review=("JD010",))


def test_input_is_loaded_in_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    held = transitions.claim(requested_job().id)
    assert held is not None
    with django_assert_num_queries(1):  # type: ignore[operator]
        load_input(held)


def test_run_of_an_overdue_job_times_it_out() -> None:
    job = make_overdue_job()
    assert not run_job(job.id, TinyStages())
    job.refresh_from_db()
    assert job.state == JobState.TIMED_OUT

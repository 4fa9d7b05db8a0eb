"""A reviewer's correction: chosen among the plan's candidates, published by a job of its own, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest
from django.utils import timezone

from audit.chain_verification import verify_job
from audit.replay import replay
from core.practice.taking_back import delete_messages
from core.refusals import InputRefused
from core.roles import Role
from generation.corrections import Correctable, correct_summary, find_correctable, preview_correction
from generation.erasure import withdraw_summary
from generation.gate_policies import change_policy
from generation.lifecycle import transitions
from generation.models import (
    GenerationJob,
    JobState,
    PatientSessionBridge,
    SessionBridgeVersion,
    SummaryOutcome,
    SummaryWithdrawal,
    WithdrawalCause,
)
from generation.run.errors import RunFailed
from generation.summary_requests import Accepted, Busy, Exists, request_summary
from generation.time_limits import FALLBACK_RESERVE
from generation.worker.execution import run_job
from tests.builders.earlier_version import made_before_the_upgrade
from tests.builders.jobs import accept_job, held_job, make_job, summarise
from tests.builders.people import AS_OF, TESTER, make_person, make_staff, make_user, write
from tests.builders.rows import gate_result, refused_by, version

pytestmark = pytest.mark.django_db

LONG = [
    (f"m{number}", f"2025-11-{8 + number:02}T22:14+01:00", f"Felt calm. {sentence} " + "Walked along the river. " * 45)
    for number, sentence in enumerate(["Met Anna.", "Ate with Tom.", "Saw a heron.", "Slept 7 h."])
]


def correctable(job: GenerationJob | None = None) -> Correctable:
    return find_correctable((job or summarise(make_person())).sessionbridgeversion)


def without_feelings(of: Correctable) -> set[str]:
    return {*of.composition.feelings, *of.composition.further_feelings}


def accept(of: Correctable, **choice: set[str]) -> GenerationJob:
    preview = preview_correction(of, **{"quoted": {*of.composition.quoted}, "dropped": set(), **choice})
    answer = correct_summary(of, preview, reason="it leans", by=make_user())
    assert isinstance(answer, Accepted)
    return answer.job


def test_a_correction_is_published_and_withdraws_what_it_corrects() -> None:
    of = correctable()
    job = accept(of, dropped=without_feelings(of))
    assert run_job(job.id)
    job.refresh_from_db()
    corrected = job.sessionbridgeversion
    assert (corrected.outcome, corrected.version, corrected.repair_attempts) == (SummaryOutcome.CORRECTED, 2, 0)
    assert corrected.prompt_version_writer == "staff-1"
    assert "named as a feeling" not in corrected.text
    assert SummaryWithdrawal.objects.get(session_bridge_version=of.version).cause == WithdrawalCause.CORRECTED
    assert PatientSessionBridge.objects.get(patient=job.patient).current == corrected


def withdrawn() -> set[SessionBridgeVersion]:
    return {one.session_bridge_version for one in SummaryWithdrawal.objects.all()}


def correct(of: Correctable) -> SessionBridgeVersion:
    job = accept(of, dropped=without_feelings(of))
    assert run_job(job.id)
    job.refresh_from_db()
    return job.sessionbridgeversion


def test_the_withdrawal_says_by_whom_it_was_corrected() -> None:
    of = correctable()
    corrected = correct(of)
    withdrawal = SummaryWithdrawal.objects.get()
    assert (withdrawal.by, withdrawal.session_bridge_version) == (corrected.job.requested_by, of.version)
    assert withdrawal.by is not None


def test_a_summary_that_corrects_nothing_withdraws_nothing() -> None:
    first = summarise(make_person())
    again = request_summary(first.patient, as_of=AS_OF, again="a clinician wants it")
    assert isinstance(again, Accepted)
    assert run_job(again.job.id)
    assert withdrawn() == set()


def later_version(job: GenerationJob, **fields: Any) -> SessionBridgeVersion:
    """Another summary of what this job read, unless `fields` say otherwise; its number is a higher one."""
    same = {"window_first": job.window_first, "window_last": job.window_last, "input_hash": job.input_hash}
    held = held_job(**{"patient": job.patient, **same, "regen": 7, "regen_reason": "again", **fields})
    gate_result(held).save()
    made = version(held, version=7)
    made.save()
    assert transitions.succeed(held)
    return made


def test_nobody_elses_summary_is_withdrawn_by_a_correction() -> None:
    of = correctable()
    stranger = later_version(of.job, patient=make_person())
    correct(of)
    assert withdrawn() == {of.version}
    assert stranger not in withdrawn()


@pytest.mark.parametrize(
    "fields",
    [{"window_last": AS_OF - timedelta(days=1), "window_first": AS_OF - timedelta(days=15)}, {"input_hash": "0" * 64}],
    ids=["another window", "other words"],
)
def test_a_summary_of_another_input_stays_when_one_is_corrected(fields: dict[str, Any]) -> None:
    of = correctable()
    other = later_version(of.job, **fields)
    correct(of)
    assert withdrawn() == {of.version}
    assert other not in withdrawn()


def test_an_earlier_summary_is_corrected_once_the_person_sees_it_again() -> None:
    of = correctable()
    later = made_again(of.job)
    withdraw_summary(TESTER, later, cause=WithdrawalCause.PERSON)
    correct(of)
    assert withdrawn() == {later, of.version}
    assert SummaryWithdrawal.objects.get(session_bridge_version=later).cause == WithdrawalCause.PERSON


def made_again(job: GenerationJob) -> SessionBridgeVersion:
    """Another summary of what this job read, which the person sees from then on."""
    again = request_summary(job.patient, as_of=AS_OF, again="a clinician wants it")
    assert isinstance(again, Accepted)
    assert run_job(again.job.id)
    return SessionBridgeVersion.objects.get(job=again.job)


def with_a_later_entry(job: GenerationJob) -> SessionBridgeVersion:
    write(job.patient, ("m4", "2025-11-20T07:40+01:00", "I took 30 pills last night."))
    return summarise(job.patient).sessionbridgeversion


@pytest.mark.parametrize("newer", [made_again, with_a_later_entry], ids=["made again", "of a later entry"])
def test_a_summary_that_a_newer_one_took_the_place_of_is_not_corrected(
    newer: Callable[[GenerationJob], SessionBridgeVersion],
) -> None:
    first = summarise(make_person())
    shown = newer(first)
    with pytest.raises(InputRefused, match=r"the person sees another summary by now\. Correct that one\."):
        correctable(first)
    assert PatientSessionBridge.objects.get(patient=first.patient).current == shown
    assert withdrawn() == set()


def test_a_newer_summary_made_while_a_reviewer_chooses_stays() -> None:
    of = correctable()
    preview = preview_correction(of, quoted={*of.composition.quoted}, dropped=without_feelings(of))
    shown = with_a_later_entry(of.job)
    with pytest.raises(InputRefused, match="a newer one has taken its place"):
        correct_summary(of, preview, reason="it leans", by=make_user())
    assert PatientSessionBridge.objects.get(patient=of.job.patient).current == shown
    assert "I took 30 pills" in shown.text


def test_only_a_correction_names_a_summary_it_corrects() -> None:
    first = summarise(make_person()).sessionbridgeversion
    assert refused_by(lambda: make_job(corrects=first)) == "generation_jobs_only_corrections_correct"


def test_which_summary_is_corrected_stays_as_it_was_accepted() -> None:
    of = correctable()
    accepted = GenerationJob.objects.filter(id=accept(of, dropped=without_feelings(of)).id)
    assert refused_by(lambda: accepted.update(corrects=None)) == "generation_jobs_terms_fixed"


@pytest.mark.parametrize("earlier", [False, True], ids=["they see none", "they see an earlier one"])
def test_a_summary_withdrawn_while_its_correction_waits_does_not_come_back(earlier: bool) -> None:
    first = summarise(make_person())
    of = find_correctable(made_again(first)) if earlier else correctable(first)
    job = accept(of, dropped=without_feelings(of))
    withdraw_summary(TESTER, of.version, cause=WithdrawalCause.PERSON)
    with pytest.raises(RunFailed, match="CorrectedNotShown"):
        run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "CorrectedNotShown")
    assert SummaryWithdrawal.objects.get().cause == WithdrawalCause.PERSON
    shown = PatientSessionBridge.objects.get(patient=job.patient).current
    assert shown == (first.sessionbridgeversion if earlier else None)


def test_who_withdrew_a_summary_gets_another_though_its_correction_waited() -> None:
    of = correctable()
    job = accept(of, dropped=without_feelings(of))
    withdraw_summary(TESTER, of.version, cause=WithdrawalCause.PERSON)
    with pytest.raises(RunFailed):
        run_job(job.id)
    asked = summarise(of.job.patient)
    assert PatientSessionBridge.objects.get(patient=asked.patient).current == asked.sessionbridgeversion
    assert asked.sessionbridgeversion.outcome == SummaryOutcome.FIRST_PASS


def test_a_correction_that_is_taken_late_is_published_as_it_was_chosen() -> None:
    of = correctable()
    preview = preview_correction(of, quoted={*of.composition.quoted}, dropped=without_feelings(of))
    job = accept(of, dropped=without_feelings(of))
    with pgtrigger.ignore("generation.GenerationJob:generation_jobs_terms_fixed"):
        GenerationJob.objects.filter(id=job.id).update(deadline_at=timezone.now() + FALLBACK_RESERVE / 2)
    assert run_job(job.id)
    published = SessionBridgeVersion.objects.get(job=job)
    assert (published.text, published.outcome) == (preview.report.text, SummaryOutcome.CORRECTED)


def test_a_correction_that_the_gate_refuses_after_all_leaves_the_summary_as_it_is() -> None:
    person = make_person(*LONG)
    by = make_staff(person.organisation, Role.QA)
    change_policy(by, noted=["SB113"], after=0, reason="long days are read here")
    of = correctable(summarise(person))
    days = (sentence for day in of.plan.days for entry in day.entries for sentence in entry.sentences)
    job = accept(of, quoted={sentence.fact_id for sentence in days})
    change_policy(by, noted=[], after=1, reason="they were too long")
    with pytest.raises(RunFailed, match="CorrectionRefused"):
        run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "CorrectionRefused")
    assert withdrawn() == set()
    assert PatientSessionBridge.objects.get(patient=person).current == of.version
    assert replay(job).different == ()
    # Nothing is left of it that would be in the way of another.
    assert run_job(accept(of, dropped=without_feelings(of)).id)


def test_its_chain_holds_the_record_and_plan_of_what_it_corrects() -> None:
    of = correctable()
    job = accept(of, dropped=without_feelings(of))
    run_job(job.id)
    job.refresh_from_db()
    assert verify_job(job) is None
    for stage in ("canonical", "plan"):
        assert job.artifacts.get(stage=stage).body == of.job.artifacts.get(stage=stage).body


def test_a_worker_that_dies_leaves_the_correction_to_the_next() -> None:
    of = correctable()
    job = accept(of, dropped=without_feelings(of))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    # The choice is in the chain before anybody may take the job.
    assert [artifact.stage for artifact in job.artifacts.order_by("position")] == ["canonical", "plan", "composition"]


def test_asking_again_finds_the_correction() -> None:
    of = correctable()
    run_job(accept(of, dropped=without_feelings(of)).id)
    answer = request_summary(of.job.patient, as_of=AS_OF)
    assert isinstance(answer, Exists)
    assert answer.version.outcome == SummaryOutcome.CORRECTED


def test_a_correction_can_be_corrected() -> None:
    first = correctable()
    job = accept(first, dropped=without_feelings(first))
    run_job(job.id)
    job.refresh_from_db()
    second = correctable(job)
    again = accept(second, dropped={second.composition.areas[0]})
    run_job(again.id)
    again.refresh_from_db()
    assert (again.regen, again.sessionbridgeversion.outcome) == (2, SummaryOutcome.CORRECTED)


def test_other_sentences_are_quoted() -> None:
    of = correctable(summarise(make_person(*LONG)))
    day = of.plan.days[0]
    sentences = [sentence.fact_id for entry in day.entries for sentence in entry.sentences]
    others = {fact_id for fact_id in of.composition.quoted if fact_id not in sentences} | {sentences[2]}
    preview = preview_correction(of, quoted=others, dropped=set())
    assert preview.findings == ()
    assert '8 Nov: … "Walked along the river." …' in preview.report.text


def test_what_must_be_quoted_cannot_be_left_out() -> None:
    grave = ("m9", "2025-11-12T22:14+01:00", "I want to die. " + "Walked along the river. " * 40)
    of = correctable(summarise(make_person(*LONG[:3], grave)))
    preview = preview_correction(of, quoted=set(), dropped=set())
    assert preview.findings
    with pytest.raises(InputRefused, match="the gate refuses"):
        correct_summary(of, preview, reason="shorter", by=make_user())


def test_no_day_is_left_without_a_sentence() -> None:
    of = correctable(summarise(make_person(*LONG)))
    first = {sentence.fact_id for entry in of.plan.days[0].entries for sentence in entry.sentences}
    preview = preview_correction(of, quoted={*of.composition.quoted} - first, dropped=set())
    with pytest.raises(InputRefused, match="none is of 8 Nov"):
        correct_summary(of, preview, reason="shorter", by=make_user())
    assert not GenerationJob.objects.filter(origin="correction").exists()


def test_a_correction_changes_something() -> None:
    of = correctable()
    preview = preview_correction(of, quoted={*of.composition.quoted}, dropped=set())
    with pytest.raises(InputRefused, match="changes nothing"):
        correct_summary(of, preview, reason="it leans", by=make_user())


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_correction_says_why(reason: str) -> None:
    of = correctable()
    preview = preview_correction(of, quoted={*of.composition.quoted}, dropped=without_feelings(of))
    with pytest.raises(InputRefused, match="say why"):
        correct_summary(of, preview, reason=reason, by=make_user())


def test_while_another_is_made_it_is_busy() -> None:
    person = make_person()
    of = correctable(summarise(person))
    preview = preview_correction(of, quoted={*of.composition.quoted}, dropped=without_feelings(of))
    assert isinstance(correct_summary(of, preview, reason="it leans", by=make_user()), Accepted)
    assert isinstance(correct_summary(of, preview, reason="it leans", by=make_user()), Busy)


def test_what_was_withdrawn_or_erased_is_not_corrected() -> None:
    of = correctable()
    preview = preview_correction(of, quoted={*of.composition.quoted}, dropped=without_feelings(of))
    withdraw_summary(TESTER, of.version, cause=WithdrawalCause.PERSON)
    with pytest.raises(InputRefused, match="withdrawn or erased meanwhile"):
        correct_summary(of, preview, reason="it leans", by=make_user())
    erased = summarise(make_person())
    delete_messages(TESTER, erased.patient, ["m1"])
    erased.sessionbridgeversion.refresh_from_db()
    with pytest.raises(InputRefused, match="erased"):
        find_correctable(erased.sessionbridgeversion)


def test_what_an_earlier_version_made_is_not_corrected() -> None:
    with pytest.raises(InputRefused, match="earlier version"):
        find_correctable(made_before_the_upgrade().sessionbridgeversion)


def test_a_message_deleted_before_it_is_published_ends_it() -> None:
    of = correctable()
    job = accept(of, dropped=without_feelings(of))
    delete_messages(TESTER, of.job.patient, ["m1"])
    assert not run_job(job.id)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert accept_job(of.job.patient).regen == 0

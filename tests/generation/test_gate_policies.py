"""Severity is policy: who changes it, what it changes of the gate's verdict, and what no policy changes."""

from __future__ import annotations

import time
from typing import Any

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from core.models import Organisation, User
from core.refusals import InputRefused
from core.roles import Role
from generation.gate_policies import MAY_BE_ONLY_NOTED, change_policy, policy_in_force
from generation.history.severity_preview import StoredReport, preview_severity, severity_flips
from generation.models import GatePolicyVersion, GateResult
from generation.pipeline.contracts import Finding, GatePolicy, JudgeStatus, Verdict
from generation.pipeline.policy_gate.all_rules import ALL_RULES
from generation.pipeline.policy_gate.gate import VERSION, run_gate
from generation.pipeline.policy_gate.judge import JudgeWord
from generation.pipeline.policy_gate.severity import ALWAYS_BLOCKING, by_severity, version_under
from generation.pipeline.writer.render import render
from generation.run.pinned_input import load_input
from tests.audit.desks import desk_of
from tests.builders.jobs import accept_job, summarise
from tests.builders.people import make_operator, make_organisation, make_patient, make_person, make_staff
from tests.pipeline.test_gate_rules import FIVE_DAYS

PAGE = "/admin/generation/gatepolicyversion/add/"


def finding(rule_id: str) -> Finding:
    return Finding(rule_id=rule_id, slot_id=None, start=0, end=1, excerpt="x", hint="")


class Objecting:
    """A judge who always says the same."""

    def __init__(self, rule_id: str) -> None:
        self._rule_id = rule_id

    def judge(self, *_: Any) -> JudgeWord:
        return JudgeWord(status=JudgeStatus.FAIL, findings=(finding(self._rule_id),))


@pytest.fixture
def practice() -> Organisation:
    return make_organisation()


@pytest.fixture
def qa(practice: Organisation) -> User:
    return make_staff(practice, Role.QA)


def only_note(qa: User, *rules: str, after: int = 0) -> GatePolicyVersion:
    return change_policy(qa, noted=rules, after=after, reason="too many false alarms")


# --- the gate ---------------------------------------------------------------------------------------


def test_a_rule_is_of_one_kind_or_the_other() -> None:
    assert set(ALWAYS_BLOCKING) | set(MAY_BE_ONLY_NOTED) == set(ALL_RULES)
    assert "SB502" in ALWAYS_BLOCKING
    assert not set(ALWAYS_BLOCKING) & set(MAY_BE_ONLY_NOTED)


@pytest.mark.parametrize("rule_id", sorted(ALWAYS_BLOCKING))
def test_no_policy_lets_a_rule_pass_that_always_blocks(rule_id: str) -> None:
    assert by_severity([finding(rule_id)], GatePolicy(review=(rule_id,))) == ((finding(rule_id),), ())


def test_an_objection_that_is_only_noted_passes_and_is_kept() -> None:
    report = render(FIVE_DAYS.plan, FIVE_DAYS.record, FIVE_DAYS.composition)
    judged = [
        run_gate(report, FIVE_DAYS.composition, FIVE_DAYS.plan, FIVE_DAYS.record, Objecting("JD010"), policy=policy)
        for policy in (GatePolicy(), GatePolicy(review=("JD010",)))
    ]
    assert [one.verdict for one in judged] == [Verdict.FAIL, Verdict.PASS]
    assert [len(one.findings) for one in judged] == [1, 0]
    assert [one.rule_id for one in judged[1].review_findings] == ["JD010"]


def test_the_version_of_the_gate_names_the_severities() -> None:
    noted = version_under(GatePolicy(review=("SB504", "JD010")), VERSION)
    assert noted.startswith(f"{VERSION}+policy-")
    assert noted == version_under(GatePolicy(review=("JD010", "SB504")), VERSION)
    assert version_under(GatePolicy(review=("SB502",)), VERSION) == VERSION


# --- the stored policy ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_first_policy_has_the_first_number(qa: User) -> None:
    """A number out of the blue could be the last there is, and nobody could change the policy again."""
    with pytest.raises(InputRefused, match="meanwhile"):
        only_note(qa, "SB504", after=2**31 - 2)
    assert only_note(qa, "SB504").number == 1


@pytest.mark.django_db
def test_a_run_takes_the_policy_of_its_organisation(qa: User) -> None:
    only_note(qa, "JD010", "SB504")
    ours, theirs = summarise(make_person()), summarise(make_patient(organisation=make_organisation("Elsewhere")))
    versions = [job.sessionbridgeversion.policy_gate_version for job in (ours, theirs)]
    assert versions == [version_under(GatePolicy(review=("JD010", "SB504")), VERSION), VERSION]
    assert GateResult.objects.get(job=ours).policy_gate_version == versions[0]


@pytest.mark.django_db
def test_a_replay_keeps_to_the_policy_of_the_run(qa: User, practice: Organisation, capsys: Any) -> None:
    only_note(qa, "SB504")
    job = summarise(make_person())
    only_note(qa, after=1)
    assert policy_in_force(practice.pk) == GatePolicy()
    call_command("replay", str(job.pk))
    assert "all the same" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_policy_is_no_part_of_the_input_that_is_summarised_once(qa: User) -> None:
    job = accept_job(make_person())
    only_note(qa, "SB504")
    assert load_input(job).policy == GatePolicy(review=("SB504",))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("noted", "after", "reason", "field"),
    [
        (["SB502"], 0, "x", "noted"), (["SB999"], 0, "x", "noted"), (["SB504"], 0, " ", "reason"),
        (["SB504"], 0, "a\0b", "reason"), (["SB504"], 0, "x" * 501, "reason"), (["SB504"], 3, "x", "noted"),
    ],
)  # fmt: skip
def test_what_is_no_policy_is_refused_by_name(qa: User, noted: list[str], after: int, reason: str, field: str) -> None:
    only_note(qa, "SB401")
    with pytest.raises(InputRefused) as refused:
        change_policy(qa, noted=noted, after=after or 1, reason=reason)
    assert refused.value.field == field


@pytest.mark.django_db
def test_of_two_who_change_it_at_once_the_second_is_told(qa: User) -> None:
    only_note(qa, "SB401")
    with pytest.raises(InputRefused, match="somebody else"):
        only_note(qa, "SB402")


@pytest.mark.django_db
def test_policies_are_never_changed(qa: User) -> None:
    only_note(qa, "SB401")
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        GatePolicyVersion.objects.update(review_rule_ids=[])


# --- the preview ------------------------------------------------------------------------------------


def test_what_flips_is_counted_by_rule() -> None:
    reports = [
        StoredReport("pass", "not_run", (), ()),
        StoredReport("fail", "not_run", ("SB504",), ()),
        StoredReport("fail", "not_run", ("SB502", "SB504"), ()),
        StoredReport("fail", "fail", ("JD010",), ()),
        StoredReport("fail", "unusable", (), ()),
        StoredReport("pass", "pass", (), ("SB401",)),
    ]
    found = severity_flips(reports, GatePolicy(review=("JD010", "SB504", "SB502")))
    assert (found.reports, found.would_pass, found.unjudged, found.would_be_refused) == (6, 2, 1, 1)
    by_rule = {rule: (broken, passing, refused) for rule, broken, passing, refused in found.by_rule}
    assert by_rule == {"JD010": (1, 1, 0), "SB401": (1, 0, 1), "SB502": (1, 0, 0), "SB504": (2, 1, 0)}


def test_an_unusable_judge_goes_on_refusing() -> None:
    reports = [StoredReport("fail", "unusable", (), ("SB504",)), StoredReport("fail", "unusable", ("SB504",), ())]
    assert severity_flips(reports, GatePolicy(review=("SB504",))).would_pass == 0


@pytest.mark.django_db
def test_ten_thousand_stored_reports_are_previewed_within_twenty_seconds(practice: Organisation) -> None:
    job = summarise(make_person())
    one = {"job": job, "epoch": 1, "ordinal": 0, "verdict": "fail", "policy_gate_version": "5", "judge": "not_run"}
    with pgtrigger.ignore():
        GateResult.objects.bulk_create(
            GateResult(**one, text_sha256=f"{number:064x}", rule_ids=["SB504"], findings=[]) for number in range(10_001)
        )
    began = time.monotonic()
    found = preview_severity(practice.pk, GatePolicy(review=("SB504",)))
    assert (found.reports, found.would_pass >= 9_999) == (10_000, True)
    assert time.monotonic() - began < 20


# --- the page ---------------------------------------------------------------------------------------


@pytest.fixture
def desk(qa: User) -> Client:
    return desk_of(qa)


@pytest.mark.django_db
def test_the_page_previews_before_it_switches_on(desk: Client) -> None:
    summarise(make_person())
    assert 'name="switch"' not in desk.get(PAGE).content.decode()
    shown = desk.post(PAGE, {"noted": ["SB504"], "after": "0", "preview": ""}).content.decode()
    assert "Of the newest 1 stored reports" in shown
    assert 'name="switch"' in shown
    assert not GatePolicyVersion.objects.exists()
    answer = desk.post(PAGE, {"noted": ["SB504"], "after": "0", "reason": "no use", "switch": ""})
    assert answer.status_code == 302
    assert GatePolicyVersion.objects.get().review_rule_ids == ["SB504"]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"noted": ["SB502"]}, {"reason": ""}, {"after": "x"}, {"after": "1"}])
def test_the_page_refuses_in_words(qa: User, desk: Client, sent: dict[str, Any]) -> None:
    only_note(qa, "SB401")
    only_note(qa, "SB402", after=1)
    answer = desk.post(PAGE, {"noted": ["SB504"], "after": "2", "reason": "x", "switch": "", **sent})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert GatePolicyVersion.objects.count() == 2


@pytest.mark.django_db
def test_nobody_else_changes_it(practice: Organisation) -> None:
    for user in (make_staff(practice, Role.CLINICIAN), make_operator()):
        assert desk_of(user).post(PAGE, {"noted": ["SB504"], "after": "0", "switch": ""}).status_code == 403

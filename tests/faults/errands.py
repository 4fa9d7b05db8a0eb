"""One process that passes every faultpoint: it writes, asks, works, sweeps, gives back, breaks, erases, checks.

It is armed at one of them. Whatever it leaves undone, the healthy programs beside it must bring to a good end. Each
errand stands for itself: one that raises does not keep the others from being run.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import Error, close_old_connections, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.request import Request

from audit.blind_readings import record_showing
from audit.chain_verification import verify_jobs
from audit.drawing import draw_items
from audit.heads.making import sign_head
from audit.health.checks import run_checks
from audit.incidents import close
from audit.models import Incident, MarkKind, Question, RefusedBullet, ReviewItem, ReviewVerdict, Shown
from audit.refused_bullets import say
from audit.review_queue import reserve
from audit.reviewing import Mark, Said, commit_review
from core.actors import Actor
from core.diary_formats.rows import DiaryRow
from core.erasure import erase_person
from core.importing import import_rows
from core.kept_answers import Begun, begin, let_go
from core.messages import store_message
from core.models import ConsentWord, Message, Patient, User
from core.practice.consents import record_consent
from core.practice.erasure_requests import ask_for_erasure, call_off_erasure
from core.practice.sessions import add_session
from core.practice.taking_back import delete_messages
from core.practice.tokens import find_token, issue_token
from core.refusals import InputRefused
from generation.api.throttling import ExactThrottle
from generation.api.tokens import Tokens
from generation.database_guards import require_database_guards
from generation.erasure import withdraw_summary
from generation.gate_policies import change_policy, policy_version_in_force
from generation.generators.base import ModelHelp
from generation.generators.result import Result
from generation.generators.session_bridge import session_bridge_stages
from generation.language_models.choose import StageChoice, read_model_settings
from generation.language_models.scripted_model import ScriptedModel
from generation.lifecycle import transitions
from generation.lifecycle.generation_metadata import update_generation_metadata
from generation.lifecycle.inflight_hint import clear_hint
from generation.lifecycle.notifications import mark_read
from generation.lifecycle.stream_places import StreamPlace, renew_places
from generation.models import (
    GenerationJob,
    GenerationMetadata,
    Notification,
    SessionBridgeVersion,
    SummaryToMakeAnew,
    WithdrawalCause,
)
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.language_model import Task
from generation.pipeline.sequence import StageOutput
from generation.run.errors import RunError
from generation.run.models_for_job import models_for
from generation.session_waves import go_on
from generation.summaries_anew import ask_for_due
from generation.summary_objections import object_to
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from generation.worker.scheduled_tasks import sweep
from generation.worker.tasks import send_job
from tests.builders.sessions import TRANSCRIPT
from tests.faults.armed import tell_proxy
from tests.faults.people import CANARY


def do_errands(patients: list[UUID], folder: str) -> None:
    """Do all of them, each with a person of its own. `folder` is for a diary file."""
    people = [Patient.objects.get(id=patient) for patient in patients]
    errands: list[Callable[[], object]] = [
        lambda: _summarise_file(Path(folder)),
        lambda: _write_and_ask(people[0]),
        lambda: _work(people[0]),
        lambda: _work_by_model(people[8]),
        lambda: _ask_without_redis(people[1]),
        lambda: _give_back(people[7]),
        lambda: _break(people[2]),
        lambda: _delete(people[3]),
        lambda: _make_anew(people[3]),
        lambda: _review(people[0]),
        lambda: _judge_the_gate(people[0]),
        lambda: _withdraw(people[0]),
        lambda: _watch(people[0]),
        lambda: _analyse(people[4]),
        lambda: _note(people[0]),
        lambda: _sweep(people[5], people[6]),
        lambda: _answer_once(people[6]),
        _use_a_token,
        _mistype_a_password,
        lambda: _ask_for_erasure(people[6]),
        lambda: erase_person(people[4], by="errand"),
        require_database_guards,
    ]
    for errand in errands:
        close_old_connections()
        try:
            errand()
        except (Error, OSError, RunError, InputRefused, CommandError) as error:
            print(f"errand: {type(error).__name__}", flush=True)


def _write(patient: Patient, name: str) -> None:
    store_message(patient, name, timezone.now() - timedelta(hours=1), f"Slept 7 h, {CANARY}. Felt anxious.")


def _ask(patient: Patient) -> GenerationJob:
    _write(patient, uuid4().hex)
    answer = request_summary(patient)
    return answer.job


def _summarise_file(folder: Path) -> None:
    diary = folder / f"{uuid4().hex}.jsonl"
    diary.write_text(f'{{"id": "{uuid4().hex}", "sent_at": "2025-11-20T08:00:00+01:00", "text": "Slept 7 h."}}\n')
    call_command("summarize", diary, "--timezone", "Europe/Berlin", "--as-of", "2025-11-21")


def _write_and_ask(patient: Patient) -> None:
    rows = [DiaryRow(line=1, client_id=uuid4().hex, sent_at=timezone.now(), text=f"Walked 3 km, {CANARY}.")]
    import_rows(patient, rows)
    job = _ask(patient)
    request_summary(patient)
    send_job(job.id)


def _work(patient: Patient) -> None:
    """Run whatever this person has waiting, as a worker would."""
    for job_id in transitions.claimable_jobs().filter(patient=patient).values_list("id", flat=True):
        run_job(job_id)


def _work_by_model(patient: Patient) -> None:
    """Have every stage asked of a model that chats instead of answering."""
    record_consent(Actor(None, "errands"), patient, allowed=True, on_word_of=ConsentWord.PERSON)
    everything = dict.fromkeys(Task, StageChoice.MODEL)
    chosen = replace(read_model_settings(), stages=everything, daily_tokens=10_000_000)
    models = partial(models_for, model=ScriptedModel(lambda _asked: "Sure! How are you?"), chosen=chosen)
    run_job(_ask(patient).id, session_bridge_stages, models=models)


def _ask_without_redis(patient: Patient) -> None:
    tell_proxy("redis away")
    try:
        _ask(patient)
    finally:
        tell_proxy("redis back")


def _give_back(patient: Patient) -> None:
    # One transaction, so that nobody else sees the job before it is held.
    with transaction.atomic():
        job = transitions.claim(_ask(patient).id)
    if job is not None:
        clear_hint(job)
        transitions.release(job)


def _break(patient: Patient) -> None:
    job = _ask(patient)
    run_job(job.id, _broken_stages)


def _broken_stages(
    inputs: PipelineInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Generator[StageOutput, str, Result]:
    raise BrokenPipe
    yield


class BrokenPipe(RunError):
    """A defect of ours, which trying again would not mend."""

    permanent = True


def _delete(patient: Patient) -> None:
    _write(patient, "to be deleted")
    job = _ask(patient)
    _claim(patient)
    delete_messages(Actor(None, "errands"), patient, ["to be deleted"])
    transitions.cancel(job.id, "message_deleted")


def _make_anew(patient: Patient) -> None:
    """A summary that loses a message, made again at once instead of in two minutes."""
    _write(patient, "to be replaced")
    request_summary(patient)
    _work(patient)
    store_message(patient, "to be replaced", _sent_at(patient, "to be replaced"), "Slept after all.")
    with transaction.atomic():
        SummaryToMakeAnew.objects.filter(patient=patient).update(due_at=timezone.now())
    ask_for_due()


def _sent_at(patient: Patient, name: str) -> datetime:
    return Message.objects.get(patient=patient, client_id=name).sent_at


def _review(patient: Patient) -> None:
    """Read the newest summary of this person that nobody has read."""
    draw_items()
    item = ReviewItem.objects.filter(job__patient=patient, reviews=None).last()
    if item is not None:
        reader, _ = User.objects.get_or_create(username="reader")
        reserve(item, reader)
        record_showing(item, reader, Shown.TEXT)
        doubted = (Mark(MarkKind.UNSUPPORTED, 0, 1),)
        commit_review(item, reader, Said(dict.fromkeys(Question, 5), ReviewVerdict.FLAG, marks=doubted))
        close(Incident.objects.get(job=item.job), by=reader, what_was_done="read again")


def _judge_the_gate(patient: Patient) -> None:
    """Say of a refusal whether it was right, change what blocks, and find a chain broken."""
    job = GenerationJob.objects.filter(patient=patient, state="succeeded").select_related("sessionbridgeversion").last()
    if job is None:
        return
    reader, _ = User.objects.get_or_create(username="a reader", defaults={"organisation": patient.organisation})
    bullet, _ = RefusedBullet.objects.get_or_create(
        job=job, slot_id="m1", rule_id="SB504", defaults={"ordinal": 0, "inclusion_probability": 1}
    )
    say(bullet, reader, is_fine=True)
    newest = policy_version_in_force(reader.organisation_id) if reader.organisation_id else None
    change_policy(reader, noted=["SB504"], after=newest.number if newest else 0, reason="errand")
    # In memory alone: what is stored is for the checker to find whole.
    job.sessionbridgeversion.text_sha256 = "0" * 64
    sign_head()
    call_command("verify", stdout=io.StringIO())
    verify_jobs([job])
    run_checks()


def _watch(patient: Patient) -> None:
    """A stream's place, and a notice that is read."""
    place = StreamPlace(patient.id)
    place.take()
    renew_places([place])
    place.give_back()
    mark_read(Notification.objects.filter(patient=patient))


def _withdraw(patient: Patient) -> None:
    version = SessionBridgeVersion.objects.filter(patient=patient).first()
    if version is not None:
        reader, _ = User.objects.get_or_create(username="reader")
        object_to(version, by=reader)
        withdraw_summary(Actor(None, "errands"), version, cause=WithdrawalCause.PERSON)


def _analyse(patient: Patient) -> None:
    """A session read by its waves, one after the other, through a model that answers well."""
    record_consent(Actor(None, "errands"), patient, allowed=True, on_word_of=ConsentWord.PERSON)
    session = add_session(Actor(None, "errands"), patient, timezone.now().date(), transcript=TRANSCRIPT)
    go_on(session)
    _work(patient)
    _work(patient)


def _note(patient: Patient) -> None:
    metadata = GenerationMetadata.objects.filter(session_bridge_version__patient=patient).first()
    if metadata is not None:
        update_generation_metadata(Actor(None, "errands"), metadata, notes="looked at")


def _sweep(patient: Patient, other: Patient) -> None:
    """An overdue job to end, and one nobody was told of to send."""
    job = _ask(patient)
    fields = {field: getattr(job, field) for field in ("feature", "window_first", "window_last", "zone", "origin")}
    now = timezone.now()
    overdue = {"created_at": now - timedelta(seconds=2), "deadline_at": now - timedelta(seconds=1)}
    GenerationJob.objects.create(patient=other, input_hash="0" * 64, **fields, **overdue)
    GenerationJob.objects.filter(id=job.id, state="queued").update(queued_at=None)
    sweep()


def _answer_once(patient: Patient) -> None:
    held = begin(f"errand {patient.pk}", uuid4().hex, "")
    assert isinstance(held, Begun)
    let_go(held)


def _ask_for_erasure(patient: Patient) -> None:
    user, _ = User.objects.get_or_create(username="client")
    ask_for_erasure(Actor(None, "errands"), patient, user)
    call_off_erasure(Actor(None, "errands"), patient)


def _mistype_a_password() -> None:
    authenticate(RequestFactory().post("/admin/login/"), username=uuid4().hex, password="wrong")


def _use_a_token() -> None:
    user, _ = User.objects.get_or_create(username="client")
    assert find_token(issue_token(Actor(None, "errands"), user, "errand").token)
    ExactThrottle().allow_request(Request(HttpRequest()), Tokens())


def _claim(patient: Patient) -> GenerationJob | None:
    job_id = transitions.claimable_jobs().filter(patient=patient).values_list("id", flat=True).first()
    return None if job_id is None else transitions.claim(job_id)

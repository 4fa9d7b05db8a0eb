"""Two organisations with somebody in every role, and a row of every table for each patient, all with canaries in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, Q
from django.test import Client
from rest_framework.test import APIClient

from audit.drawing import draw_items
from audit.incidents import close
from audit.models import Incident, MarkKind, Question, RefusedBullet, ReviewItem, ReviewVerdict
from audit.reviewing import Mark, Said
from core.access import record_access
from core.admin.read_only import OfPatientsAdmin
from core.erasure import erase_person
from core.models import CareTeam, ConsentText, Organisation, Patient, TherapySession, User
from core.practice.consents import current_consent_text
from core.roles import Role, give_role
from core.salted_hashes import new_salt, salted_sha256
from generation.models import (
    Every,
    GatePolicyVersion,
    GenerationJob,
    GenerationMetadata,
    ModelCall,
    Notification,
    NotificationKind,
    Origin,
    ScheduledOutcome,
    ScheduledSummary,
    SummaryWithdrawal,
    VersionOrigin,
    WithdrawalCause,
    YourJourneyVersion,
)
from generation.pipeline.language_model import ReplyOutcome
from generation.scheduling.rhythm import Rhythm, set_schedule
from generation.summary_objections import object_to
from generation.summary_requests import Accepted, request_summary
from generation.worker.execution import run_job
from tests.access import table
from tests.audit.readings import read_summary
from tests.builders.people import (
    AS_OF,
    TESTER,
    make_operator,
    make_organisation,
    make_patient,
    make_staff,
    make_user,
    token_for,
    write,
)
from tests.builders.sessions import analysed

# In everything a patient wrote, in their code and in their login: a page shows it to those alone who may see it.
WORD, CODE, LOGIN = "lighthouse{}", "CODE-{}", "login of {}"
# In the ids under which the person's app or file sent things.
SENT_AS = "sent as {}"

# What leads from a row to its organisation, where it is not through a login.
OF_ORGANISATIONS: dict[type[Model], str] = {
    Organisation: "pk",
    User: "organisation",
    CareTeam: "organisation",
    ConsentText: "organisation",
    GatePolicyVersion: "organisation",
}


@dataclass(frozen=True)
class World:
    users: dict[str, User]
    patients: dict[str, Patient]
    jobs: dict[str, GenerationJob]
    organisations: dict[str, Organisation]

    def client_of(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role in self.users:
            client.force_login(self.users[role])
        return client

    def api_of(self, role: str) -> APIClient:
        client = APIClient()
        if role in self.users:
            token = token_for(self.users[role])
            client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        return client

    def row_of(self, model: type[Model], target: str) -> UUID | int | None:
        """The key of a row of this patient or organisation; None where the world has none."""
        rows = model._default_manager.all()
        shown = admin.site.get_model_admin(model)
        if isinstance(shown, OfPatientsAdmin):
            whose = Q()
            for path in shown.patient_paths:
                whose |= Q(**{path: self.patients[target].pk})
            return rows.filter(whose).values_list("pk", flat=True).first()
        if model is Group:
            return rows.values_list("pk", flat=True).first()
        path = OF_ORGANISATIONS.get(model, "user__organisation")
        mine = rows.filter(**{path: self.organisations[target].pk})
        # A login that nobody is logged in with here, and that nobody outranks anybody by.
        if model is User:
            mine = mine.filter(username__startswith="spare")
        return mine.values_list("pk", flat=True).first()


def make_world() -> World:
    """Everything. About two seconds."""
    ours, theirs = make_organisation("Practice by the River"), make_organisation("Practice on the Hill")
    patients = {
        target: make_patient(
            organisation=theirs if target == table.FOREIGN else ours,
            code=CODE.format(target.upper()),
            user=make_user(theirs if target == table.FOREIGN else ours, username=LOGIN.format(target)),
        )
        for target in table.TARGETS
    }
    jobs = {target: _fill(patient, target) for target, patient in patients.items()}
    erase_person(patients[table.ERASED], by="a test")
    staff = {
        table.CLINICIAN: make_staff(ours, Role.CLINICIAN),
        table.OTHER_CLINICIAN: make_staff(ours, Role.CLINICIAN),
        table.QA: make_staff(ours, Role.QA),
        table.OPERATIONS: make_staff(ours, Role.OPERATIONS),
        table.ADMINISTRATOR: make_staff(ours, Role.ADMINISTRATOR),
        table.ELSEWHERE: make_staff(theirs, Role.CLINICIAN, Role.OPERATIONS, Role.ADMINISTRATOR),
        table.OPERATOR: make_operator(),
    }
    people = {table.PERSON: patients[table.OWN].user, table.OTHER_PERSON: patients[table.OTHER].user}
    for person in people.values():
        give_role(person, Role.PERSON)
    _team(ours, "North", staff[table.CLINICIAN], patients[table.OWN], patients[table.ERASED])
    _team(ours, "South", staff[table.OTHER_CLINICIAN], patients[table.OTHER])
    _team(theirs, "Hill", staff[table.ELSEWHERE], patients[table.FOREIGN])
    for organisation in (ours, theirs):
        current_consent_text(organisation)
        policy = {"number": 1, "review_rule_ids": ["SB504"], "by": staff[table.OPERATOR], "reason": "a test"}
        GatePolicyVersion.objects.create(organisation=organisation, **policy)
        spare = make_user(organisation, username=f"spare of {organisation.name}")
        Client().force_login(spare)
        token_for(spare)
    users = {**staff, **people}
    return World(users, patients, jobs, {table.OWN: ours, table.FOREIGN: theirs})


def _team(organisation: Organisation, name: str, member: User, *patients: Patient) -> None:
    team = CareTeam.objects.create(organisation=organisation, name=name)
    team.members.add(member)
    team.patients.add(*patients)


def _fill(patient: Patient, target: str) -> GenerationJob:
    """A row of every table that has rows of patients."""
    word = WORD.format(target)
    write(
        patient,
        *(
            (
                f"{SENT_AS.format(target)} {day}",
                f"2025-11-{day:02}T08:00+01:00",
                f"Felt sad at the {word}. Slept 6 h. Worried about {word}.",
            )
            for day in (8, 10, 12)
        ),
    )
    answer = request_summary(patient, as_of=AS_OF, origin=Origin.REQUEST, requested_by=patient.user)
    assert isinstance(answer, Accepted)
    job = answer.job
    assert run_job(job.id)
    job.refresh_from_db()
    for make in ROWS:
        make(patient, job, word)
    return job


def _journey(patient: Patient, _job: GenerationJob, word: str) -> None:
    salt = new_salt()
    texts = {"text": word, "salt": salt, "text_sha256": salted_sha256(salt, word), "generation_context": f'"{word}"'}
    versions = {"prompt_version": "unknown", "policy_gate_version": "unknown"}
    YourJourneyVersion.objects.create(patient=patient, version=1, origin=VersionOrigin.IMPORTED, **texts, **versions)


def _notes(patient: Patient, _job: GenerationJob, word: str) -> None:
    GenerationMetadata.objects.filter(session_bridge_version__patient=patient).update(notes=word)


def _withdrawal(_patient: Patient, job: GenerationJob, word: str) -> None:
    """Of the journey: the summary stays where it is read."""
    journey = YourJourneyVersion.objects.get(patient=job.patient)
    SummaryWithdrawal.objects.create(your_journey_version=journey, cause=WithdrawalCause.STAFF, reason=word)


def _session(patient: Patient, _job: GenerationJob, word: str) -> None:
    sent_as = SENT_AS.format(word.removeprefix(WORD.format("")))[:200]
    held = {"client_id": sent_as, "session_date": date(2025, 11, 1)}
    session = TherapySession.objects.create(patient=patient, transcript=word, **held)
    analysis = analysed(session, data=word)
    ModelCall.objects.create(
        job=analysis.job, task="mood", tier="rapid", model_asked="m", duration_ms=5,
        outcome=ReplyOutcome.SERVER_ERROR, prompt_version="1",
    )  # fmt: skip


def _schedule(patient: Patient, job: GenerationJob, _word: str) -> None:
    """A rhythm, and a summary that came of it."""
    set_schedule(TESTER, patient, Rhythm(Every.WEEK, weekday=4, at=time(8)))
    ScheduledSummary.objects.create(
        patient=patient, due_on=AS_OF, due_at=job.created_at, zone=patient.zone, outcome=ScheduledOutcome.ASKED, job=job
    )


def _notification(patient: Patient, job: GenerationJob, _word: str) -> None:
    Notification.objects.get_or_create(job=job, patient=patient, kind=NotificationKind.values[0])


def _access(patient: Patient, _job: GenerationJob, _word: str) -> None:
    record_access(actor=None, actor_label="test", patient_id=patient.pk, action="view", target="/")


def _review(patient: Patient, job: GenerationJob, word: str) -> None:
    """An item with a reading, an incident and an objection, all in words."""
    object_to(job.sessionbridgeversion, by=patient.user, words=word)
    draw_items()
    reader = make_user(patient.organisation)
    doubted = (Mark(MarkKind.UNSUPPORTED, 0, 1),)
    said = Said(dict.fromkeys(Question, 5), ReviewVerdict.FLAG, note=word, marks=doubted)
    read_summary(ReviewItem.objects.get(job=job), reader, said)
    where = {"job": job, "ordinal": 0, "slot_id": "m1", "rule_id": "JD002"}
    RefusedBullet.objects.create(**where, inclusion_probability=0.5)
    close(Incident.objects.get(job=job), by=reader, what_was_done=word)


ROWS: tuple[Callable[[Patient, GenerationJob, str], Any], ...] = (
    _journey,
    _notes,
    _withdrawal,
    _session,
    _schedule,
    _notification,
    _access,
    _review,
)

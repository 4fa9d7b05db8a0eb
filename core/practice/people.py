"""The people whose diaries are kept: entered, found by code, put into care teams."""

from __future__ import annotations

from collections.abc import Collection

from core.actors import Actor
from core.faultpoints import committing
from core.history import in_words, record_change
from core.models import CareTeam, ChangeSubject, Organisation, Patient
from core.practice.names import accept_name
from core.practice.organisations import lock_organisation
from core.refusals import InputRefused
from core.zones import require_zone

_CODE_MAX_LENGTH = 32


def create_patient(
    actor: Actor, organisation: Organisation, code: str, zone: str, *, care_teams: Collection[CareTeam] = ()
) -> Patient:
    """A new person, whom no language model may read yet.

    Raises InputRefused where the code is taken, the zone is unknown or a team is of another organisation.
    """
    with committing("enter"):
        require_zone(zone)
        lock_organisation(organisation)
        patient = Patient.objects.create(organisation=organisation, code=_free_code(organisation, code), zone=zone)
        # Histories outlive an erasure, and a code may turn out to be a name: neither stands in one.
        details = [f"entered, in {zone}", *_join(patient, care_teams)]
        record_change(actor, ChangeSubject.PATIENT, patient.pk, "; ".join(details), patient=patient)
    return patient


def change_patient(
    actor: Actor,
    patient: Patient,
    *,
    code: str,
    care_teams: Collection[CareTeam],
) -> str:
    """Give the person this code and just these care teams.

    Answers what changed, in words; nothing is recorded where that is nothing. Raises InputRefused as above.
    """
    with committing("enter"):
        lock_organisation(patient.organisation)
        locked = lock_patient(patient)
        details = []
        if code.strip() != locked.code:
            new = _free_code(locked.organisation, code, besides=locked)
            Patient.objects.filter(pk=locked.pk).update(code=new)
            details.append("code changed")
        details += _join(locked, care_teams)
        if details:
            record_change(actor, ChangeSubject.PATIENT, locked.pk, "; ".join(details), patient=locked)
    return "; ".join(details)


def lock_patient(patient: Patient) -> Patient:
    """The person's row, locked until the end of the transaction: changes of one person stand in line.

    Raises InputRefused where there is none, or the diary was erased.
    """
    rows = Patient.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    locked = rows.filter(pk=patient.pk).first()
    if locked is None:
        raise InputRefused("patient", "there is no such person.")
    if locked.erased_at is not None:
        raise InputRefused("patient", "this diary was erased; nothing of it can be changed.")
    return locked


def _join(patient: Patient, chosen: Collection[CareTeam]) -> list[str]:
    if any(team.organisation_id != patient.organisation_id for team in chosen):
        raise InputRefused("care_teams", "must all be of the person's own organisation.")
    earlier = set(patient.care_teams.all())
    added, removed = set(chosen) - earlier, earlier - set(chosen)
    patient.care_teams.set(chosen)
    words = in_words((team.name for team in added), (team.name for team in removed), "care teams")
    return [words] if words else []


def _free_code(organisation: Organisation, value: str, *, besides: Patient | None = None) -> str:
    code = accept_name(value, field="code", max_length=_CODE_MAX_LENGTH)
    taken = Patient.objects.filter(organisation=organisation).filter(code__iexact=code)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise InputRefused("code", "is that of another person of this organisation.")
    return code

"""Care teams: who cares for whom."""

from __future__ import annotations

from collections.abc import Collection

from core.actors import Actor
from core.faultpoints import committing
from core.history import in_words, record_change
from core.models import CareTeam, ChangeSubject, Organisation, Patient, User
from core.practice.names import accept_name
from core.practice.organisations import lock_organisation
from core.pseudonyms import pseudonym_of
from core.refusals import InputRefused

_NAME_MAX_LENGTH = 200


def create_care_team(
    actor: Actor,
    organisation: Organisation,
    name: str,
    *,
    members: Collection[User] = (),
    patients: Collection[Patient] = (),
) -> CareTeam:
    """A new team. Raises InputRefused where the name is taken or somebody is not of the organisation."""
    with committing("enter"):
        lock_organisation(organisation)
        team = CareTeam.objects.create(organisation=organisation, name=_free_name(organisation, name))
        details = [f"{team.name} entered", *_fill(team, members, patients)]
        record_change(actor, ChangeSubject.CARE_TEAM, team.pk, "; ".join(details), organisation=organisation)
    return team


def change_care_team(
    actor: Actor,
    team: CareTeam,
    *,
    name: str,
    members: Collection[User],
    patients: Collection[Patient],
) -> str:
    """Make the team just this. Answers what changed, in words; nothing is recorded where that is nothing.

    Raises InputRefused as above.
    """
    with committing("enter"):
        lock_organisation(team.organisation)
        locked = CareTeam.objects.select_related("organisation").get(pk=team.pk)
        details = []
        if name.strip() != locked.name:
            new = _free_name(locked.organisation, name, besides=locked)
            CareTeam.objects.filter(pk=locked.pk).update(name=new)
            details.append(f"name: {locked.name} became {new}")
        details += _fill(locked, members, patients)
        if details:
            record_change(
                actor, ChangeSubject.CARE_TEAM, locked.pk, "; ".join(details), organisation=locked.organisation
            )
    return "; ".join(details)


def _fill(team: CareTeam, members: Collection[User], patients: Collection[Patient]) -> list[str]:
    """Make these its members and patients; what changed, in words."""
    for field, people in (("members", members), ("patients", patients)):
        if any(person.organisation_id != team.organisation_id for person in people):
            raise InputRefused(field, "must all be of the team's own organisation.")
    if any(not member.is_staff for member in members):
        raise InputRefused("members", "must be staff: people with a login for the admin.")
    earlier_members, earlier_patients = set(team.members.all()), set(team.patients.all())
    team.members.set(members)
    team.patients.set(patients)
    changed = [
        in_words(
            (member.get_username() for member in set(members) - earlier_members),
            (member.get_username() for member in earlier_members - set(members)),
            "staff",
        ),
        # Histories outlive an erasure: no code stands in one.
        in_words(
            (pseudonym_of(patient.pk) for patient in set(patients) - earlier_patients),
            (pseudonym_of(patient.pk) for patient in earlier_patients - set(patients)),
            "people",
        ),
    ]
    return [words for words in changed if words]


def _free_name(organisation: Organisation, value: str, *, besides: CareTeam | None = None) -> str:
    name = accept_name(value, field="name", max_length=_NAME_MAX_LENGTH)
    taken = CareTeam.objects.filter(organisation=organisation).filter(name__iexact=name)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise InputRefused("name", "is that of another team of this organisation.")
    return name

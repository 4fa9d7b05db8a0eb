"""Practices and clinics: made and renamed."""

from __future__ import annotations

from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, Organisation
from core.practice.names import accept_name
from core.refusals import InputRefused

_NAME_MAX_LENGTH = 200


def create_organisation(actor: Actor, name: str) -> Organisation:
    """A new practice or clinic. Raises InputRefused where there is one of that name."""
    with committing("enter"):
        organisation = Organisation.objects.create(name=_free_name(name))
        record_change(
            actor,
            ChangeSubject.ORGANISATION,
            organisation.pk,
            f"{organisation.name} entered",
            organisation=organisation,
        )
    return organisation


def rename_organisation(actor: Actor, organisation: Organisation, name: str) -> None:
    """Give it another name. The same name again changes nothing. Raises InputRefused as above."""
    with committing("enter"):
        locked = lock_organisation(organisation)
        if name.strip() == locked.name:
            return
        new = _free_name(name, besides=locked)
        Organisation.objects.filter(pk=locked.pk).update(name=new)
        record_change(
            actor, ChangeSubject.ORGANISATION, locked.pk, f"name: {locked.name} became {new}", organisation=locked
        )


def lock_organisation(organisation: Organisation) -> Organisation:
    """Its row, locked until the end of the transaction: of two who take one name, one comes after the other."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _free_name(value: str, *, besides: Organisation | None = None) -> str:
    name = accept_name(value, field="name", max_length=_NAME_MAX_LENGTH)
    # Names that differ in capitals alone would be mixed up in a list.
    taken = Organisation.objects.filter(name__iexact=name)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise InputRefused("name", "is that of another organisation.")
    return name

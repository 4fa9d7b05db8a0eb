"""Periods after which words are erased, and holds that keep them. Nothing is erased until a period is set.

What is due is erased as if somebody had taken it back: the same erasers, the same records, a certificate for each run.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.models import Kept, LegalHold, RetentionCertificate, RetentionPeriod
from core.actors import Actor
from core.database_errors import describe
from core.erasure import count_words, delete_messages_before, erase_person
from core.faultpoints import committing
from core.models import Message, Organisation, Patient, TherapySession

logger = logging.getLogger(__name__)

_LAST_HOLD = LegalHold.objects.filter(patient=OuterRef("pk")).order_by("-number").values("holds")[:1]
# Of a person: whether a hold keeps what has expired.
_IS_HELD = Coalesce(Subquery(_LAST_HOLD), Value(value=False))


@dataclass(frozen=True)
class Due:
    """What has expired in an organisation: all older than `before`, of whom, and how many on hold have some of it."""

    period: RetentionPeriod
    before: datetime
    people: tuple[Patient, ...]
    held_back: int


def set_period(actor: Actor, organisation: Organisation, kept: Kept, days: int | None) -> RetentionPeriod:
    """From now on `kept` is erased after `days`; None: never. Raises IntegrityError for fewer than 30."""
    with committing("enter"):
        # If two are set at once, one waits for the other.
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        before = RetentionPeriod.objects.filter(organisation=organisation, kept=kept)
        number = before.aggregate(last=Max("number"))["last"] or 0
        return RetentionPeriod.objects.create(
            organisation=organisation, kept=kept, number=number + 1, days=days, set_by_label=actor.label
        )


def set_hold(actor: Actor, patient: Patient, *, holds: bool) -> LegalHold:
    """Keep everything of this person whatever the periods say, or stop doing so."""
    with committing("enter"):
        # An erasure holds this row too, and looks for a hold once it has it.
        Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
        number = LegalHold.objects.filter(patient=patient).aggregate(last=Max("number"))["last"] or 0
        return LegalHold.objects.create(patient=patient, number=number + 1, holds=holds, set_by_label=actor.label)


def held_people() -> QuerySet[Patient]:
    """Everybody on hold who was not erased."""
    return Patient.objects.filter(_IS_HELD, erased_at=None)


def is_held(patient: Patient) -> bool:
    return held_people().filter(pk=patient.pk).exists()


def last_periods() -> QuerySet[RetentionPeriod]:
    """The last setting for each kind of row in each organisation."""
    newest = RetentionPeriod.objects.filter(organisation=OuterRef("organisation"), kept=OuterRef("kept"))
    return RetentionPeriod.objects.filter(number=Subquery(newest.order_by("-number").values("number")[:1]))


def periods_in_force() -> list[RetentionPeriod]:
    """The periods that count, without those that never end."""
    found = last_periods().filter(days__isnull=False).select_related("organisation")
    return list(found.order_by("organisation__name", "kept"))


def what_is_due(period: RetentionPeriod) -> Due:
    """What would be erased now."""
    before = timezone.now() - timedelta(days=period.days or 0)
    expired = _people_with_expired(period, before)
    return Due(period, before, tuple(expired.filter(~Q(_IS_HELD)).order_by("pk")), expired.filter(_IS_HELD).count())


def count_due(due: Due) -> Counter[str]:
    """How many rows with words the people concerned have now, by table: before and after an erasure they differ."""
    return Counter({row.table: row.rows for patient in due.people for row in count_words(patient)})


def erase_what_has_expired() -> list[RetentionCertificate]:
    """Erase everything that has expired; a certificate for each period that took something."""
    certificates = (_erase(what_is_due(period)) for period in periods_in_force())
    return [certificate for certificate in certificates if certificate]


def _erase(due: Due) -> RetentionCertificate | None:
    blanked: Counter[str] = Counter()
    people = 0
    for patient in due.people:
        words_before = _words(patient)
        try:
            is_done = _erase_of(due, patient)
        except Error as error:
            # If one person cannot be erased now, the others still are; the next run tries again.
            logger.error("could not erase what has expired for one person: %s", describe(error))  # noqa: TRY400 - no text
            continue
        if not is_done:
            continue
        people += 1
        blanked += words_before - _words(patient)
    if not people:
        return None
    return RetentionCertificate.objects.create(
        organisation=due.period.organisation,
        kept=due.period.kept,
        days=due.period.days or 0,
        before=due.before,
        people=people,
        held_back=_people_with_expired(due.period, due.before).filter(_IS_HELD).count(),
        blanked=dict(blanked),
    )


def _erase_of(due: Due, patient: Patient) -> bool:
    """Whether it was still due: meanwhile a hold may have been set, or something newer written."""
    with committing("erase"):
        Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
        if not _people_with_expired(due.period, due.before).filter(~Q(_IS_HELD), pk=patient.pk).exists():
            return False
        if due.period.kept == Kept.PEOPLE:
            erase_person(patient, by=f"retention: {due.period.days} days")
        else:
            delete_messages_before(patient, due.before)
        return True


def _words(patient: Patient) -> Counter[str]:
    return Counter({row.table: row.rows for row in count_words(patient)})


def _people_with_expired(period: RetentionPeriod, before: datetime) -> QuerySet[Patient]:
    """People of the organisation with messages older than `before`; for people's own period, with nothing newer."""
    people = Patient.objects.filter(organisation=period.organisation, erased_at=None)
    messages = Message.objects.filter(patient=OuterRef("pk"))
    if period.kept == Kept.MESSAGES:
        return people.filter(Exists(messages.filter(sent_at__lt=before, deleted_at=None)))
    sessions = TherapySession.objects.filter(patient=OuterRef("pk"), session_date__gte=before.date())
    return people.filter(~Q(Exists(messages.filter(sent_at__gte=before))), ~Q(Exists(sessions)), created_at__lt=before)

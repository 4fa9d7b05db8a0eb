"""Periods after which words are erased, and holds that keep them. Off for everybody until a period is set.

What is due is erased as if somebody had taken it back: the same erasers, the same records, a certificate for each run.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from audit.models import Kept, LegalHold, RetentionCertificate, RetentionPeriod
from core.actors import Actor
from core.database_errors import describe
from core.erasure import count_words, delete_messages_before, erase_person
from core.models import Message, Organisation, Patient, TherapySession

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """What is over in an organisation: since when, whose it is, and how many on hold have some of it."""

    period: RetentionPeriod
    before: datetime
    people: tuple[Patient, ...]
    held_back: int


def set_period(actor: Actor, organisation: Organisation, kept: Kept, days: int | None) -> RetentionPeriod:
    """From now on `kept` is erased after so many days; None: never. Raises IntegrityError for fewer than 30."""
    number = RetentionPeriod.objects.filter(organisation=organisation, kept=kept).aggregate(last=Max("number"))["last"]
    return RetentionPeriod.objects.create(
        organisation=organisation, kept=kept, number=(number or 0) + 1, days=days, set_by_label=actor.label
    )


def set_hold(actor: Actor, patient: Patient, *, holds: bool) -> LegalHold:
    """Keep everything of this person whatever the periods say, or no longer."""
    number = LegalHold.objects.filter(patient=patient).aggregate(last=Max("number"))["last"]
    return LegalHold.objects.create(patient=patient, number=(number or 0) + 1, holds=holds, set_by_label=actor.label)


def periods_in_force() -> list[RetentionPeriod]:
    """The periods that count, those that never end left out."""
    newest = RetentionPeriod.objects.filter(organisation=OuterRef("organisation"), kept=OuterRef("kept"))
    last = Subquery(newest.order_by("-number").values("number")[:1])
    found = RetentionPeriod.objects.filter(number=last, days__isnull=False).select_related("organisation")
    return list(found.order_by("organisation__name", "kept"))


def what_is_due(period: RetentionPeriod) -> Due:
    """What would be erased now."""
    before = timezone.now() - timedelta(days=period.days or 0)
    over = _over(Kept(period.kept), before).filter(organisation=period.organisation, erased_at=None)
    last = LegalHold.objects.filter(patient=OuterRef("pk")).order_by("-number").values("holds")[:1]
    found = list(over.annotate(is_held=Subquery(last)).order_by("pk"))
    free = tuple(patient for patient in found if not patient.is_held)
    return Due(period, before, free, len(found) - len(free))


def count_due(due: Due) -> Counter[str]:
    """How many rows with words the people concerned have now, by table: before and after an erasure they differ."""
    return Counter({row.table: row.rows for patient in due.people for row in count_words(patient)})


def erase_what_is_over() -> list[RetentionCertificate]:
    """Erase everything whose period is over; a certificate for each period that took something."""
    certificates = (_erase(what_is_due(period)) for period in periods_in_force())
    return [certificate for certificate in certificates if certificate]


def _erase(due: Due) -> RetentionCertificate | None:
    blanked: Counter[str] = Counter()
    people = 0
    for patient in due.people:
        words_before = _words(patient)
        try:
            _erase_of(due, patient)
        except Error as error:
            # One who cannot be erased now stops no other; the next run tries again.
            logger.error("what is over could not be erased of a person: %s", describe(error))  # noqa: TRY400 - no text
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
        held_back=due.held_back,
        blanked=dict(blanked),
    )


def _erase_of(due: Due, patient: Patient) -> None:
    if due.period.kept == Kept.PEOPLE:
        erase_person(patient, by=f"retention: {due.period.days} days")
    else:
        delete_messages_before(patient, due.before)


def _words(patient: Patient) -> Counter[str]:
    return Counter({row.table: row.rows for row in count_words(patient)})


def _over(kept: Kept, before: datetime) -> QuerySet[Patient]:
    """People with messages older than that; or without anything newer."""
    messages = Message.objects.filter(patient=OuterRef("pk"))
    if kept is Kept.MESSAGES:
        return Patient.objects.filter(Exists(messages.filter(sent_at__lt=before, deleted_at=None)))
    sessions = TherapySession.objects.filter(patient=OuterRef("pk"), session_date__gte=before.date())
    return Patient.objects.filter(
        ~Q(Exists(messages.filter(sent_at__gte=before))), ~Q(Exists(sessions)), created_at__lt=before
    )

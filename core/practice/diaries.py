"""Messages that are entered for a person: one by hand, a whole diary file, or as an app sends them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from uuid import UUID

from core.access import record_access
from core.actors import Actor
from core.diary_formats.diary_file import Diary
from core.faultpoints import committing
from core.history import record_change
from core.importing import ImportResult, import_rows
from core.messages import IncomingMessage, Outcome, Taken, store_message, take_messages
from core.models import ChangeSubject, Message, Patient
from core.practice.local_moments import moment_of
from core.practice.taking_back import named_by_time, place_of, record_replacing
from core.refusals import InputRefused


def write_message(actor: Actor, patient: Patient, day: date, clock: time, text: str, *, client_id: str) -> Message:
    """Store one message written on a local date at a time of day, in the zone in force for the person on that date.

    The same `client_id` again changes nothing. Raises InputRefused for a time that did not occur or lies ahead, a text
    the door refuses, an id that is known with other words, and an erased diary.
    """
    moment = moment_of(patient, day, clock)
    with committing("enter"):
        outcome = store_message(patient, client_id, moment.instant, text)
        if outcome is Outcome.WITHDRAWN:
            raise InputRefused("text", "was entered before and has been deleted since. Enter it in a new form.")
        message = Message.objects.get(patient_id=patient.pk, client_id=client_id)
        if outcome is Outcome.REVISED:
            raise InputRefused("id", "is that of another message.")
        if outcome is Outcome.CREATED:
            details = f"message of {day:%Y-%m-%d} {clock:%H:%M} entered"
            record_change(actor, ChangeSubject.MESSAGE, message.pk, details, patient=patient)
    return message


def send_messages(actor: Actor, patient: Patient, incoming: Sequence[IncomingMessage]) -> list[Taken | InputRefused]:
    """As `core.messages.take_messages`, with who sent them on record.

    Other words for what was there are words taken back, whoever sends them. New messages are entered where somebody
    sends them for the person; what the person sends is their diary, and needs no row beside it.
    """
    with committing("enter"):
        answers = take_messages(patient, incoming)
        if revised := _those(Outcome.REVISED, answers):
            record_replacing(actor, patient, revised)
        entered = _those(Outcome.CREATED, answers)
        if entered and (actor.user is None or actor.user.pk != patient.user_id):
            what = named_by_time(entered[0]) if len(entered) == 1 else f"{len(entered):,} messages"
            record_change(actor, ChangeSubject.MESSAGE, place_of(entered, patient), f"{what} entered", patient=patient)
    return answers


def import_diary(
    actor: Actor,
    patient: Patient,
    diary: Diary,
    *,
    skip_bad: bool = False,
    keep: bool = True,
    on_progress: Callable[[int], None] = lambda rows_done: None,
) -> ImportResult:
    """Import a diary file that was read: all of it, or nothing where a row is bad, unless `skip_bad`.

    Without `keep` nothing is stored and the result says what would be. Whoever imports a diary, or looks at it first,
    has it before their eyes, so that is on record as an access. Raises InputRefused for an erased diary.
    """
    # Not the file's name: people name files after people.
    target = f"a diary file of {diary.expected:,} rows"
    record_access(
        actor=actor.user,
        actor_label=actor.label,
        patient_id=patient.pk,
        action="import" if keep else "preview",
        target=target,
    )
    with committing("enter"):
        result = import_rows(patient, diary.rows, skip_bad=skip_bad, keep=keep, on_progress=on_progress)
        if keep and (result.new or result.revised):
            counts = f"{result.new:,} new, {result.revised:,} revised, {result.unchanged:,} unchanged"
            record_change(
                actor, ChangeSubject.DIARY_FILE, patient.pk, f"diary file imported: {counts}", patient=patient
            )
    return result


def _those(outcome: Outcome, answers: Sequence[Taken | InputRefused]) -> list[UUID]:
    return [answer.id for answer in answers if isinstance(answer, Taken) and answer.outcome is outcome]

"""The words shown beside an urgent summary: those of the safety list, as typed, and what the person objects to.

What is urgent at all is decided in `review_queue.py`, `URGENT` and `urgent_because`; this module only finds the words
to show.

Of the words a review item keeps only their places and what the list takes them for, so that nothing is left to blank
where the diary is erased.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from audit.models import ReviewItem
from audit.queue_order import SAFETY_LIST
from core.models import MessageRevision
from generation.history.stored_run import StoredRun
from generation.models import GenerationJobMessage, SummaryObjection
from generation.pipeline.contracts import CanonicalRecord

# How many different words a line of the queue has room for.
MAX_QUOTED = 5
# Groups of the list whose names say too little beside the words.
_TAKEN_FOR = {"denied": "said not to be so", "done on purpose": "harm said to be on purpose"}


class Place(NamedTuple):
    """A message, where in it the words begin and end, in code points, and the group of the list they are of."""

    message_id: str
    start: int
    end: int
    # Items that were made before groups were kept have none.
    group: str = ""


class UrgentWords(NamedTuple):
    """Words of the diary, the entry in which they stand first, and what the list takes them for, '' where unknown."""

    words: str
    message_id: str
    taken_for: str


class ObjectedTo(NamedTuple):
    """What a person says they did not say: `bullet` is '' where they mean all of it; `words` None where erased."""

    bullet: str
    words: str | None


def safety_places(record: CanonicalRecord | None) -> list[Place]:
    """Where the diary holds words of the safety list: the first place of each, at most MAX_QUOTED."""
    entries = record.entries_by_message_id if record else {}
    first: dict[str, Place] = {}
    for mark in record.marks if record else ():
        if mark.list == SAFETY_LIST:
            words = entries[mark.message_id].text[mark.start : mark.end]
            first.setdefault(words.casefold(), Place(mark.message_id, mark.start, mark.end, mark.group))
    return list(first.values())[:MAX_QUOTED]


def words_of_record(record: CanonicalRecord | None) -> tuple[UrgentWords, ...]:
    """The same as words."""
    entries = record.entries_by_message_id if record else {}
    return tuple(_quoted(place, entries[place.message_id].text) for place in safety_places(record))


def words_of_items(items: Collection[ReviewItem]) -> Mapping[UUID, Sequence[UrgentWords]]:
    """By item, the words at its places, as far as they are still there. One query; none where no item has any."""
    placed = {item: [Place(*place) for place in item.safety_places] for item in items if item.safety_places}
    if not placed:
        return {}
    read = MessageRevision.objects.filter(message=OuterRef("message"), number=OuterRef("revision"))
    pins = GenerationJobMessage.objects.filter(
        job__in=[item.job_id for item in placed],
        message__in={place.message_id for places in placed.values() for place in places},
    )
    rows = pins.values_list("job", "message", Subquery(read.values("text")[:1]))
    texts = {(job_id, str(message_id)): text or "" for job_id, message_id, text in rows}
    found = {
        item.pk: [_quoted(place, texts.get((item.job_id, place.message_id), "")) for place in places]
        for item, places in placed.items()
    }
    return {pk: [one for one in quoted if one.words] for pk, quoted in found.items()}


def _quoted(place: Place, text: str) -> UrgentWords:
    taken_for = _TAKEN_FOR.get(place.group, place.group)
    return UrgentWords(text[place.start : place.end], place.message_id, taken_for)


def objected_to(item: ReviewItem, run: StoredRun) -> tuple[ObjectedTo, ...]:
    """What the person objects to in this summary, the newest first. One query."""
    version = item.job.sessionbridgeversion
    report = run.report_of(version.text or "")
    bullets = {slot.slot_id: report.text[slot.start : slot.end] for slot in report.slots} if report else {}
    said = SummaryObjection.objects.filter(version=version).values_list("slot_id", "words")
    return tuple(ObjectedTo(bullets.get(slot_id, ""), words) for slot_id, words in said)

"""What the queue and the review page show, as values.

If a reading is to be blind, they hold nothing of how the text came about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from audit.blind_readings import is_blind_first, record_showing
from audit.models import Review, ReviewItem, ReviewReason, ReviewReservation, Shown
from audit.plain_reading import entry_texts, plain_reading
from audit.reading_page import ReadingPage, reading_page
from audit.review_queue import live_reservations, urgent_because
from audit.second_opinions import settles
from audit.urgent_words import ObjectedTo, UrgentWords, objected_to, words_of_items, words_of_record
from core.models import User
from generation.admin.job_page import JobPage, job_page
from generation.admin.wording import version_badges, window_words
from generation.history.next_steps import what_to_do
from generation.history.stored_run import StoredRun, is_reply
from generation.history.why_rules import reason_words
from generation.lifecycle.pointers import is_shown
from generation.models import GenerationJob, SessionBridgeVersion, StageArtifact

_HIDDEN = "hidden until read"


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue. `outcome` and `findings` are hidden where the first reading is to be blind.

    `urgent_because` is '' where it is not urgent; the words that made it so stand behind it.
    """

    item: ReviewItem
    address: str
    urgent_because: str
    urgent_words: Sequence[UrgentWords]
    reason: str
    person: str
    window: str
    outcome: str
    findings: str
    waited: str
    held_by: str


@dataclass(frozen=True)
class ReviewPage:
    """Everything the review page shows. `run` is None until the reader may see how the text was made.

    `settles`: readers differ, and what this one says counts instead. `is_shown`: the person sees this very summary now.
    """

    item: ReviewItem
    person: str
    window: str
    zone: str
    reading: ReadingPage | None
    notice: str
    urgent_because: str
    urgent_words: Sequence[UrgentWords]
    objections: Sequence[ObjectedTo]
    own: Review | None
    others: Sequence[Review]
    settles: bool
    is_shown: bool
    badges: Sequence[SafeString]
    run: JobPage | None


def queue_rows(items: list[ReviewItem], reader: User) -> list[QueueRow]:
    holders: dict[UUID, ReviewReservation] = {}
    for held in live_reservations([item.pk for item in items]):
        if held.item_id not in holders or held.reviewer_id == reader.pk:
            holders[held.item_id] = held
    words = words_of_items(items)
    return [_queue_row(item, holders.get(item.pk), reader, words.get(item.pk, ())) for item in items]


def review_page(item: ReviewItem, reader: User, artifacts: Sequence[StageArtifact], run: StoredRun) -> ReviewPage:
    """The page of `item` for `reader`; `run` is what was read of its job's `artifacts`."""
    job, version = item.job, item.job.sessionbridgeversion
    blind = is_blind_first(item, reader)
    record_showing(item, reader, Shown.TEXT if blind else Shown.RUN)
    text, shown = version.text or "", is_shown(version.pk)
    reviews = list(item.reviews.select_related("reviewer"))
    may_review = reader.has_perm("audit.review_summaries")
    own = next((review for review in reviews if review.reviewer_id == reader.pk), None)
    notices = [_notice(job, run, shown=shown)]
    if not blind:
        notices += [_correction_words(version), "" if own else _seen_words(item)]
    return ReviewPage(
        item=item,
        person=job.patient.shown_code,
        window=window_words(job.window_first, job.window_last),
        zone=job.zone,
        reading=(reading_page(run, text) or plain_reading(job, text, entry_texts(job, run))) if text else None,
        notice=" ".join(filter(None, notices)),
        urgent_because=urgent_because(item),
        urgent_words=words_of_record(run.record) if item.reason == ReviewReason.SAFETY else (),
        objections=() if blind or item.why is not ReviewReason.OBJECTION else objected_to(item, run),
        own=own,
        # Whoever has yet to say what they think does not read what others thought.
        others=[review for review in reviews if review.reviewer_id != reader.pk] if own or not may_review else (),
        settles=own is None and settles(item, reader),
        is_shown=shown,
        badges=() if blind else version_badges(version, reason_words(version)),
        run=None if blind else _run_page(job, artifacts, run),
    )


def _run_page(job: GenerationJob, artifacts: Sequence[StageArtifact], run: StoredRun) -> JobPage:
    calls = job.model_calls.all() if any(is_reply(artifact.stage) for artifact in artifacts) else ()
    return job_page(job, artifacts, job.events.order_by("number"), calls, run=run)


def _queue_row(
    item: ReviewItem, held: ReviewReservation | None, reader: User, urgent_words: Sequence[UrgentWords]
) -> QueueRow:
    job, version = item.job, item.job.sessionbridgeversion
    blind = item.reason == ReviewReason.SAMPLE
    findings = () if blind else job.gate_results.exclude(rule_ids=[]).values_list("rule_ids", flat=True)
    return QueueRow(
        item=item,
        address=reverse("admin:audit_reviewitem_change", args=[item.pk]),
        urgent_because=urgent_because(item),
        urgent_words=urgent_words,
        reason=item.why.label,
        person=job.patient.shown_code,
        window=window_words(job.window_first, job.window_last),
        outcome=_HIDDEN if blind else version.outcome.replace("_", " "),
        findings=_HIDDEN if blind else " ".join(sorted({rule for rules in findings for rule in rules})) or "–",
        waited=age_words(item.created_at),
        held_by=_held_words(held, reader),
    )


def _held_words(held: ReviewReservation | None, reader: User) -> str:
    if held is None:
        return "unassigned"
    left = max(1, round((held.lapses_at - timezone.now()).total_seconds() / 60))
    who = "you" if held.reviewer_id == reader.pk else held.reviewer.get_username()
    return f"{who}, {left} min left"


def age_words(since: datetime) -> str:
    """How long ago, in the largest unit that fits: "12 min", "5 h", "2 d"."""
    minutes = max(0, int((timezone.now() - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 24 * 60 else f"{minutes // (24 * 60)} d"


def _seen_words(item: ReviewItem) -> str:
    """What is said of a sample that its reader can no longer read blind."""
    if item.reason != ReviewReason.SAMPLE:
        return ""
    return "You have seen how this summary came about. Your reading is kept; it is not counted as a blind one."


def _correction_words(version: SessionBridgeVersion) -> str:
    """What became of its last correction, where that was not published, or not yet."""
    last = version.corrections.order_by("-created_at").first()
    if last is None:
        return ""
    if last.is_active:
        return "A correction of it is being published."
    why = what_to_do(last)
    return f"Its last correction was not published. {why}" if why else ""


def _notice(job: GenerationJob, run: StoredRun, *, shown: bool) -> str:
    version = job.sessionbridgeversion
    if version.text is None:
        return "The text was erased; what was said of it stays without its notes."
    if run.record is None:
        why = "It was made by an earlier version of the program" if run.of_earlier_version else "Its artifacts are gone"
        return f"{why}, so the words that a line rests on do not light up."
    if hasattr(version, "withdrawal"):
        return f"Withdrawn ({version.withdrawal.get_cause_display().lower()}): the person no longer sees it."
    return "" if shown else "The person sees another summary by now. This one can be read, and no longer corrected."

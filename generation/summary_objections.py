"""A person's own objection to a summary: "I did not say that"."""

from __future__ import annotations

from core.faultpoints import committing
from core.models import User
from core.refusals import InputRefused
from core.text_door import accept_text
from generation.history.stored_run import read_run
from generation.lifecycle.kept_text import hold_text
from generation.models import SessionBridgeVersion, SummaryObjection
from generation.models.summary_objection import OBJECTION_MAX_LENGTH


def object_to(
    version: SessionBridgeVersion, *, by: User, slot_id: str = "", words: str = ""
) -> tuple[SummaryObjection, bool]:
    """Keep the objection to one bullet (`slot_id` of the rendered report), or to the whole text where it is ''; and
    whether it is new.

    Said again, the first one stands. It changes nothing of the summary: the reviewers' queue shows it, and withdrawing
    is a call of its own. Raises InputRefused for a bullet the text does not have, an erased text and words that cannot
    be stored.
    """
    if words:
        accept_text(words, field="words", max_bytes=OBJECTION_MAX_LENGTH)
    with committing("object"):
        if not hold_text(version):
            raise InputRefused("summary", "its text was erased; there is nothing to object to.")
        if slot_id:
            _require_bullet(version, slot_id)
        return SummaryObjection.objects.get_or_create(
            version=version, slot_id=slot_id, by=by, defaults={"words": words}
        )


def _require_bullet(version: SessionBridgeVersion, slot_id: str) -> None:
    run = read_run(version.job.artifacts.all()) if version.job else None
    report = run.report_of(version.text or "") if run else None
    if report is None or slot_id not in {slot.slot_id for slot in report.slots}:
        raise InputRefused("slot_id", "the summary has no such bullet. Take the ids of its bullets.")

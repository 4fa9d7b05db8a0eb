"""What beat asks of review. The queue asks as well when it is opened, so no beat is needed."""

from __future__ import annotations

from celery import shared_task

from audit.drawing import MOST_AT_ONCE, draw_items


@shared_task(name="audit.draw_reviews", ignore_result=True)
def draw_reviews() -> None:
    """Make the items of all summaries that have none yet."""
    while draw_items() == MOST_AT_ONCE:
        pass

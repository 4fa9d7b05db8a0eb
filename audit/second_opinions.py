"""If readers differ, a third is asked for, and somebody with the permission for it settles it."""

from __future__ import annotations

from itertools import combinations

from audit.incidents import lift
from audit.models import Review, ReviewItem, ReviewReason
from core.models import User

# Answers from 1 to 5 that are at least this far apart need another reader.
APART = 2


def differ(first: Review, second: Review) -> bool:
    """Whether two readers are that far apart on any question."""
    return any(abs(one - other) >= APART for one, other in zip(first.answers, second.answers, strict=True))


def settles(item: ReviewItem, reader: User) -> bool:
    """Whether a reading of `reader` would settle what readers of this item differ on."""
    if not reader.has_perm("audit.settle_reviews"):
        return False
    said = list(Review.objects.filter(item=item))
    return not any(review.is_authoritative for review in said) and _some_differ(said)


def ask_another(item: ReviewItem) -> None:
    """Ask for one more reader if the two who have read the item differ. Inside the caller's transaction."""
    said = list(Review.objects.filter(item=item)[:3])
    if len(said) == 2 and _some_differ(said):
        lift(item.job, ReviewReason.SECOND_OPINION, at_least=3)


def _some_differ(said: list[Review]) -> bool:
    return any(differ(first, second) for first, second in combinations(said, 2))

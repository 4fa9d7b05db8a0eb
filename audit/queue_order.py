"""The order of the queue, and the list whose words put a summary first."""

from __future__ import annotations

from audit.models import ReviewReason

# The list of the pipeline whose words lengthen a quotation.
SAFETY_LIST = "safety"
# The most urgent first.
RANKS = {reason: rank for rank, reason in enumerate(ReviewReason)}

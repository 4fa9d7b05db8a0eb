"""What each role may do with the reviewers' desk."""

from __future__ import annotations

from core.roles import Role

_READS = ("view_reviewitem", "review_summaries", "view_incident", "view_refusedbullet")
AUDIT_PERMISSIONS = {
    Role.CLINICIAN: (*_READS, "correct_summaries"),
    Role.QA: (*_READS, "correct_summaries", "settle_reviews"),
}

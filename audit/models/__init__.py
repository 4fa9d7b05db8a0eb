from __future__ import annotations

from audit.models.incident import Incident, IncidentKind, IncidentSource, Severity
from audit.models.log_leaf import LogErasure, LogLeaf, SignedHead
from audit.models.refused_bullet import RefusalVerdict, RefusedBullet
from audit.models.reservation import ReviewReservation
from audit.models.retention import Kept, LegalHold, RetentionCertificate, RetentionPeriod
from audit.models.review import MarkKind, Question, Review, ReviewMark, ReviewVerdict
from audit.models.review_item import ReviewItem, ReviewReason
from audit.models.review_showing import ReviewShowing, Shown

__all__ = [
    "Incident",
    "IncidentKind",
    "IncidentSource",
    "Kept",
    "LegalHold",
    "LogErasure",
    "LogLeaf",
    "MarkKind",
    "Question",
    "RefusalVerdict",
    "RefusedBullet",
    "RetentionCertificate",
    "RetentionPeriod",
    "Review",
    "ReviewItem",
    "ReviewMark",
    "ReviewReason",
    "ReviewReservation",
    "ReviewShowing",
    "ReviewVerdict",
    "Severity",
    "Shown",
    "SignedHead",
]

"""The pages of review in the admin."""

from __future__ import annotations

from audit.admin.incidents import IncidentAdmin
from audit.admin.refused_bullets import RefusedBulletAdmin
from audit.admin.review_items import ReviewItemAdmin

__all__ = ["IncidentAdmin", "RefusedBulletAdmin", "ReviewItemAdmin"]

"""Plain lists of what we are given. Read-only but for logins; diary text on one page only, recorded."""

from __future__ import annotations

from core.admin import diaries, logins, people

__all__ = ["diaries", "logins", "people"]

"""Plain lists of what we are given. Read-only but for logins; diary text on one page only, recorded."""

from __future__ import annotations

from core.admin import diaries, erasure_certificates, people

__all__ = ["diaries", "erasure_certificates", "people"]

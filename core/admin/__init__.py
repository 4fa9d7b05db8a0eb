"""Lists and pages of what we are given, and forms to enter it; diary text on one page only, recorded."""

from __future__ import annotations

from core.admin import diaries, erasure_certificates, login_events, logins, organisations, patients, tokens

__all__ = ["diaries", "erasure_certificates", "login_events", "logins", "organisations", "patients", "tokens"]

"""Read-only pages of how summaries were made; diary text on pages of one row only, each view recorded."""

from __future__ import annotations

from generation.admin import artifacts, jobs, logs, timelines, tokens, versions

__all__ = ["artifacts", "jobs", "logs", "timelines", "tokens", "versions"]

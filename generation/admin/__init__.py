"""Read-only pages of how summaries were made; diary text on pages of one row only, each view recorded."""

from __future__ import annotations

from generation.admin import artifacts, gate_policies, jobs, logs, schedules, timelines, versions

__all__ = ["artifacts", "gate_policies", "jobs", "logs", "schedules", "timelines", "versions"]

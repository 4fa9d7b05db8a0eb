"""The addresses of what the API shows, below the host."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse


def job_address(job_id: UUID) -> str:
    return reverse("api:job", args=[job_id])


def events_address(job_id: UUID) -> str:
    return reverse("api:job_events", args=[job_id])


def cancel_address(job_id: UUID) -> str:
    return reverse("api:job_cancel", args=[job_id])


def summary_address(summary_id: UUID) -> str:
    return reverse("api:summary", args=[summary_id])


def journey_address(journey_id: UUID) -> str:
    return reverse("api:journey", args=[journey_id])


def waves_address(session_id: UUID) -> str:
    return reverse("api:session_waves", args=[session_id])


def withdraw_address(summary_id: UUID) -> str:
    return reverse("api:summary_withdraw", args=[summary_id])


def objections_address(summary_id: UUID) -> str:
    return reverse("api:summary_objections", args=[summary_id])

"""What beat sends and how often."""

from __future__ import annotations

from celery.schedules import crontab


def beat_schedule(
    *, sweep: float, look_for_due: float, draw_reviews: float, sign_head: float
) -> dict[str, dict[str, object]]:
    """`CELERY_BEAT_SCHEDULE`; arguments in seconds. What nobody took before the next of its kind is let go."""
    return {
        "sweep": {"task": "generation.sweep", "schedule": sweep, "options": {"expires": sweep}},
        "ask_for_due_summaries": {
            "task": "generation.ask_for_due_summaries",
            "schedule": look_for_due,
            "options": {"expires": look_for_due},
        },
        "forget kept answers": {"task": "core.forget_kept_answers", "schedule": 3600.0, "options": {"expires": 3600.0}},
        "erase due": {"task": "core.erase_due", "schedule": 60.0, "options": {"expires": 60.0}},
        "look at sessions": {
            "task": "generation.look_at_sessions",
            "schedule": look_for_due,
            "options": {"expires": look_for_due},
        },
        "ask for scheduled summaries": {
            "task": "generation.ask_for_scheduled_summaries",
            "schedule": look_for_due,
            "options": {"expires": look_for_due},
        },
        "draw reviews": {
            "task": "audit.draw_reviews",
            "schedule": draw_reviews,
            "options": {"expires": draw_reviews},
        },
        "list what was taken back": {
            "task": "audit.list_taken_back",
            "schedule": 60.0,
            "options": {"expires": 60.0},
        },
        "forget login events": {"task": "core.forget_login_events", "schedule": 3600, "options": {"expires": 3600}},
        "sign a head": {
            "task": "audit.sign_head",
            "schedule": sign_head,
            "options": {"expires": sign_head},
        },
        "end expired tokens": {"task": "core.end_expired_tokens", "schedule": 3600, "options": {"expires": 3600}},
        # At night, by UTC; before a head is made of it.
        "erase what has expired": {
            "task": "audit.erase_what_has_expired",
            "schedule": crontab(hour="1", minute="40"),
            "options": {"expires": 6 * 3600},
        },
        # At night, by UTC: it reads everything that is stored. One that nobody took by day is not worth having.
        "verify": {
            "task": "audit.verify",
            "schedule": crontab(hour="2", minute="20"),
            "options": {"expires": 6 * 3600},
        },
    }

"""Wiring only: settings, URLs, Celery, ASGI and WSGI. Nobody imports it."""

from __future__ import annotations

from sessionbridge.celery import app as celery_app

# Loaded with the settings, so that every `shared_task` finds its way to our broker.
__all__ = ["celery_app"]

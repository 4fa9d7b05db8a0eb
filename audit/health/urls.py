"""What probes and Prometheus ask, at the names they have everywhere."""

from __future__ import annotations

from django.urls import path

from audit.health import views

urlpatterns = [
    path("livez", views.livez),
    path("readyz", views.readyz),
    path("metrics", views.metrics),
]

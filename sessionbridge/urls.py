"""Where the parts of the site are found."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import include, path
from django.views.generic import RedirectView

# Before the addresses of its pages are made.
admin.autodiscover()


class Favicon(RedirectView):
    """What browsers ask for unasked; where it lies is known once static files are collected."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return staticfiles_storage.url("core/icon.svg")


handler400 = "core.broken_pages.refused_page"
handler500 = "core.broken_pages.broken_page"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("favicon.ico", Favicon.as_view()),
    path("", include("audit.health.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("generation.api.urls")),
]

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class StaffSiteConfig(AdminConfig):
    """Django's admin, with our login."""

    default_site = "core.login.site.StaffSite"

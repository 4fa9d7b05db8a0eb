from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class StaffSiteConfig(SimpleAdminConfig):
    """Django's admin, with our login. Its pages are loaded with the addresses, as most commands show none of them."""

    default_site = "core.login.site.StaffSite"

    def ready(self) -> None:
        """Have the pages checked as Django does, once they are loaded."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_pages, checks.Tags.admin)


def _check_pages(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[checks.CheckMessage]:
    admin.autodiscover()
    return check_admin_app(app_configs, **options)

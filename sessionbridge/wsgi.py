"""The WSGI application, for servers that speak nothing else; it cannot stream events."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sessionbridge.embedded import start_or_exit
from sessionbridge.settings_error import settings_error_in_one_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")

with settings_error_in_one_line():
    start_or_exit()
    application = get_wsgi_application()

# Needs the apps, which the line above has loaded; the addresses with all pages, so that no visitor waits for them.
import sessionbridge.urls  # noqa: F401
from generation.database_guards import guards_or_exit

guards_or_exit()

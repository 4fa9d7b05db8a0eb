"""The WSGI application, for servers that speak nothing else; it cannot stream events."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sessionbridge.embedded import start_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")

start_or_exit()
application = get_wsgi_application()

# Needs the apps, which the line above has loaded.
from generation.database_guards import guards_or_exit  # noqa: E402

guards_or_exit()

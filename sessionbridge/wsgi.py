"""The WSGI application, for servers that speak nothing else; it cannot stream events."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sessionbridge.embedded import start_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")

start_or_exit()
application = get_wsgi_application()

"""The ASGI application: `uvicorn sessionbridge.asgi:application`."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from sessionbridge.embedded import start_embedded_services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")

start_embedded_services()
application = get_asgi_application()

"""Attacks. They need no database, but models have time limits, and these are settings."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.tests")

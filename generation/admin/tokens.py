"""Tokens come from logging in and go by logging out; nobody makes or reads them in the admin."""

from __future__ import annotations

from django.contrib import admin
from knox.models import get_token_model

admin.site.unregister(get_token_model())

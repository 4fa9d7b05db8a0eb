"""What staff read for our tables and their columns: one word each, the one the pages use.

The code says patient and user, as its tables do. Set when the apps are loaded, so that it is said in one place.
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_user_model

# By the model's label: one of them, several, and what a column that leads to one is called.
_WORDS = {"core.Patient": ("person", "people", "patient"), "core.User": ("login", "logins", "user")}


def name_tables() -> None:
    """Call people people and logins logins, wherever the admin names them."""
    for label, (one, several, column) in _WORDS.items():
        named = apps.get_model(label)
        named._meta.verbose_name, named._meta.verbose_name_plural = one, several  # noqa: SLF001 - Django's public name
        for model in apps.get_models():
            for field in model._meta.concrete_fields:  # noqa: SLF001 - as above
                if field.name == column and field.related_model is named:
                    field.verbose_name = one
    get_user_model()._meta.get_field("date_joined").verbose_name = "made"  # noqa: SLF001 - as above

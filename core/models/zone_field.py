from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from core.zones import UnknownZone, require_zone


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone: for models and forms."""
    try:
        require_zone(name)
    except UnknownZone as refusal:
        raise ValidationError(str(refusal), code="unknown_zone") from None


if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    # The stubs' type arguments do not exist at run time.
    _CharField = models.CharField


class ZoneField(_CharField):
    """An IANA time zone name, checked by forms, by full_clean and again on every write.

    The last check is on the way to the database, so bulk_create and update() cannot pass by it.
    """

    default_validators = [validate_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if isinstance(value, str):
            validate_zone(value)
        return super().get_db_prep_save(value, connection)

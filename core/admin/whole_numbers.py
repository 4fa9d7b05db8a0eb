from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_DIGITS = re.compile("[0-9]+")


class WholeNumberField(forms.IntegerField):
    """A number typed in the digits 0 to 9. Django itself would read "٧", "7_0" and "7.0"."""

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and value.strip() and not _DIGITS.fullmatch(value.strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

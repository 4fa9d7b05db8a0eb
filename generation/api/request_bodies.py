"""What requests may hold. Unknown fields are refused: a misspelt `as_of` must not mean today."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.settings import api_settings

_SHOWN_CHARACTERS = 40
_UUID = re.compile("[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile("[+-]?[0-9]+")


class StrictBody(serializers.Serializer[Any]):
    """A body in which every field is known."""

    def to_internal_value(self, data: Any) -> Any:
        """All that is wrong is said at once: unknown fields beside the faults of those that are known."""
        faults: dict[str, Any] = {}
        value: Any = None
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as wrong:
            faults = dict(wrong.detail) if isinstance(wrong.detail, dict) else {}
        if isinstance(data, Mapping) and (unknown := sorted(set(data) - set(self.fields))):
            faults.setdefault(api_settings.NON_FIELD_ERRORS_KEY, []).append(self._of_unknown(unknown))
        if faults:
            raise serializers.ValidationError(faults)
        return value

    def _of_unknown(self, names: Sequence[str]) -> ErrorDetail:
        # ASCII: a name may be anything, half characters too.
        named = ", ".join(ascii(name[:_SHOWN_CHARACTERS]) for name in names[:3])
        known = ", ".join(self.fields)
        return ErrorDetail(f"Unknown field {named}. Leave it out; the known ones are: {known}.", code="unknown_field")


def read_uuid(text: str) -> UUID | None:
    """The id, None where it is not one. Python itself would read digits of any script."""
    return UUID(text) if _UUID.fullmatch(text) else None


class IdField(serializers.UUIDField):
    """A UUID as text; a number is not one."""

    default_error_messages = {"invalid": 'Must be an id such as "0b2d6f0c-4c53-4a3e-9a68-3d0f5b6a7c11".'}

    def to_internal_value(self, data: object) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid")
        found = read_uuid(data)
        if found is None:
            self.fail("invalid")
        return found


class DayField(serializers.DateField):
    """A calendar date. Python itself would read digits of any script, and dates without their zeros."""

    default_error_messages = {"invalid": 'Must be a calendar date such as "2026-11-21".'}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            self.fail("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")


class WholeNumberField(serializers.IntegerField):
    """A whole number of a body, as JSON writes one; neither text nor 7.0. Django itself would read "٧" and "7_0"."""

    default_error_messages = {"invalid": "Must be a whole number such as 7, without quotation marks or a point."}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class WholeNumberInQueryField(serializers.IntegerField):
    """A whole number of an address, in the digits 0 to 9 alone."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not _WHOLE.fullmatch(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class TextField(serializers.CharField):
    """Text, kept as it is; a number is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class OneOfField(serializers.ChoiceField):
    """One of a few words. The refusal does not repeat what was sent, which may be text that no answer can hold."""

    default_error_messages = {"invalid_choice": "Is none of the words it may be."}


class TrueOrFalseField(serializers.BooleanField):
    """`true` or `false`; neither 1 nor "yes"."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class SummaryRequestBody(StrictBody):
    """`patient`: whose summary, by default one's own. `as_of`: the window's last local date, by default today."""

    patient = IdField(required=False, allow_null=True)
    as_of = DayField(required=False, allow_null=True)


class LoginBody(StrictBody):
    """A username and its password. `code`: what the authenticator app of staff shows."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1024, trim_whitespace=False)
    code = serializers.CharField(max_length=20, required=False)


class PasswordBody(LoginBody):
    """`password`: the one so far."""

    new_password = serializers.CharField(max_length=1024, trim_whitespace=False)

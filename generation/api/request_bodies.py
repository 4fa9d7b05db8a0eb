"""What requests may hold. Unknown fields are refused: a misspelt `as_of` must not mean today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.settings import api_settings

from generation.api.notations import read_day, read_instant, read_uuid, read_whole

_SHOWN_CHARACTERS = 40


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


class IdField(serializers.UUIDField):
    """A UUID as text; a number is not one."""

    default_error_messages = {"invalid": 'Must be an id such as "0b2d6f0c-4c53-4a3e-9a68-3d0f5b6a7c11".'}

    def to_internal_value(self, data: object) -> UUID:
        found = read_uuid(data) if isinstance(data, str) else None
        if found is None:
            self.fail("invalid")
        return found


class DayField(serializers.DateField):
    """A calendar date."""

    default_error_messages = {"invalid": 'Must be a calendar date such as "2026-11-21".'}

    def to_internal_value(self, value: Any) -> date:
        found = read_day(value) if isinstance(value, str) else None
        if found is None:
            self.fail("invalid")
        return found


class MomentField(serializers.DateTimeField):
    """An instant, with its offset."""

    default_error_messages = {"invalid": 'Must be an instant such as "2026-11-21T08:30:00+01:00".'}

    def to_internal_value(self, value: Any) -> datetime:
        found = read_instant(value) if isinstance(value, str) else None
        if found is None:
            self.fail("invalid")
        moment: datetime = self.enforce_timezone(found)
        return moment


class WholeNumberField(serializers.IntegerField):
    """A whole number; neither text that says one nor 30.0."""

    default_error_messages = {"invalid": "Must be a whole number such as 30."}

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


class QueryNumberField(WholeNumberField):
    """A whole number behind the `?`, where everything is text."""

    def to_internal_value(self, data: Any) -> int:
        return super().to_internal_value(read_whole(data))


class TextField(serializers.CharField):
    """Text, kept as it is; a number is none."""

    def __init__(self, *, trim_whitespace: bool = False, **options: Any) -> None:
        super().__init__(trim_whitespace=trim_whitespace, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class OneOfField(serializers.ChoiceField):
    """One of a few words. The refusal does not repeat what was sent, which may be text that no answer can hold."""

    default_error_messages = {"invalid_choice": "Is not one of the allowed words."}


class TrueOrFalseField(serializers.BooleanField):
    """`true` or `false`; neither 1 nor "yes"."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class QueryFlagField(TrueOrFalseField):
    """`true` or `false` behind the `?`, where everything is text."""

    def to_internal_value(self, data: Any) -> bool:
        return super().to_internal_value({"true": True, "false": False}.get(data, data))


class SummaryRequestBody(StrictBody):
    """`patient`: whose summary, by default one's own. `as_of`: the window's last local date, by default today."""

    patient = IdField(required=False, allow_null=True)
    as_of = DayField(required=False, allow_null=True)


class LoginBody(StrictBody):
    """A username, whose capitals make no difference, and its password. `code`: what the authenticator app of staff
    shows. Space around username and code is that of a keyboard.
    """

    username = TextField(max_length=150, trim_whitespace=True)
    password = TextField(max_length=1024)
    code = TextField(max_length=20, required=False, trim_whitespace=True)


class PasswordBody(LoginBody):
    """`password`: the one so far."""

    new_password = TextField(max_length=1024)

"""Forms that stand open in two browsers: whoever saves second is told, instead of undoing the first in silence.

A form carries a signed digest of each value it was made from. What is sent is refused where a value is another one by
now. The page then keeps what was typed, says beside each such field what it is now, and may be sent once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.db.models import Model
from django.utils.crypto import salted_hmac

CHANGED_MEANWHILE = "Somebody changed this meanwhile. Look at it again, then save."
NOT_FROM_THE_PAGE = "This was not sent from the page as it was opened. Look at it again, then save."
_SALT = "core.admin.stale_forms"

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object


class MadeFromField(forms.CharField):
    """The digests, sent back unseen. A page shown again is made from what is there now."""

    def __init__(self) -> None:
        super().__init__(label="Made from", required=False, widget=forms.HiddenInput)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RefusesStale(_Form):
    """A form whose `made_from`, a MadeFromField, holds what `remember` was told."""

    def remember(self, present: Mapping[str, object]) -> None:
        """Be made from these values, by field."""
        self._present = {name: _plain(value) for name, value in present.items()}
        self._digests = {name: _digest(name, value) for name, value in self._present.items()}
        self.initial["made_from"] = _signer().sign_object(self._digests)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        sent = cleaned.get("made_from")
        if not sent:
            # By a program, or cut short on the way: nobody knows what it was to change.
            self.add_error(None, NOT_FROM_THE_PAGE)
            return cleaned
        try:
            made_from = _signer().unsign_object(sent)
        except BadSignature:
            made_from = {}
        changed = [name for name, digest in self._digests.items() if made_from.get(name) != digest]
        if changed:
            self.add_error(None, CHANGED_MEANWHILE)
        for name in changed:
            self.add_error(name, f"It is now: {_words(self.fields[name], self._present[name])}.")
        return cleaned


def _signer() -> Signer:
    return Signer(salt=_SALT)


def _plain(value: object) -> object:
    """A value that is equal where nobody changed it: rows as their keys, in one order."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(_plain(each)) for each in value)
    return value


def _digest(name: str, value: object) -> str:
    # Keyed: an e-mail address could be guessed from a digest that anybody can make.
    return salted_hmac(_SALT, f"{name}={value!r}", algorithm="sha256").hexdigest()


def _words(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.ModelMultipleChoiceField) and isinstance(value, Collection):
        chosen = field.queryset.filter(pk__in=value) if field.queryset is not None else ()
        return ", ".join(str(row) for row in chosen) or "none"
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        return ", ".join(str(row) for row in field.queryset.filter(pk=value)) if value else "none"
    if isinstance(value, bool):
        return "ticked" if value else "not ticked"
    return str(value) if value else "empty"

"""The list of all time zones in a form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.zones import known_zones


class LongSelect(forms.Select):
    """A list of hundreds, without a template for each of them, which takes longer than all else of the page.

    Each line is put together once in the life of a process: chosen and not chosen.
    """

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = self.format_value(value)
        lines = [_line(str(key), str(label), chosen=str(key) in chosen) for key, label in self.choices]
        around = flatatt({"name": name, **self.build_attrs(self.attrs, dict(attrs or {}))})
        return format_html("<select{}>\n{}\n</select>", around, SafeString("\n".join(lines)))


@lru_cache(maxsize=4096)
def _line(key: str, label: str, *, chosen: bool) -> SafeString:
    return format_html("<option{}>{}</option>", flatatt({"value": key, "selected": chosen}), label)


def zone_choice(label: str, *, none: str, help_text: str, required: bool = True) -> forms.Field:
    """All the zones there are; `none` says what it means to choose none."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=lambda: [("", none), *((zone, zone) for zone in sorted(known_zones()))],
        widget=LongSelect,
        help_text=help_text,
    )

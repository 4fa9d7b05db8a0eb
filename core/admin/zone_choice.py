"""The list of all time zones in a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.zones import known_zones


class LongSelect(forms.Select):
    """A list of hundreds, without a template for each of them, which takes longer than all else of the page."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        widget = self.get_context(name, value, dict(attrs or {}))["widget"]
        options = format_html_join(
            "\n",
            "<option{}>{}</option>",
            (
                (flatatt({"value": str(option["value"]), **option["attrs"]}), option["label"])
                for _, group, _ in widget["optgroups"]
                for option in group
            ),
        )
        return format_html("<select{}>\n{}\n</select>", flatatt({"name": widget["name"], **widget["attrs"]}), options)


def zone_choice(label: str, *, none: str, help_text: str, required: bool = True) -> forms.Field:
    """All the zones there are; `none` says what it means to choose none."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=lambda: [("", none), *((zone, zone) for zone in sorted(known_zones()))],
        widget=LongSelect,
        help_text=help_text,
    )

"""What a model read of therapy sessions, as every page shows it: labelled as such."""

from __future__ import annotations

import json

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from generation.waves import A_MODELS_READING


def journey_by_section(text: str | None) -> SafeString | None:
    """A journey section by section; None where it has another shape, as what an older system published."""
    try:
        journey = json.loads(text or "null")
        sections = [(one["title"], one["content"]) for one in journey["sections"]]
        lines = [*journey.get("achievements", ()), *journey.get("currentFocus", ())]
        return format_html(
            "<p><em>{}</em></p><p>{}</p>{}{}",
            A_MODELS_READING,
            journey["summary"],
            format_html_join("", "<p>– {}</p>", ((line,) for line in lines)),
            format_html_join("", "<h4>{}</h4><p>{}</p>", sections),
        )
    except (ValueError, TypeError, KeyError):
        return None

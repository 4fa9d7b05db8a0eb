"""What a model read of therapy sessions, as every page shows it: labelled as such."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from generation.generators.published_json import read_published
from generation.waves import A_MODELS_READING


def journey_by_section(text: str | None) -> SafeString | None:
    """A journey section by section; None where it has another shape, as what an older system published."""
    try:
        journey = read_published(text or "null")
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


# How it was made stands beside it.
_NOT_WORDS = ("contract_version", "evidence_dropped")


def reading_in_words(data: str) -> SafeString:
    """What a wave published, of whatever shape: headings and lists, evidence as quotations with who said it."""
    try:
        shown = _shown(read_published(data))
    except ValueError:
        # What an older system published may be anything.
        shown = format_html("<p>{}</p>", data)
    return format_html("<p><em>{}</em></p>{}", A_MODELS_READING, shown)


def _shown(value: Any) -> SafeString:
    if isinstance(value, dict) and {"text", "speaker"} <= set(value):
        return format_html("“{}” – {}", value["text"], value["speaker"] or "nobody named")
    if isinstance(value, dict):
        # What is said comes before what it rests on.
        in_order = sorted(value.items(), key=lambda item: item[0] == "evidence")
        named = ((name.replace("_", " "), _shown(one)) for name, one in in_order if name not in _NOT_WORDS)
        return format_html_join("", "<p><strong>{}</strong></p><div>{}</div>", named)
    if isinstance(value, list) and value:
        return format_html(
            '<ul class="sb-reading">{}</ul>', format_html_join("", "<li>{}</li>", ((_shown(one),) for one in value))
        )
    if isinstance(value, bool):
        return format_html("{}", "yes" if value else "no")
    return format_html("{}", "–" if value in (None, "", []) else value)

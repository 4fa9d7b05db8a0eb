"""How the admin says things: badges with a word, local times with their zone, short hashes, durations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString

from generation.models import Feature, JobState, PipelineEvent, SessionBridgeVersion
from generation.pipeline.writer.layout import MONTHS, full_date, short_date
from generation.waves import WAVES

NONE = "–"
_SHOWN_OF_A_HASH = 12
_STATE_SIGNS = {
    JobState.QUEUED: "○",
    JobState.RUNNING: "◐",
    JobState.SUCCEEDED: "✓",
    JobState.FAILED: "✕",
    JobState.TIMED_OUT: "!",
    JobState.CANCELLED: "–",
}
# What people call what the features make.
_FEATURES: dict[str, str] = {Feature.SESSION_BRIDGE: "summary", Feature.YOUR_JOURNEY: "journey"}
# Details of events whose names are the code's own.
_DETAILS = {"epoch": "claim no.", "ordinal": "no."}
_WORK = frozenset(wave.event for wave in WAVES)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def state_badge(state: str) -> SafeString:
    """The state as sign and word; its colour only repeats them."""
    known = JobState(state)
    return badge(known.label.lower(), sign=_STATE_SIGNS[known], kind=known.value)


def badge(word: str, *, sign: str = "", kind: str = "plain") -> SafeString:
    if not sign:
        return format_html('<span class="sb-badge sb-badge-{}">{}</span>', kind, word)
    return format_html(
        '<span class="sb-badge sb-badge-{}"><span aria-hidden="true">{}</span> {}</span>', kind, sign, word
    )


def version_badges(version: SessionBridgeVersion, why_rules: str = "") -> list[SafeString]:
    """How the summary came out, `why_rules` where it was made by rules instead, and what became of it."""
    outcome = (version.outcome or "imported (ungated)").replace("_", " ")
    badges = [badge(f"{outcome}: {why_rules}" if why_rules else outcome)]
    if hasattr(version, "withdrawal"):
        badges.append(badge("withdrawn", sign="✕", kind="failed"))
    if version.erased_at is not None:
        badges.append(badge("erased", sign="–", kind="failed"))
    return badges


def window_words(first: date, last: date) -> str:
    """ "7–21 Nov 2026", "25 Oct – 8 Nov 2026", "25 Dec 2025 – 8 Jan 2026"; one day alone as its date."""
    if first == last:
        return full_date(first)
    if first.year != last.year:
        return f"{full_date(first)} – {full_date(last)}"
    if first.month != last.month:
        return f"{short_date(first)} – {full_date(last)}"
    return f"{first.day}–{full_date(last)}"


def weekday_words(day: date) -> str:
    """ "Sat 8 Nov"."""
    return f"{_WEEKDAYS[day.weekday()]} {short_date(day)}"


def moment_words(instant: datetime, zone: str) -> str:
    """ "21 Nov 2026 10:14": local time in `zone`, for pages that name the zone once."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local.day} {MONTHS[local.month - 1]} {local.year} {local:%H:%M}"


def moment_in_zone(instant: datetime, zone: str) -> SafeString:
    """ "21 Nov 2026 10:14 Europe/Berlin", for pages that name no zone."""
    return format_html(
        '<span class="sb-moment">{}</span> <span class="sb-label">{}</span>', moment_words(instant, zone), zone
    )


def duration_words(start: datetime | None, end: datetime | None) -> str:
    """ "0.8 s", "2 min 05 s"; a dash where one end is missing."""
    if start is None or end is None:
        return NONE
    return seconds_words(max(end - start, timedelta()).total_seconds())


def seconds_words(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{seconds:.1f} s" if minutes < 1 else f"{int(minutes)} min {int(rest):02} s"


def milliseconds_words(milliseconds: int | None) -> str:
    """The same of what is stored in milliseconds; a dash where nothing is."""
    return NONE if milliseconds is None else seconds_words(milliseconds / 1000)


def work_words(name: str) -> str:
    """What is made, by the name of its wave or feature: "mood", "speaker labels", "summary"."""
    return _FEATURES.get(name, name.replace("_", " "))


def event_words(event: PipelineEvent) -> str:
    """ "Begun", "Completed"; "Mood: asked for" where the event is that somebody asked for a piece of work."""
    words: str = event.get_event_display()
    return f"{words}: asked for" if event.event in _WORK and event.status == JobState.QUEUED else words


def detail_words(details: Mapping[str, object]) -> str:
    """ "step claim, claim no. 1": an event's details in words."""
    return ", ".join(f"{_DETAILS.get(name, name).replace('_', ' ')} {value}" for name, value in details.items())


def short_hash(digest: str) -> SafeString:
    """The first characters; all of them on focus or hover."""
    if not digest:
        return format_html("{}", NONE)
    return format_html(
        '<span class="sb-hash" tabindex="0" title="{}"><span class="sb-hash-short">{}…</span>'
        '<span class="sb-hash-full">{}</span></span>',
        digest,
        digest[:_SHOWN_OF_A_HASH],
        digest,
    )

"""The table of names: what the older system's nine services and two features are called here.

Every wave has one row. The tiers, the events and phases of the logs, the waves of a session and docs/model-tiers.md are
made from it, so no name stands in a second list. Tasks keep their older names, so that overrides carry over.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.db import models

BEST = "gpt-5.2"
STRONG = "gpt-5"
SMALL = "gpt-5-mini"
TINY = "gpt-5-nano"


# Above every text that a model worded, wherever it is shown.
A_MODELS_READING = "A model's reading, for clinicians: it may be wrong, and only what is quoted was said in a session."


class Phase(models.TextChoices):
    """The parts of the work, with the words by which pages name them."""

    TRANSCRIPT = "TRANSCRIPT", "Transcript"
    WAVE1 = "WAVE1", "First readings"
    WAVE2 = "WAVE2", "Deeper readings"
    WAVE3 = "WAVE3", "Summary and journey"


class EventName(models.TextChoices):
    """What the log of events may say: first what happens to any work, then one event a wave.

    The API and the database say the names, pages the words.
    """

    START = "START", "Begun"
    COMPLETE = "COMPLETE", "Completed"
    FAILED = "FAILED", "Ended without a result"
    CALLED_OFF = "CALLED_OFF", "Called off"
    STAGE = "STAGE", "Stage stored"
    FILE_LOAD = "FILE_LOAD", "Input loaded"
    DB_UPDATE = "DB_UPDATE", "Updated"
    RULES_USED = "RULES_USED", "Rules used in a model's place"
    MODEL_GAVE_UP = "MODEL_GAVE_UP", "Model gave up"
    SPEAKER_LABELING = "SPEAKER_LABELING", "Speaker labels"
    MOOD_ANALYSIS = "MOOD_ANALYSIS", "Mood"
    TOPIC_EXTRACTION = "TOPIC_EXTRACTION", "Topics"
    ACTION_SUMMARY = "ACTION_SUMMARY", "Action items"
    BREAKTHROUGH_DETECTION = "BREAKTHROUGH_DETECTION", "Breakthrough"
    DEEP_ANALYSIS = "DEEP_ANALYSIS", "Deep analysis"
    PROSE_GENERATION = "PROSE_GENERATION", "Prose"
    SESSION_INSIGHTS = "SESSION_INSIGHTS", "Session insights"
    YOUR_JOURNEY_GENERATION = "YOUR_JOURNEY_GENERATION", "Journey"
    SESSION_BRIDGE_GENERATION = "SESSION_BRIDGE_GENERATION", "Summary"


class Wave(NamedTuple):
    """One row. `models` are those of the tier `precision`, by task."""

    older_service: str
    name: str
    phase: Phase
    event: EventName
    models: Mapping[str, str]


def _row(service: str, name: str, phase: Phase, event: EventName, model: str, *tasks: str, **others: str) -> Wave:
    by_task = {**dict.fromkeys(tasks, model), **others}
    return Wave(service, name, phase, event, MappingProxyType(by_task))


_P, _E = Phase, EventName
WAVES = (
    _row("SpeakerLabeler", "speaker_labels", _P.TRANSCRIPT, _E.SPEAKER_LABELING, SMALL, "speaker_labeling"),
    _row("MoodAnalyzer", "mood", _P.WAVE1, _E.MOOD_ANALYSIS, TINY, "mood_analysis"),
    _row("TopicExtractor", "topics", _P.WAVE1, _E.TOPIC_EXTRACTION, SMALL, "topic_extraction"),
    _row("ActionItemsSummarizer", "action_items", _P.WAVE1, _E.ACTION_SUMMARY, TINY, "action_summary"),
    _row("BreakthroughDetector", "breakthrough", _P.WAVE1, _E.BREAKTHROUGH_DETECTION, STRONG, "breakthrough_detection"),
    _row("DeepAnalyzer", "deep", _P.WAVE2, _E.DEEP_ANALYSIS, BEST, "deep_analysis"),
    _row("ProseGenerator", "prose", _P.WAVE2, _E.PROSE_GENERATION, BEST, "prose_generation"),
    _row("SessionInsightsSummarizer", "insights", _P.WAVE2, _E.SESSION_INSIGHTS, BEST, "session_insights"),
    _row("RoadmapGenerator", "your_journey", _P.WAVE3, _E.YOUR_JOURNEY_GENERATION, BEST, "roadmap_generation"),
    # Reading other languages word by word takes no large model.
    _row(
        "SessionBridge", "session_bridge", _P.WAVE3, _E.SESSION_BRIDGE_GENERATION, BEST,
        "bridge_choice", "bridge_judge", "bridge_repair", canonicalizer=SMALL,
    ),
)  # fmt: skip
WAVES_BY_NAME: Mapping[str, Wave] = MappingProxyType({wave.name: wave for wave in WAVES})


def wave_table() -> str:
    """The table as Markdown, for docs/model-tiers.md."""
    rows = "".join(
        f"| {wave.older_service} | {wave.name} | {wave.phase} | {wave.event} | "
        f"{', '.join(f'`{task}`' for task in wave.models)} | {', '.join(dict.fromkeys(wave.models.values()))} |\n"
        for wave in WAVES
    )
    return f"| older service | wave | phase | event | tasks | precision |\n|{' --- |' * 6}\n{rows}"

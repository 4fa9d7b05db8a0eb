"""The journey itself: the older roadmap's summary, achievements, focus and sections, each with its sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field

from generation.generators.base_ai_generator import BaseAIGenerator, Reading
from generation.generators.journey.compaction import compact
from generation.generators.journey.journey_input import JourneyInput
from generation.pipeline.contracts import Value, canonical_json

Line = Annotated[str, Field(min_length=1, max_length=200)]


class AnsweredSection(Value):
    title: str = Field(min_length=1, max_length=80)
    content: str = Field(min_length=1, max_length=1500)
    sessions: tuple[Annotated[str, Field(max_length=20)], ...] = Field(max_length=60)


class RoadmapAnswer(Value):
    summary: str = Field(min_length=1, max_length=600)
    achievements: tuple[Line, ...] = Field(max_length=5)
    current_focus: tuple[Line, ...] = Field(max_length=4)
    sections: tuple[AnsweredSection, ...] = Field(max_length=5)


class Section(Value):
    """`sessions` are local dates."""

    title: str
    content: str
    sessions: tuple[str, ...]


class RoadmapReading(Reading):
    """A section that names no session there is does not stand; `evidence_dropped` counts names of none."""

    summary: str = ""
    achievements: tuple[str, ...] = ()
    current_focus: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    def words(self) -> Iterable[str]:
        said = (words for section in self.sections for words in (section.title, section.content))
        return (self.summary, *self.achievements, *self.current_focus, *said)

    def as_text(self) -> str:
        """The data in the older roadmap's shape, as it is published."""
        return canonical_json(
            {
                "summary": self.summary,
                "achievements": list(self.achievements),
                "currentFocus": list(self.current_focus),
                "sections": [section.model_dump(mode="json") for section in self.sections],
            }
        )


class RoadmapGenerator(BaseAIGenerator[JourneyInput, RoadmapAnswer]):
    name = "your_journey"
    task = "roadmap_generation"
    prompt_version = "roadmap-1"
    schema = RoadmapAnswer
    reading = RoadmapReading
    answer_tokens = 2500

    def material(self, inputs: JourneyInput) -> Mapping[str, Any]:
        return {"sessions": list(compact(inputs).told)}

    def read(self, answer: RoadmapAnswer, inputs: JourneyInput) -> RoadmapReading:
        dates = {f"s{number}": session.date.isoformat() for number, session in enumerate(inputs.sessions, start=1)}
        sections = [
            Section(
                title=one.title, content=one.content, sessions=tuple(dates[id_] for id_ in one.sessions if id_ in dates)
            )
            for one in answer.sections
        ]
        return RoadmapReading(
            summary=answer.summary,
            achievements=answer.achievements,
            current_focus=answer.current_focus,
            sections=tuple(section for section in sections if section.sessions),
            evidence_dropped=sum(id_ not in dates for one in answer.sections for id_ in one.sessions),
        )

"""The journey itself: the older roadmap's summary, achievements, focus and sections, each with its sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field

from generation.generators.base_ai_generator import BaseAIGenerator, Reading
from generation.generators.journey.compaction import Compacted, ids_of
from generation.generators.journey.journey_input import JourneyInput
from generation.generators.waves.said_words import IN_PARAGRAPHS, ON_ONE_LINE, SAYS_SOMETHING
from generation.pipeline.contracts import Value, canonical_json
from generation.pipeline.language_model import ReplyOutcome, ReplyUnusable

Line = Annotated[str, Field(min_length=1, max_length=200), ON_ONE_LINE, SAYS_SOMETHING]


class AnsweredSection(Value):
    title: Annotated[str, Field(min_length=1, max_length=80), ON_ONE_LINE, SAYS_SOMETHING]
    content: Annotated[str, Field(min_length=1, max_length=1500), IN_PARAGRAPHS, SAYS_SOMETHING]
    sessions: tuple[Annotated[str, Field(max_length=20)], ...] = Field(max_length=60)


class RoadmapAnswer(Value):
    summary: Annotated[str, Field(min_length=1, max_length=600), ON_ONE_LINE, SAYS_SOMETHING]
    achievements: tuple[Line, ...] = Field(max_length=5)
    current_focus: tuple[Line, ...] = Field(max_length=4)
    sections: tuple[AnsweredSection, ...] = Field(min_length=1, max_length=5)


class Section(Value):
    """`sessions` are local dates."""

    title: str
    content: str
    sessions: tuple[str, ...]


class RoadmapReading(Reading):
    """A section that names no session that was told does not stand; `evidence_dropped` counts names of none."""

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


class ToldSessions(Value):
    """What a model is really told, with the local dates of the sessions in it by the names it knows them by."""

    told: tuple[dict[str, Any], ...]
    dates: Mapping[str, str]

    @property
    def text_bytes(self) -> int:
        """See `JourneyInput`."""
        return 0


def told_sessions(inputs: JourneyInput, compacted: Compacted) -> ToldSessions:
    """What was stored of the compaction counts: settings may have changed since."""
    told = {id_ for one in compacted.told for id_ in ids_of(one)}
    dates = {f"s{number}": session.date.isoformat() for number, session in enumerate(inputs.sessions, start=1)}
    return ToldSessions(told=compacted.told, dates={id_: date for id_, date in dates.items() if id_ in told})


class RoadmapGenerator(BaseAIGenerator[ToldSessions, RoadmapAnswer]):
    name = "your_journey"
    task = "roadmap_generation"
    prompt_version = "roadmap-1"
    schema = RoadmapAnswer
    reading = RoadmapReading
    answer_tokens = 2500

    def material(self, inputs: ToldSessions) -> Mapping[str, Any]:
        return {"sessions": list(inputs.told)}

    def read(self, answer: RoadmapAnswer, inputs: ToldSessions) -> RoadmapReading:
        """Raises ReplyUnusable where no section stands: a journey that rests on no session is none."""
        sections = [
            Section(
                title=one.title,
                content=one.content,
                sessions=tuple(inputs.dates[id_] for id_ in dict.fromkeys(one.sessions) if id_ in inputs.dates),
            )
            for one in answer.sections
        ]
        standing = tuple(section for section in sections if section.sessions)
        if not standing:
            raise ReplyUnusable(ReplyOutcome.UNKNOWN_ID)
        return RoadmapReading(
            summary=answer.summary,
            achievements=answer.achievements,
            current_focus=answer.current_focus,
            sections=standing,
            evidence_dropped=sum(id_ not in inputs.dates for one in answer.sections for id_ in one.sessions),
        )

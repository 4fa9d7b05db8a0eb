"""What the session was about: one to three topics, up to five things agreed to do, the technique, a short summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.evidence import Evidence, Quote
from generation.generators.waves.said_words import ON_ONE_LINE, OR_NOTHING, SAYS_SOMETHING
from generation.generators.waves.wave_generator import WaveGenerator, evidence_of
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value

SUMMARY_MAX = 150


class QuotedPoint(Value):
    text: Annotated[str, Field(min_length=1, max_length=100), ON_ONE_LINE, SAYS_SOMETHING]
    quote: Quote


class TopicsAnswer(Value):
    topics: tuple[QuotedPoint, ...] = Field(min_length=1, max_length=3)
    action_items: tuple[QuotedPoint, ...] = Field(max_length=5)
    technique: Annotated[str, Field(max_length=100), ON_ONE_LINE, OR_NOTHING]
    summary: Annotated[str, Field(min_length=1, max_length=SUMMARY_MAX), ON_ONE_LINE, SAYS_SOMETHING]


class Point(Value):
    """A topic or an action item. `evidence` is None where the words given for it do not stand in the transcript."""

    text: str
    evidence: Evidence | None


class TopicsReading(Reading):
    topics: tuple[Point, ...] = ()
    action_items: tuple[Point, ...] = ()
    technique: str = ""
    summary: str = ""

    def words(self) -> Iterable[str]:
        return (*(point.text for point in (*self.topics, *self.action_items)), self.technique, self.summary)


class TopicExtractor(WaveGenerator[TopicsAnswer]):
    name = "topics"
    task = "topic_extraction"
    prompt_version = "topics-1"
    schema = TopicsAnswer
    reading = TopicsReading
    answer_tokens = 700

    def read(self, answer: TopicsAnswer, inputs: WaveInput) -> TopicsReading:
        topics, items = _held(answer.topics, inputs), _held(answer.action_items, inputs)
        return TopicsReading(
            topics=topics,
            # Nothing was agreed that nobody said.
            action_items=tuple(item for item in items if item.evidence),
            technique=answer.technique,
            summary=answer.summary,
            evidence_dropped=sum(point.evidence is None for point in (*topics, *items)),
        )


def _held(points: Iterable[QuotedPoint], inputs: WaveInput) -> tuple[Point, ...]:
    return tuple(
        Point(text=point.text, evidence=next(iter(evidence_of([point.quote], inputs)[0]), None)) for point in points
    )

"""The session told in prose: 500 to 750 words where the transcript carries them, else fewer, and then it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.said_words import IN_PARAGRAPHS, SAYS_SOMETHING, count_words
from generation.generators.waves.wave_generator import WaveGenerator
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value
from generation.pipeline.language_model import ReplyOutcome, ReplyUnusable

MIN_WORDS, MAX_WORDS = 500, 750
# A transcript of this many words carries a whole text; of a shorter one, half as many words are told as were said.
CARRIES = 1000


class Length(NamedTuple):
    """Words."""

    least: int
    most: int


class ProseAnswer(Value):
    prose: Annotated[str, Field(min_length=1, max_length=8000), IN_PARAGRAPHS, SAYS_SOMETHING]


class ProseReading(Reading):
    """`shorter_because` says in words why there are fewer than 500 words, '' where there are not."""

    prose: str = ""
    word_count: int = 0
    shorter_because: str = "The transcript says too little to be told."

    def words(self) -> Iterable[str]:
        return (self.prose,)


class ProseGenerator(WaveGenerator[ProseAnswer]):
    name = "prose"
    task = "prose_generation"
    prompt_version = "prose-1"
    schema = ProseAnswer
    reading = ProseReading
    answer_tokens = 1400
    after = ("mood", "topics", "action_items", "breakthrough")

    def also(self, inputs: WaveInput) -> Mapping[str, Any]:
        return {"words": length_of(inputs)._asdict()}

    def read(self, answer: ProseAnswer, inputs: WaveInput) -> ProseReading:
        words, length = count_words(answer.prose), length_of(inputs)
        if words > length.most:
            raise ReplyUnusable(ReplyOutcome.OVER_BUDGET)
        return ProseReading(prose=answer.prose, word_count=words, shorter_because=_why(words, inputs))


def length_of(inputs: WaveInput) -> Length:
    """How long the prose over this transcript may get."""
    if inputs.words >= CARRIES:
        return Length(MIN_WORDS, MAX_WORDS)
    most = max(inputs.words // 2, 1)
    return Length(most // 2, most)


def _why(words: int, inputs: WaveInput) -> str:
    if words >= MIN_WORDS:
        return ""
    if inputs.words < CARRIES:
        return f"The transcript has only {inputs.words} words."
    return f"The model wrote only {words} words."

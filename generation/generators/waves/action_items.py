"""The things agreed to do, in one line of at most 45 characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field

from generation.generators.base_ai_generator import Reading
from generation.generators.waves.said_words import ON_ONE_LINE, SAYS_SOMETHING
from generation.generators.waves.wave_generator import WaveGenerator
from generation.generators.waves.wave_input import WaveInput
from generation.pipeline.contracts import Value

LINE_MAX = 45


class ActionItemsAnswer(Value):
    summary: Annotated[str, Field(min_length=1, max_length=LINE_MAX), ON_ONE_LINE, SAYS_SOMETHING]


class ActionItemsReading(Reading):
    """'' where nothing was agreed."""

    summary: str = ""

    def words(self) -> Iterable[str]:
        return (self.summary,)


class ActionItemsSummarizer(WaveGenerator[ActionItemsAnswer]):
    name = "action_items"
    task = "action_summary"
    prompt_version = "action_items-1"
    schema = ActionItemsAnswer
    reading = ActionItemsReading
    answer_tokens = 60
    after = ("topics",)

    def without_model(self, inputs: WaveInput) -> Reading | None:
        """With no action item there is no line of them."""
        return None if _items(inputs) else ActionItemsReading()

    def material(self, inputs: WaveInput) -> Mapping[str, Any]:
        return {"action_items": _items(inputs)}

    def read(self, answer: ActionItemsAnswer, inputs: WaveInput) -> ActionItemsReading:
        return ActionItemsReading(summary=answer.summary)


def _items(inputs: WaveInput) -> list[str]:
    return [item["text"] for item in inputs.read_before.get("topics", {}).get("action_items", [])]

"""One question to a model and what is read from its answer: what the nine services of the older system have in common.

A generator is pure: it neither logs nor writes, and reads no clock. Whoever runs it gives it a way to ask that has the
deadline, the meter and the records in it: the raw reply is kept before anybody reads it. It is a one-stage case of the
stages there are, so everything that holds for a job holds for it.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Generic, TypeVar

from generation.generators.base import ModelHelp, Question, RunInput, Steps
from generation.generators.result import CostInfo, Result
from generation.language_models.metered_model import MeteredAsk, MeteredAsker
from generation.language_models.pricing import Cost
from generation.pipeline.contracts import CONTRACT_VERSION, Contract, Value, canonical_json, sha256_hex
from generation.pipeline.errors import PipelineError
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import ModelGaveUp, Prompt, ReplyOutcome
from generation.pipeline.sequence import StageOutput

# The one stage of a generator.
READING_STAGE = "reading"
# Where nobody may be asked.
NEEDS_MODEL = "needs_model"
_MAY_PASS = frozenset(
    {
        ReplyOutcome.RATE_LIMITED,
        ReplyOutcome.SERVER_ERROR,
        ReplyOutcome.UNREACHABLE,
        ReplyOutcome.CONNECTION_LOST,
        ReplyOutcome.TIMED_OUT,
    }
)
Inputs = TypeVar("Inputs", bound=RunInput)
Answer = TypeVar("Answer", bound=Value)


class NoReading(PipelineError):
    """The model gave nothing to read from, and there are no rules to go on by. `code` names why, without text.

    Not permanent where the server was in trouble: the job is taken again, a few times, until its deadline.
    """

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.code = outcome
        self.permanent = outcome not in _MAY_PASS


class Reading(Contract):
    """What a generator publishes, whatever else is in it. `evidence_dropped` counts quotations that stand nowhere."""

    evidence_dropped: int = 0

    def words(self) -> Iterable[str]:
        """The texts a model worded, for lint; no quotation is among them."""
        return ()


class BaseAIGenerator(ABC, Generic[Inputs, Answer]):
    """What one service says of itself; the rest is here.

    `name` is the wave or feature, `task` the name its model is chosen by, `prompt_version` the released file beside the
    generator's module (`prompts/<version>.txt`), `schema` what the model answers and `reading` what is made of it.
    `answer_tokens` is how long a good answer gets.
    """

    name: ClassVar[str]
    task: ClassVar[str]
    prompt_version: ClassVar[str]
    schema: type[Answer]
    reading: ClassVar[type[Reading]]
    answer_tokens: ClassVar[int] = 600

    @abstractmethod
    def material(self, inputs: Inputs) -> Mapping[str, Any]:
        """What the prompt is about, as JSON values; whatever is in it was written by others."""

    @abstractmethod
    def read(self, answer: Answer, inputs: Inputs) -> Reading:
        """What the answer comes to. Raises ReplyUnusable for one that breaks the form."""

    def without_model(self, inputs: Inputs) -> Reading | None:
        """The reading where there is nothing to ask about; None: a model has to say."""
        return None

    def complete(self, inputs: Inputs, ask: MeteredAsk) -> Reading:
        """Ask, and wait for the answer. Raises ModelGaveUp."""
        return ask(self.make_prompt(inputs), self.schema.model_json_schema(), lambda text: self._read(text, inputs))

    async def acomplete(self, inputs: Inputs, ask: MeteredAsk) -> Reading:
        """The same, without holding up the event loop: many sessions are read at once in one worker."""
        schema = self.schema.model_json_schema()
        return await ask.aask(self.make_prompt(inputs), schema, lambda text: self._read(text, inputs))

    def make_prompt(self, inputs: Inputs) -> Prompt:
        """The released prompt over the material."""
        instructions = self.prompt_file()
        return Prompt(
            version=self.prompt_version,
            file_sha256=sha256_hex(instructions),
            instructions=instructions,
            data=canonical_json(self.material(inputs)),
            answer_tokens=self.answer_tokens,
        )

    def get_model_name(self, asker: MeteredAsker) -> str:
        """The model of the task here: the tier's, unless an override names another."""
        return asker.model_for(self.task)

    def track_cost(self, costs: Iterable[Cost]) -> CostInfo:
        """What these replies took together."""
        counted = list(costs)
        dollars = [cost.dollars for cost in counted if cost.dollars is not None]
        return CostInfo(
            tokens_in=sum(cost.tokens_in for cost in counted),
            tokens_cached=sum(cost.tokens_cached for cost in counted),
            tokens_out=sum(cost.tokens_out for cost in counted),
            dollars=sum(dollars, Decimal(0)) if len(dollars) == len(counted) else None,
        )

    def build_result(self, data: Value, metadata: Mapping[str, str], cost: CostInfo) -> Result:
        """The one shape of all features."""
        return Result(data=data.canonical_text(), metadata=metadata, cost_info=cost)

    def stages(self, inputs: Inputs, stored: Mapping[tuple[str, int], str], models: ModelHelp | None) -> Steps:
        """The one stage: what is stored already is not asked for again. Raises NoReading."""
        body, cost, model = stored.get((READING_STAGE, 0)), CostInfo(), ""
        if body is None:
            reading = self.without_model(inputs)
            if reading is None:
                if models is None:
                    raise NoReading(NEEDS_MODEL)
                ask, model = models.asker.begin(self.task), self.get_model_name(models.asker)
                answer = yield AskedGenerator(self, inputs, ask)
                if isinstance(answer, ModelGaveUp):
                    raise NoReading(answer.outcome.value)
                reading, cost = answer, self.track_cost(ask.costs)
            body = yield StageOutput(stage=READING_STAGE, ordinal=0, body=reading.canonical_text())
        metadata = {"prompt_version": self.prompt_version, "model_asked": model}
        return self.build_result(self.reading.model_validate_json(body), metadata, cost)

    def _read(self, text: str, inputs: Inputs) -> Reading:
        return self.read(read_reply(text, self.schema), inputs)

    def prompt_file(self) -> str:
        """The text of the released prompt."""
        return read_prompt(type(self).__module__.rpartition(".")[0], self.prompt_version)


class AskedGenerator(Question):
    """A generator's question, to be waited for or awaited."""

    def __init__(self, generator: BaseAIGenerator[Any, Any], inputs: RunInput, ask: MeteredAsk) -> None:
        self._generator = generator
        self._inputs = inputs
        self._ask = ask

    def ask(self) -> Value | ModelGaveUp:
        try:
            return self._generator.complete(self._inputs, self._ask)
        except ModelGaveUp as gave_up:
            return gave_up

    async def aask(self) -> Value | ModelGaveUp:
        try:
            return await self._generator.acomplete(self._inputs, self._ask)
        except ModelGaveUp as gave_up:
            return gave_up


def is_reading_of_this_version(stage: str, body: str) -> bool:
    """Whether this version reads what a one-stage job stored."""
    return stage.endswith(".reply") or json.loads(body).get("contract_version") == CONTRACT_VERSION


@cache
def read_prompt(package: str, version: str) -> str:
    """The text of a released prompt file of that package. Raises FileNotFoundError for a version there never was."""
    return files(package).joinpath("prompts", f"{version}.txt").read_text(encoding="utf-8")

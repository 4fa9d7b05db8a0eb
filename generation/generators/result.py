"""What a run of any feature ends with: one shape, which publication knows by its feature."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pydantic import Field

from generation.pipeline.contracts import Value


class CostInfo(Value):
    """What the replies took that a result was read from. `dollars` is None where a price is not known.

    Replies that brought nothing, and those of an attempt that died, are in the job's `model_calls` alone.
    """

    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    dollars: Decimal | None = Decimal(0)


class Result(Value):
    """`data` is canonical JSON of the feature's own contract; `metadata` names the versions that made it."""

    data: str = Field(repr=False)
    metadata: Mapping[str, str]
    cost_info: CostInfo

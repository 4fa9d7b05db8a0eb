"""The input of the gate beside the text: which rules only ask to be seen."""

from __future__ import annotations

from generation.pipeline.contracts.values import Value


class GatePolicy(Value):
    """`review`: the ids of the rules whose findings are to be seen and do not block, in order; all others block."""

    review: tuple[str, ...] = ()


EVERY_RULE_BLOCKS = GatePolicy()

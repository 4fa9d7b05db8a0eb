"""The input of the gate beside the text: the findings of which rules are only noted."""

from __future__ import annotations

from generation.pipeline.contracts.values import Value


class GatePolicy(Value):
    """`review`, as stored reports call it: the ids of the rules that are only noted, in order; all others block."""

    review: tuple[str, ...] = ()


EVERY_RULE_BLOCKS = GatePolicy()

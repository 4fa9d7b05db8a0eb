"""SB204 lets a record of the past, or a denial, name a condition: "past medical history of", "denies any".

Such words report what was recorded about somebody; a diagnosis says what somebody has. In: one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.policy_gate.wording_rules.sentences import Token

_REACH = 14
_DENIALS = frozenset("denies denied denying".split())
_RECORDS = frozenset(
    {
        ("medical", "history"), ("surgical", "history"), ("family", "history"), ("social", "history"), ("past", "history"),
        ("psychiatric", "history"), ("significant", "for"), ("positive", "for"), ("negative", "for"),
    }
)  # fmt: skip


def is_recorded(tokens: Sequence[Token], at: int) -> bool:
    """Whether `tokens[at]` stands behind the words that open a record of the past or a denial."""
    words = [token.word for token in tokens[max(0, at - _REACH) : at]]
    return any(word in _DENIALS for word in words) or any(pair in _RECORDS for pair in zip(words, words[1:], strict=False))
